// The view: draws a state, and turns what the reader does into the next state.

const COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7"]; // of the classes, as in every figure of the book
const SHAPES = ["●", "■", "▲", "◆"];
const [POSITIVE, NEGATIVE] = COLOURS; // of responses and weights: above 0 and below
const GRID = 72; // points along a side of the plane at which the network is asked
const UNIT = 24; // points along a side of the picture of a unit
const SPEEDS = { slow: 0.1, normal: 1, fast: 20 }; // epochs between two pictures
const FRAME_BUDGET = 6; // milliseconds of training between two pictures
const SETTLED = 100; // milliseconds without a move, after which the state goes to the address

const WORDS = {
  data: "Points", n: "How many", noise: "Noise", share: "Share for testing", activation: "Activation", loss: "Loss",
  init: "Starting weights", scale: "times", seed: "Seed", learning_rate: "Learning rate", momentum: "Momentum",
  batch_size: "Batch size", weight_decay: "Weight decay", speed: "Speed",
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

const shown = (value, digits = 3) => (Number.isFinite(value) ? value.toPrecision(digits).replace("-", "−") : "–");
const percent = (value) => (Number.isFinite(value) ? `${Math.round(100 * value)} %` : "–");

const button = (text, onclick, title = text) =>
  element("button", { type: "button", title, onclick, ...(/\w/.test(text) ? {} : { ariaLabel: title }) }, text);

class Playground {
  // `start` is a state; `keep(state)` is told of every later one; `link(section)` gives addresses in the book, or null.
  constructor(root, start, { keep = () => {}, link = () => null } = {}) {
    Object.assign(this, { root, start, state: start, keep, link, past: [], dirty: true, selected: ["W1", 0], brush: 0 });
    this.id = root.id;
    this.build();
    this.show(start);
    this.say("Press Play to train. Click the plane to put points of your own.");
    new ResizeObserver(() => this.resize()).observe(root);
  }

  // Go to the state that an address holds, if it holds one.
  restore(params) {
    if (![...params.keys()].some((key) => key.startsWith(this.id + "."))) return;
    try {
      const state = fromAddress(this.id, this.start, params);
      if (JSON.stringify(state) === JSON.stringify(this.state)) return; // another figure has moved
      this.root.scrollIntoView({ block: "center" });
      this.pause();
      this.show(state);
      this.say(this.summary());
    } catch (error) {
      this.fail(error);
    }
  }

  // Take over a state: its run is made again from the start, unless it is the run of now, gone on.
  show(state, run) {
    this.run = run ?? replay(makeRun(state), state.log);
    this.state = state;
    if (!this.has(...this.selected)) this.selected = ["W1", 0];
    this.grid = columns(gridPoints(state.limit), state.inputs);
    this.caches = makeCaches(this.run.model.sizes, GRID * GRID);
    this.label();
    this.draw();
  }

  has(name, place) {
    return place < (this.run.model.params[name]?.length ?? 0);
  }

  // Go to a state that the reader asked for; what cannot be is said, and the last state kept.
  change(fields) {
    try {
      const next = changed(this.state, fields);
      const keepsRun = Object.keys(fields).every((name) => KEEPS_LOG.includes(name) && name !== "log");
      if (!keepsRun) this.pause();
      const run = keepsRun ? this.run : replay(makeRun(next), next.log);
      this.past.push(this.state);
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

  play() {
    if (!this.trainable()) return;
    this.past.push(this.state);
    this.playing = true;
    this.playButton.textContent = "Pause";
    this.say("Training.");
    let due = 0;
    const frame = () => {
      if (!this.playing || !this.root.isConnected) return;
      const until = performance.now() + FRAME_BUDGET;
      for (due += SPEEDS[this.state.speed] * this.perEpoch(); due >= 1 && this.playing; due--) {
        if (performance.now() > until) due = 1;
        if (!this.take(1)) return;
      }
      this.draw();
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.playButton.textContent = "Play";
    this.draw();
    this.settle();
  }

  perEpoch() {
    return Math.ceil(this.run.n / this.state.batch_size);
  }

  trainable() {
    const problem = this.run.n < 2 ? "Put at least two points."
      : this.run.diverged ? "This run has diverged: restart with a smaller learning rate." : "";
    if (problem) this.fail(new Error(problem));
    return !problem;
  }

  // Some steps at the rates of now; false when training cannot go on.
  take(n) {
    const total = this.run.steps + n > MAX_STEPS ? 0 : n;
    const rates = Object.keys(RATES).map((name) => this.state[name]);
    const taken = total && advance(this.run, rates, total);
    if (taken) this.state = { ...this.state, log: withSteps(this.state, taken) };
    if (taken === n) return true;
    this.pause();
    this.draw();
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
    this.say(...(words ? [words] : this.news()));
    this.undoButton.disabled = !this.past.length;
    this.keep(this.state);
  }

  say(words, section = "", alarm = false) {
    this.told.classList.toggle("playground-alarm", alarm);
    const address = section && this.link(section);
    this.told.replaceChildren(words, ...(address ? [" ", element("a", { href: address }, "Why?")] : []));
  }

  summary() {
    const { train, test } = this.run.history.at(-1);
    const tests = this.run.test.n ? `, ${percent(test.accuracy)} of those kept for testing` : "";
    return `Epoch ${this.epoch()}: ${percent(train.accuracy)} of the training points are right${tests}.`;
  }

  epoch() {
    return this.run.n && +(this.run.steps / this.perEpoch()).toFixed(1);
  }

  // What just happened, as a sentence and the section of the book that explains it.
  news() {
    const { history, diverged } = this.run;
    const [now, before] = [history.at(-1), history.at(-51)];
    if (diverged)
      return ["Training diverged: each step overshoots, and the loss grows. Restart with a smaller learning rate.",
        "linear_model.html#the-learning-rate-decides-between-crawling-and-exploding"];
    const { dead, saturated } = this.units();
    const luck = "mlp.html#start-the-units-different-and-have-some-to-spare";
    const are = (count) => `${count} hidden ${count > 1 ? "units are" : "unit is"}`;
    const [, words = "", section] = [
      [dead, `${are(dead)} dead: 0 at every training point, and no gradient gets through.`,
        "activations.html#a-relu-whose-line-has-left-the-data-is-dead"],
      [saturated, `${are(saturated)} saturated: flat at nearly every training point.`,
        "activations.html#a-saturated-sigmoid-kills-the-gradient"],
      [now.test.loss > 0.1 + 1.5 * Math.min(...history.map(({ test }) => test.loss)),
        "Train and test part: the loss on the test points was lower before.",
        "mlp.html#on-pictures-validation-chooses-width-and-depth"],
      [this.state.init === "zeros" && this.state.hidden.length && this.run.steps,
        "All weights began at zero: the units of a layer stay alike.", luck],
      [before && Math.abs(now.train.loss - before.train.loss) < 0.002 * now.train.loss,
        "The loss is level: it has hardly moved for 50 epochs.", luck],
    ].find(([holds]) => holds) ?? [];
    return [`${words} ${this.summary()}`, section];
  }

  // How many hidden units have no slope at any training point, and how many nearly none at most of them.
  units() {
    const { model, train, caches } = this.run;
    measure(this.run, train);
    const found = { dead: 0, saturated: 0, marks: {} };
    model.sizes.slice(1, -1).forEach((width, layer) => {
      for (let j = 0; j < width; j++) {
        let flat = 0, most = 0;
        for (let i = 0; i < train.n; i++) {
          const slope = caches.slope[layer + 1][i * width + j];
          most = Math.max(most, slope);
          flat += slope < 0.05;
        }
        const kind = !train.n ? "" : !most ? "dead" : most < 1 && flat > 0.9 * train.n ? "saturated" : "";
        if (kind) (found[kind] += 1), (found.marks[`${layer + 1},${j}`] = kind);
      }
    });
    return found;
  }

  // The gradients of the loss on all training points.
  gradients() {
    const { model, train, caches, grads } = this.run;
    caches.H[0].set(train.X);
    if (train.n) lossAndGrads(model, train.y, train.n, caches, grads);
    return grads;
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
    this.table = element("div", { className: "playground-table", tabIndex: 0, role: "region", ariaLabel: "Weights and gradients" });
    this.code = element("pre", { tabIndex: 0 });
    this.csv = element("textarea", { rows: 5, spellcheck: false, ariaLabel: "Points, one a line: x1,x2,class" });
    this.brushes = element("span", { className: "playground-brushes", role: "group", ariaLabel: "A click on the plane" });
    this.layers = element("span", { className: "playground-layers" });
    this.inputs = element("fieldset", {}, element("legend", {}, "Inputs"));
    this.edge = element("span", { className: "playground-edge" });
    const fold = (title, ...parts) => {
      const details = element("details", {}, element("summary", {}, title), ...parts);
      details.addEventListener("toggle", () => this.draw());
      return details;
    };
    const row = (name, ...parts) => element("div", { className: `playground-${name}` }, ...parts);
    this.numbers = fold("Weights and gradients", this.table);
    this.asCode = fold("As code", button("Copy", () => this.copy()), this.code);
    const pasted = fold("Points as text", this.csv, row("row", button("Use these points", () => this.paste()),
      element("label", {}, "or a file ", element("input", { type: "file", accept: ".csv,.txt", onchange: (event) => this.load(event.target) }))));
    this.root.replaceChildren(
      row("row", this.playButton, button("Step", () => this.train(1), "One batch"),
        button("Epoch", () => this.train(this.perEpoch()), "Every training point once"),
        button("Restart", () => this.change({ log: [] }), "Back to the starting weights"), this.undoButton),
      row("row", this.control("data"), this.control("activation"), this.layers),
      row("pictures", row("left", this.plane, this.brushes), row("right", this.net, this.edge, this.curve)),
      this.told, this.facts,
      fold("Settings", row("row", ...["learning_rate", "momentum", "batch_size", "weight_decay", "loss", "init", "scale",
        "seed", "n", "noise", "share", "speed"].map((name) => this.control(name))), this.inputs),
      this.numbers, this.asCode, pasted,
    );
    this.buildInputs();
    this.listen();
  }

  control(name) {
    const id = `${this.id}-${name}`;
    const options = FIELDS[name].names?.map((value) => element("option", { value }, WORDS[value] ?? value));
    const input = options ? element("select", { id }, ...options)
      : element("input", { id, type: "number", step: "any", inputMode: "decimal" });
    input.addEventListener("change", () => this.set(name, input.value));
    this.controls[name] = input;
    return element("span", { className: "playground-control" }, element("label", { htmlFor: id }, WORDS[name]), input);
  }

  set(name, text) {
    try {
      const value = readField(name, text);
      this.change(name === "data" && value === "own" ? this.own(pointsOf(this.state)) : { [name]: value });
    } catch (error) {
      this.fail(error);
    }
  }

  own(points) {
    return { data: "own", points, limit: this.state.limit };
  }

  buildInputs() {
    for (const [key, [label]] of Object.entries(KEYS)) {
      const box = element("input", { type: "checkbox", value: key });
      box.addEventListener("change", () => {
        const kept = Object.keys(KEYS).filter((other) => (other === key ? box.checked : this.state.inputs.includes(other)));
        this.change({ inputs: kept });
      });
      this.inputs.append(element("label", {}, box, " ", label));
    }
    for (let k = 0; k <= N_CLASSES; k++) {
      const erases = k === N_CLASSES;
      const tool = erases ? button("Erase", () => this.takeUp(k)) : button(SHAPES[k], () => this.takeUp(k), `Put points of class ${k}`);
      if (!erases) tool.style.color = COLOURS[k];
      this.brushes.append(tool);
    }
    this.brushes.append(button("Clear", () => this.change(this.own([]))));
  }

  takeUp(k) {
    this.brush = k;
    this.label();
  }

  // Give every control the words of the state.
  label() {
    for (const [name, input] of Object.entries(this.controls)) input.value = FIELDS[name].write(this.state[name]);
    for (const box of this.inputs.querySelectorAll("input")) box.checked = this.state.inputs.includes(box.value);
    [...this.brushes.children].forEach((tool, k) => k <= N_CLASSES && (tool.ariaPressed = k === this.brush));
    this.labelLayers();
    this.labelEdge();
    if (document.activeElement !== this.csv)
      this.csv.value = pointsOf(this.state).map((point) => point.join(",")).join("\n");
    this.tableFor = null;
  }

  labelLayers() {
    const { hidden } = this.state;
    const focused = this.layers.contains(document.activeElement) && document.activeElement.title;
    const parts = ["Hidden "];
    hidden.forEach((width, i) => {
      const put = (value) => hidden.map((other, j) => (j === i ? value : other));
      const less = width > 1 ? put(width - 1) : hidden.filter((_, j) => j !== i);
      const fewer = button("−", () => this.change({ hidden: less }), `One unit fewer in hidden layer ${i + 1}`);
      const more = button("+", () => this.change({ hidden: put(width + 1) }), `One unit more in hidden layer ${i + 1}`);
      more.disabled = width === 8;
      parts.push(element("span", { className: "playground-layer" }, fewer, ` ${width} `, more));
    });
    const layer = button("+ layer", () => this.change({ hidden: [...hidden, 4] }), "One hidden layer more");
    layer.disabled = hidden.length === 3;
    this.layers.replaceChildren(...parts, layer);
    if (focused) [...this.layers.querySelectorAll("button")].find((made) => made.title === focused)?.focus();
  }

  labelEdge() {
    const { params, sizes } = this.run.model;
    const places = Object.entries(params).flatMap(([name, values]) => Array.from(values, (_, place) => [name, place]));
    const title = ([name, place]) => {
      const c = sizes[+name[1]];
      return name[0] === "W" ? `${name}[${Math.floor(place / c)}, ${place % c}]` : `${name}[${place}]`;
    };
    const id = `${this.id}-edge`;
    const select = element("select", { id, onchange: () => this.pick(places[select.selectedIndex]) },
      ...places.map((place) => element("option", {}, title(place))));
    select.selectedIndex = places.findIndex((place) => place.join() === this.selected.join());
    this.value = element("input", { type: "number", step: "any", ariaLabel: `Value of ${title(this.selected)}`,
      onchange: () => this.setWeight(this.value.value) });
    this.edge.replaceChildren(element("label", { htmlFor: id }, "Weight"), select, this.value);
  }

  pick(place) {
    this.selected = place;
    this.labelEdge();
    this.draw();
  }

  setWeight(text) {
    try {
      const value = number(-1e6, 1e6).read(text);
      this.change({ log: [...this.state.log, [...this.selected, value]] });
    } catch (error) {
      this.fail(new Error(`A weight is "${text}": ${error.message}.`));
    }
  }

  // Points

  paste() {
    try {
      const points = readPoints(this.csv.value);
      if (!points.length) throw new Error("There are no points: write a line x1,x2,class for each.");
      const limit = 1.1 * Math.max(1e-3, ...points.flatMap(([x, y]) => [Math.abs(x), Math.abs(y)]));
      this.change({ data: "own", points, limit });
    } catch (error) {
      this.fail(error);
    }
  }

  async load(input) {
    const [file] = input.files;
    if (!file) return;
    if (file.size > 1e6) return this.fail(new Error(`This file is too large for ${LIMIT} points.`));
    this.csv.value = await file.text();
    input.value = "";
    this.paste();
  }

  async copy() {
    this.showCode();
    try {
      await navigator.clipboard.writeText(this.code.textContent);
      this.say("Copied.");
    } catch {
      getSelection().selectAllChildren(this.code); // a page from a file has no clipboard in some browsers
      this.say("Now copy the selected code.");
    }
  }

  // Put, or erase, a point at (x, y) of the plane; a drag goes on putting and is one move to undo.
  touch(x, y, drag) {
    const { limit } = this.state;
    const points = pointsOf(this.state);
    const near = (distance) => ([px, py]) => Math.hypot(px - x, py - y) < distance * limit;
    if (this.brush === N_CLASSES ? !points.some(near(0.06)) : drag && points.some(near(0.09))) return;
    if (this.brush !== N_CLASSES && points.length >= LIMIT) return this.fail(new Error(`There are ${LIMIT} points: no more fit.`));
    const rounded = (value) => Number(value.toFixed(3));
    const next = this.brush === N_CLASSES ? points.filter((point) => !near(0.06)(point))
      : [...points, [rounded(x), rounded(y), this.brush]];
    this.change(this.own(next));
    if (drag) this.past.pop();
  }

  listen() {
    const place = (event) => {
      const box = this.plane.getBoundingClientRect();
      const { limit } = this.state;
      return [((event.clientX - box.left) / box.width * 2 - 1) * limit, (1 - (event.clientY - box.top) / box.height * 2) * limit];
    };
    this.plane.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      this.pause();
      this.plane.setPointerCapture(event.pointerId);
      this.touch(...place(event), false);
    });
    this.plane.addEventListener("pointermove", (event) => {
      if (this.plane.hasPointerCapture(event.pointerId)) this.touch(...place(event), true);
    });
    this.plane.addEventListener("keydown", (event) => this.press(event));
    this.plane.addEventListener("focus", () => this.draw());
    this.plane.addEventListener("blur", () => { this.cursor = null; this.draw(); });
    this.net.addEventListener("click", (event) => {
      const box = this.net.getBoundingClientRect();
      const scale = this.net.clientWidth / box.width; // of the stage of a presentation
      const found = nearestEdge(this.edges, scale * (event.clientX - box.left), scale * (event.clientY - box.top));
      if (found) this.pick(found);
    });
  }

  // The plane by keyboard: arrows move a cross, Enter puts a point, 1 to 4 choose a class, Delete erases.
  press(event) {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    const { limit } = this.state;
    this.cursor ??= [0, 0];
    if (moves[event.key]) {
      const pace = (event.shiftKey ? 0.01 : 0.1) * limit;
      this.cursor = this.cursor.map((at, i) => Math.max(-limit, Math.min(limit, at + pace * moves[event.key][i])));
      this.say(`Cross at ${shown(this.cursor[0], 2)}, ${shown(this.cursor[1], 2)}.`);
      this.draw();
    } else if (event.key === "Enter" || event.key === " ") this.touch(...this.cursor, false);
    else if (event.key === "Delete" || event.key === "Backspace") {
      const brush = this.brush;
      this.brush = N_CLASSES;
      this.touch(...this.cursor, false);
      this.takeUp(brush);
    } else if (/^[1-4]$/.test(event.key)) this.takeUp(event.key - 1);
    else return;
    event.preventDefault();
  }

  // Drawing

  resize() {
    if (this.root.clientWidth !== this.width) {
      this.width = this.root.clientWidth;
      this.draw();
    }
  }

  draw() {
    if (!this.plane.clientWidth) return;
    const { model } = this.run;
    this.caches.H[0].set(this.grid);
    const scores = forward(model, GRID * GRID, this.caches);
    const grads = this.gradients();
    drawPlane(this.plane, this.state, this.run, scores, document.activeElement === this.plane && (this.cursor ??= [0, 0]));
    this.edges = drawNet(this.net, this.state, model, this.caches, grads, this.units().marks, this.selected);
    drawCurve(this.curve, this.run.history);
    this.showNumbers(grads);
  }

  showNumbers(grads) {
    const [name, place] = this.selected;
    const { model, history, test } = this.run;
    if (document.activeElement !== this.value) this.value.value = +model.params[name][place].toPrecision(4);
    const { train: now, test: then } = history.at(-1);
    const lengths = Array.from({ length: model.n_layers }, (_, i) => shown(Math.hypot(...grads[`W${i + 1}`]), 2));
    this.facts.textContent = `Epoch ${this.epoch()} · loss ${shown(now.loss)}${test.n ? ` (test ${shown(then.loss)})` : ""} · ` +
      `right ${percent(now.accuracy)}${test.n ? ` (test ${percent(then.accuracy)})` : ""} · length of the gradient by layer: ${lengths.join(", ")}`;
    this.plane.ariaLabel = `Plane with ${this.run.n + test.n} points and the regions of the classes. Arrows move a cross, Enter puts a point, 1 to 4 choose its class, Delete erases.`;
    this.net.ariaLabel = `Network with ${model.sizes.join(", ")} units, layer by layer; below, each weight by name.`;
    this.curve.ariaLabel = `Loss by epoch, now ${shown(now.loss)}.`;
    if (this.numbers.open) this.showTable(grads);
    if (this.asCode.open && !this.playing) this.showCode();
  }

  showCode() {
    this.code.textContent = toCode(this.state, this.run);
  }

  // A table a layer: weights with their gradients, a row for what goes out of a unit, a last one for biases.
  showTable(grads) {
    const { params, sizes, n_layers } = this.run.model;
    if (this.tableFor !== this.run) {
      this.cells = [];
      const tables = Array.from({ length: n_layers }, (_, i) => {
        const head = element("tr", {}, element("th", {}, `W${i + 1}`), ...Array.from({ length: sizes[i + 1] }, (_, j) => element("th", { scope: "col" }, `to ${j}`)));
        const rows = Array.from({ length: sizes[i] + 1 }, (_, k) => {
          const biases = k === sizes[i];
          const cells = Array.from({ length: sizes[i + 1] }, (_, j) => {
            const cell = element("td");
            this.cells.push([cell, (biases ? "b" : "W") + (i + 1), biases ? j : k * sizes[i + 1] + j]);
            return cell;
          });
          return element("tr", {}, element("th", { scope: "row" }, biases ? `b${i + 1}` : `from ${k}`), ...cells);
        });
        return element("table", {}, element("caption", {}, `Layer ${i + 1}: weight (gradient)`), head, ...rows);
      });
      this.table.replaceChildren(...tables);
      this.tableFor = this.run;
    }
    for (const [cell, name, place] of this.cells) cell.textContent = `${shown(params[name][place])} (${shown(grads[name][place], 2)})`;
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
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio))
    [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
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

function drawPlane(canvas, { limit }, { model, train, test }, scores, cursor) {
  const [context, side] = prepare(canvas);
  const c = model.sizes.at(-1);
  const regions = picture(GRID, (i) => TINTS[largest(scores, i, c)]);
  context.drawImage(regions, 0, 0, side, side);
  const at = ([x, y]) => [(x / limit + 1) / 2 * side, (1 - y / limit) / 2 * side];
  for (const [points, filled] of [[train.rows, true], [test.rows, false]])
    for (const point of points) marker(context, ...at(point), 4.5, point[2], filled);
  if (!cursor) return;
  const [x, y] = at(cursor);
  pen(context, "black", 2);
  context.beginPath();
  for (const [dx, dy] of [[9, 0], [0, 9]]) context.moveTo(x - dx, y - dy), context.lineTo(x + dx, y + dy);
  context.stroke();
}

// The marker of a class: a disk, square, triangle or diamond; a ring of it for a point kept for testing.
function marker(context, x, y, r, k, filled) {
  context.beginPath();
  if (k === 0) context.arc(x, y, r, 0, 2 * Math.PI);
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

// Units as pictures, edges as thick as their weights, with weight and gradient at those into the unit that is chosen,
// or at all where they are few; returns where each edge is, for clicks.
function drawNet(canvas, state, model, caches, grads, marks, selected) {
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
      const text = `${shown(w, 2)} (${shown(grads[name][at], 2)})`, chosen = into && at === selected[1];
      edges.push({ name, at, from: [from[0] + size / 2, from[1]], to: [to[0] - size / 2, to[1]], w, text, into, chosen });
    });
  for (const { from, to, w, chosen } of edges) {
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    pen(context, (w < 0 ? NEGATIVE : POSITIVE) + (chosen ? "ff" : "8c"), 0.4 + Math.min(7, 2 * Math.abs(w)) + 1.5 * chosen);
    context.stroke();
  }
  for (const edge of edges) if (edge.into || edges.length <= 6) edgeLabel(context, edge);
  context.textBaseline = "middle";
  sizes.forEach((units, layer) => {
    for (let j = 0; j < units; j++) {
      const [x, y] = place(layer, j);
      const values = layer === n_layers ? caches.Z[layer] : caches.H[layer];
      context.drawImage(response(values, units, j), x - size / 2, y - size / 2, size, size);
      const mark = marks[`${layer},${j}`];
      mark ? pen(context, "#b00020", 2.5) : pen(context, "#333", 1);
      context.strokeRect(x - size / 2, y - size / 2, size, size);
      context.textAlign = layer ? "center" : "right";
      if (!layer) context.fillText(KEYS[state.inputs[j]][0].replace("(φ+4r)", ""), x - size / 2 - 4, y);
      if (mark) context.fillText(mark, x, y);
      if (layer === n_layers) marker(context, x + size / 2 + 10, y, 5, j, true);
    }
  });
  return edges;
}

function edgeLabel(context, { from, to, text }) {
  const [x, y] = [from[0] + 3, from[1] + (to[1] - from[1]) * 0.1];
  context.textAlign = "left";
  context.textBaseline = "middle";
  pen(context, "white", 5);
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

// The name and place of the weight whose edge passes within 8 pixels of (x, y).
function nearestEdge(edges, x, y) {
  let [best, least] = [null, 8];
  for (const { name, at, from, to } of edges) {
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const along = Math.max(0, Math.min(1, ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy)));
    const distance = Math.hypot(from[0] + along * dx - x, from[1] + along * dy - y);
    if (distance < least) [best, least] = [[name, at], distance];
  }
  return best;
}

function drawCurve(canvas, history) {
  const [context, width, height] = prepare(canvas);
  const lines = ["train", "test"].map((part) => history.map((entry) => entry[part].loss));
  const top = 1.05 * Math.min(10, Math.max(...lines.flat().filter(Number.isFinite), 0.1));
  const [left, bottom] = [34, height - 20];
  const at = (epoch, loss) => [left + (epoch / Math.max(history.length - 1, 1)) * (width - left - 8), bottom - Math.min(loss / top, 1) * (bottom - 6)];
  pen(context, "#888", 1);
  context.strokeRect(left, 6, width - left - 8, bottom - 6);
  lines.forEach((losses, kind) => {
    context.beginPath();
    context.setLineDash(kind ? [4, 3] : []);
    pen(context, COLOURS[kind], 1.8);
    const pace = Math.max(1, Math.floor(losses.length / width));
    for (let i = 0; i < losses.length; i += pace) if (Number.isFinite(losses[i])) context.lineTo(...at(i, losses[i]));
    context.stroke();
  });
  context.setLineDash([]);
  context.textBaseline = "alphabetic";
  context.textAlign = "right";
  context.fillText(shown(top, 2), left - 4, 16);
  context.fillText("0", left - 4, bottom);
  context.fillText(`epoch ${history.length - 1}`, width - 8, height - 5);
  context.textAlign = "left";
  context.fillText(Number.isFinite(lines[1][0]) ? "loss: train —, test - -" : "loss", left, height - 5);
}
