// What the deck adds to reveal.js: keys for its players, which the speaker view copies, and a stage
// for phones.
"use strict";

const upright = matchMedia("(orientation: portrait) and (max-width: 600px)");
const stage = () => (upright.matches ? { width: 720, height: 1280 } : { width: 1280, height: 720 });
const current = (selector) => Reveal.getCurrentSlide().querySelector(selector);
const count = () => { // people count slides from 1, as in #20, reveal.js and its speaker view from 0
  const counted = location.hash.match(/^#\/?(\d+)$/);
  if (counted) history.replaceState(null, "", `#/${counted[1] - 1}/0`);
};
count();
addEventListener("hashchange", count); // before reveal.js reads it

Reveal.initialize({
  ...stage(), margin: 0, minScale: 0.1, maxScale: 10, center: false, display: "flex",
  transition: "none", backgroundTransition: "none", viewDistance: 1, scrollActivationWidth: null,
  hash: true, history: true, fragmentInURL: false, controls: false,
  pdfSeparateFragments: false, pdfMaxPagesPerSlide: 1, defaultTiming: 60,
  plugins: [RevealNotes, RevealZoom, RevealSearch],
});
upright.addEventListener("change", () => Reveal.configure(stage()));

// Without a click: up and down move the first slider of a slide, Enter plays its film.
const move = (by) => {
  const slider = current("[type=range]:not(:disabled)");
  if (!slider || Reveal.isOverview()) return;
  slider.value = Number(slider.value) + by;
  slider.dispatchEvent(new Event("input"));
};
const play = ({ target }) => {
  if (target.matches(".jump-to-slide-input")) return; // this Enter ends the number of a slide
  if (Reveal.isOverview()) Reveal.toggleOverview(false);
  else current("button[value]")?.click();
};
const bind = (codes, keys, description, act) => { // keys as the help writes them
  codes.forEach((code) => Reveal.addKeyBinding(code, act));
  Reveal.on("ready", () => Reveal.registerKeyboardShortcut(keys, description));
};
bind([38, 75], "&#8593;  ,  K", "Move the slider on", () => move(1));
bind([40, 74], "&#8595;  ,  J", "Move the slider back", () => move(-1));
bind([13], "Enter", "Play or pause the animation", play);

// With a click: a slider keeps the keys that move it, and what opens or chooses keeps its own.
addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (!(target instanceof HTMLElement)) return;
  if (key === "Escape") Reveal.getPlugin("search").close();
  if (target.matches("[type=range]") && !/^(Arrow|Home|End|Tab|Shift)/.test(key)) target.blur();
  if (target.matches("select, button, summary, a") && /^(Arrow(Up|Down)| |Enter)$/.test(key)) {
    event.stopPropagation();
  }
}, true);
document.addEventListener("change", ({ target }) => target.matches(".typed, select") && target.blur());
document.addEventListener("click", ({ target, detail }) => detail && target.matches("button") && target.blur());
document.querySelectorAll(".player > .controls").forEach((it) => {
  it.className = "handles"; // reveal.js styles `controls` as its own arrows
  it.setAttribute("data-prevent-swipe", "");
});

// A move in the main window is made in the copies of the speaker view, and the other way round.
let copying = false;
const copy = (act) => { copying = true; act(); copying = false; };
const handles = (id) => [...document.getElementById(id)?.querySelectorAll(".player :is(input, select, button)") || []];
const peers = new Set(parent.opener ? [parent.opener] : []); // of a copy: the main window
const tell = (moved, but) => peers.forEach((it) => it !== but && it.postMessage({ moved }, "*"));
["input", "change", "click"].forEach((type) => addEventListener(type, ({ target }) => {
  const id = target.closest?.("section")?.id, k = handles(id).indexOf(target);
  if (!copying && k >= 0 && target.matches("button") === (type === "click")) tell([id, k, type, target.value]);
}, true));
addEventListener("message", ({ data, source }) => {
  if (!data.moved) return;
  const [id, k, type, value] = data.moved, it = handles(id)[k];
  peers.add(source);
  tell(data.moved, source);
  if (it) copy(() => { it.value = value; it.dispatchEvent(new Event(type)); });
});
tell([]); // where a copy can be found

// A film stops when its slide is left or black, and the next pictures are decoded in advance.
const rest = (slide) => slide?.querySelectorAll("button[value]").forEach((it) => {
  if (it.textContent !== it.value) copy(() => it.click());
});
const arrive = ({ currentSlide, previousSlide, indexh }) => {
  rest(previousSlide);
  setTimeout(() => Reveal.getSlide(indexh + 1)?.querySelectorAll("img:not(.paper img)").forEach((it) => {
    it.loading = "eager";
    it.decode().catch(() => {});
  }), 100); // this slide first
  document.title = `${currentSlide.querySelector("h1, h2").textContent} · Unrolled`;
};
document.fonts.load('1em "Unrolled Math"');
Reveal.on("ready", arrive);
Reveal.on("slidechanged", arrive);
Reveal.on("paused", () => rest(Reveal.getCurrentSlide()));
