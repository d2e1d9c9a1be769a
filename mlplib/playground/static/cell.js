// In a notebook: the state goes to Python, and comes from there.
function render({ model, el }) {
  const root = element("div", { className: "playground", id: "playground-" + Math.random().toString(36).slice(2) });
  el.append(root);
  speak(el, model.get("words"));
  const hide = element("style", { textContent: `[data-still="${model.get("still")}"] { display: none; }` });
  document.head.append(hide); // the picture that stands here while no kernel runs
  const keep = (state) => {
    model.set("state", state);
    model.save_changes();
  };
  const playground = new Playground(root, model.get("state"), { keep });
  model.on("change:state", () => {
    const state = model.get("state");
    if (JSON.stringify(state) !== JSON.stringify(playground.state)) playground.show(state);
  });
  return () => hide.remove();
}
