// A tap enlarges a picture that is narrower than it was drawn; it then scrolls within its frame.
"use strict";

document.addEventListener("click", ({ target }) => {
  if (!target.matches(".stage img, .picture img")) return;
  const frame = target.parentElement, narrow = target.clientWidth < Number(target.getAttribute("width"));
  if (!narrow && !frame.matches(".enlarged")) return;
  const enlarged = frame.classList.toggle("enlarged");
  frame.toggleAttribute("data-prevent-swipe", enlarged); // in the deck, a swipe turns slides
  if (enlarged) frame.tabIndex = 0;
  else frame.removeAttribute("tabindex");
});
