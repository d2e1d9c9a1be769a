// The state: all that decides what is on the screen, as plain data. The weights are not in it: they follow from
// the settings and from `log`, what was done since the start, which is done again when a state is restored.

// What reads a value of each kind from text, or says why it cannot; `write` is the way back.
const choice = (...names) => Object.assign((text) => {
  if (!names.includes(text)) throw new Error(`it must be one of ${names.join(", ")}`);
  return text;
}, { names });
const number = (least, most, whole = false) => (text) => {
  const value = Number(text);
  if (!text.trim() || !(value >= least && value <= most) || (whole && !Number.isInteger(value)))
    throw new Error(`it must be a ${whole ? "whole " : ""}number from ${least} to ${most}`);
  return value;
};
const list = (most, item, separator = ",") => (text) => {
  const parts = text ? text.split(separator) : [];
  if (parts.length > most) throw new Error(`it must have at most ${most} parts, it has ${parts.length}`);
  return parts.map(item);
};
const tuple = (...items) => (text) => {
  const parts = text.split(",");
  if (parts.length !== items.length) throw new Error(`it must have ${items.length} parts, it has ${parts.length}`);
  return parts.map((part, i) => items[i](part));
};
const write = (value) => (Array.isArray(value[0]) ? value.join(";") : String(value)); // a list of tuples, or all else

const N_CLASSES = 4;
const MAX_STEPS = 200000;
const RATES = { // the settings of training; the others decide how it begins
  learning_rate: number(0, 100),
  momentum: number(0, 0.999),
  batch_size: number(1, LIMIT, true),
  weight_decay: number(0, 10),
};
const weight = tuple(String, number(0, 255, true), number(-1e6, 1e6));
const stretch = tuple(number(1, MAX_STEPS, true), ...Object.values(RATES));
// A weight that was set, [name, place, value], or some steps, [n, learning rate, ...].
const event = (text) => (/^[Wb]\d,/.test(text) ? weight : stretch)(text);
const coordinate = number(-1e6, 1e6);
const point = tuple(coordinate, coordinate, number(0, N_CLASSES - 1, true));

// Sets of points: noise, half the side of the square that shows them, number of classes, and the place of point i,
// of class k, as mlplib.datasets draws it from a uniform number u.
const { cos, sin, hypot, PI } = Math;
const DATA = {
  moons: [0.15, 1.9, 2, (i, k, u) => [(1 - 2 * k) * (cos(PI * u) - 0.5), (1 - 2 * k) * (sin(PI * u) - 0.25)]],
  circles: [0.08, 1.25, 2, (i, k, u) => onCircle(1 - k / 2, 2 * PI * u)],
  spirals: [0.2, 1.25, 3, (i, k, u, blur) => onCircle(0.1 + 0.9 * u, (2 * PI * k) / 3 - 4 * (0.1 + 0.9 * u) + blur)],
  xor: [0.4, 2.6, 2, (i) => [i % 4 < 2 ? 1 : -1, i % 4 === 0 || i % 4 === 3 ? 1 : -1]],
  blobs: [0.5, 3.6, 3, (i, k) => onCircle(2, (2 * PI * k) / 3)],
  own: [0, 2, 2],
};
const onCircle = (r, theta) => [r * cos(theta), r * sin(theta)];

const angle = (x, y) => Math.atan2(y, x);
const unwound = (name) => `np.${name}(np.arctan2(x2, x1) + 4 * np.hypot(x1, x2))`;

// What can be an input of the network: its label, its value at (x, y), and the same in numpy.
const KEYS = {
  x1: ["x₁", (x, y) => x, "x1"],
  x2: ["x₂", (x, y) => y, "x2"],
  r: ["r", hypot, "np.hypot(x1, x2)"],
  phi: ["φ", angle, "np.arctan2(x2, x1)"],
  x1x2: ["x₁x₂", (x, y) => x * y, "x1 * x2"],
  x1x1: ["x₁²", (x, y) => x * x, "x1 * x1"],
  x2x2: ["x₂²", (x, y) => y * y, "x2 * x2"],
  cos: ["cos(φ+4r)", (x, y) => cos(angle(x, y) + 4 * hypot(x, y)), unwound("cos")],
  sin: ["sin(φ+4r)", (x, y) => sin(angle(x, y) + 4 * hypot(x, y)), unwound("sin")],
};

const FIELDS = {
  data: choice(...Object.keys(DATA)),
  n: number(4, LIMIT, true),
  noise: number(0, 3),
  limit: number(1e-3, 1e6),
  share: number(0, 0.8),
  inputs: list(Object.keys(KEYS).length, choice(...Object.keys(KEYS))),
  hidden: list(3, number(1, 8, true)),
  activation: choice(...Object.keys(ACTIVATIONS)),
  loss: choice(...Object.keys(LOSSES)),
  init: choice(...Object.keys(INITS)),
  scale: number(0, 10),
  seed: number(0, ORDERS.length - 1, true),
  ...RATES,
  speed: choice("slow", "normal", "fast"),
  points: list(LIMIT, point, ";"),
  log: list(1000, event, ";"),
};
const KEEPS_LOG = ["speed", "log", ...Object.keys(RATES)];

// A copy with some fields changed; what decides how training begins takes it back to the start.
function changed(state, fields) {
  const next = { ...startFor(state, fields.data ?? state.data), ...fields };
  if (Object.keys(fields).some((name) => !KEEPS_LOG.includes(name))) next.log = [];
  return next;
}

// The log with n more steps at the rates of now: they extend the last stretch where nothing has come between.
function withSteps({ log, ...state }, n) {
  const rates = Object.keys(RATES).map((name) => state[name]);
  const last = log.at(-1);
  const goesOn = last && rates.every((rate, i) => rate === last[i + 1]) && last.length === rates.length + 1;
  return goesOn ? [...log.slice(0, -1), [last[0] + n, ...rates]] : [...log, [n, ...rates]];
}

// The address holds each field that is not as at the start: id.field=value.
function toAddress(id, state, start, params) {
  const base = startFor(start, state.data);
  for (const name in FIELDS) {
    const [text, before] = [write(state[name]), write((name === "data" ? start : base)[name])];
    text === before ? params.delete(`${id}.${name}`) : params.set(`${id}.${name}`, text);
  }
  return params;
}

function fromAddress(id, start, params) {
  const data = params.get(`${id}.data`);
  const state = data === null ? { ...start } : startFor(start, readField("data", data));
  for (const name in FIELDS) {
    const text = params.get(`${id}.${name}`);
    if (text !== null) state[name] = readField(name, text);
  }
  return state;
}

// The start with another set of points, with the noise and the square of that set.
function startFor(start, data) {
  if (data === start.data) return { ...start };
  const [noise, limit] = DATA[data];
  return { ...start, data, noise, limit };
}

const capital = (name) => name[0].toUpperCase() + name.slice(1).replace("_", " ");

function readField(name, text) {
  try {
    return FIELDS[name](text);
  } catch (error) {
    throw new Error(`${capital(name)} is "${text.slice(0, 30)}": ${error.message}.`);
  }
}

// Points from lines of text, "x1,x2,class"; a first line of words is a heading.
function readPoints(text) {
  const lines = text.split("\n").map((line) => line.trim());
  if (/^[a-z"]/i.test(lines[0])) lines[0] = "";
  return lines.flatMap((line, i) => {
    try {
      return line ? [point(line.replace(/[;\t]/g, ","))] : [];
    } catch (error) {
      throw new Error(`Line ${i + 1}, "${line.slice(0, 30)}", is no point x1,x2,class: ${error.message}.`);
    }
  });
}

// Points of a state: [x, y, class] each. The formulas are those of mlplib.datasets, for 500 points of seed 0.
function pointsOf({ data, n, noise, points }) {
  if (data === "own") return points;
  const next = generator(DRAWS.states[0]);
  const blurs = normalsOf(data === "xor" || data === "blobs" ? 0 : ORDERS.length);
  const [, , classes, place] = DATA[data];
  return Array.from({ length: n }, (_, i) => {
    const u = ((next() >>> 11) + next() * 2 ** 21) / 2 ** 53;
    const [x, y] = place(i, i % classes, u, noise * blurs[i]);
    const spread = data === "spirals" ? 0 : noise; // those lie on their arms
    return [x + spread * blurs[2 * i], y + spread * blurs[2 * i + 1], i % classes];
  });
}

const columns = (points, inputs) =>
  Float64Array.from(points.flatMap(([x, y]) => inputs.map((key) => KEYS[key][1](x, y))));

// A network and its points at the start of training, if they can be; `replay` takes it to where the log ends.
function makeRun(state) {
  const points = pointsOf(state);
  const steps = state.log.reduce((sum, [n]) => sum + (Number(n) || 0), 0);
  if (points.length > LIMIT) throw new Error(`There are ${points.length} points; at most ${LIMIT} can be shown.`);
  if (steps > MAX_STEPS) throw new Error(`These are ${steps} steps; ${MAX_STEPS} are the most.`);
  if (!state.inputs.length) throw new Error("The network needs at least one input.");
  const order = ordersOf(0, points.length)(0);
  const n_test = Math.floor(state.share * points.length);
  const part = (from, to) => {
    const rows = Array.from(order.slice(from, to), (i) => points[i]);
    return { X: columns(rows, state.inputs), y: Int32Array.from(rows, (row) => row[2]), n: rows.length, rows };
  };
  const [test, train] = [part(0, n_test), part(n_test)];
  const classes = Math.max(DATA[state.data][2], ...points.map((point) => point[2] + 1));
  const sizes = [state.inputs.length, ...state.hidden, classes];
  const model = MLP(sizes, state.activation, state.loss, state.init, state.scale, normalsOf(state.seed));
  const run = {
    model, ...train, test, train, epoch: 0, steps: 0, diverged: false, best: Infinity,
    orders: ordersOf(state.seed, train.n),
    caches: makeCaches(sizes, LIMIT), grads: zerosLike(model.params),
    velocity: zerosLike(model.params), history: [],
  };
  remember(run);
  return run;
}

function replay(run, log) {
  for (const entry of log)
    if (typeof entry[0] === "string") setWeight(run, ...entry);
    else advance(run, entry.slice(1), entry[0], true);
  return run;
}

function setWeight(run, name, place, value) {
  const values = run.model.params[name];
  if (!values || place >= values.length) throw new Error(`This network has no weight ${name}[${place}].`);
  values[place] = value;
  run.stretch = null;
}

// Take n steps at these rates and return how many were taken: fewer where training diverges.
function advance(run, rates, n, anew = false) {
  const [learning_rate, momentum, batch_size, weight_decay] = rates;
  if (anew || !run.stretch || run.stretch.rates.join() !== rates.join()) {
    const optimiser = { learning_rate, momentum, weight_decay, velocity: run.velocity };
    run.stretch = { rates, steps: trainer(run, optimiser, batch_size), taken: 0 };
  }
  const per_epoch = Math.ceil(run.n / batch_size);
  for (let taken = 0; taken < n; taken++) {
    if (run.stretch.steps.next().done) {
      run.diverged = true;
      return taken;
    }
    run.steps++;
    if (++run.stretch.taken % per_epoch === 0) remember(run);
  }
  return n;
}

// The class with the largest of c scores of row i.
function largest(scores, i, c) {
  let best = 0;
  for (let j = 1; j < c; j++) if (scores[i * c + j] > scores[i * c + best]) best = j;
  return best;
}

// Mean loss and share of right answers on a part of the points.
function measure({ model, caches }, { X, y, n }) {
  if (!n) return { loss: NaN, accuracy: NaN };
  caches.H[0].set(X);
  const c = model.sizes.at(-1);
  const scores = forward(model, n, caches);
  let right = 0;
  for (let i = 0; i < n; i++) right += largest(scores, i, c) === y[i];
  const loss = model.loss(scores, y, n, c, caches.d_Z[model.n_layers]);
  return { loss: model.loss === LOSSES.squared_error ? loss / n : loss, accuracy: right / n };
}

function remember(run) {
  const [train, test] = [measure(run, run.train), measure(run, run.test)];
  run.history.push({ train, test });
  run.best = Math.min(run.best, test.loss);
}

// The few lines of mlplib that end in the weights on the screen.
function toCode(state, { model, train, test }) {
  const own = state.data === "own";
  const noise = state.data === "blobs" ? "spread" : "noise";
  const init = state.init === "zeros" ? "lambda n_in, n_out, rng: np.zeros((n_in, n_out))"
    : state.scale === 1 ? `layers.${state.init}` : `lambda *given: ${state.scale} * layers.${state.init}(*given)`;
  const lines = [
    "import numpy as np", "", "from mlplib import activations, datasets, layers, losses",
    "from mlplib.mlp import MLP", "from mlplib.playground import Orders, Training", "",
    ...(own ? ["points = np.array([", ...state.points.map((point) => `    [${point.join(", ")}],`), "])", "X, y = points[:, :2], points[:, 2].astype(int)"]
      : [`X, y = datasets.${state.data}(${LIMIT}, ${noise}=${state.noise}, rng=np.random.default_rng(0))`]),
    ...(state.inputs.join() === "x1,x2" ? []
      : ["x1, x2 = X.T", `X = np.stack([${state.inputs.map((key) => KEYS[key][2]).join(", ")}], axis=1)`]),
    `order = Orders(0).permutation(${train.n + test.n})`,
    `test, train = order[:${test.n}], order[${test.n}:]`,
    ...(state.loss === "squared_error" ? [`y = losses.one_hot(y, ${model.sizes.at(-1)})`] : []), "",
    `model = MLP(`, `    [${model.sizes.join(", ")}], activations.${state.activation}, loss=losses.${state.loss},`,
    `    init=${init}, rng=np.random.default_rng(${state.seed}),`, ")",
    `training = Training(model, X[train], y[train], seed=${state.seed})`,
    ...state.log.map((entry) => typeof entry[0] === "string"
      ? `model.params["${entry[0]}"].flat[${entry[1]}] = ${entry[2]}` : `training.steps(${entry.join(", ")})`),
  ];
  return lines.join("\n") + "\n";
}
