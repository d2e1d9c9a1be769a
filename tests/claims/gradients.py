"""What `chapters/gradients.ipynb` claims."""


def summary_claims():
    first, last, zero, fresh, before, after = map(np.array, rows.values())
    assert ((2e4 < first) & (first < 5e4)).all() and ((30 < last) & (last < 60)).all()
    assert (first > 30 * zero).all() and (fresh > 10 * np.square(new_y).sum()).all()
    assert ((85 < before) & (before < 90)).all() and (after > before).all()
    assert np.median(slopes) < 1e-9, "half of the slopes are below 1e-9"
    first_z = problem[0] @ problem[2]
    assert 28 < first_z.std() < 35
    assert 6 < (sigmoid(first_z) @ problem[3]).std() < 9
    assert 150 < np.argmax(losses < np.square(problem[1]).sum()) < 300

    one_step = run_program(*start(5), n_steps=1)[1:]
    for before_, after_, slope_ in zip(start(5)[2:], one_step, two_layer_gradients(*start(5))):
        assert np.allclose((before_ - after_) / 1e-4, slope_, rtol=1e-4, atol=1e-6), "the program's gradients"
    assert np.argmin([sweep[1e-3, scale][-1] for scale in scales]) in (0, 1)
    for scale in scales:
        assert not sweep[3e-3, scale][-1] < 9, "too large for all"

    # sigma' = sigma (1 - sigma), both derivations
    assert all(np.allclose(f, sigmoid.derivative(s), atol=1e-9) for f in [quotient, direct, product, nudge])

    # graph and matrices: the same numbers in every state of the slider
    from itertools import product as every

    for w1_, x_, w2_, y_ in every([-2, -1, 0, 1, 2], [-1, 0, 1, 2], [-2, 0, 2], [0, 1]):
        as_matrices = [np.array([[float(v)]]) for v in (x_, y_, w1_, w2_)]
        d_1, d_2 = two_layer_gradients(*as_matrices)
        slopes_ = backward(x_, w1_, w2_, y_)
        assert np.allclose([d_1[0, 0], d_2[0, 0]], slopes_[:2])
        leaves = [Node(v) for v in as_matrices]
        backpropagate(squared_error_node(*leaves))
        assert np.allclose(
            [leaves[2].grad, leaves[3].grad, leaves[0].grad],
            np.reshape(slopes_[:3], (3, 1, 1)),
        )
        if x_ == 0:
            assert slopes_[0] == 0
        if w2_ == 0:
            assert slopes_[0] == slopes_[2] == slopes_[3] == 0
    assert forward(2, 0, 2, 1)[-1] == 0 and not np.any(backward(2, 0, 2, 1))
    assert backward(1, 1, 0, 1)[1] != 0

    # loops, rows and columns over several seeds
    for seed in range(5):
        r = np.random.default_rng(seed)
        data_ = r.normal(size=(5, 4)), r.normal(size=(5, 2))
        both = [r.normal(size=(4, 3)), r.normal(size=(3, 2))]
        for which, slope_ in enumerate(two_layer_gradients(*data_, *both)):

            def loss_with(W, which=which, data_=data_, both=both):
                first_, second_ = [W if i == which else both[i] for i in range(2)]
                return np.square(sigmoid(data_[0] @ first_) @ second_ - data_[1]).sum()

            assert relative_error(slope_, numerical_gradient(loss_with, both[which])) < 1e-6

    # the V
    for kind, power, best in [("central", 2, (4, 7)), ("forward", 1, (7, 9))]:
        e = np.array(nudge_errors[kind])
        assert np.isclose(np.log10(e[1] / e[3]), 2 * power, atol=0.15)
        assert best[0] <= e.argmin() <= best[1] and e[14] > 1e-4 > 100 * e.min()
    assert min(nudge_errors["central"]) < 1e-10 and 1e-11 < min(nudge_errors["forward"]) < 1e-7

    # the checker: every mistake, several seeds, both activations
    SAYS = {
        "sign flipped": "its sign is flipped",
        "1/n missing": "the factor 1/n is missing",
    }
    SAYS |= {
        "bias not summed": "it is not summed over the examples",
        "bias averaged": "it is divided by n once too often",
    }
    WHERE = {
        "sign flipped": NAMES,
        "1/n missing": NAMES,
        "bias not summed": ["b1", "b2"],
        "bias averaged": ["b1", "b2"],
    }
    for seed in range(3):
        for activation in [relu, sigmoid]:
            for mistake in MISTAKES:
                case_ = tiny(6, activation, mistake, seed)
                found = diagnose(*case_)
                assert found == name_mistakes(*case_)
                if mistake == "none" or (activation is relu and mistake == "slope at output"):
                    assert found == {}
                else:
                    expected = (SAYS | HIDDEN)[mistake]
                    assert found == {name: expected for name in WHERE.get(mistake, ["W1", "b1"])}, (
                        mistake,
                        found,
                    )

    # a factor 2 forgotten, and a gradient that is transposed
    network, X_, y_ = tiny(6, relu, "none")
    for spoil, text in [
        (lambda g: g / 2, "the factor 2 is missing"),
        (np.transpose, "it is transposed"),
    ]:
        case_ = Network(network.params, relu)
        correct_ = network.loss_and_grads

        def spoilt(X, y, spoil=spoil, correct_=correct_):
            loss, grads = correct_(X, y)
            return loss, grads | {"W2": spoil(grads["W2"])}

        case_.loss_and_grads = spoilt
        assert diagnose(case_, X_, y_) == name_mistakes(case_, X_, y_) == {"W2": text}

    # deltas, over seeds
    for seed in range(4):
        r = np.random.default_rng(seed)
        x_, t_ = r.normal(size=4), r.normal(size=3)
        both = [r.normal(size=(5, 4)), r.normal(size=(3, 5))]
        out = both[1] @ sigmoid(both[0] @ x_) - t_
        d_hid = sigmoid.derivative(both[0] @ x_) * (both[1].T @ out)
        formulas = np.outer(d_hid, x_), np.outer(out, sigmoid(both[0] @ x_))
        for which in range(2):

            def half(W, which=which, both=both, x_=x_, t_=t_):
                first_, second_ = [W if i == which else both[i] for i in range(2)]
                return 0.5 * np.square(second_ @ sigmoid(first_ @ x_) - t_).sum()

            assert np.allclose(formulas[which], numerical_gradient(half, both[which]))
        d_1, d_2 = two_layer_gradients(x_[None], t_[None], both[0].T, both[1].T)
        assert np.allclose(d_1.T, 2 * formulas[0]), "twice, without the half"
        # as printed in the first line: output k against every target
        literal = np.outer(3 * (out + t_) - t_.sum(), sigmoid(both[0] @ x_))
        assert not np.allclose(literal, formulas[1])

    # automatic differentiation: softmax over seeds and activations; skip
    for seed in range(3):
        net, X_, y_ = tiny(6, relu, "none", seed)
        nodes_ = {name: Node(value) for name, value in net.params.items()}
        backpropagate(softmax_loss(Node(X_), y_, **nodes_))
        for name, value in net.loss_and_grads(X_, y_)[1].items():
            assert np.allclose(nodes_[name].grad, value)
        for depth in [8, 24]:
            plain, skipped = (gradient_lengths(depth, skip, sigmoid, seed)[0] for skip in [False, True])
            assert plain < 1e-4 and 0.5 < skipped < 3
        assert gradient_lengths(24, False, sigmoid, seed)[0] < 1e-12
        assert (
            gradient_lengths(24, True, relu, seed)[0]
            > 100
            > 1e-3
            > gradient_lengths(24, False, relu, seed)[0]
        )

    # debugging, the slip, silent mistakes
    for seed in range(3):
        slip_losses, slip_w1 = run_with_slip(*start(seed))
        assert slip_losses[-1] < 0.05 * slip_losses[0] and np.abs(slip_w1).max() > 1e4
        assert (np.abs(start(seed)[0] @ slip_w1) > 5).mean() > 0.999
        loss_, _ = gradients(new_network(seed), X_train, y_train, relu)
        assert abs(loss_ - np.log(10)) < 0.1
        assert abs(silent["bias averaged", seed] - silent["none", seed]) < 5
        assert 5 < silent["none", seed] - silent["W2 reshaped", seed] < 16
        assert abs(silent["no gate", seed] - by_linear) < 8
        for mistake in ["none", "bias averaged", "W2 reshaped", "no gate"]:
            ten = train(
                new_network(seed),
                X_train[:10],
                y_train[:10],
                np.random.default_rng(seed),
                mistake,
                epochs=200,
            )
            assert ten[-1] < 0.02, (mistake, ten[-1])
        for mistake in ["1/n missing", "sign flipped"]:
            assert silent[mistake, seed] < 15
        r, wrong = np.random.default_rng(seed), new_network(seed)
        train(wrong, X_train, r.permutation(y_train), r)
        assert percent_right(wrong, X_test, y_test) < 20
    assert min(silent["none", seed] for seed in range(3)) > by_linear + 15
    for seed in [1, 2]:
        ends = {
            m: spiral_course(m, seed)[0][-1][1] for m in ["none", "bias averaged", "W2 reshaped", "no gate"]
        }
        assert min(ends["none"], ends["bias averaged"], ends["W2 reshaped"]) > 95 and ends["no gate"] < 80


def slider_claims():
    # each slider moves the quantity that the text reads off it
    states = [
        [forward(x_, w_, v_, y_)[-1] for w_ in [-2, -1, 0, 1, 2]]
        for x_ in [-1, 0, 1, 2]
        for v_ in [-2, 0, 2]
        for y_ in [0, 1]
    ]
    moves = np.reshape(states, (4, 3, 2, 5))
    assert all(np.ptp(moves, axis=axis).max() > 1 for axis in range(4))
    assert all(np.ptp(np.log10(np.maximum(e, 1e-16))) > 6 for e in nudge_errors.values())
    for n_examples in [3, 6, 12]:
        received_, nudged_, found_ = traces["1/n missing", n_examples, "relu"]
        assert np.allclose(received_["W2"], n_examples * nudged_["W2"], atol=1e-8) and len(found_) == 4
    assert len({str(traces[m, 6, "sigmoid"][2]) for m in MISTAKES}) == len(MISTAKES)
    assert traces["slope at output", 6, "relu"][2] == {} != traces["slope at output", 6, "sigmoid"][2]
    ends = np.array([[sweep[rate, scale][-1] for rate in rates] for scale in scales])
    assert not np.isfinite(ends[-1, 3]) or ends[-1, 3] > 1e6
    assert ends[2, 3] < 0.1 and ends[0, 3] < 1 and (ends[:, 0] > 100).all()
    assert at_start[1][[0, -1]].sum() > 0.9 * 6400 > 0.6 * 6400 > at_start[0.1][[0, -1]].sum()
    assert sweep[1e-4, 0.1][0] < 2 * zero_loss < sweep[1e-4, 1][0] / 20
    assert all(np.diff([gradient_lengths(D, False, sigmoid)[0] for D in [1, 2, 4, 8, 12, 16, 24]]) < 0)
    accuracies = {m: [reached for _, reached in courses[m][0]] for m in SILENT}
    assert accuracies["none"][-1] - accuracies["none"][0] > 40
    assert accuracies["none"][-1] > accuracies["no gate"][-1] + 15 > accuracies["sign flipped"][-1] + 30


def exercises_answers():
    z_, h_, y_hat_, loss_ = forward(2, 0, 2, 0)
    assert (z_, h_, y_hat_, loss_) == (0, 0.5, 1, 1)
    assert np.allclose(backward(2, 0, 2, 0), [2, 1, 0, 1, 4, 2])

    r = np.random.default_rng(0)
    X_, Y_, w_one, w_two = (
        r.normal(size=(6, 4)),
        r.normal(size=(6, 2)),
        np.zeros((4, 5)),
        np.zeros((5, 2)),
    )
    slope_1, slope_2 = two_layer_gradients(X_, Y_, w_one, w_two)
    assert not slope_1.any() and (slope_2 != 0).all()
    for _ in range(100):
        slope_1, slope_2 = two_layer_gradients(X_, Y_, w_one, w_two)
        w_one, w_two = w_one - 0.05 * slope_1, w_two - 0.05 * slope_2
    assert w_one.any() and np.allclose(w_one, w_one[:, :1]) and np.allclose(w_two, w_two[:1])

    def loss32(w):
        one_ = np.float32(1)
        return (np.float32(2) * (one_ / (one_ + np.exp(-np.float32(2) * w))) - one_) ** 2

    errors32 = []
    for k in range(1, 7):
        e_ = np.float32(10.0**-k)
        ws = np.float32(0.3) + np.float32(0.01) * np.arange(20, dtype=np.float32)
        quotients = (loss32(ws + e_) - loss32(ws - e_)) / (2 * e_)
        truth = [backward(2, float(w), 2, 1)[0] for w in ws]
        errors32.append(np.median(np.abs(quotients - truth)))
    assert np.argmin(errors32) + 1 in (2, 3) and 1e-6 < min(errors32) < 1e-3, errors32

    def backpropagate_wrongly(loss):
        loss.grad = np.ones_like(loss.value)
        for node in reversed(in_order(loss, {})):
            for parent, pull in node.parents:
                parent.grad = unbroadcast(pull(node.grad), parent.value.shape)

    leaves = [Node(v) for v in one]
    backpropagate_wrongly(squared_error_node(*leaves))
    assert np.allclose(2 * leaves[2].grad, d_W1_one) and np.allclose(2 * leaves[3].grad, d_W2_one)
    base, weight = Node(r.normal(size=(3, 4))), Node(r.normal(size=(4, 4)))
    backpropagate_wrongly(total_of(base + sigma(base @ weight)))
    wrong = base.grad
    base2 = Node(base.value)
    backpropagate(total_of(base2 + sigma(base2 @ weight)))
    assert not np.allclose(wrong, base2.grad)

    def mean_of(node):
        return Node(
            node.value.mean(),
            [(node, lambda d: d * np.ones_like(node.value) / node.value.size)],
        )

    arrays = {
        "w_one": r.normal(size=(4, 5)),
        "w_two": r.normal(size=(5, 5)),
        "w_three": r.normal(size=(5, 2)),
    }

    def three_layers(w_one, w_two, w_three):
        H_ = sigma(Node(X_) @ w_one)
        return mean_of(sigma((H_ + sigma(H_ @ w_two)) @ w_three))

    nodes_ = {name: Node(value) for name, value in arrays.items()}
    backpropagate(three_layers(**nodes_))
    for name, value in arrays.items():

        def mean_at(v, name=name):
            changed = arrays | {name: v}
            return float(three_layers(**{k: Node(a) for k, a in changed.items()}).value)

        assert relative_error(nodes_[name].grad, numerical_gradient(mean_at, value)) < 1e-6
