// The engine: a small network on typed arrays. It computes what mlplib computes, and its names are those of
// mlplib: forward, backward and step write into the arrays that they are given and into nothing else.
// Matrices are rows one after the other: entry (i, j) of W (d, c) is W[i * c + j].

// Each activation writes its value and its slope at the first `length` entries of Z.
const rectifier = (below) => (Z, H, slope, length) => {
  for (let i = 0; i < length; i++) {
    slope[i] = Z[i] > 0 ? 1 : below;
    H[i] = Z[i] * slope[i];
  }
};
const ACTIVATIONS = {
  identity(Z, H, slope, length) {
    for (let i = 0; i < length; i++) (H[i] = Z[i]), (slope[i] = 1);
  },
  sigmoid(Z, H, slope, length) {
    for (let i = 0; i < length; i++) {
      const e = Math.exp(-Math.abs(Z[i])); // at most 1: it cannot overflow
      H[i] = (Z[i] < 0 ? e : 1) / (1 + e);
      slope[i] = e / ((1 + e) * (1 + e));
    }
  },
  tanh(Z, H, slope, length) {
    for (let i = 0; i < length; i++) {
      const e = Math.exp(-2 * Math.abs(Z[i]));
      const part = 1 / (1 + e), h = (1 - e) * part;
      H[i] = Z[i] < 0 ? -h : h;
      slope[i] = 4 * e * part * part;
    }
  },
  relu: rectifier(0),
  leaky_relu: rectifier(0.01),
  elu(Z, H, slope, length) {
    for (let i = 0; i < length; i++) {
      const e = Z[i] < 0 ? Math.expm1(Z[i]) : 0;
      slope[i] = 1 + e;
      H[i] = Z[i] < 0 ? e : Z[i];
    }
  },
};

// Each loss returns its value on n rows of c scores, and writes its gradient.
const LOSSES = {
  cross_entropy(scores, y, n, c, d_scores) {
    let loss = 0;
    for (let i = 0, row = 0; i < n; i++, row += c) {
      let largest = -Infinity, sum = 0;
      for (let j = 0; j < c; j++) largest = Math.max(largest, scores[row + j]);
      for (let j = 0; j < c; j++) sum += d_scores[row + j] = Math.exp(scores[row + j] - largest);
      for (let j = 0; j < c; j++) d_scores[row + j] /= sum * n;
      d_scores[row + y[i]] -= 1 / n; // softmax minus one-hot
      loss += Math.log(sum) + largest - scores[row + y[i]];
    }
    return loss / n;
  },
  squared_error(scores, y, n, c, d_scores) { // summed over everything, as in the lecture's program
    let loss = 0;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < c; j++) {
        const difference = scores[i * c + j] - (j === y[i] ? 1 : 0);
        loss += difference * difference;
        d_scores[i * c + j] = 2 * difference;
      }
    return loss;
  },
};

// How wide the standard normal numbers are spread that become the weights of a layer.
const INITS = {
  he_normal: (n_in, n_out) => Math.sqrt(2 / n_in),
  xavier_normal: (n_in, n_out) => Math.sqrt(2 / (n_in + n_out)),
  zeros: () => 0,
};

// Names of the parameters of layer i, from 1.
const [WEIGHTS, BIASES] = ["W", "b"].map((letter) => [..."01234"].map((i) => letter + i));

// A network of these sizes: parameters W1 (sizes[0], sizes[1]), b1, W2 and so on, from a row of normal numbers.
function MLP(sizes, activation, loss, init, scale, normals) {
  const params = {};
  let used = 0;
  for (let i = 1; i < sizes.length; i++) {
    const [n_in, n_out] = [sizes[i - 1], sizes[i]];
    const spread = scale * INITS[init](n_in, n_out);
    params[WEIGHTS[i]] = Float64Array.from(normals.subarray(used, (used += n_in * n_out)), (z) => spread * z);
    params[BIASES[i]] = new Float64Array(n_out);
  }
  return { sizes, n_layers: sizes.length - 1, activation: ACTIVATIONS[activation], loss: LOSSES[loss], params };
}

// Arrays of zeros for the same names: gradients, velocities.
const zerosLike = (params) =>
  Object.fromEntries(Object.entries(params).map(([name, values]) => [name, new Float64Array(values.length)]));

// Room for the caches of up to n rows: of each layer its outputs H, pre-activations Z, slopes and gradients.
function makeCaches(sizes, n) {
  const room = () => sizes.map((size) => new Float64Array(n * size));
  return { H: room(), Z: room(), slope: room(), d_Z: room() };
}

// C (n, c) = A (n, d) B (d, c), plus a bias (c) where there is one. Entry (i, k) of A is A[i * a_i + k * a_k], and
// so for B: with other paces a matrix is read transposed. Four entries of C are summed at a time, so that no sum
// waits for the one before.
function product(A, a_i, a_k, B, b_k, b_j, n, d, c, C, bias) {
  for (let i = 0; i < n; i += 2) {
    const down = i + 1 < n ? 1 : 0; // at an edge an entry is done twice
    for (let j = 0; j < c; j += 2) {
      const right = j + 1 < c ? 1 : 0;
      let s0 = bias ? bias[j] : 0, s1 = bias ? bias[j + right] : 0, t0 = s0, t1 = s1;
      for (let k = 0, a = i * a_i, b = j * b_j; k < d; k++, a += a_k, b += b_k) {
        const x = A[a], y = A[a + down * a_i], b0 = B[b], b1 = B[b + right * b_j];
        s0 += x * b0, s1 += x * b1, t0 += y * b0, t1 += y * b1;
      }
      const s = i * c + j, t = s + down * c;
      C[s] = s0, C[s + right] = s1, C[t] = t0, C[t + right] = t1;
    }
  }
}

// Z = X W + b: X (n, d), W (d, c).
function linearForward(X, W, b, n, d, c, Z) {
  product(X, d, 1, W, c, 1, n, d, c, Z, b);
}

// d_W = X^T d_Z and d_b, the sum of the rows of d_Z.
function linearBackward(d_Z, X, n, d, c, d_W, d_b) {
  product(X, 1, d, d_Z, c, 1, d, n, c, d_W);
  d_b.fill(0);
  for (let i = 0; i < n * c; i += c) for (let j = 0; j < c; j++) d_b[j] += d_Z[i + j];
}

// The chain rule through W and the activation before it: d_H = d_Z W^T, times the slope there.
function activationBackward(d_Z, W, slope, n, d, c, d_before) {
  product(d_Z, c, 1, W, 1, c, n, c, d, d_before);
  for (let i = 0; i < n * d; i++) d_before[i] *= slope[i];
}

// Scores (n, c) of the n rows in caches.H[0].
function forward({ sizes, n_layers, activation, params }, n, caches) {
  const { H, Z, slope } = caches;
  for (let i = 1; i <= n_layers; i++) {
    linearForward(H[i - 1], params[WEIGHTS[i]], params[BIASES[i]], n, sizes[i - 1], sizes[i], Z[i]);
    if (i < n_layers) activation(Z[i], H[i], slope[i], n * sizes[i]);
  }
  return Z[n_layers];
}

// Gradients of all parameters, from the gradient of the scores in caches.d_Z[n_layers]; last layer first.
function backward({ sizes, n_layers, params }, n, { H, slope, d_Z }, grads) {
  for (let i = n_layers; i > 0; i--) {
    const [d, c] = [sizes[i - 1], sizes[i]];
    linearBackward(d_Z[i], H[i - 1], n, d, c, grads[WEIGHTS[i]], grads[BIASES[i]]);
    if (i > 1) activationBackward(d_Z[i], params[WEIGHTS[i]], slope[i - 1], n, d, c, d_Z[i - 1]);
  }
}

// The loss of the n rows in caches.H[0] with labels y; writes the gradients.
function lossAndGrads(model, y, n, caches, grads) {
  const scores = forward(model, n, caches);
  const loss = model.loss(scores, y, n, model.sizes.at(-1), caches.d_Z[model.n_layers]);
  backward(model, n, caches, grads);
  return loss;
}

// v <- momentum v - learning_rate (gradient + weight_decay W), then W <- W + v; biases do not decay.
function step({ learning_rate, momentum, weight_decay, velocity }, params, grads) {
  for (const name in params) {
    const [theta, gradient, v] = [params[name], grads[name], velocity[name]];
    const decay = name[0] === "W" ? weight_decay : 0;
    for (let i = 0; i < theta.length; i++) {
      let move = -learning_rate * (gradient[i] + decay * theta[i]);
      if (momentum) v[i] = move += momentum * v[i];
      theta[i] += move;
    }
  }
}

// The rows of X (., d) and y that a batch names, as the first rows of the caches and of y_batch.
function gather(X, y, d, batch, caches, y_batch) {
  for (let i = 0; i < batch.length; i++) {
    for (let k = 0; k < d; k++) caches.H[0][i * d + k] = X[batch[i] * d + k];
    y_batch[i] = y[batch[i]];
  }
}

const DIVERGED = 1e9; // a loss at which training stops, while all numbers can still be shown

// One stretch of training: a new epoch begins, each in the next of the orders, which come round again.
// Yields the loss of each batch before its step; ends where the loss has grown beyond all measure.
function* trainer(run, optimiser, batch_size) {
  const { model, X, y, n, caches, grads } = run;
  const y_batch = new Int32Array(batch_size);
  for (;;) {
    const order = run.orders(run.epoch++);
    for (let start = 0; start < n; start += batch_size) {
      const batch = order.subarray(start, Math.min(start + batch_size, n));
      gather(X, y, model.sizes[0], batch, caches, y_batch);
      const loss = lossAndGrads(model, y_batch, batch.length, caches, grads);
      if (!(loss < DIVERGED)) return loss;
      step(optimiser, model.params, grads);
      yield loss;
    }
  }
}

// What seeds draw: normal numbers from the text in DRAWS, all else by PCG64 (O'Neill 2014) as numpy does.
const LIMIT = 500; // points
const normalsOf = (i) =>
  new Float64Array(Uint8Array.from(atob(DRAWS.normals[i]), (letter) => letter.charCodeAt(0)).buffer);

// What gives numbers of 32 bits, of each word the low one first.
function generator([state, step]) {
  const keep = BigInt.asUintN;
  let word, turn, n = 0;
  return () => {
    if (n++ % 2) turn += 32n;
    else {
      state = keep(128, BigInt(state) * 0x2360ed051fc65da44385df649fccf645n + BigInt(step));
      word = keep(64, state ^ (state >> 64n));
      turn = state >> 122n;
    }
    return Number(keep(32, (word | (word << 64n)) >> turn));
  };
}

// The numbers 0..499, each place from the last on exchanged with one up to it: half words are cut to the bits of i.
function permutation(next) {
  const order = new Uint16Array(LIMIT).map((_, i) => i);
  for (let i = LIMIT, j; --i; [order[i], order[j]] = [order[j], order[i]])
    do j = next() & (-1 >>> Math.clz32(i));
    while (j > i);
  return order;
}

// Orders of 0..n-1 (n at most LIMIT), in which the epochs, asked for in turn, take the points. After
// ten they come round again.
const ORDERS = DRAWS.states.map((state) => [[], generator(state)]); // of each seed, and what draws more
function ordersOf(seed, n) {
  const [orders, next] = ORDERS[seed];
  return (epoch) => (orders[epoch % 10] ??= permutation(next)).filter((k) => k < n);
}
