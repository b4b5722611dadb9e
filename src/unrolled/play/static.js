// Everything that moves on a page without a kernel: players, the switch of the code, the deck.
"use strict";

function enliven(player) {
  const { pages, frames } = JSON.parse(player.querySelector("script").textContent);
  const controls = [...player.querySelectorAll("input, select")];
  const count = controls.map((it) => (it.options ? it.options.length : Number(it.max) + 1));
  const place = (it) => (it.options ? it.selectedIndex : Number(it.value));
  const page = (places) => pages[places.reduce((sum, at, k) => sum * count[k] + at, 0)];
  const spoken = player.querySelector(".spoken");
  let shown = player.querySelector("img.screen"), images = null, wanted = -1, timer = 0, later = 0;

  const load = () => {
    images ??= frames.map(([address, sentence]) => {
      const image = shown.cloneNode();
      image.decoding = "sync";
      image.loading = "eager";
      image.alt = sentence;
      image.src = address;
      return image;
    });
  };

  // A range ends where there is nothing more to see: its end may depend on the other controls.
  const fit = () => controls.forEach((it, k) => {
    if (it.options) return;
    const places = controls.map(place);
    let last = count[k] - 1;
    while (last > 0 && page(places.with(k, last)) === null) last -= 1;
    it.max = last;
  });

  const show = async () => {
    load();
    fit();
    controls.filter((it) => it.dataset.texts).forEach((it) => {
      const text = JSON.parse(it.dataset.texts)[place(it)];
      it.setAttribute("aria-valuetext", text);
      it.nextElementSibling.textContent = text;
    });
    const image = images[(wanted = page(controls.map(place)))], now = wanted;
    if (!image.complete) await image.decode().catch(() => {});
    if (now !== wanted || image === shown) return;
    shown.replaceWith(image);
    shown = image;
    say();
  };

  // Whoever listens hears where the slider came to rest, not each place that it passed.
  const say = () => {
    clearTimeout(later);
    later = setTimeout(() => { if (!timer) spoken.textContent = shown.alt; }, 600);
  };

  const button = player.querySelector("button");
  const pause = () => {
    clearInterval(timer);
    timer = 0;
    button.textContent = "Play";
    say();
  };
  button?.addEventListener("click", () => {
    if (timer) return pause();
    const slider = controls[0];
    if (slider.value === slider.max) slider.value = 0;
    show();
    button.textContent = "Pause";
    timer = setInterval(() => {
      slider.value = Number(slider.value) + 1;
      show();
      if (slider.value === slider.max) pause();
    }, Number(button.dataset.pace));
  });
  controls.forEach((it) => it.addEventListener("input", () => { if (timer) pause(); show(); }));
  fit();
  new IntersectionObserver((entries, observer) => {
    if (!entries.some((it) => it.isIntersecting)) return;
    observer.disconnect();
    load();
  }, { rootMargin: "100% 0px" }).observe(player);
}

document.querySelectorAll(".player").forEach(enliven);

const switchOfCode = document.querySelector("#all-code");
switchOfCode?.addEventListener("change", () => {
  document.querySelectorAll("details.code").forEach((it) => { it.open = switchOfCode.checked; });
});

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
  const keys = {
    ArrowRight: forward, " ": forward, PageDown: forward,
    ArrowLeft: () => go(now - 1), PageUp: () => go(now - 1),
    Home: () => go(0), End: () => go(slides.length - 1),
    f: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
    n: () => document.body.classList.toggle("noted"),
    "?": () => (help.open ? help.close() : help.showModal()),
  };
  const address = () => go((Number(location.hash.slice(1)) || 1) - 1, false);
  addEventListener("keydown", (event) => {
    const own = event.target.matches("button, summary, a, select, input") ? [" ", "Home", "End"] : [];
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    if (own.includes(event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
  addEventListener("hashchange", address);
  addEventListener("popstate", address);
  document.body.classList.add("live");
  address();
}

if (document.body.classList.contains("deck")) present([...document.querySelectorAll("section")]);
