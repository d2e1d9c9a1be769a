// On a page all pictures are drawn already: a row of frames is loaded when it is first needed, and a frame is its
// row's base with a patch laid over it.
const FRAMES = new URL("../_frames/", document.currentScript.src);
const rows = new Map(); // file name -> promise of its Row

function loadRow(name) {
  const load = (resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(name, FRAMES);
    script.onload = () => resolve(new Row(window.exploreRow)); // runs right after the script that sets it
    script.onerror = () => {
      rows.delete(name); // so that the next move tries again
      reject(new Error(`The picture cannot be shown: ${script.src} is missing. Are you offline? Move again to retry.`));
    };
    document.head.append(script);
  };
  if (!rows.has(name)) rows.set(name, new Promise(load));
  return rows.get(name);
}

function picture(data) {
  const image = new Image();
  image.src = "data:image/webp;base64," + data;
  return image;
}

class Row {
  constructor({ base, frames }) {
    this.base = picture(base);
    this.frames = frames; // pairs of alt text and patch
    this.patches = []; // pictures of the patches, made when needed
  }
  patch(index) {
    return (this.patches[index] ??= picture(this.frames[index][1]));
  }
  async layers(index) {
    const layers = [this.base, this.patch(index)];
    await Promise.all(layers.map((layer) => layer.complete || layer.decode()));
    setTimeout(() => this.frames.forEach((_, other) => this.patch(other))); // so that the next move need not wait
    return layers;
  }
}

// The rows of a figure: of all controls but the first, whose values are the frames of a row.
class Rows {
  constructor(element) {
    this.files = element.dataset.rows.split(" ");
    this.papers = JSON.parse(element.querySelector(".explore-picture").dataset.papers ?? "[]");
    this.lengths = [...element.querySelectorAll("input, select")].slice(1).map((input) => new Control(input).texts.length);
  }
  place(others) {
    return others.reduceRight((row, index, place) => row * this.lengths[place] + index, 0);
  }
  name(others) {
    return this.files[this.place(others)];
  }
  async show([first, ...others]) {
    const row = await loadRow(this.name(others));
    const layers = await row.layers(first);
    this.expect(others);
    return [row.frames[first][0], layers, this.papers[this.place(others)]];
  }
  // Load the row of a state before its picture is asked for; what is missing then is told there.
  begin([, ...others]) {
    if (!navigator.connection?.saveData) loadRow(this.name(others)).catch(() => undefined);
  }
  // Let the browser fetch, when it has nothing else to do, the rows to which one move of a control can lead.
  expect(others) {
    if (navigator.connection?.saveData) return;
    for (const [place, index] of others.entries())
      for (const next of [index - 1, index + 1]) {
        if (next < 0 || next >= this.lengths[place]) continue;
        const href = new URL(this.name(others.with(place, next)), FRAMES).href;
        if (document.querySelector(`link[href="${href}"]`)) continue;
        document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", as: "script", href }));
      }
  }
}

// The address holds every value that was moved, as in #draw_train.epoch=30&draw_train.hidden=4.
const key = (figure, control) => `${figure.element.id}.${control.input.name}`;

// It is replaced, never added to the history: Back leaves the page, as on every other page.
function writeHash() {
  const moved = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : ""); // others keep theirs
  for (const figure of figures)
    for (const control of figure.controls) {
      moved.delete(key(figure, control));
      if (control.index !== control.start) moved.set(key(figure, control), control.texts[control.index]);
    }
  history.replaceState(null, "", location.pathname + location.search + (moved.size ? "#" + moved : ""));
}

function readHash() {
  if (location.hash && !location.hash.includes("=")) return []; // a link to a section moves nothing
  const moved = new URLSearchParams(location.hash.slice(1));
  return figures.filter((figure) => figure.moveTo((control) => moved.get(key(figure, control))));
}

const figures = Array.from(document.querySelectorAll(".explore[data-rows]"), (element) => {
  const rows = new Rows(element);
  const figure = new Figure(element, (state) => rows.show(state), writeHash);
  for (const kind of ["pointerenter", "focusin"]) // somebody reaches for the controls
    figure.form.addEventListener(kind, () => rows.begin(figure.state), { once: true });
  return figure;
});
const [first] = readHash();
first?.element.scrollIntoView({ block: "center" });
addEventListener("hashchange", readHash);
