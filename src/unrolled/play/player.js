// A player: controls above a picture. `model` is anywidget's, for which a kernel draws, or that of
// page.js. States of the controls, {settings, at, labels, picture, alt}: see control_state.py.

const SPEAK = 600, SAVE = 100, RETRY = 2000; // ms until: speech, saving the settings, asking again
const SILENT = "Waiting for the kernel. If it was restarted, run this cell again.";
const key = (settings) => JSON.stringify(settings);
const attempt = (act) => { try { act(); } catch (gone) { /* the note reports it */ } };

function create(tag, attributes, ...children) {
  const it = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => it.setAttribute(name, value));
  // Without it, JupyterLab takes key presses for commands.
  it.setAttribute("data-lm-suppress-shortcuts", "true");
  if (tag === "input" || tag === "select") it.autocomplete = "off"; // Back would restore it
  it.append(...children);
  return it;
}
const named = (name, control) => create("label", {}, create("span", {}, name), control);
const option = (value) => create("option", { value }, value);
const onEnter = (box, act) => { // returns a function that sets the box, unless someone is typing
  let typed = false;
  box.oninput = () => { typed = true; };
  box.onchange = () => { typed = false; act(); };
  box.onkeydown = ({ key }) => { if (key === "Enter") box.onchange(); }; // false would stop the key
  return (value) => { if (!typed) box.value = value; };
};

// A control is {parts, set}: its elements, and a function that sets it to an index or a text.
function range({ name }, choose, restart) {
  const list = `ticks-${Math.random()}`, ticks = create("datalist", { id: list });
  const slider = create("input", { type: "range", min: 0, step: 1, list });
  const typed = create("input", { class: "typed", "aria-label": `${name}, to type` });
  let labels = [];
  const write = onEnter(typed, () => {
    const away = labels.map((label) => Math.abs(label - typed.value.replace(",", ".")));
    const exact = labels.indexOf(typed.value), nearest = away.indexOf(Math.min(...away));
    go(typed.value && exact + nearest > -2 ? Math.max(exact, nearest) : Number(slider.value));
  });
  const set = (at, newLabels) => {
    const few = newLabels.length < 20 ? [...newLabels.keys()] : []; // more ticks would touch
    if (few.length !== ticks.children.length) ticks.replaceChildren(...few.map(option));
    labels = newLabels;
    Object.assign(slider, { max: labels.length - 1, value: at, disabled: labels.length < 2 });
    slider.setAttribute("aria-valuetext", labels[at]);
    typed.size = Math.max(...labels.map((label) => label.length));
    write(labels[at]);
  };
  const go = (at) => { set(at, labels); choose(at); };
  slider.oninput = () => go(Number(slider.value));
  slider.ondblclick = restart;
  return { parts: [named(name, slider), typed, ticks], set };
}

function choice({ name, labels, note }, choose) {
  const select = create("select", {}, ...labels.map(option));
  select.oninput = () => choose(select.selectedIndex);
  const parts = [named(name, select), create("small", {}, note || "")];
  return { parts, set: (at) => { select.selectedIndex = at; } };
}

function text({ name, labels }, choose) {
  const id = `texts-${Math.random()}`, box = create("input", { class: "box", list: id });
  const list = create("datalist", { id }, ...labels.map(option));
  const set = onEnter(box, () => choose(box.value));
  return { parts: [named(name, box), list], set };
}

function render({ model, el }) {
  const [specs, pace, [width, height]] = ["controls", "pace", "size"].map((it) => model.get(it));
  const states = new Map(), pending = new Set(), settings = () => model.get("settings");
  let current = null, positions = [], moved = 0, direction = 1; // of the controls; the last move
  let latest = null, playing = 0, waiting = 0, speaking = 0, saving = 0, painted = 0, shown = 0;

  // Pictures are decoded before they are shown. They are img elements, which can be copied.
  const shape = { width, height, decoding: "sync" };
  const image = (it) => (it.image ||= create("img", { src: it.src, alt: it.alt, ...shape }));
  const decode = (state) => (state.decoded ||= image(state).decode().catch(() => {}));
  const put = (element, words, state, turn) => {
    shown = turn;
    root.setAttribute("aria-busy", String(key(state.settings) !== key(settings())));
    stage.replaceChildren(element);
    clearTimeout(speaking);
    speaking = setTimeout(() => { if (!playing) spoken.textContent = words; }, SPEAK);
  };
  const paint = async (state) => { // a picture that is late is shown, unless a later one was
    const turn = ++painted;
    latest = state;
    await decode(state);
    if (turn > shown) put(image(state), state.alt, state, turn);
  };

  // The state of the controls, and the neighbours of their settings
  const labels = (k) => current.labels[k] || specs[k].labels;
  const setting = (k, at) => (specs[k].depends && !labels(k)[at + 1] ? "Infinity" : labels(k)[at]);
  const change = (k, to) => settings().map((it, j) => (j === k ? to : it));
  const setControls = (state) => {
    [current, positions] = [state, state.at.slice()];
    controls.forEach((control, k) => control.set(positions[k], labels(k)));
  };
  const prefetch = () => { // decode neighbours and both ends, or ask for them
    const near = [1, 2, -1].map((step) => positions[moved] + step * direction);
    const all = [...new Set([...near, 0, labels(moved).length - 1])].filter((k) => labels(moved)[k]);
    const neighbours = all.map((at) => change(moved, setting(moved, at)));
    const missing = neighbours.filter((it) => !states.has(key(it)) || !decode(states.get(key(it))));
    if (missing.length) attempt(() => model.send({ ahead: missing }));
  };
  const approach = (k) => { [moved, direction] = [k, k === moved ? direction : 1]; prefetch(); };
  const show = () => {
    const state = states.get(key(settings()));
    root.setAttribute("aria-busy", "true");
    if (!state) return pending.has(key(settings())) || ask(RETRY);
    stopWaiting();
    setControls(state);
    paint(state);
    return prefetch();
  };
  const stopWaiting = () => { pending.clear(); clearTimeout(waiting); note.hidden = true; };
  const showError = (state) => {
    const [message, ...trace] = state.error.map((it, k) => create(k ? "pre" : "summary", {}, it));
    stopWaiting();
    latest = null;
    if (state.at) setControls(state);
    put(create("details", {}, message, ...trace), state.error[0], state, ++painted);
  };
  const move = (k, to, at) => {
    [moved, direction, positions[k]] = [k, at < positions[k] ? -1 : 1, at];
    model.set("settings", change(k, to)); // all views of this player show it
    saving ||= setTimeout(() => { saving = 0; attempt(() => model.save_changes()); }, SAVE);
  };

  // Messages to and from the kernel
  const ask = (ms) => {
    pending.add(key(settings()));
    attempt(() => model.send({ ask: settings(), again: !latest || ms > RETRY }));
    clearTimeout(waiting);
    waiting = setTimeout(() => { note.hidden = false; ask(2 * ms); }, ms);
  };
  const url = (data) => (data.byteLength ? URL.createObjectURL(new Blob([data])) : data);
  const add = (state, data) => states.set(key(state.settings), { ...state, src: url(data) });
  const drop = (state) => {
    const revoke = () => state.image !== stage.firstChild && URL.revokeObjectURL(state.src);
    Promise.resolve(state.decoded).then(revoke);
    states.delete(key(state.settings));
  };
  const receive = ({ state }, [picture]) => {
    if (!state) return states.forEach(drop); // a cell has run: all pictures may be outdated
    const received = key(state.settings), wanted = key(settings());
    const answered = pending.delete(received);
    if (!state.error && !states.has(received)) decode(add(state, picture).get(received));
    if (states.size > 100) drop(states.values().next().value); // to save memory
    if (received === wanted) return state.error ? answered && showError(state) : show();
    return answered && !state.error && !states.has(wanted) && paint(states.get(received));
  };

  // A flipbook plays forward or backward to its end; with reduced motion, in steps of a second.
  const pause = () => {
    playing = clearInterval(playing) || 0;
    buttons.forEach((it) => { it.textContent = it.value; });
  };
  const play = (button, step) => {
    const last = specs[0].labels.length - 1, end = step > 0 ? last : 0;
    const by = matchMedia("(prefers-reduced-motion: reduce)").matches ? Math.ceil(1000 / pace) : 1;
    const turn = (at) => move(0, specs[0].labels[at], at);
    pause();
    if (positions[0] === end) turn(last - end);
    button.textContent = "Pause";
    playing = setInterval(() => {
      if (root.ariaBusy === "true") return; // a slow machine plays slowly, but every picture
      turn(Math.min(last, Math.max(0, positions[0] + step * by)));
      if (positions[0] === end) pause();
    }, pace * by);
  };
  const buttons = (pace ? [["Play", 1], ["Play backward", -1]] : []).map(([value, step]) => {
    const button = create("button", { type: "button", value }, value);
    button.onclick = () => (button.textContent === value ? play(button, step) : pause());
    return button;
  });

  const controls = specs.map((spec, k) => {
    const go = (to, at) => { pause(); move(k, to, at); };
    const choose = (at) => go(spec.kind === "text" ? at : setting(k, at), at);
    return { range, choice, text }[spec.kind](spec, choose, () => go(spec.start, positions[k]));
  });
  const rows = controls.map(({ parts }) => create("div", { class: "control" }, ...parts));
  rows.forEach((it, k) => { it.onpointerenter = it.onkeyup = () => approach(k); });
  const stage = create("div", { class: "stage" });
  const spoken = create("p", { class: "spoken", "aria-live": "polite" });
  const note = create("p", { class: "note", role: "status", hidden: "" }, SILENT);
  const above = create("div", { class: "controls" }, ...buttons, ...rows);
  const label = `A picture that moves with ${specs.map((spec) => spec.name).join(", ")}`;
  const attributes = { class: "player", role: "group", "aria-label": label };
  const root = el.appendChild(create("div", attributes, above, stage, note, spoken));
  model.get("states").forEach((state) => add(state, model.get("pictures")[state.picture]));
  setControls(states.values().next().value);
  show();
  model.on("change:settings", show);
  model.on("msg:custom", receive);
  const seen = (all) => (all.pop().isIntersecting ? states.forEach(image) : pause());
  new IntersectionObserver(seen).observe(root);
  return () => {
    [playing, waiting, speaking].forEach(clearTimeout);
    model.off("change:settings", show);
    model.off("msg:custom", receive);
    states.forEach(drop);
  };
}
export default { render };
