// What is wrong with each slide, before its vote and with all of its answers, in the window as it is.
// Sizes are in pixels of the stage, of which 20 of 720 are the smallest text. SMALL: the smallest
// text of a picture that is not scaled.
(SMALL) => {
  const faults = [], ink = { visibilityProperty: true };
  const stage = document.querySelector(".slides").getBoundingClientRect();
  const beyond = (it, box) => it.left < box.left - 1 || it.right > box.right + 1
    || it.top < box.top - 1 || it.bottom > box.bottom + 1;
  const fills = Math.max(stage.width / innerWidth, stage.height / innerHeight) > 0.98;
  if (!fills || beyond(stage, { left: 0, top: 0, right: innerWidth, bottom: innerHeight })) {
    faults.push(`the stage is ${stage.width} x ${stage.height}`);
  }
  const measure = (slide, it, box, foot) => {
    if (it.closest(".spoken, .paper, .notes, option") || !it.checkVisibility(ink)) return;
    const here = it.getBoundingClientRect(), name = `${slide.id}: ${it.outerHTML.slice(0, 60)}`;
    const words = [...it.childNodes].some((part) => part.nodeType === 3 && part.data.trim());
    if (!here.width) return;
    if (beyond(here, box)) faults.push(`cut: ${name}`);
    if (words && parseFloat(getComputedStyle(it).fontSize) < 20) faults.push(`small: ${name}`);
    if (words && !it.closest(".place, .handles") && here.bottom > foot.top + 1) {
      faults.push(`over the last line: ${name}`);
    }
    if (it.tagName !== "IMG" || Math.min(innerWidth, innerHeight) < 400) return; // a phone: a tap enlarges
    const [wide, high] = [here.width / it.getAttribute("width"), here.height / it.getAttribute("height")];
    const text = SMALL * Math.min(wide, high) / Reveal.getScale();
    if (text < 19.9) faults.push(`small text in a picture, ${text.toFixed(1)}: ${name}`);
  };
  const examine = (slide) => {
    const box = slide.getBoundingClientRect();
    const foot = slide.querySelector(".place").getBoundingClientRect();
    slide.querySelectorAll("*").forEach((it) => measure(slide, it, box, foot));
  };
  Reveal.getSlides().forEach((slide, k) => {
    Reveal.slide(k);
    const told = [...slide.querySelectorAll(".answer, .result")].filter((it) => it.checkVisibility(ink));
    if (told.length) faults.push(`told before the vote: ${slide.id}`);
    examine(slide);
    while (Reveal.availableFragments().next) Reveal.nextFragment();
    examine(slide); // what an answer replaces is gone
  });
  return faults;
}
