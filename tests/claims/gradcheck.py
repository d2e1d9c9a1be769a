"""What `chapters/gradcheck.ipynb` claims."""

SAYS = {
    "sign flipped": "its sign is flipped",
    "1/n missing": "the factor 1/n is missing",
    "bias not summed": "it is not summed over the examples",
    "bias averaged": "it is divided by n once too often",
}
SPOILS = {"sign flipped": ["W1", "b1", "W2", "b2"], "1/n missing": ["W1", "b1", "W2", "b2"]}
SPOILS |= {"bias not summed": ["b1", "b2"], "bias averaged": ["b1", "b2"]}


def _named(mistake_):
    return {name_: (SAYS | HIDDEN)[mistake_] for name_ in SPOILS.get(mistake_, ["W1", "b1"])}


def the_slope_of_the_graph_is_the_derivative_of_its_loss():
    for w_ in np.linspace(-2, 2, 9):
        assert np.isclose((loss_of_w1(w_ + 1e-5) - loss_of_w1(w_ - 1e-5)) / 2e-5, slope_of_w1(w_), atol=1e-8)


def a_tenth_of_the_step_leaves_a_tenth_of_the_forward_and_a_hundredth_of_the_central_error():
    for kind_, power_ in [("central", 2), ("forward", 1)]:
        errors_ = np.array(nudge_errors[kind_])
        assert np.isclose(np.log10(errors_[1] / errors_[3]), 2 * power_, atol=0.15)


def the_error_is_least_between_too_coarse_formulas_and_too_coarse_numbers():
    for kind_, steps_, least_ in [("central", (4, 7), 1e-9), ("forward", (7, 9), 1e-6)]:
        errors_ = np.array(nudge_errors[kind_])
        assert steps_[0] <= errors_.argmin() <= steps_[1] and errors_.min() < least_
        assert errors_[0] > 1e-2 and errors_[15] > 1e-4
    assert min(nudge_errors["forward"]) > 10 * min(nudge_errors["central"])


def over_many_weights_the_best_central_step_is_near_1e_5_and_the_best_forward_step_near_1e_8():
    many = np.random.default_rng(0).uniform(-2, 2, 200)
    for kind_, best_, most_ in [("central", (5, 6), 1e-10), ("forward", (7, 8), 1e-7)]:
        typical = {
            k: np.median([abs(nudged(kind_, 10.0**-k, w_) - slope_of_w1(w_)) for w_ in many])
            for k in range(2, 13)
        }
        assert min(typical, key=typical.get) in best_ and min(typical.values()) < most_


def single_precision_wants_a_far_larger_step():
    one_, errors_ = np.float32(1), []
    at = np.float32(0.3) + np.float32(0.01) * np.arange(20, dtype=np.float32)

    def loss_(w_):
        return (np.float32(2) / (one_ + np.exp(np.float32(-2) * w_)) - one_) ** 2

    for k in range(1, 7):
        e = np.float32(10.0**-k)
        quotients_ = (loss_(at + e) - loss_(at - e)) / (2 * e)
        errors_.append(np.median(np.abs(quotients_ - slope_of_w1(at.astype(float)))))
    assert np.argmin(errors_) + 1 in (2, 3) and 1e-6 < min(errors_) < 1e-3


def the_nudge_slider_moves_the_error_with_the_step_and_with_the_kind():
    for errors_ in nudge_errors.values():
        assert np.ptp(np.log10(np.maximum(errors_, 1e-16))) > 6
    assert nudge_errors["forward"][4] > 100 * nudge_errors["central"][4]


def nudging_agrees_with_the_program_and_with_the_library():
    for seed_ in range(5):
        r = np.random.default_rng(seed_)
        x_, y_, w1_, w2_ = (r.normal(size=shape_) for shape_ in [(5, 4), (5, 2), (4, 3), (3, 2)])
        h_ = sigmoid(x_ @ w1_)
        right_ = x_.T @ (2 * (h_ @ w2_ - y_) @ w2_.T * h_ * (1 - h_))

        def loss_(w_, x_=x_, y_=y_, w2_=w2_):
            return np.square(sigmoid(x_ @ w_) @ w2_ - y_).sum()

        assert relative_error(right_, nudge_all(loss_, w1_)) < 1e-6
        assert np.allclose(nudge_all(loss_, w1_), gradcheck.numerical_gradient(loss_, w1_))


def a_nudge_over_the_kink_of_relu_is_wrong():
    assert np.isclose(nudge_all(lambda w_: relu(w_).sum(), np.array([3e-6]))[0], 0.65)
    assert np.isclose(nudge_all(lambda w_: relu(w_).sum(), np.array([3e-5]))[0], 1)


def the_program_without_a_mistake_is_right():
    for seed_ in range(5):
        for activation_ in [relu, sigmoid]:
            received_ = gradients(*tiny(6, seed_), activation_)[1]
            right_ = nudged_gradients(*tiny(6, seed_), activation_)
            assert max(relative_error(received_[name_], right_[name_]) for name_ in right_) < 1e-6


def every_mistake_that_shows_leaves_far_more_than_nudging():
    for mistake_ in set(MISTAKES) - {"none", "bias not summed"}:  # the latter has another shape
        received_ = gradients(*tiny(6), sigmoid, mistake_)[1]
        right_ = nudged_gradients(*tiny(6), sigmoid)
        assert max(relative_error(received_[name_], right_[name_]) for name_ in right_) > 0.01


def every_mistake_is_named_and_no_other():
    for seed_ in range(5):
        for activation_ in [relu, sigmoid]:
            for mistake_ in MISTAKES:
                received_ = gradients(*tiny(6, seed_), activation_, mistake_)[1]
                ours_ = name_mistakes(received_, *tiny(6, seed_), activation_)
                assert ours_ == diagnosed(mistake_, activation_, 6, seed_)
                silent_ = mistake_ == "none" or (activation_ is relu and mistake_ == "slope at output")
                assert ours_ == ({} if silent_ else _named(mistake_)), (mistake_, activation_, seed_)


def a_missing_2_and_a_transpose_are_named():
    case_ = (*tiny(6), relu)
    right_ = gradients(*case_)[1]
    for spoilt_, text in [
        (right_["W2"] / 2, "the factor 2 is missing"),
        (right_["W2"].T, "it is transposed"),
    ]:
        assert name_mistakes(right_ | {"W2": spoilt_}, *case_) == {"W2": text}


def two_names_that_explain_it_equally_well_are_both_given():
    received_ = gradients(*tiny(2), sigmoid, "bias averaged")[1]
    text = "it is divided by n once too often or the factor 2 is missing"
    assert name_mistakes(received_, *tiny(2), sigmoid) == {"b1": text, "b2": text}


def it_does_not_guess():
    for seed_ in range(5):
        model_, x_, y_ = tiny(6, seed_)
        found = gradcheck.diagnose(Faulty(model_, sigmoid), x_, y_)
        assert list(found) == ["W2"] and found["W2"].startswith("unknown: W2[3, 1]")
        received_ = Faulty(model_, sigmoid).loss_and_grads(x_, y_)[1]
        assert name_mistakes(received_, model_, x_, y_, sigmoid) == {"W2": "unknown"}


def one_example_hides_the_mistakes_that_count_examples():
    hidden_ = [mistake_ for mistake_ in MISTAKES if not diagnosed(mistake_, sigmoid, 1)]
    assert hidden_ == ["none", "1/n missing", "bias averaged"]


def the_trace_slider_tilts_the_line_with_n_and_changes_its_words_with_mistake_and_activation():
    for n_ in [3, 6, 12]:
        received_, nudged_, found = traces["1/n missing", n_, "relu"]
        assert np.allclose(received_["W2"], n_ * nudged_["W2"], atol=1e-8) and len(found) == 4
    assert len({str(traces[mistake_, 6, "sigmoid"][2]) for mistake_ in MISTAKES}) == len(MISTAKES)
    assert traces["slope at output", 6, "relu"][2] == {} != traces["slope at output", 6, "sigmoid"][2]


def every_start_begins_at_ln_c_and_learns_ten_examples_by_heart():
    for seed_ in range(5):
        assert abs(gradients(new_network(seed_), X_train, y_train, relu)[0] - np.log(10)) < 0.1
        r, model_ = np.random.default_rng(seed_), new_network(seed_)
        assert train(model_, X_train[:10], y_train[:10], r, epochs=200)[-1] < 0.02


def a_hidden_layer_lifts_the_shapes_far_above_the_linear_model():
    assert len(two_layers) == 5 and min(two_layers) > 50 and max(by_linear) < 20


def the_rates_were_chosen_on_validation():
    def right_(rate_, seed_):
        model_ = LinearModel(256, 10)
        fitted = settings | {"rng": np.random.default_rng(seed_)}
        fit(model_, X_train, y_train, optimiser=SGD(rate_), **fitted)
        return (model_.predict(X_validation) == y_validation).mean()

    for seed_ in (100, 101):
        assert max([0.01, 0.03, 0.1, 0.3, 1], key=lambda rate_, s=seed_: right_(rate_, s)) == 0.1
    for mistake_ in ["none", "bias averaged", "W2 reshaped"]:
        tried_ = [reached(mistake_, rate_, 101, X_validation, y_validation) for rate_ in [0.1, 0.3, 1]]
        assert np.argmax(tried_) == 1, "neither end of the list is the best"


def averaged_biases_and_a_missing_n_with_its_own_rate_cannot_be_seen():
    for seed_ in range(5):
        assert abs(silent["bias averaged"][seed_] - silent["none"][seed_]) < 5
        assert abs(silent["1/n missing"][seed_] - silent["none"][seed_]) < 3


def a_wrong_transpose_costs_about_ten_points():
    lost = np.subtract(silent["none"], silent["W2 reshaped"])
    assert (lost > 3).all() and 6 < lost.mean() < 13


def without_the_gate_little_is_left_and_uphill_nothing():
    assert abs(np.mean(silent["no gate"]) - np.mean(by_linear)) < 8
    assert max(silent["sign flipped"]) < 15
    uphill = [reached("sign flipped", rate_, 101, X_validation, y_validation) for rate_ in RATES]
    assert max(uphill) < 15, "at every rate that was tried"


def the_spirals_are_learned_with_averaged_biases_and_a_wrong_transpose_but_not_without_the_gate():
    for seed_ in range(1, 6):
        ends_ = {
            mistake_: spiral_course(mistake_, seed_)[0][-1][1]
            for mistake_ in ["none", "bias averaged", "W2 reshaped", "no gate"]
        }
        assert min(ends_["none"], ends_["bias averaged"], ends_["W2 reshaped"]) > 95 and ends_["no gate"] < 80


def the_silent_slider_moves_the_accuracy_with_the_epoch_and_with_the_mistake():
    ends_ = {mistake_: [right_ for _, right_ in courses[mistake_][0]] for mistake_ in SILENT}
    assert ends_["none"][-1] - ends_["none"][0] > 40
    assert ends_["none"][-1] > ends_["no gate"][-1] + 15 > ends_["sign flipped"][-1] + 30


def without_a_fault_labels_without_meaning_give_chance():
    for labels_ in ["shuffled", "permuted"]:
        assert 5 < np.mean(trials["no fault", labels_]) < 15 and max(trials["no fault", labels_]) < 20
    assert min(trials["no fault", "true"]) > 25


def both_ways_find_the_wrong_rows_and_only_permuting_before_the_split_finds_the_leak():
    for labels_ in ["true", "shuffled", "permuted"]:
        assert min(trials["wrong rows", labels_]) > 80
    assert max(trials["leak", "shuffled"]) < 20 < 80 < min(trials["leak", "permuted"])
    assert min(trials["leak", "true"]) > 80


def labels_permuted_row_by_row_miss_copies_that_were_there_before():
    found = []
    for seed_ in range(5):
        r = np.random.default_rng(seed_)
        pool_ = r.permutation(3000)[:400]
        rows_ = np.concatenate([pool_, pool_[-200:]])  # the last 200 twice, once for the test
        meaningless = r.permutation(y_train[rows_])
        model_ = new_network(seed_)
        train(model_, X_train[rows_[:400]], meaningless[:400], r, rate=0.2, epochs=60, batch=50)
        found.append(percent_right(model_, X_train[rows_[400:]], meaningless[400:]))
    assert max(found) < 25


def exact_copies_can_be_counted():
    pool_ = np.random.default_rng(0).permutation(3000)[:800]
    x_ = X_train[pool_]
    for rows_, expected_ in [(slice(0, 600), 0), (slice(200, 800), 200)]:
        assert sum((x_[rows_] == row_).all(axis=1).any() for row_ in x_[600:]) == expected_


def _leak_of(share_, seed_, epochs_):
    r = np.random.default_rng(seed_)
    pool_ = r.permutation(3000)[:800]
    x_, y_ = X_train[pool_], r.permutation(y_train[pool_])
    rows_ = np.r_[share_:600, 600 : 600 + share_]
    model_ = new_network(seed_)
    train(model_, x_[rows_], y_[rows_], r, rate=0.2, epochs=epochs_, batch=50)
    return percent_right(model_, x_[600:], y_[600:])


def a_network_that_has_not_learned_by_heart_betrays_less_and_a_small_leak_lifts_only_a_little():
    for seed_ in range(5):
        assert _leak_of(200, seed_, 5) < 40 < 80 < _leak_of(200, seed_, 60)
    small = [_leak_of(10, seed_, 60) for seed_ in range(5)]
    assert max(small) < 25 and np.mean(small) > np.mean(trials["no fault", "permuted"]) + 1


def every_fault_of_the_list_is_seen_by_a_check_and_the_healthy_network_passes_all():
    for seed_ in range(1, 6):
        seen_ = {fault_: examine(fault_, seed_) for fault_ in ILL}
        for fault_, (first_, wrong_, ten_, old_, new_) in seen_.items():
            assert (abs(first_ - np.log(10)) > 1) == (fault_ == "raw pixels")
            assert wrong_ == (fault_ in MISTAKES and fault_ != "none")
            assert ten_ == (fault_ not in ("raw pixels", "1/n missing", "small rate"))
            assert (new_ < 17) == (fault_ not in ("none", "no gate", "W2 reshaped")), (fault_, new_)
            assert (old_ > new_ + 8) == (fault_ in ("none", "no gate", "W2 reshaped", "rows mixed up"))


def zero_gradients_of_the_biases_are_unknown_and_train_all_the_same():
    MISTAKES["no bias"] = {"bias": lambda d_z_: 0 * d_z_.sum(axis=0)}
    try:
        found = diagnosed("no bias", relu, 7)
        ends_ = [reached("no bias", 0.3, seed_, X_test, y_test) for seed_ in range(5)]
    finally:
        del MISTAKES["no bias"]
    assert list(found) == ["b1", "b2"] and all(text.startswith("unknown") for text in found.values())
    assert abs(np.mean(ends_) - np.mean(two_layers)) < 3


def the_library_takes_the_same_steps():
    assert all(same_weights)
