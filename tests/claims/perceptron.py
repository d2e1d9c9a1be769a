"""What `chapters/perceptron.ipynb` claims."""

from functools import cache
from itertools import permutations, product

import numpy as np


@cache
def _counts(gap):
    """How many corrections each of a hundred orders of the examples needs."""
    return [len(shuffled_run(*cases[gap], order)) for order in range(100)]


def _gate(name, first, second):
    return GATES[name][2 * first + second]


# ---------------------------------------------------------------- gates


def the_three_gates_have_the_settings_that_the_text_names():
    assert rows_right(1, 1, -1.5)[0] == rows_right(1, 1, -0.5)[1] == rows_right(-1, -1, 1.5)[2] == 4


def each_slider_moves_each_bar_and_xor_never_gets_four_rows():
    ticks = [-2, -1, 0, 1, 2]
    counts = [rows_right(*setting) for setting in product(ticks, ticks, np.arange(-1.5, 2, 0.5))]
    counts = np.reshape(counts, (5, 5, 7, 4))
    assert counts.max(axis=(0, 1, 2)).tolist() == [4, 4, 4, 3]
    for axis in range(3):
        assert (np.ptp(counts, axis=axis).max(axis=(0, 1)) > 0).all()


def only_xor_and_its_opposite_are_missing():
    every_table = {tuple(int(a) for a in f"{n:04b}") for n in range(16)}
    assert every_table - {tuple(map(int, table)) for table in tables.T} == {(0, 1, 1, 0), (1, 0, 0, 1)}


def with_the_product_as_third_stimulus_one_unit_learns_xor():
    product_too = np.column_stack([corners, corners.prod(axis=1)])
    *_, (_, w, b) = learn(product_too, GATES["XOR"])
    assert (fires(product_too, w, b) == GATES["XOR"]).all()


# ---------------------------------------------------------------- the rule


def a_correction_lifts_its_own_example_by_its_length():
    for seed in range(5):
        points, labels = two_classes(0.1, seed)
        w_old, b_old = np.zeros(2), 0.0
        for i, w, b in learn(points, labels):
            t = 2 * labels[i] - 1
            rise = t * (points[i] @ (w - w_old) + b - b_old)
            assert np.isclose(rise, points[i] @ points[i] + 1)
            w_old, b_old = w, b


def the_arrow_turns_toward_the_example_that_should_fire():
    w, x = np.array([1.0, -0.6]), np.array([0.4, 1.4])
    cosine = [arrow @ x / np.linalg.norm(arrow) / np.linalg.norm(x) for arrow in [w, w + x]]
    assert cosine[0] < 0 < cosine[1]


def a_correction_may_make_more_examples_wrong_and_yet_the_rule_ends():
    for seed in range(5):
        points, labels = two_classes(0.1, seed)
        wrong = [40, *(count_wrong(points, labels, w, b) for _, w, b in learn(points, labels))]
        assert wrong[-1] == 0 and max(np.diff(wrong)) > 0


def or_corrects_its_first_row_five_times():
    assert sum(i == 0 for i, _, _ in learn(corners, GATES["OR"])) == 5


def step_and_order_of_the_slider_change_the_number_of_wrong_examples():
    for name in in_order:
        wrong = [count_wrong(X, y, w, b) for _, w, b in lessons[name]]
        assert wrong[-1] == 0 and len(set(wrong)) >= 3 and len(wrong) <= 20
    assert len({len(lesson) for lesson in lessons.values()}) == 3


def the_rule_is_gradient_descent_on_a_loss_whose_slopes_nudges_confirm():
    def loss(w1, w2, b, i):
        return max(0, -(2 * y[i] - 1) * (X[i] @ [w1, w2] + b))

    point, trained = np.array([0.3, -0.8, 0.2]), Perceptron(2)
    trained.params = {"w": point[:2], "b": point[2:]}
    for i in range(40):
        _, grads = trained.loss_and_grads(X[i : i + 1], y[i : i + 1])
        nudges = [1e-6 * np.eye(3)[k] for k in range(3)]
        slopes = [(loss(*(point + nudge), i) - loss(*(point - nudge), i)) / 2e-6 for nudge in nudges]
        assert np.allclose(slopes, [*grads["w"], *grads["b"]], atol=1e-6)


def gradient_descent_over_all_examples_ends_where_the_rule_ends():
    *_, (_, w, b) = lessons["as given"]
    for w_other, b_other in [(w_library, b_library), (unit.params["w"], unit.params["b"][0])]:
        assert np.allclose(w_other, w) and np.isclose(b_other, b)


# ---------------------------------------------------------------- the bound


def no_order_exceeds_the_bound_and_a_wider_gap_needs_fewer_corrections():
    for low, high, bound in results.values():
        assert 1 <= low <= high <= bound
    for seed in range(5):
        for column in range(3):
            wider = [results[gap, seed][column] for gap in [0.1, 0.4, 1.6]]
            assert wider[0] >= wider[1] >= wider[2]


def the_bound_is_loose_fifty_times_for_the_narrowest_gap():
    assert bounds[0.025] > 50 * max(_counts(0.025))
    assert all(results[0.1, seed][2] > 6 * results[0.1, seed][1] for seed in range(5))


def twice_the_gap_divides_the_bound_by_up_to_three():
    ratios = np.divide(list(bounds.values())[:-1], list(bounds.values())[1:])
    assert ((1.5 < ratios) & (ratios < 3.1)).all()


def the_order_changes_the_count_by_ten_or_more_for_narrow_gaps():
    for gap in [0.025, 0.05, 0.1, 0.2]:
        assert max(_counts(gap)) >= 10 * min(_counts(gap))


def the_lengths_stay_between_the_line_and_the_root_for_every_gap_and_order():
    for gap in gaps:
        points, labels = cases[gap]
        R = np.sqrt((points**2).sum(axis=1).max() + 1)
        margin = R / np.sqrt(bounds[gap])
        for order in range(8):
            run = shuffled_run(points, labels, order)
            m = np.arange(1, len(run) + 1)
            lengths = np.array([np.sqrt(w @ w + b**2) for _, w, b in run])
            assert (m * margin <= lengths + 1e-9).all() and (lengths <= np.sqrt(m) * R + 1e-9).all()


def gap_and_order_of_the_slider_change_the_bound_and_the_count():
    assert np.all(np.diff(list(bounds.values())) < 0)
    for gap in gaps:
        assert len(set(_counts(gap)[:8])) > 1


# ---------------------------------------------------------------- XOR


def on_xor_the_weights_run_in_a_cycle_of_four_in_every_order_of_the_rows():
    for rows in permutations(range(4)):
        run = learn(corners[list(rows)], GATES["XOR"][list(rows)], 50)
        assert len({(*w, b) for _, w, b in run}) == 4 and len(run) > 190


def on_xor_the_rule_never_passes_by_a_line_with_one_row_wrong():
    for rows in permutations(range(4)):
        run = learn(corners[list(rows)], GATES["XOR"][list(rows)], 10)
        assert min(count_wrong(corners, GATES["XOR"], w, b) for _, w, b in run) == 2
    assert count_wrong(corners, GATES["XOR"], np.array([1, 1]), -0.5) == 1


def on_clouds_the_weights_are_never_twice_at_one_place_and_never_far():
    for seed in range(5):
        run = learn(*datasets.xor(40, noise=0.3, rng=np.random.default_rng(seed)), 300)
        path = np.array([[*w, b] for _, w, b in run])
        assert len(np.unique(path.round(9), axis=0)) == len(path) > 5000
        assert np.linalg.norm(path, axis=1).max() < 4


def each_step_of_the_xor_slider_moves_weights_within_its_frame():
    for run in xor_runs.values():
        path = np.array([[*w, b] for _, w, b in run[:40]])
        assert len(run) > 40 and np.ptp(path, axis=0).min() > 0.9
        assert -3 < path.min() <= path.max() < 3


# ---------------------------------------------------------------- thresholds


def thresholds_leave_a_part_of_the_plane_without_one_answer():
    for seed in range(5):
        points, labels = datasets.blobs(150, spread=0.4, rng=np.random.default_rng(seed))
        lines = [learn(points, (labels == k).astype(int))[-1][1:] for k in range(3)]
        W_three, b_three = np.transpose([w for w, _ in lines]), np.array([b for _, b in lines])
        n_answers = (plane @ W_three + b_three > 0).sum(axis=1)
        share = np.bincount(n_answers, minlength=4) / len(plane)
        assert 0.15 < 1 - share[1] < 0.5 and share[0] > 0 and share[2] > 0
        assert ((points @ W_three + b_three).argmax(axis=1) == labels).all()
        assert (fires(points, W_three, b_three) == np.eye(3)[labels]).all()


def three_scores_are_equal_in_one_point_and_each_wins_somewhere():
    W, b = (np.stack([part[-1][k] for part in runs], axis=-1) for k in [1, 2])
    point = np.linalg.solve((W[:, 1:] - W[:, :1]).T, b[0] - b[1:])
    assert np.ptp(point @ W + b) < 1e-9
    assert set((plane @ W + b).argmax(axis=1)) == {0, 1, 2}


def under_the_softmax_loss_the_weights_of_separable_points_keep_growing():
    for seed in range(5):
        points, labels = two_classes(0.4, seed)
        w, b, lengths = np.zeros(2), 0.0, []
        for step in range(1, 3001):
            p = 1 / (1 + np.exp(-(points @ w + b)))  # softmax of (0, s), second class
            w, b = w - points.T @ (p - labels) / 40, b - (p - labels).mean()
            if step in [30, 300, 3000]:
                lengths.append(np.sqrt(w @ w + b**2))
        assert lengths[1] > 1.3 * lengths[0] and lengths[2] > 1.3 * lengths[1]
        assert (lengths[2] - lengths[1]) / 2700 < 0.3 * (lengths[1] - lengths[0]) / 270, "ever more slowly"


def longer_weights_have_a_smaller_loss_where_a_line_makes_no_mistake():
    for name in lessons:
        _, w, b = lessons[name][-1]
        losses = [
            cross_entropy(np.column_stack([np.zeros(40), factor * (X @ w + b)]), y)[0]
            for factor in [1, 2, 10, 100]
        ]
        assert np.all(np.diff(losses) < 0)


def zooming_in_leaves_a_flat_staircase_and_a_straight_slope():
    for w1 in [-1.4, -0.6, 0.6, 1.4, 2.2]:
        levels, slopes = [], []
        for zoom in [1, 2, 4, 8, 16, 32, 64, 128]:
            nearby = w1 + np.linspace(-3, 3, 241) / zoom
            right, losses = np.transpose([right_and_loss(value) for value in nearby])
            levels.append(len(set(right)))
            slopes.append(np.diff(losses) / np.diff(nearby))
        assert np.all(np.diff(levels) <= 0) and levels[0] > 5 and levels[-1] == 1, levels
        assert np.ptp(slopes[-1]) < 0.01 < abs(slopes[-1].mean())


def share_right_and_loss_are_those_of_the_unit_and_of_softmax():
    right, loss = right_and_loss(0.7)
    s = X @ np.array([0.7, 1.5]) - 0.5
    assert right == (fires(X, np.array([0.7, 1.5]), -0.5) == y).mean()
    assert np.isclose(loss, np.logaddexp(0, (1 - 2 * y) * s).mean())


# ---------------------------------------------------------------- exercises


def exercise_1_corrects_two_rows():
    after = [(tuple(corners[i]), tuple(w), b) for i, w, b in learn(corners, GATES["NAND"], 1)]
    assert after == [((0, 0), (0, 0), 1), ((1, 1), (-1, -1), 0)]


def exercise_2_a_rate_scales_all_weights():
    w10, b10 = np.zeros(2), 0.0
    for i, w, b in lessons["as given"]:
        t = 2 * y[i] - 1
        assert t * (X[i] @ w10 + b10) <= 0
        w10, b10 = w10 + 10 * t * X[i], b10 + 10 * t
        assert np.allclose(w10, 10 * w) and b10 == 10 * b


def exercise_3_moved_points_need_over_ten_times_the_corrections():
    before, moved = (learn(X + shift, y) for shift in [0, 3])
    assert len(moved) > 10 * len(before)
    R = [np.sqrt(((X + shift) ** 2).sum(axis=1).max() + 1) for shift in [0, 3]]
    assert 2 * R[0] < R[1]
    margins = [length / np.sqrt(mistake_bound(X + shift, y)) for length, shift in zip(R, [0, 3])]
    assert margins[0] > 3 * margins[1], "the margin shrinks even more"
    assert abs(moved[-1][2]) > 10 * abs(before[-1][2])


def exercise_4_no_unit_computes_odd_for_three():
    rows = np.array(list(product([0, 1], repeat=3)))
    odd = rows.sum(axis=1) % 2
    unit_of_two = rows[:, 2] == 0
    assert (odd[unit_of_two] == GATES["XOR"]).all()
    drawn = np.random.default_rng(0).normal(size=(4, 20_000))
    assert ((rows @ drawn[:3] + drawn[3] > 0) == odd[:, None]).sum(axis=0).max() < 8


def exercise_5_nudges_of_a_threshold_find_no_slope():
    for seed in range(20):
        w1, w2, b = np.random.default_rng(seed).normal(size=3)
        for nudge in 1e-6 * np.eye(3):
            wrong = [
                (fires(X, np.array([w1, w2]) + sign * nudge[:2], b + sign * nudge[2]) != y).mean()
                for sign in [-1, 1]
            ]
            assert wrong[0] == wrong[1]


def exercise_6_three_gates_make_xor_and_two_do_not():
    first, second = corners.T
    made = _gate("AND", _gate("OR", first, second), _gate("NAND", first, second))
    assert (made == GATES["XOR"]).all()
    allowed = ["AND", "OR", "NAND"]
    for inner, last in product(allowed, [first, second]):
        middle = _gate(inner, first, last)
        for outer, other in product(allowed, [first, second, middle]):
            assert not np.array_equal(_gate(outer, middle, other), GATES["XOR"])
