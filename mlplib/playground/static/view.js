// The view: draws a state, and turns what the reader does into the next state.

const COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7"]; // of the classes, as in every figure of the book
const SHAPES = ["●", "■", "▲", "◆"];
const [POSITIVE, NEGATIVE] = COLOURS; // of responses and weights: above 0 and below
const GRID = 72; // points along a side of the plane at which the network is asked
const UNIT = 24; // points along a side of the picture of a unit
const SPEEDS = { slow: 0.1, normal: 1, fast: 20 }; // epochs between two pictures
const FRAME_BUDGET = 6; // milliseconds of training between two pictures
const SETTLED = 100; // milliseconds without a move, after which the state goes to the address

const KEYBOARD = "Arrows move a cross, Enter puts a point, 1 to 4 choose its class, Delete erases.";
const DRAWN = ["dead", "saturated", "epoch", "loss", "loss: train —, test - -"]; // words of pictures, in the page to be translated
const WORDS = {
  data: "Points", n: "How many", share: "Share for testing", init: "Starting weights",
  own: "your own", identity: "none", relu: "ReLU", leaky_relu: "Leaky ReLU", elu: "ELU",
  cross_entropy: "softmax, cross-entropy", squared_error: "squared error (lecture)",
  he_normal: "He", xavier_normal: "Xavier", zeros: "zero",
};
// An element with properties and children; text is only ever text.
function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties))
    name in made ? (made[name] = value) : made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const shown = (value, digits = 3) => // as short as it can be read
  !Number.isFinite(value) ? "–"
    : (value && Math.abs(value) < 1e-4 ? value.toExponential(1) : value.toPrecision(digits)).replaceAll("-", "−");
const percent = (value) => (Number.isFinite(value) ? `${Math.round(100 * value)}\u00a0%` : "–");

const button = (text, onclick, title = "") =>
  element("button", { type: "button", title, onclick, ...(/\w/.test(text) ? {} : { ariaLabel: title }) }, text);

class Playground {
  // `start` is a state; `keep(state)` is told of every later one; `link(section)` gives addresses in the book, or null.
  constructor(root, start, { keep = () => {}, link = () => null } = {}) {
    Object.assign(this, { root, id: root.id, start, keep, link, past: [], selected: ["W1", 0], brush: 0 });
    this.build();
    this.show(start);
    this.tell();
    const observer = new ResizeObserver(() => this.draw());
    for (const canvas of [this.plane, this.net]) observer.observe(canvas);
  }

  // Go to the state that an address holds, if it holds one.
  restore(params) {
    if (![...params.keys()].some((key) => key.startsWith(this.id + "."))) return;
    try {
      const state = fromAddress(this.id, this.start, params);
      if (JSON.stringify(state) === JSON.stringify(this.state)) return; // another figure has moved
      this.root.scrollIntoView();
      this.pause();
      this.show(state);
      this.tell();
    } catch (error) {
      this.fail(error);
    }
  }

  // Take over a state: its run is made again from the start, unless it is the run of now, gone on.
  show(state, run) {
    this.run = run ?? replay(makeRun(state), state.log);
    this.state = state;
    const [name, place] = this.selected;
    if (!(place < this.run.model.params[name]?.length)) this.selected = ["W1", 0];
    this.grid = columns(gridPoints(state.limit), state.inputs);
    this.caches = makeCaches(this.run.model.sizes, GRID * GRID);
    this.csv.value = pointsOf(state).join("\n");
    if (state.data === "own") this.mine = state.points;
    this.label();
  }

  // Go to a state that the reader asked for; what cannot be is said, and the last state kept. Undo takes a move back
  // together with those that it merges with.
  change(fields, merges) {
    try {
      const next = changed(this.state, fields);
      const goesOn = next.log === this.state.log; // only rates have changed, or the speed
      if (!goesOn) this.pause();
      const run = goesOn ? this.run : replay(makeRun(next), next.log);
      if (!merges) this.past.push(this.state);
      this.show(next, run);
      this.settle();
    } catch (error) {
      this.fail(error);
    }
  }

  fail(error) {
    this.pause();
    this.label();
    this.say(error.message, "", true);
  }

  undo() {
    if (!this.past.length) return;
    this.pause();
    this.show(this.past.pop());
    this.settle();
  }

  // Training

  // Train until a pause; a run that goes on, with other points, is no further move to undo.
  play(goesOn) {
    if (!this.trainable()) return;
    if (!goesOn) this.past.push(this.state);
    this.playing = true;
    this.playButton.textContent = "Pause";
    this.told.ariaLive = "off"; // what is told in each picture is for the eye
    let due = 0;
    const frame = () => {
      if (!this.playing || !this.root.isConnected) return;
      const until = performance.now() + FRAME_BUDGET;
      for (due += SPEEDS[this.state.speed] * this.perEpoch(); due >= 1 && this.playing; due--) {
        if (performance.now() > until) due = 1;
        if (!this.take(1)) return;
      }
      this.draw();
      this.say(this.summary());
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.told.ariaLive = "polite";
    this.playButton.textContent = "Play";
    this.draw();
    this.settle();
  }

  perEpoch() {
    return Math.ceil(this.run.n / this.state.batch_size);
  }

  trainable() {
    if (new Set(this.run.y).size < 2) this.fail(new Error("All points are of one class: choose another shape, and draw its points."));
    else if (this.run.diverged) this.settle();
    else return true;
  }

  // Some steps at the rates of now; false when training cannot go on.
  take(n) {
    const total = this.run.steps + n > MAX_STEPS ? 0 : n;
    const rates = Object.keys(RATES).map((name) => this.state[name]);
    const taken = total && advance(this.run, rates, total);
    if (taken) this.state = { ...this.state, log: withSteps(this.state, taken) };
    if (taken === n) return true;
    this.pause();
    this.settle(total ? undefined : `${MAX_STEPS} steps: no run is longer.`);
    return false;
  }

  train(n) {
    this.pause();
    if (!this.trainable()) return;
    this.past.push(this.state);
    if (this.take(n)) this.settle();
    this.draw();
  }

  // After a move: tell what happened, and keep the state.
  settle(words) {
    words ? this.say(words) : this.tell();
    this.undoButton.disabled = !this.past.length;
    this.keep(this.state);
  }

  say(words, section = "", alarm = false) {
    this.told.classList.toggle("playground-alarm", alarm);
    const address = section && this.link(section);
    this.told.replaceChildren(words, ...(address ? [" ", element("a", { href: address }, "Why?")] : []));
  }

  summary() {
    const { n, y, steps, history, test: kept, model } = this.run;
    if (!n) return "The plane is empty: choose a shape, then click or drag to draw points of its class.";
    if (!steps && new Set(y).size < 2) return "Now choose another shape, and draw points of its class.";
    const more = kept.n ? `, to test it: ${kept.n} (hollow)` : "";
    if (!steps) return `Points to train a ${model.sizes.join("-")} network: ${n}${more}. Press Play, or draw your own.`;
    const { train, test } = history.at(-1);
    const tests = kept.n ? `, ${percent(test.accuracy)} of those kept for testing` : "";
    return `Epoch ${this.epoch()}: ${percent(train.accuracy)} of the training points are right${tests}.`;
  }

  epoch() {
    return this.run.n && +(this.run.steps / this.perEpoch()).toFixed(1);
  }

  // Say what just happened, with a link to the section of the book that explains it.
  tell() {
    const { history, diverged, best, steps } = this.run;
    const { hidden, init, log } = this.state;
    const [now, before, begin] = [history.at(-1), history.at(-51), history[0]];
    const kinds = Object.values(this.look().marks);
    const [dead, saturated] = ["dead", "saturated"].map((kind) => kinds.filter((found) => found === kind).length);
    const luck = "mlp.html#start-the-units-different-and-have-some-to-spare";
    const are = (count) => `${count} hidden ${count > 1 ? "units are" : "unit is"}`;
    const [, words = "", section] = [
      [diverged || (now.train.loss > 2 * begin.train.loss && !log.some(([name]) => isNaN(name))), // no weight was set
        "Training diverged: each step overshoots, and the loss grows. Restart with a smaller learning rate. ",
        "linear_model.html#the-learning-rate-decides-between-crawling-and-exploding"],
      [dead, `${are(dead)} dead: 0 at every training point, and no gradient gets through. `,
        "activations.html#a-relu-whose-line-has-left-the-data-is-dead"],
      [saturated, `${are(saturated)} saturated: flat at nearly every training point. `,
        "activations.html#a-saturated-sigmoid-kills-the-gradient"],
      [now.test.loss > 0.1 + 1.5 * best,
        "The loss on the test points was lower before: the network learns the training points by heart. ",
        "image_features.html#two-remedies-for-overfitting-short-weights-more-pictures"],
      [init === "zeros" && hidden.length && steps,
        "All weights began at zero: the units of a layer stay alike. ", luck],
      [before && Math.abs(now.train.loss - before.train.loss) < 0.002 * now.train.loss,
        "The loss is level: it has hardly moved for 50 epochs. ",
        hidden.length ? luck : "linear_model.html#two-looks-in-one-class-or-a-bent-border-are-out-of-reach"],
    ].find(([holds]) => holds) ?? [];
    this.say(words + this.summary(), section);
  }

  // The gradients of the loss on all training points; and a mark for each hidden unit, by layer and place, that has
  // no slope at any of them, or nearly none at most of them.
  look() {
    const { model, n, X, y, caches, grads } = this.run;
    const marks = {};
    if (!n) return { grads, marks };
    caches.H[0].set(X);
    lossAndGrads(model, y, n, caches, grads);
    model.sizes.slice(1, -1).forEach((width, layer) => {
      for (let j = 0; j < width; j++) {
        const slopes = Array.from({ length: n }, (_, i) => caches.slope[layer + 1][i * width + j]);
        const most = Math.max(...slopes);
        if (!most && model.activation === ACTIVATIONS.relu) marks[[layer + 1, j]] = "dead";
        else if (most < 1 && slopes.filter((slope) => slope < 0.05).length > 0.9 * n) marks[[layer + 1, j]] = "saturated";
      }
    });
    return { grads, marks };
  }

  // Controls

  build() {
    this.playButton = button("Play", () => (this.playing ? this.pause() : this.play()));
    this.undoButton = button("Undo", () => this.undo());
    this.undoButton.disabled = true;
    this.controls = {};
    this.plane = element("canvas", { tabIndex: 0, className: "playground-plane", role: "application" });
    [this.net, this.curve] = ["net", "curve"].map((name) => element("canvas", { className: `playground-${name}`, role: "img" }));
    this.told = element("p", { className: "playground-told", role: "status" });
    this.facts = element("p", { className: "playground-facts" });
    this.said = Object.fromEntries(DRAWN.map((words) => [words, element("span", {}, words)]));
    this.table = element("div", { className: "playground-table", tabIndex: 0, role: "region", ariaLabel: "Weights and gradients" });
    this.code = element("pre", { tabIndex: 0 });
    this.csv = element("textarea", { rows: 5, spellcheck: false, ariaLabel: "Points, one a line: x1,x2,class" });
    this.brushes = element("span", { className: "playground-brushes", role: "group", ariaLabel: "A click on the plane" });
    this.layers = element("span", { className: "playground-layers", role: "group", ariaLabel: "Hidden layers" });
    this.inputs = element("fieldset", {}, element("legend", {}, "Inputs"));
    this.weights = element("select", { ariaLabel: "Weight", onchange: () => this.pick(this.places[this.weights.selectedIndex]) });
    this.value = element("input", { type: "number", step: "any", onchange: () => this.setWeight(this.value.value) });
    this.slope = element("span");
    this.edge = element("div", { className: "playground-edge" }, this.weights, this.value, this.slope);
    const fold = (title, ...parts) => element("details", { ontoggle: () => this.draw() }, element("summary", {}, title), ...parts);
    const row = (name, ...parts) => element("div", { className: `playground-${name}` }, ...parts);
    this.numbers = fold("Weights and gradients", this.table);
    this.asCode = fold("As code", button("Copy", () => this.copy()), this.code);
    const pasted = fold("Points as text", this.csv, row("row", button("Use these points", () => this.paste(this.csv.value)),
      element("label", {}, "or a file ", element("input", { type: "file", accept: ".csv,.txt", onchange: (event) => this.load(event.target) }))));
    this.root.replaceChildren(
      row("row", this.playButton, button("Step", () => this.train(1), "One batch"),
        button("Epoch", () => this.train(this.perEpoch()), "Every training point once"),
        button("Restart", () => this.change({ log: [] }), "Back to the starting weights"), this.undoButton),
      row("row", this.control("data"), this.control("activation"), this.layers),
      row("pictures", row("left", this.plane, this.brushes), this.told, row("right", this.net, this.edge, this.curve)),
      this.facts,
      fold("Settings", row("row", ...["learning_rate", "momentum", "batch_size", "weight_decay", "loss", "init", "scale",
        "seed", "n", "noise", "share", "speed"].map((name) => this.control(name))), this.inputs),
      this.numbers, this.asCode, pasted, element("div", { hidden: true }, ...Object.values(this.said)),
    );
    this.buildInputs();
    this.listen();
  }

  control(name) {
    const id = `${this.id}-${name}`;
    const options = FIELDS[name].names?.map((value) => element("option", { value }, WORDS[value] ?? value));
    const input = options ? element("select", { id }, ...options)
      : element("input", { id, type: "number", step: "any" });
    input.onchange = () => this.set(name, input.value);
    input.onwheel = () => input.blur(); // the wheel moves the page, not the number
    this.controls[name] = input;
    return element("span", { className: "playground-control" }, element("label", { htmlFor: id }, WORDS[name] ?? capital(name)), input);
  }

  set(name, text) {
    try {
      const value = readField(name, text);
      this.change(name === "data" && value === "own" ? this.own(this.mine ?? pointsOf(this.state)) : { [name]: value });
    } catch (error) {
      this.fail(error);
    }
  }

  own(points) {
    const digits = (value) => +value.toPrecision(4);
    return { data: "own", points: points.map(([x, y, k]) => [digits(x), digits(y), k]), limit: this.state.limit };
  }

  buildInputs() {
    for (const [key, [label]] of Object.entries(KEYS)) {
      const box = element("input", { type: "checkbox", value: key });
      box.onchange = () =>
        this.change({ inputs: Object.keys(KEYS).filter((other) => (other === key ? box.checked : this.state.inputs.includes(other))) });
      this.inputs.append(element("label", {}, box, " ", label));
    }
    this.brushes.append(...SHAPES.map((shape, k) => button(shape, () => this.takeUp(k), `Put points of class ${k}`)),
      button("Erase", () => this.takeUp(N_CLASSES)), button("Clear", () => this.change(this.own([]))));
    COLOURS.forEach((colour, k) => (this.brushes.children[k].style.color = colour));
  }

  takeUp(k) {
    this.brush = k;
    this.label();
  }

  // Give every control the words of the state.
  label() {
    for (const [name, input] of Object.entries(this.controls)) input.value = write(this.state[name]);
    for (const box of this.inputs.querySelectorAll("input")) box.checked = this.state.inputs.includes(box.value);
    [...this.brushes.children].forEach((tool, k) => k <= N_CLASSES && (tool.ariaPressed = k === this.brush));
    const own = this.state.data === "own";
    for (const name of ["n", "noise"]) this.controls[name].disabled = own;
    this.plane.style.touchAction = own ? "pinch-zoom" : ""; // who draws does not scroll
    this.labelLayers();
    this.labelEdge();
    this.labelTable();
    this.net.style.setProperty("--units", Math.max(...this.run.model.sizes));
    this.draw();
  }

  labelLayers() {
    const { hidden } = this.state;
    const focused = [...this.layers.querySelectorAll("button")].indexOf(document.activeElement);
    const put = (widths) => this.set("hidden", write(widths)); // a layer of 0 units is none
    const parts = hidden.map((width, i) => {
      const by = (step, sign, word) =>
        button(sign, () => put(hidden.flatMap((other, j) => (j === i ? width + step || [] : other))), `One unit ${word} in hidden layer ${i + 1}`);
      return element("span", { className: "playground-layer" }, by(-1, "−", "fewer"), ` ${width} `, by(1, "+", "more"));
    });
    const layer = button("+ layer", () => put([...hidden, 4]), "One hidden layer more");
    this.layers.replaceChildren("Hidden ", ...parts, layer);
    if (focused >= 0) (this.layers.querySelectorAll("button")[focused] ?? layer).focus();
  }

  labelEdge() {
    const { params, sizes } = this.run.model;
    this.places = Object.entries(params).flatMap(([name, values]) => Array.from(values, (_, place) => [name, place]));
    const title = ([name, place]) => {
      const c = sizes[+name[1]];
      return name[0] === "W" ? `${name}[${Math.floor(place / c)}, ${place % c}]` : `${name}[${place}]`;
    };
    this.weights.replaceChildren(...this.places.map((place) => element("option", {}, title(place))));
    this.weights.selectedIndex = this.places.findIndex((place) => place.join() === this.selected.join());
    this.value.ariaLabel = `Value of ${title(this.selected)}`;
  }

  pick(place) {
    this.selected = place;
    this.labelEdge();
    this.draw();
  }

  setWeight(text) {
    try {
      const value = number(-1e6, 1e6)(text);
      this.change({ log: [...this.state.log, [...this.selected, value]] });
    } catch (error) {
      this.fail(new Error(`A weight is "${text}": ${error.message}.`));
    }
  }

  // Points

  paste(text) {
    try {
      const points = readPoints(text);
      if (!points.length) throw new Error("There are no points: write a line x1,x2,class for each.");
      const limit = 1.1 * points.reduce((most, [x, y]) => Math.max(most, Math.abs(x), Math.abs(y)), 1e-3);
      this.change({ data: "own", points, limit });
    } catch (error) {
      this.fail(error);
    }
  }

  async load(input) {
    const [file] = input.files;
    input.value = "";
    if (file) this.paste(await file.text());
  }

  copy() {
    this.pause(); // or the code is of an earlier step
    getSelection().selectAllChildren(this.code);
    // The older way: it needs no permission, which a page from a file or a notebook's frame may not have.
    this.say(document.execCommand("copy") ? "Copied." : "Now copy the selected code.");
  }

  // Put, or erase, a point at (x, y) of the plane; a drag goes on putting and is one move to undo.
  touch(x, y, drag, brush = this.brush) {
    const points = pointsOf(this.state);
    const far = ([px, py]) => hypot(px - x, py - y) > 0.09 * this.state.limit;
    const left = points.filter(far);
    const erases = brush === N_CLASSES, meets = left.length < points.length;
    if (erases ? !meets : drag && meets) return;
    const { playing } = this;
    this.change(this.own(erases ? left : [...points, [x, y, brush]]), drag);
    if (playing && new Set(this.run.y).size > 1) this.play(true);
  }

  listen() {
    const place = (event) => {
      const box = this.plane.getBoundingClientRect();
      const { limit } = this.state;
      return [((event.clientX - box.left) / box.width * 2 - 1) * limit, (1 - (event.clientY - box.top) / box.height * 2) * limit];
    };
    // A finger puts its point when it leaves or moves: before, it may be the first of two. Upright it scrolls the
    // page, until the points are the reader's own.
    let came, draws;
    const begin = () => {
      this.touch(...place(came));
      [came, draws] = [null, true];
    };
    const end = () => ([came, draws] = [null, false]);
    Object.assign(this.plane, {
      onpointerdown: (event) => {
        if (event.button) return;
        end();
        this.plane.setPointerCapture(event.pointerId);
        if (event.isPrimary) came = event;
        if (event.pointerType === "mouse") begin();
      },
      onpointermove: (event) => {
        const upright = this.state.data === "own" && event.clientY - came?.clientY;
        if (came && hypot(event.clientX - came.clientX, upright) > 10) begin();
        if (draws) this.touch(...place(event), true);
      },
      onpointerup() {
        if (came) begin();
        end();
      },
      onpointercancel: end,
      onkeydown: (event) => this.press(event),
      onfocus: () => {
        const byKeys = this.plane.matches(":focus-visible");
        this.point(byKeys ? [0, 0] : null);
        if (byKeys) this.say(KEYBOARD);
      },
      onblur: () => this.point(null),
    });
    this.net.onclick = (event) => {
      const scale = this.net.width / this.net.clientWidth;
      const found = nearestEdge(this.net.getContext("2d"), this.edges, scale * event.offsetX, scale * event.offsetY);
      if (found) this.pick([found.name, found.at]);
    };
  }

  // The plane by keyboard: arrows move a cross, Enter puts a point, 1 to 4 choose a class, Delete erases.
  press(event) {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const { limit } = this.state;
    this.cursor ??= [0, 0];
    if (moves[event.key]) {
      const pace = (event.shiftKey ? 0.01 : 0.1) * limit;
      this.point(this.cursor.map((at, i) => Math.max(-limit, Math.min(limit, at + pace * moves[event.key][i]))));
      this.say(`Cross at ${shown(this.cursor[0], 2)}, ${shown(this.cursor[1], 2)}.`);
    } else if (event.key === "Enter" || event.key === " ") this.touch(...this.cursor);
    else if (event.key === "Delete" || event.key === "Backspace") this.touch(...this.cursor, false, N_CLASSES);
    else if (/^[1-4]$/.test(event.key)) this.takeUp(event.key - 1);
    else return;
    event.preventDefault();
  }

  point(cursor) {
    this.cursor = cursor;
    this.draw();
  }

  // Drawing

  draw() {
    if (!this.plane.clientWidth) return;
    const { model } = this.run;
    this.caches.H[0].set(this.grid);
    const scores = forward(model, GRID * GRID, this.caches);
    const { grads, marks } = this.look();
    drawPlane(this.plane, this.state, this.run, scores, this.cursor);
    this.edges = drawNet(this.net, this.state, model, this.caches, grads, marks, this.selected, this.said);
    drawCurve(this.curve, this.run.history, this.said);
    this.showNumbers(grads);
  }

  showNumbers(grads) {
    const [name, place] = this.selected;
    const { model, history, test } = this.run;
    this.slope.textContent = `gradient ${shown(grads[name][place], 2)}`;
    if (document.activeElement !== this.value) this.value.value = +model.params[name][place].toPrecision(4);
    const { train: now, test: then } = history.at(-1);
    const lengths = Array.from({ length: model.n_layers }, (_, i) => shown(hypot(...grads[`W${i + 1}`]), 2));
    const both = (show, name) => show(now[name]) + (test.n ? ` (test ${show(then[name])})` : "");
    this.facts.textContent = `Epoch ${this.epoch()} · loss ${both(shown, "loss")} · right ${both(percent, "accuracy")} · length of the gradient by layer: ${lengths.join(", ")}`;
    this.plane.ariaLabel = `Plane with ${this.run.n + test.n} points and the regions of the classes. ${KEYBOARD}`;
    this.net.ariaLabel = `Network with ${model.sizes.join(", ")} units, layer by layer; below, each weight by name.`;
    this.curve.ariaLabel = `Loss by epoch, now ${shown(now.loss)}.`;
    if (this.numbers.open) this.showTable(grads);
    if (this.asCode.open && !this.playing) this.showCode();
  }

  showCode() {
    this.code.textContent = toCode(this.state, this.run);
  }

  // A table a layer: a row for what goes out of a unit, a last one for biases. The cells stand as in `places`.
  labelTable() {
    this.cells = this.places.map(() => element("td"));
    const { sizes } = this.run.model;
    let used = 0;
    this.table.replaceChildren(...sizes.slice(1).map((width, i) => {
      const heads = Array.from({ length: width }, (_, j) => element("th", { scope: "col" }, `to ${j}`));
      const rows = Array.from({ length: sizes[i] + 1 }, (_, k) =>
        element("tr", {}, element("th", { scope: "row" }, k === sizes[i] ? `b${i + 1}` : `from ${i ? k : KEYS[this.state.inputs[k]][0]}`), ...this.cells.slice(used, (used += width))));
      return element("table", {}, element("caption", {}, `Layer ${i + 1}: weight (gradient)`),
        element("tr", {}, element("th", {}, `W${i + 1}`), ...heads), ...rows);
    }));
  }

  // Weights with their gradients.
  showTable(grads) {
    const { params } = this.run.model;
    this.places.forEach(([name, place], i) => {
      this.cells[i].textContent = `${shown(params[name][place])} (${shown(grads[name][place], 2)})`;
    });
  }
}

// Points of a grid over the plane, row by row from the top.
function gridPoints(limit) {
  const at = (i) => ((i + 0.5) / GRID * 2 - 1) * limit;
  return Array.from({ length: GRID * GRID }, (_, i) => [at(i % GRID), -at(Math.floor(i / GRID))]);
}

// The canvas at the resolution of the screen, cleared; lengths are CSS pixels.
function prepare(canvas) {
  const [width, height, ratio] = [canvas.clientWidth, canvas.clientHeight, devicePixelRatio || 1];
  const [across, down] = [width, height].map((length) => Math.round(length * ratio));
  if (canvas.width !== across || canvas.height !== down) [canvas.width, canvas.height, canvas.shows] = [across, down];
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.font = "13px system-ui, sans-serif";
  return [context, width, height];
}

const pen = (context, strokeStyle, lineWidth, fillStyle = "black") => Object.assign(context, { strokeStyle, lineWidth, fillStyle });

// A share of a colour on white, as a pixel.
function pixel(colour, share) {
  const part = (i) => Math.round(255 - share * (255 - parseInt(colour.slice(i, i + 2), 16)));
  return (255 << 24) | (part(5) << 16) | (part(3) << 8) | part(1);
}
const TINTS = COLOURS.map((colour) => pixel(colour, 0.25)); // of the regions
const LEVELS = [NEGATIVE, POSITIVE].map((colour) => Array.from({ length: 65 }, (_, level) => pixel(colour, level / 64)));

// A small picture of these pixels, to be drawn at once: the next one of its size takes its place.
const papers = {};
function picture(side, pixelAt) {
  const paper = (papers[side] ??= element("canvas", { width: side, height: side }).getContext("2d"));
  const image = new ImageData(side, side);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i++) pixels[i] = pixelAt(i);
  paper.putImageData(image, 0, 0);
  return paper.canvas;
}

// The points stay while the network learns: they are drawn on a sheet that the canvas keeps until its size changes.
function drawPlane(canvas, { limit, inputs }, { model, train, test }, scores, cursor) {
  const [context, side] = prepare(canvas);
  const c = model.sizes.at(-1);
  const regions = picture(GRID, (i) => TINTS[largest(scores, i, c)]);
  context.drawImage(regions, 0, 0, side, side);
  const at = ([x, y]) => [(x / limit + 1) / 2 * side, (1 - y / limit) / 2 * side];
  if (inputs.join() === "x1,x2" && model.n_layers > 1) drawLines(context, at, 2 * limit, model.params);
  const { width, height } = canvas;
  if (canvas.shows !== train) {
    canvas.shows = train;
    canvas.sheet = element("canvas", { width, height });
    const ink = canvas.sheet.getContext("2d");
    ink.scale(width / side, height / side);
    for (const part of [train, test]) for (const point of part.rows) marker(ink, ...at(point), 4.5, point[2], part === train);
  }
  context.drawImage(canvas.sheet, 0, 0, side, side);
  if (!cursor) return;
  const [x, y] = at(cursor);
  pen(context);
  context.fillRect(x - 9, y - 1, 18, 2);
  context.fillRect(x - 1, y - 9, 2, 18);
}

// The line of each unit of the first layer: where its pre-activation, W[0] x + W[1] y + b, is 0.
function drawLines(context, at, reach, { W1, b1 }) {
  pen(context, "#555", 0.8);
  context.beginPath();
  b1.forEach((b, j) => {
    const [u, v] = [W1[j], W1[b1.length + j]];
    const length = hypot(u, v);
    for (const t of [-reach, reach]) // from the foot of the origin along the line, both ways
      context[t < 0 ? "moveTo" : "lineTo"](...at([(-b * u / length - t * v) / length, (-b * v / length + t * u) / length]));
  });
  context.stroke();
}

// The marker of a class: a disk, square, triangle or diamond; a ring of it for a point kept for testing.
function marker(context, x, y, r, k, filled) {
  context.beginPath();
  if (k === 0) context.arc(x, y, r, 0, 2 * PI);
  else if (k === 1) context.rect(x - 0.88 * r, y - 0.88 * r, 1.76 * r, 1.76 * r);
  else {
    const corners = k === 2 ? [[0, -1.2], [1.1, 0.9], [-1.1, 0.9]] : [[0, -1.25], [1.1, 0], [0, 1.25], [-1.1, 0]];
    corners.forEach(([dx, dy]) => context.lineTo(x + dx * r, y + dy * r));
    context.closePath();
  }
  filled ? pen(context, "white", 1, COLOURS[k]) : pen(context, COLOURS[k], 1.8, "white");
  context.fill();
  context.stroke();
}

// What a unit answers over the plane: blue above 0, white at 0, orange below, as strong as its largest answer.
function response(values, width, j) {
  const pace = GRID / UNIT;
  const entry = (i) => values[(Math.floor(i / UNIT) * GRID + (i % UNIT)) * pace * width + j];
  let most = 1e-9;
  for (let i = 0; i < UNIT * UNIT; i++) most = Math.max(most, Math.abs(entry(i)));
  return picture(UNIT, (i) => LEVELS[+(entry(i) > 0)][Math.round((64 * Math.abs(entry(i))) / most)]);
}

// Units as pictures, edges as thick as their weights, with weight and gradient at those into the unit that is chosen;
// returns where each edge is, for clicks.
function drawNet(canvas, state, model, caches, grads, marks, selected, said) {
  const [context, width, height] = prepare(canvas);
  const { sizes, params, n_layers } = model;
  const size = Math.min(38, (height - 8) / Math.max(...sizes) - 6, width / sizes.length / 1.6);
  const left = 34, right = 20;
  const place = (layer, j) => [
    left + size / 2 + (layer / n_layers) * (width - left - right - size),
    ((j + 0.5) / sizes[layer]) * (height - 8) + 4,
  ];
  const edges = [];
  for (let layer = 1; layer <= n_layers; layer++)
    params["W" + layer].forEach((w, at) => {
      const [from, to] = [place(layer - 1, Math.floor(at / sizes[layer])), place(layer, at % sizes[layer])];
      const name = "W" + layer, into = name[1] === selected[0][1] && (at - selected[1]) % sizes[layer] === 0;
      const texts = [shown(w, 2), `(${shown(grads[name][at], 2)})`], chosen = into && at === selected[1];
      const path = new Path2D(`M${from[0] + size / 2} ${from[1]}L${to[0] - size / 2} ${to[1]}`);
      edges.push({ name, at, path, from, to, w, texts, into, chosen });
    });
  for (const { path, w, chosen } of edges) {
    pen(context, (w < 0 ? NEGATIVE : POSITIVE) + (chosen ? "ff" : "8c"), 0.4 + Math.min(7, 2 * Math.abs(w)) + 1.5 * chosen);
    context.stroke(path);
  }
  context.textBaseline = "middle";
  sizes.forEach((units, layer) => {
    for (let j = 0; j < units; j++) {
      const [x, y] = place(layer, j);
      const values = layer === n_layers ? caches.Z[layer] : caches.H[layer];
      context.drawImage(response(values, units, j), x - size / 2, y - size / 2, size, size);
      const mark = marks[[layer, j]];
      mark ? pen(context, "#b00020", 2.5) : pen(context, "#333", 1);
      context.strokeRect(x - size / 2, y - size / 2, size, size);
      context.textAlign = layer ? "center" : "right";
      if (!layer) context.fillText(KEYS[state.inputs[j]][0].replace("(φ+4r)", ""), x - size / 2 - 4, y);
      if (mark) label(context, said[mark].textContent, x, y);
      if (layer === n_layers) marker(context, x + size / 2 + 10, y, 5, j, true);
    }
  });
  for (const edge of edges) if (edge.into) edgeLabel(context, edge, size / 2);
  return edges;
}

// The weight over its gradient, where the edge begins.
function edgeLabel(context, { from, to, texts }, half) {
  context.textAlign = "left";
  texts.forEach((text, i) => label(context, text, from[0] + half + 3, from[1] + (to[1] - from[1]) * 0.1 + 14 * i - 7));
}

function label(context, text, x, y) {
  pen(context, "white", 5);
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

// The edge that passes within 10 pixels of the pixel (x, y), by ever wider strokes.
function nearestEdge(context, edges, x, y) {
  for (context.lineWidth = 2; context.lineWidth < 20; context.lineWidth += 2) {
    const found = edges.find(({ path }) => context.isPointInStroke(path, x, y));
    if (found) return found;
  }
}

function drawCurve(canvas, history, said) {
  const [context, width, height] = prepare(canvas);
  const lines = ["train", "test"].map((part) => history.map((entry) => entry[part].loss));
  const top = 1.05 * Math.min(10, lines.flat().reduce((most, loss) => Math.max(most, loss || 0), 0.1));
  const [left, bottom] = [34, height - 20];
  const at = (epoch, loss) => [left + (epoch / Math.max(history.length - 1, 1)) * (width - left - 8), bottom - Math.min(loss / top, 1) * (bottom - 6)];
  pen(context, "#888", 1);
  context.strokeRect(left, 6, width - left - 8, bottom - 6);
  lines.forEach((losses, kind) => {
    context.beginPath();
    context.setLineDash(kind ? [4, 3] : []);
    pen(context, COLOURS[kind], 1.8);
    const pace = Math.ceil(losses.length / width);
    for (let i = 0; i < losses.length; i += pace) if (Number.isFinite(losses[i])) context.lineTo(...at(i, losses[i]));
    context.stroke();
  });
  context.setLineDash([]);
  context.textBaseline = "alphabetic";
  context.textAlign = "right";
  context.fillText(shown(top, 2), left - 4, 16);
  context.fillText("0", left - 4, bottom);
  if (width > 220) context.fillText(`${said.epoch.textContent} ${history.length - 1}`, width - 8, height - 5);
  context.textAlign = "left";
  context.fillText(said[Number.isFinite(lines[1][0]) ? "loss: train —, test - -" : "loss"].textContent, left, height - 5);
}
