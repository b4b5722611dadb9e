// Players on a static page: the data in the page are their model.
document.querySelectorAll(".still").forEach((el) => {
  const data = JSON.parse(el.querySelector("script").textContent);
  const nothing = () => {};
  const model = { get: (name) => data[name], off: nothing, send: nothing, save_changes: nothing };
  model.on = (event, act) => { if (event === "change:settings") model.changed = act; };
  model.set = (name, value) => { data[name] = value; model.changed(); };
  render({ model, el });
  el.querySelector(".stage").append(el.querySelector(".first")); // until the next is decoded
});
