// What a page does by itself, beside its players: the switch of the code, and the deck.
"use strict";

const switchOfCode = document.querySelector("#all-code");
switchOfCode?.addEventListener("change", () => {
  document.querySelectorAll("details.code").forEach((it) => { it.open = switchOfCode.checked; });
});

// Keys that a focused element needs for itself. Up and down, which sliders take too, turn no slides.
const own = (it, key) => it.matches("input:not([type=range])")
  || (it.matches("button, summary, a, select, input") && [" ", "Home", "End"].includes(key));

function present(slides) {
  const help = document.querySelector("dialog");
  let now = 0;
  const go = (to, remember = true) => {
    now = Math.max(0, Math.min(slides.length - 1, to));
    slides.forEach((it, k) => it.classList.toggle("now", k === now));
    if (remember && location.hash !== `#${now + 1}`) history.pushState(null, "", `#${now + 1}`);
    document.title = `${slides[now].querySelector("h2").textContent} · Unrolled`;
  };
  const forward = () => {
    const later = slides[now].querySelector(".later:not(.seen)");
    if (later) later.classList.add("seen");
    else go(now + 1);
  };
  const page = document.documentElement;
  const keys = {
    ArrowRight: forward, " ": forward, PageDown: forward,
    ArrowLeft: () => go(now - 1), PageUp: () => go(now - 1),
    Home: () => go(0), End: () => go(slides.length - 1),
    f: () => (document.fullscreenElement ? document.exitFullscreen() : page.requestFullscreen()),
    n: () => document.body.classList.toggle("noted"),
    "?": () => (help.open ? help.close() : help.showModal()),
  };
  const address = () => go((Number(location.hash.slice(1)) || 1) - 1, false);
  addEventListener("keydown", (event) => {
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    if (own(event.target, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
  addEventListener("hashchange", address);
  addEventListener("popstate", address);
  document.body.classList.add("live");
  address();
}

if (document.body.classList.contains("deck")) present([...document.querySelectorAll("section")]);
