// In a notebook the kernel draws each state when it is asked for.
const GONE = "No Python is behind this picture any more: run all cells of this notebook to move it.";

function render({ model, el }) {
  el.innerHTML = model.get("html");
  speak(el, model.get("words"));
  const hide = document.createElement("style"); // the picture that stands here while no kernel runs
  hide.textContent = `[data-still="${model.get("still")}"] { display: none; }`;
  document.head.append(hide);

  let arrive = () => undefined;
  const arrived = () => {
    figure.element.classList.remove("explore-lost");
    arrive();
  };
  const show = (state) => new Promise((resolve, reject) => {
    arrive = async () => {
      const { of, alt, src, problem } = model.get("drawn");
      if (of.join() !== state.join()) return; // of an earlier move
      if (problem) return reject(new Error(problem));
      const image = new Image();
      image.src = src;
      await image.decode();
      resolve([alt, [image]]);
    };
    model.set("state", state);
    model.save_changes();
    arrive();
  });
  const gone = () => {
    figure.pause();
    figure.element.classList.add("explore-lost");
    figure.status.textContent = GONE;
  };
  const figure = new Figure(el.querySelector(".explore"), show);
  model.on("change:drawn", arrived);
  model.on("comm_live_update", gone);
  return () => {
    hide.remove();
    model.off("change:drawn", arrived);
    model.off("comm_live_update", gone);
  };
}
