"""Wrong answers to the questions of the activations assignment; canary: 5d1f6c0a9e."""

ACTIVATE = (
    "def activate(name, z):\n"
    "    e, positive = np.exp(-np.abs(z)), z > 0\n"
    "    s = np.where(z >= 0, 1, e) / (1 + e)\n"
    "    t = np.tanh(z)\n"
    "    n = np.minimum(z, 0)\n"
    "    table = {\n"
    "        'sigmoid': (s, {sigmoid}),\n"
    "        'tanh': ({tanh}, {tanh_slope}),\n"
    "        'ReLU': (np.maximum(z, 0), positive * 1.0),\n"
    "        'Leaky ReLU': ({leaky}, np.where(positive, 1, 0.01)),\n"
    "        'ELU': (np.where(z >= 0, z, {elu}), {elu_slope}),\n"
    "    }\n"
    "    return table[name]"
)
RIGHT = {
    "{sigmoid}": "e / (1 + e) ** 2",
    "{tanh}": "t",
    "{tanh_slope}": "4 * np.exp(-2 * np.abs(z)) / (1 + np.exp(-2 * np.abs(z))) ** 2",
    "{leaky}": "np.maximum(0.01 * z, z)",
    "{elu}": "np.expm1(n)",
    "{elu_slope}": "np.exp(n)",
}


def activate(**changes):
    """The right answer to 5.1, with some parts replaced."""
    code = ACTIVATE
    for place, part in (RIGHT | {f"{{{name}}}": part for name, part in changes.items()}).items():
        code = code.replace(place, part)
    return code


def race(
    keep="2 * len(f) > len(losses)", mean="np.mean(f)", table="tried", judge="fresh", middle="np.median"
):
    """The right answer to 5.5, with some parts replaced."""
    return (
        "def race(tried, fresh):\n"
        "    chosen, score = {}, {}\n"
        f"    for name, rates in {table}.items():\n"
        "        means = []\n"
        "        for rate, losses in rates.items():\n"
        "            f = [v for v in losses if np.isfinite(v)]\n"
        f"            if {keep}:\n"
        f"                means.append(({mean}, rate))\n"
        "        chosen[name] = min(means)[1]\n"
        f"        last = np.nan_to_num({judge}[name][chosen[name]], nan=np.inf, posinf=np.inf)\n"
        f"        score[name] = {middle}(last)\n"
        "    return chosen, sorted(score, key=score.get)"
    )


def diagnose(*rules, last="learning rate too high"):
    """Rules asked in this order, each a condition on s and a name."""
    lines = [f"    if {condition}:\n        return {name!r}\n" for condition, name in rules]
    return "def diagnose(s):\n" + "".join(lines) + f"    return {last!r}"


ZERO = ("s['spread_W1'] == 0", "zero initialisation")
OVERFLOW = ("not np.isfinite(s['first_loss'])", "overflow in softmax")
UNSCALED = ("max(s['spread_X'], s['mean_X']) > 5", "unscaled input")
DEAD = ("s['silent_start'] > 0.5", "dead ReLU")
SATURATED = ("s['far_start'] > 0.5", "saturated sigmoid")


def repair(*lines, end="new"):
    """Dictionary of cures, some of them replaced, and lines that go before and after."""
    return (
        "def repair(settings, fault):\n"
        "    new = dict(settings)\n"
        "    high = settings['scale'] > 1.5\n"
        "    cure = {\n"
        "        'dead ReLU': {'bias': 0.0},\n"
        "        'saturated sigmoid': {'scale': 1.0} if high else {'bias': 0.0},\n"
        "        'zero initialisation': {'scale': 1.0},\n"
        "        'learning rate too high': {'learning_rate': 1.0},\n"
        "        'overflow in softmax': {'stable_softmax': True},\n"
        "        'unscaled input': {'standardise': True},\n"
        "    }\n" + "".join(f"    {line}\n" for line in lines) + "    new.update(cure[fault])\n"
        f"    return {end}"
    )


WRONG = {
    "activate": [
        ("sigmoid of -z", "the sigmoid of -z", activate().replace("z >= 0, 1, e)", "z >= 0, e, 1)")),
        ("slope of the value of z", "σ(1 - σ), not z(1 - z)", activate(sigmoid="z * (1 - z)")),
        ("tanh is a sigmoid", "tanh(z) = 2σ(2z) - 1", activate(tanh="s")),
        ("tanh has the slope of the sigmoid", "belongs to the sigmoid", activate(tanh_slope="t * (1 - t)")),
        ("the smaller of the two", "a hundredth of z", activate(leaky="np.minimum(0.01 * z, z)")),
        ("ELU without its -1", "you left out the -1", activate(elu="np.exp(n)")),
        ("ELU is straight", "on the left ELU bends", activate(elu_slope="np.ones_like(z)")),
        (
            "tanh overflows",
            "inf / inf or 0 * inf",
            activate(tanh="(np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))"),
        ),
        ("slope loses its digits", "1 - σ(40) is rounded to 0", activate(sigmoid="s * (1 - s)")),
        (
            "numbers only",
            "value has the shape (2, 3)",
            activate() + "\nright = activate\n"
            "def activate(name, z): return [np.ravel(v) for v in right(name, np.ravel(z))] if z.ndim > 1 "
            "else right(name, z)",
        ),
    ],
    "softplus": [
        (
            "the formula as it stands",
            "exp of a large number is inf",
            "def softplus(z, k): return np.log(1 + np.exp(k * z)) / k, 1 / (1 + np.exp(-k * z))",
        ),
        (
            "not divided",
            "divide the logarithm by the sharpness",
            "def softplus(z, k): return np.logaddexp(0, k * z), np.exp(-np.logaddexp(0, -k * z))",
        ),
        (
            "factors do not cancel",
            "cancel",
            "def softplus(z, k): return np.logaddexp(0, k * z) / k, k * np.exp(-np.logaddexp(0, -k * z))",
        ),
        (
            "no inner derivative",
            "the inner derivative β is missing",
            "def softplus(z, k): return np.logaddexp(0, k * z) / k, np.exp(-np.logaddexp(0, -k * z)) / k",
        ),
        (
            "slope of the sigmoid",
            "the slope of softplus is simpler",
            "def softplus(z, k):\n"
            "    e = np.exp(-np.abs(k * z))\n"
            "    return np.logaddexp(0, k * z) / k, e / (1 + e) ** 2",
        ),
        (
            "slope without sharpness",
            "belongs into the slope as well",
            "def softplus(z, k): return np.logaddexp(0, k * z) / k, np.exp(-np.logaddexp(0, -z))",
        ),
        (
            "log of 1 plus something tiny",
            "use log1p",
            "def softplus(z, k):\n"
            "    e = np.exp(-np.abs(k * z))\n"
            "    return np.maximum(z, 0) + np.log(1 + e) / k, np.where(z >= 0, 1, e) / (1 + e)",
        ),
    ],
    "gradient_left": [
        (
            "outputs taken for pre-activations",
            "0.5 is already σ(z)",
            "def gradient_left(name, h, w):\n"
            "    e = np.exp(-np.abs(h))\n"
            "    table = {'sigmoid': e / (1 + e) ** 2, 'tanh': 1 - np.tanh(h) ** 2, 'ReLU': h > 0,\n"
            "             'Leaky ReLU': np.where(h > 0, 1, 0.01), 'ELU': np.exp(np.minimum(h, 0))}\n"
            "    return np.prod(w * table[name])",
        ),
        (
            "tanh like the sigmoid",
            "use tanh' = 1 - tanh²",
            "def gradient_left(name, h, w):\n"
            "    table = {'sigmoid': h * (1 - h), 'tanh': h * (1 - h), 'ReLU': h > 0,\n"
            "             'Leaky ReLU': np.where(h > 0, 1, 0.01), 'ELU': 1 + np.minimum(h, 0)}\n"
            "    return np.prod(w * table[name])",
        ),
        (
            "no weights",
            "the weight is a factor too",
            "def gradient_left(name, h, w):\n"
            "    table = {'sigmoid': h * (1 - h), 'tanh': 1 - h**2, 'ReLU': h > 0,\n"
            "             'Leaky ReLU': np.where(h > 0, 1, 0.01), 'ELU': 1 + np.minimum(h, 0)}\n"
            "    return np.prod(table[name] * 1.0)",
        ),
        (
            "a sum",
            "the slopes were added",
            "def gradient_left(name, h, w):\n"
            "    table = {'sigmoid': h * (1 - h), 'tanh': 1 - h**2, 'ReLU': h > 0,\n"
            "             'Leaky ReLU': np.where(h > 0, 1, 0.01), 'ELU': 1 + np.minimum(h, 0)}\n"
            "    return np.sum(w * table[name])",
        ),
        (
            "the last unit only",
            "take all k factors",
            "def gradient_left(name, h, w):\n"
            "    table = {'sigmoid': h * (1 - h), 'tanh': 1 - h**2, 'ReLU': h > 0,\n"
            "             'Leaky ReLU': np.where(h > 0, 1, 0.01), 'ELU': 1 + np.minimum(h, 0)}\n"
            "    return (w * table[name])[-1]",
        ),
        (
            "size of the weights",
            "turns the sign of the gradient",
            "def gradient_left(name, h, w):\n"
            "    table = {'sigmoid': h * (1 - h), 'tanh': 1 - h**2, 'ReLU': h > 0,\n"
            "             'Leaky ReLU': np.where(h > 0, 1, 0.01), 'ELU': 1 + np.minimum(h, 0)}\n"
            "    return np.prod(np.abs(w) * table[name])",
        ),
        (
            "ELU's bend everywhere",
            "holds on the left only",
            "def gradient_left(name, h, w):\n"
            "    table = {'sigmoid': h * (1 - h), 'tanh': 1 - h**2, 'ReLU': h > 0,\n"
            "             'Leaky ReLU': np.where(h > 0, 1, 0.01), 'ELU': 1 + h}\n"
            "    return np.prod(w * table[name])",
        ),
        (
            "a silent ReLU lets it through",
            "its slope is 0",
            "def gradient_left(name, h, w):\n"
            "    table = {'sigmoid': h * (1 - h), 'tanh': 1 - h**2, 'ReLU': h >= 0,\n"
            "             'Leaky ReLU': np.where(h > 0, 1, 0.01), 'ELU': 1 + np.minimum(h, 0)}\n"
            "    return np.prod(w * table[name])",
        ),
    ],
    "examine": [
        *(
            (
                mistake,
                words,
                "def examine(outputs, d_next):\n"
                f"    silent = [{silent} for H in outputs]\n"
                "    Ws = [H.T @ d for H, d in zip(outputs, d_next)]\n"
                "    return silent, [((W >= 0).all(axis=0) | (W <= 0).all(axis=0)).mean() for W in Ws]",
            )
            for mistake, words, silent in [
                ("silent for some example", "silent for some example", "(H <= 0).any(axis=0).mean()"),
                ("share of outputs", "the share of outputs, not of units", "(H <= 0).mean()"),
                ("silent examples", "examples without an active unit", "(H <= 0).all(axis=1).mean()"),
                ("only exactly 0", "as of Leaky ReLU", "(H == 0).all(axis=0).mean()"),
                ("a number of units", "divide by the width", "(H <= 0).all(axis=0).sum()"),
            ]
        ),
        *(
            (
                mistake,
                words,
                "def examine(outputs, d_next):\n"
                "    silent = [(H <= 0).all(axis=0).mean() for H in outputs]\n"
                "    Ws = [H.T @ d for H, d in zip(outputs, d_next)]\n"
                f"    return silent, [{share} for W, H, d in zip(Ws, outputs, d_next)]",
            )
            for mistake, words, share in [
                ("positive only", "all 0 or below is one sign as well", "(W >= 0).all(axis=0).mean()"),
                (
                    "rows of the gradient",
                    "or you went along the rows",
                    "((W >= 0).all(axis=1) | (W <= 0).all(axis=1)).mean()",
                ),
                (
                    "each example by itself",
                    "read the signs of the sum",
                    "np.mean([abs(np.sign(H[:, :, None] * d[:, None, :]).sum(axis=(0, 1))) == H.size])",
                ),
            ]
        ),
    ],
    "race": [
        ("the luckiest run", "lowest *single* loss", race(mean="min(f)")),
        ("chosen on the fresh seeds", "or the race is rigged", race(table="fresh")),
        (
            "one rate for all",
            "each function has its own rate",
            race().replace("min(means)[1]", "min(r for t in tried.values() for r in t)"),
        ),
        ("one lucky run is enough", "two of three runs diverged", race(keep="f")),
        ("one bad run is enough", "leave it out of the mean", race(keep="len(f) == len(losses)")),
        (
            "the larger of two equal rates",
            "take the smaller rate",
            race().replace("min(means)[1]", "min(means, key=lambda m: (round(m[0], 9), -m[1]))[1]"),
        ),
        (
            "ranked on the tried seeds",
            "the order on the tried seeds",
            race(judge="tried"),
        ),
        ("mean of the fresh seeds", "led astray", race(middle="np.mean")),
        (
            "fresh diverged runs left out",
            "its median is inf",
            race(middle="(lambda v: np.median(v[np.isfinite(v)]))"),
        ),
    ],
    "diagnose": [
        (
            "silence first",
            "ask for spread_W1 before",
            diagnose(DEAD, ZERO, OVERFLOW, UNSCALED, SATURATED),
        ),
        (
            "silence before the inputs",
            "look at mean_X first",
            diagnose(ZERO, OVERFLOW, DEAD, UNSCALED, SATURATED),
        ),
        (
            "silence at the end",
            "died on the way",
            diagnose(ZERO, OVERFLOW, UNSCALED, ("s['silent_end'] > 0.5", "dead ReLU"), SATURATED),
        ),
        (
            "any nan is softmax",
            "look at first_loss, not at not_finite",
            diagnose(ZERO, ("s['not_finite']", "overflow in softmax"), UNSCALED, DEAD, SATURATED),
        ),
        (
            "inf only",
            "which knows both",
            diagnose(ZERO, ("s['first_loss'] == np.inf", "overflow in softmax"), UNSCALED, DEAD, SATURATED),
        ),
        (
            "far before silent",
            "a sigmoid is never silent",
            diagnose(
                ZERO, OVERFLOW, UNSCALED, ("s['silent_start'] < 0.2 or s['far_start'] < 0.9", "?"), SATURATED
            ).replace(
                "    if s['silent_start'] < 0.2 or s['far_start'] < 0.9:\n        return '?'\n",
                "    if s['silent_start'] > 0.5 and s['far_start'] < 0.9:\n        return 'dead ReLU'\n",
            ),
        ),
        (
            "saturated by its weights only",
            "do not rely on spread_W1",
            diagnose(ZERO, OVERFLOW, UNSCALED, DEAD, ("s['spread_W1'] > 5", "saturated sigmoid")),
        ),
        (
            "far before the inputs",
            "or from large inputs",
            diagnose(
                ZERO,
                OVERFLOW,
                ("s['mean_X'] > 5", "unscaled input"),
                DEAD,
                ("s['far_start'] > 0.5", "saturated sigmoid"),
            ),
        ),
    ],
    "repair": [
        (
            "writes into the dict",
            "begin with new = dict(settings)",
            repair().replace("new = dict(settings)", "new = settings"),
        ),
        ("the entry alone", "give back a whole dict", repair(end="cure[fault]")),
        (
            "everything back to normal",
            "even if they look unusual",
            repair("new.update(scale=1.0, bias=0.0, learning_rate=1.0)"),
        ),
        (
            "always weights and bias",
            "change the other one only",
            repair("cure['saturated sigmoid'] = {'scale': 1.0, 'bias': 0.0}"),
        ),
        ("nothing", "did you give back the old dict", repair(end="dict(settings)")),
        (
            "half the rate",
            "neither huge nor tiny",
            repair("cure['learning rate too high'] = {'learning_rate': settings['learning_rate'] / 2}"),
        ),
        (
            "a lower rate for a saturated sigmoid",
            "need weights of size 1",
            repair("cure['saturated sigmoid'] = {'learning_rate': 0.1}"),
        ),
        (
            "a lower rate for raw inputs",
            "chapter 2 has the cure",
            repair("cure['unscaled input'] = {'learning_rate': 1e-4}"),
        ),
        (
            "a positive bias for zero weights",
            "they need weights",
            repair("cure['zero initialisation'] = {'bias': 0.3}"),
        ),
    ],
}
