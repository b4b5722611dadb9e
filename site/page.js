// What a page does beside its players: folds code and sections.
"use strict";

const switchOfCode = document.querySelector("#all-code");
switchOfCode?.addEventListener("change", () => {
  document.querySelectorAll("details.code").forEach((it) => { it.open = switchOfCode.checked; });
});

// The list of sections is open where it stands beside the text.
const wide = matchMedia("(min-width: 85rem)"), contents = document.querySelector(".contents details");
const unfold = () => { if (contents) contents.open = wide.matches; };
wide.addEventListener("change", unfold);
unfold();

// What is wider than the text scrolls, and can be reached with Tab in order to scroll it.
const reach = () => document.querySelectorAll("pre, .wide").forEach((it) => {
  if (it.scrollWidth > it.clientWidth) it.setAttribute("tabindex", 0);
  else it.removeAttribute("tabindex");
});
addEventListener("resize", reach);
document.addEventListener("toggle", reach, true);
document.fonts.ready.then(reach);
