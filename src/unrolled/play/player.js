// A player: controls above a picture. `model` is anywidget's, behind which a kernel draws, or that
// of a page for which all is drawn ahead. Where the controls stand is computed in Python: an entry
// {wishes, at, labels, picture, alt} tells it for each state of theirs that has been drawn.

const REST = 600, SAVE = 100, PATIENCE = 2000; // ms to: speech, the kernel's value, another ask
const SILENT = "Waiting for the kernel. If it was restarted, run this cell again.";
const key = (wishes) => JSON.stringify(wishes);
const attempt = (act) => { try { act(); } catch (gone) { /* a kernel: who needs it, says so */ } };

function create(tag, attributes, ...children) {
  const it = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => it.setAttribute(name, value));
  // Notebooks take keys for commands, unless the focused element itself forbids it.
  it.setAttribute("data-lm-suppress-shortcuts", "true");
  if (tag === "input" || tag === "select") it.autocomplete = "off"; // Back would restore it alone
  it.append(...children);
  return it;
}
const named = (name, control) => create("label", {}, create("span", {}, name), control);
const entered = (box, act) => { // a function that sets the box, unless somebody types in it
  let typed = false;
  box.oninput = () => { typed = true; };
  box.onchange = () => { typed = false; act(); };
  box.onkeydown = (event) => event.key === "Enter" && box.onchange();
  return (value) => { if (!typed) box.value = value; };
};

// A control is its parts, and a function that has it stand at a place of its labels, or at a text.
function range({ name }, choose, restart) {
  const slider = create("input", { type: "range", min: 0, step: 1 });
  const typed = create("input", { class: "typed", "aria-label": `${name}, to type` });
  let labels = [];
  const write = entered(typed, () => {
    const away = labels.map((label) => Math.abs(label - typed.value.replace(",", ".")));
    const near = labels.indexOf(typed.value), nearest = away.indexOf(Math.min(...away));
    go(typed.value && near + nearest > -2 ? Math.max(near, nearest) : Number(slider.value));
  });
  const stand = (at, now) => {
    labels = now;
    Object.assign(slider, { max: labels.length - 1, value: at, disabled: labels.length < 2 });
    slider.setAttribute("aria-valuetext", labels[at]);
    typed.size = Math.max(...labels.map((label) => label.length));
    write(labels[at]);
  };
  const go = (at) => { stand(at, labels); choose(at); };
  slider.oninput = () => go(Number(slider.value));
  slider.ondblclick = restart;
  return { parts: [named(name, slider), typed], stand };
}

function choice({ name, labels, note }, choose) {
  const select = create("select", {}, ...labels.map((label) => create("option", {}, label)));
  select.oninput = () => choose(select.selectedIndex);
  const parts = [named(name, select), create("small", {}, note || "")];
  return { parts, stand: (at) => { select.selectedIndex = at; } };
}

function text({ name, labels }, choose) {
  const id = `texts-${Math.random()}`, box = create("input", { class: "box", list: id });
  const list = create("datalist", { id }, ...labels.map((value) => create("option", { value })));
  const stand = entered(box, () => choose(box.value));
  return { parts: [named(name, box), list], stand };
}

function render({ model, el }) {
  const [specs, pace, [width, height]] = ["controls", "pace", "size"].map((it) => model.get(it));
  const entries = new Map(), wishes = () => model.get("wishes");
  let now = null, places = [], moved = 0, way = 1; // where the controls stand, the last to move
  let latest = null, asked = null, playing = 0, waiting = 0, resting = 0, saving = 0;

  // Pictures are decoded before they are shown, and shown as images, which can be copied.
  const shape = { width, height, decoding: "sync" };
  const image = (it) => (it.image ||= create("img", { src: it.src, alt: it.alt, ...shape }));
  const decode = (entry) => (entry.decoded ||= image(entry).decode().catch(() => {}));
  const put = (element, words, entry) => {
    root.setAttribute("aria-busy", String(key(entry.wishes) !== key(wishes())));
    stage.replaceChildren(element);
    clearTimeout(resting);
    resting = setTimeout(() => { if (!playing) spoken.textContent = words; }, REST);
  };
  const paint = async (entry) => {
    latest = entry;
    await decode(entry);
    if (entry === latest) put(image(entry), entry.alt, entry);
  };

  // Where the controls stand, and what lies beside it
  const labels = (k) => now.labels[k] || specs[k].labels;
  const wish = (k, at) => (specs[k].follows && !labels(k)[at + 1] ? "Infinity" : labels(k)[at]);
  const change = (k, to) => wishes().map((it, j) => (j === k ? to : it));
  const place = (entry) => {
    [now, places] = [entry, entry.at.slice()];
    rows.forEach((row, k) => row.stand(places[k], labels(k)));
  };
  const look = () => { // ahead: what lies beside is decoded, or drawn when there is time
    const near = [way, 2 * way, -way].map((step) => places[moved] + step);
    const inside = near.filter((at) => specs[moved].kind !== "text" && labels(moved)[at]);
    const beside = inside.map((at) => change(moved, wish(moved, at)));
    const missing = beside.filter((it) => !entries.has(key(it)) || !decode(entries.get(key(it))));
    if (missing.length) attempt(() => model.send({ ahead: missing }));
  };
  const reach = (k) => { [moved, way] = [k, k === moved ? way : 1]; look(); }; // the hand is near
  const show = () => {
    const entry = entries.get(key(wishes()));
    root.setAttribute("aria-busy", "true");
    if (!entry) return asked || ask(PATIENCE);
    place(entry);
    paint(entry);
    return look();
  };
  const fail = (entry) => {
    const [message, ...trace] = entry.error.map((it, k) => create(k ? "pre" : "summary", {}, it));
    latest = null;
    if (entry.at) place(entry);
    put(create("details", {}, message, ...trace), entry.error[0], entry);
  };
  const move = (k, to, at) => {
    [moved, way, places[k]] = [k, at < places[k] ? -1 : 1, at];
    model.set("wishes", change(k, to)); // each view of this player shows it
    saving ||= setTimeout(() => { saving = 0; attempt(() => model.save_changes()); }, SAVE);
  };

  // What the kernel is asked for, and what it sends
  const ask = (ms) => {
    asked = key(wishes());
    attempt(() => model.send({ ask: wishes(), again: !latest || ms > PATIENCE }));
    clearTimeout(waiting);
    waiting = setTimeout(() => { note.hidden = false; ask(2 * ms); }, ms);
  };
  const url = (data) => (data.byteLength ? URL.createObjectURL(new Blob([data])) : data);
  const add = (entry, data) => entries.set(key(entry.wishes), { ...entry, src: url(data) });
  const drop = (entry) => {
    const revoke = () => entry.image !== stage.firstChild && URL.revokeObjectURL(entry.src);
    Promise.resolve(entry.decoded).then(revoke);
    entries.delete(key(entry.wishes));
  };
  const hear = ({ entry }, [picture]) => {
    if (!entry) return entries.forEach(drop); // a cell has run: what was drawn may be no longer so
    const which = key(entry.wishes), wanted = key(wishes()), answered = which === asked;
    if (answered) [asked, note.hidden] = [clearTimeout(waiting) || null, true];
    if (!entry.error && !entries.has(which)) decode(add(entry, picture).get(which));
    if (entries.size > 100) drop(entries.values().next().value); // megabytes
    if (which === wanted) return entry.error ? answered && fail(entry) : show();
    if (entries.has(wanted) || asked) return null;
    if (!entry.error && answered) paint(entries.get(which)); // seen on the way
    return ask(PATIENCE);
  };

  // A film plays to its end, forward or backward; where motion is not wanted, in steps of a second.
  const pause = () => {
    playing = clearInterval(playing) || 0;
    buttons.forEach((it) => { it.textContent = it.value; });
  };
  const play = (button, step) => {
    const last = specs[0].labels.length - 1, end = step > 0 ? last : 0;
    const by = matchMedia("(prefers-reduced-motion: reduce)").matches ? Math.ceil(1000 / pace) : 1;
    const turn = (at) => move(0, specs[0].labels[at], at);
    pause();
    if (places[0] === end) turn(last - end);
    button.textContent = "Pause";
    playing = setInterval(() => {
      turn(Math.min(last, Math.max(0, places[0] + step * by)));
      if (places[0] === end) pause();
    }, pace * by);
  };
  const buttons = (pace ? [["Play", 1], ["Play backward", -1]] : []).map(([value, step]) => {
    const button = create("button", { type: "button", value }, value);
    button.onclick = () => (button.textContent === value ? play(button, step) : pause());
    return button;
  });

  const rows = specs.map((spec, k) => {
    const go = (to, at) => { pause(); move(k, to, at); };
    const choose = (at) => go(spec.kind === "text" ? at : wish(k, at), at);
    return { range, choice, text }[spec.kind](spec, choose, () => go(spec.start, places[k]));
  });
  const controls = rows.map((row) => create("div", { class: "control" }, ...row.parts));
  controls.forEach((it, k) => { it.onpointerenter = it.onkeyup = () => reach(k); });
  const stage = create("div", { class: "stage" });
  const spoken = create("p", { class: "spoken", "aria-live": "polite" });
  const note = create("p", { class: "note", role: "status", hidden: "" }, SILENT);
  const label = `A picture that moves with ${specs.map((spec) => spec.name).join(", ")}`;
  const root = create("div", { class: "player", role: "group", "aria-label": label });
  const above = create("div", { class: "controls" }, ...buttons, ...controls);
  el.appendChild(root).append(above, stage, note, spoken);
  model.get("entries").forEach((entry) => add(entry, model.get("pictures")[entry.picture]));
  place(entries.values().next().value);
  show();
  model.on("change:wishes", show);
  model.on("msg:custom", hear);
  const seen = (all) => (all.pop().isIntersecting ? entries.forEach(image) : pause());
  new IntersectionObserver(seen).observe(root);
  return () => {
    [playing, waiting, resting].forEach(clearTimeout);
    model.off("change:wishes", show);
    model.off("msg:custom", hear);
    entries.forEach(drop);
  };
}
export default { render };
