// Figures with controls whose pictures are drawn already: a row of frames is loaded when it is
// first needed, and a frame is its row's base with a patch laid over it. See mlplib/explore.
"use strict";
(() => {
  const FRAMES = new URL("../_frames/", document.currentScript.src);
  const PLAY_INTERVAL = 120; // milliseconds a frame
  const SETTLED = 250; // milliseconds without a move, after which it is announced and goes to the address
  const NOTICED = 100; // milliseconds after which a reader is shown that the picture is still on its way
  const NARROW = matchMedia("(max-width: 600px)"); // where panels stand below each other, as in explore.css

  const rows = new Map(); // file name -> promise of its Row

  const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

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

  // The panels of a picture below each other, for a narrow screen: pieces of what is shown, each in full width.
  class Panels {
    constructor(image, cuts) {
      const [width, height] = ["width", "height"].map((side) => +image.getAttribute(side));
      const ends = [0, ...cuts, 1];
      this.pieces = ends.slice(1).map((end, i) => {
        const canvas = document.createElement("canvas");
        canvas.width = Math.round((end - ends[i]) * width);
        canvas.height = height;
        canvas.setAttribute("aria-hidden", true);
        return { canvas, share: ends[i] };
      });
      const column = document.createElement("div");
      column.className = "explore-panels";
      column.append(...this.pieces.map(({ canvas }) => canvas));
      image.parentElement.append(column);
      image.parentElement.classList.add("explore-in-panels");
      image.decode().then(() => this.draw(image, image.naturalWidth, image.naturalHeight), () => undefined);
    }
    draw(source, width, height) {
      for (const { canvas, share } of this.pieces) {
        const scale = canvas.height / height;
        canvas.getContext("2d").drawImage(source, -share * width * scale, 0, width * scale, canvas.height);
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
        : Array.from(input.options, (option) => option.text);
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

  class Figure {
    constructor(element) {
      this.element = element;
      this.files = element.dataset.rows.split(" ");
      this.form = element.querySelector("form");
      this.image = element.querySelector("img");
      this.status = element.querySelector("[role=status]");
      this.controls = Array.from(this.form.querySelectorAll("input, select"), (input) => new Control(input));
      const cuts = element.dataset.cuts.split(" ").filter(Boolean).map(Number);
      if (cuts.length && NARROW.matches) this.panels = new Panels(this.image, cuts);
      this.listen();
      this.form.hidden = false;
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

    row() {
      const [, ...others] = this.controls;
      return loadRow(this.files[others.reduceRight((row, { texts, index }) => row * texts.length + index, 0)]);
    }

    async moved() {
      clearTimeout(this.settling);
      this.settling = setTimeout(() => this.settled(), SETTLED);
      await this.show();
    }

    settled() {
      if (!this.failed) this.status.textContent = this.image.alt;
      writeHash();
    }

    async show() {
      for (const control of this.controls) control.label();
      const wanted = (this.wanted = {}); // a later call replaces it
      const waiting = setTimeout(() => this.element.setAttribute("aria-busy", true), NOTICED);
      let problem = "";
      try {
        const row = await this.row();
        const index = this.controls[0].index;
        const layers = await row.layers(index);
        if (wanted === this.wanted) this.draw(row.frames[index][0], layers);
      } catch (error) {
        problem = error.message;
      }
      clearTimeout(waiting);
      if (wanted !== this.wanted) return;
      this.element.removeAttribute("aria-busy");
      this.failed = this.element.classList.toggle("explore-failed", problem);
      this.status.textContent = problem;
    }

    draw(alt, layers) {
      if (!this.canvas) {
        this.canvas = document.createElement("canvas");
        [this.canvas.width, this.canvas.height] = [layers[0].naturalWidth, layers[0].naturalHeight];
        this.canvas.setAttribute("aria-hidden", true); // the image below it carries the words
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

  const figures = Array.from(document.querySelectorAll(".explore"), (element) => new Figure(element));
  const [first] = readHash();
  first?.element.scrollIntoView({ block: "center" });
  addEventListener("hashchange", readHash);
})();
