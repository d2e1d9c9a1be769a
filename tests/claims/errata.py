"""What `chapters/errata.ipynb` claims."""


def a_border_through_the_origin_does_not_part_two_points_in_line_with_it():
    assert not ((directions @ near > 0) != (directions @ far > 0)).any()


def near_0_a_sigmoid_has_digits_that_it_lacks_near_1():
    assert 1 - sigmoid(40.0) == 0 < sigmoid(-40.0) < 1e-17


def the_slope_of_a_sigmoid_is_small_on_both_sides():
    assert sigmoid.derivative(10.0) == sigmoid.derivative(-10.0) < 5e-5


def the_three_squared_errors_have_three_gradients():
    step, prediction, target = 1e-6, 0.7, 0.2
    for factor, gradient in [(1, 2 * (prediction - target)), (0.5, prediction - target)]:
        above, below = (factor * (prediction + nudge - target) ** 2 for nudge in (step, -step))
        assert np.isclose((above - below) / (2 * step), gradient)
    assert np.allclose(d_w2_twice, 2 * d_w2)


def an_outer_product_gives_the_first_weights_what_central_differences_give():
    def loss_of(W1):
        return np.square(W2 @ sigmoid(W1 @ x[0] / 30) - y[0]).sum()

    hidden = sigmoid(W1 @ x[0] / 30)
    errors = 2 * (W2 @ hidden - y[0])
    gradient = np.outer(errors @ W2 * hidden * (1 - hidden), x[0] / 30)
    for j, i in [(0, 0), (3, 7), (99, 999)]:
        nudge = np.zeros_like(W1)
        nudge[j, i] = 1e-5
        assert np.isclose((loss_of(W1 + nudge) - loss_of(W1 - nudge)) / 2e-5, gradient[j, i], rtol=1e-4)


def randn_saturates_the_program_for_any_seed():
    for seed in range(1, 6):
        draws = np.random.default_rng(seed)
        Z = draws.normal(size=(64, 1000)) @ draws.normal(size=(1000, 100))
        assert (sigmoid.derivative(Z) < 0.01).mean() > 0.85
        assert (sigmoid.derivative(Z / np.sqrt(1000)) < 0.01).mean() < 0.001


def the_hidden_node_needs_every_weight_with_the_prime():
    assert np.isclose(right, rise / 2e-5, rtol=1e-4)
    assert abs(wrong - right) > 0.1 * abs(right)


def a_bias_helps_early_and_not_for_long():
    fresh = [
        np.mean([spirals_run(bias, seed) for seed in range(8, 16)], axis=0) for bias in [0, 0.01, 0.1, 1]
    ]
    active, early, late = np.transpose(fresh)
    assert (np.diff(active) > 0).all()
    assert early[0] > early[2] > early[3]
    assert abs(early[1] - early[0]) < 0.03
    assert late[3] > late[0] + 0.02


def elu_is_calmer_than_leaky_relu_far_out_only_and_relu_is_calmest():
    for seed in range(1, 6):
        tremble = 0.5 * np.random.default_rng(seed).normal(size=20_000)
        for z in [-1, -2, -4, -6, -8]:
            calm, leaky, exponential = (bend(z + tremble).std() for bend in (relu, leaky_relu, elu))
            assert calm < min(leaky, exponential)
            assert (exponential < leaky) == (z <= -6)


def the_slip_shows_at_once_and_costs_a_factor_of_about_ten():
    for seed in range(1, 6):
        draws = np.random.default_rng(seed)
        x_, *others = (draws.normal(size=shape) for shape in [(64, 1000), (64, 10), (1000, 100), (100, 10)])
        turn, R = np.linalg.qr(x_.T)  # turned so, 64 inputs hold all of x: the losses stay as they are
        arrays = R.T, others[0], turn.T @ others[1], others[2]
        slipped, right = (list(losses(*arrays, slip)) for slip in (True, False))
        assert slipped[1] > 3 * slipped[0]
        assert slipped[999] < slipped[1] / 100
        assert 4 < slipped[999] / right[999] < 25
