// Figures with controls, as a page and a notebook share them. See mlplib/explore.
const PLAY_INTERVAL = 120; // milliseconds a frame
const SETTLED = 250; // milliseconds without a move, after which it is announced and kept
const NOTICED = 100; // milliseconds after which a reader is shown that the picture is still on its way
const NARROW = matchMedia("(max-width: 600px)"); // where panels stand below each other, as in explore.css

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function make(tag, className) {
  const made = document.createElement(tag);
  made.className = className;
  made.setAttribute("aria-hidden", true);
  return made;
}

// The panels of a picture below each other, for a narrow screen: pieces of what is shown, each in full width.
class Panels {
  constructor(image, cuts) {
    const [width, height] = ["width", "height"].map((side) => +image.getAttribute(side));
    const ends = [0, ...cuts, 1];
    this.pieces = ends.slice(1).map((end, i) => {
      const [holder, canvas] = [make("div", "explore-panel"), make("canvas", "")];
      canvas.width = Math.round((end - ends[i]) * width);
      canvas.height = height;
      const across = end - ends[i];
      holder.style.setProperty("--left", `${(100 * ends[i]) / (1 - across)}%`); // its part of the paper (theme.css)
      holder.style.setProperty("--across", `${100 / across}%`);
      holder.append(canvas);
      return { holder, canvas, share: ends[i], end };
    });
    const column = make("div", "explore-panels");
    column.append(...this.pieces.map(({ holder }) => holder));
    image.parentElement.append(column);
    image.parentElement.classList.add("explore-in-panels");
    const poster = () => this.drawn || this.draw(image, image.naturalWidth, image.naturalHeight);
    if (image.complete && image.naturalWidth) poster();
    else image.addEventListener("load", poster, { once: true }); // it may be lazy
  }
  draw(source, width, height) {
    this.drawn = true;
    for (const { canvas, share, end } of this.pieces) {
      const across = Math.round((end - share) * width);
      if (canvas.width !== across) Object.assign(canvas, { width: across, height }); // as sharp as what is shown
      canvas.getContext("2d").drawImage(source, -share * width, 0);
    }
  }
}

// One way to read and move a slider, a select and a checkbox: by the index of its value.
class Control {
  constructor(input) {
    this.input = input;
    this.value = input.parentElement.querySelector(".explore-value"); // beside a slider
    this.texts =
      input.type === "range" ? JSON.parse(input.dataset.texts)
      : input.type === "checkbox" ? ["False", "True"]
      : Array.from(input.options, (option) => option.value);
    this.start = this.index;
  }
  get index() {
    const { input } = this;
    return input.type === "range" ? +input.value : input.type === "checkbox" ? +input.checked : input.selectedIndex;
  }
  set index(index) {
    const { input } = this;
    if (input.type === "range") input.value = index;
    else if (input.type === "checkbox") input.checked = index;
    else input.selectedIndex = index;
  }
  label() {
    if (!this.value) return;
    this.value.textContent = this.texts[this.index] + this.input.dataset.unit;
    this.input.setAttribute("aria-valuetext", this.value.textContent);
  }
}

// An area of the picture where a drag moves controls, each to the value whose place is nearest.
class Area {
  constructor(figure, holder, [left, top, width, height], places) {
    this.figure = figure;
    this.moves = figure.controls.filter(({ input }) => places[input.name]).map((control) => [control, places[control.input.name]]);
    this.element = make("div", "explore-area");
    const flat = this.moves.every(([, values]) => values.flat().every(([, y]) => y === null));
    const share = (value) => `${100 * value}%`;
    Object.assign(this.element.style, {
      left: share(left), top: share(top), width: share(width), height: share(height),
      touchAction: flat ? "pan-y" : "none", // where the height says nothing, a page is scrolled from here
      cursor: flat ? "ew-resize" : "grab",
    });
    holder.append(this.element);
    const { element } = this;
    element.addEventListener("pointerdown", (event) => event.button || element.setPointerCapture(event.pointerId));
    for (const kind of ["pointermove", "pointerup"])
      element.addEventListener(kind, (event) => element.hasPointerCapture(event.pointerId) && this.move(event));
  }
  move({ clientX, clientY }) {
    const { left, top, width, height } = this.element.getBoundingClientRect();
    const far = ([x, y]) => Math.hypot(x * width + left - clientX, y === null ? 0 : y * height + top - clientY);
    let moved = false;
    for (const [control, values] of this.moves) {
      const distances = values.map((places) => Math.min(...places.map(far)));
      const index = distances.indexOf(Math.min(...distances));
      moved ||= control.index !== index;
      control.index = index;
    }
    if (moved) this.figure.pause(), this.figure.moved();
  }
}

// `show(state)` gives the alt text and the layers of a state, and its paper if that is another one in other states;
// `keep()` is told when the controls rest.
class Figure {
  constructor(element, show, keep = () => undefined) {
    Object.assign(this, { element, layersOf: show, keep });
    this.form = element.querySelector("form");
    this.image = element.querySelector("img");
    this.status = element.querySelector("[role=status]");
    this.controls = Array.from(this.form.querySelectorAll("input, select"), (input) => new Control(input));
    const cuts = element.dataset.cuts.split(" ").filter(Boolean).map(Number);
    if (cuts.length && NARROW.matches) this.panels = new Panels(this.image, cuts);
    this.listen();
    this.spread(JSON.parse(element.dataset.areas));
    this.form.hidden = false;
  }

  // Lay the areas over the picture, or over its panels where these stand below each other.
  spread(areas) {
    const pieces = this.panels?.pieces ?? [{ holder: this.image.parentElement, share: 0, end: 1 }];
    for (const { box: [left, top, width, height], places } of areas) {
      const { holder, share, end } = pieces.find((piece) => left + width / 2 < piece.end);
      new Area(this, holder, [(left - share) / (end - share), top, width / (end - share), height], places);
    }
  }

  get state() {
    return this.controls.map(({ index }) => index);
  }

  listen() {
    const { form, controls } = this;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => {
      this.pause();
      this.moved();
    });
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      this.moveTo(() => undefined);
      this.moved();
    });
    this.button = form.querySelector("button[type=button]");
    this.button?.addEventListener("click", () => (this.playing ? this.pause() : this.play()));
  }

  // Move every control to the text that is asked for, or to its start; tell whether that changed anything.
  moveTo(wanted) {
    this.pause();
    let changed = false;
    for (const control of this.controls) {
      const index = control.texts.indexOf(wanted(control));
      const target = index < 0 ? control.start : index;
      changed ||= control.index !== target;
      control.index = target;
    }
    if (changed) this.show();
    return changed;
  }

  async moved() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.settled(), SETTLED);
    await this.show();
  }

  settled() {
    if (!this.failed) this.status.textContent = this.image.alt;
    this.keep();
  }

  async show() {
    for (const control of this.controls) control.label();
    const wanted = (this.wanted = {}); // a later call replaces it
    const waiting = setTimeout(() => this.element.setAttribute("aria-busy", true), NOTICED);
    let problem = "";
    try {
      const shown = await this.layersOf(this.state);
      if (wanted === this.wanted) this.draw(...shown);
    } catch (error) {
      problem = error.message;
    }
    clearTimeout(waiting);
    if (wanted !== this.wanted) return;
    this.element.removeAttribute("aria-busy");
    this.failed = this.element.classList.toggle("explore-failed", problem);
    this.status.textContent = problem;
  }

  draw(alt, layers, paper) {
    if (paper) this.image.parentElement.style.setProperty("--paper", paper); // what of it turns dark on a dark page
    if (!this.canvas) {
      this.canvas = make("canvas", ""); // the image below it carries the words
      [this.canvas.width, this.canvas.height] = [layers[0].naturalWidth, layers[0].naturalHeight];
      this.image.after(this.canvas);
    }
    const context = this.canvas.getContext("2d");
    for (const layer of layers) context.drawImage(layer, 0, 0);
    this.panels?.draw(this.canvas, this.canvas.width, this.canvas.height);
    this.image.alt = alt;
  }

  async play() {
    const [time] = this.controls;
    const last = time.texts.length - 1;
    const run = (this.playing = {}); // a pause, or another run, replaces it
    this.button.textContent = "Pause";
    for (let index = time.index < last ? time.index + 1 : 0; index <= last; index++) {
      time.index = index;
      await Promise.all([this.moved(), sleep(PLAY_INTERVAL)]);
      if (run !== this.playing) return;
    }
    this.pause();
  }

  pause() {
    this.playing = undefined;
    if (this.button) this.button.textContent = "Play";
  }
}

