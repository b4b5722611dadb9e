// A tap enlarges a picture that is narrower than it was drawn; it then scrolls within its frame.
"use strict";

document.addEventListener("click", ({ target, clientX }) => {
  if (!target.matches(".stage img, .picture img")) return;
  const frame = target.parentElement, { left, width } = target.getBoundingClientRect();
  const narrow = width < Number(target.getAttribute("width")), tapped = (clientX - left) / width;
  if (!narrow && !frame.matches(".enlarged")) return;
  const enlarged = frame.classList.toggle("enlarged");
  frame.toggleAttribute("data-prevent-swipe", enlarged); // in the deck, a swipe turns slides
  if (enlarged) frame.tabIndex = 0;
  else frame.removeAttribute("tabindex");
  frame.scrollLeft = tapped * frame.scrollWidth - frame.clientWidth / 2; // what was tapped is seen
});
