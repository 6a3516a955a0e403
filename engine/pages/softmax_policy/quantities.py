"""The quantities of the softmax page; an action's are declared for as many as there may be."""

from __future__ import annotations

from engine.core.quantity import Quantity
from engine.core.words import tr_noop
from engine.pages.softmax_policy.options import EXAMPLES, MOST
from engine.policies.softmax_zeroth_order import Baseline

# The baselines of REINFORCE and of the zeroth-order gradient, as they are called in the table.
BASELINES = {"none": "none", "mean": "mean", "leave_one_out": "leave one out", "optimal": "best"}
ZEROTH_BASELINES: dict[Baseline, str] = {"none": "none", "at_theta": "r at θ", "best": "best"}
ACTIONS = range(1, MOST + 1)
# Rewards whose spreads are told beside those of the current ones.


def _exact(key: str, name: str, help: str, row: str = "", column: str = "exact") -> Quantity:
    return Quantity(key, row or name, column, "", help, name=name)


def _estimated(key: str, name: str, help: str, row: str, column: str) -> Quantity:
    return Quantity(key, row, column, "", help, ("estimated",), name)


EXPECTED_REWARD = _exact("reward.mean", "E r", "Expected reward under the softmax, Σ π(y) r(y).")
REWARD_VARIANCE = _exact("reward.variance", "Var r", "Variance of the reward under the softmax.")
ARGMAX_REWARD = _exact(
    "reward.argmax", "argmax reward", "Reward of the action of the largest logit."
)
GRADIENT_LENGTH = _exact(
    "gradient.length", "gradient length", "|d E r / dθ|, of the exact gradient."
)
VARIANCE = {
    name: _exact(
        f"variance.{name}",
        f"variance, {words}",
        "Of REINFORCE's estimate from one batch, all coordinates together; by enumeration of the "
        "actions.",
        "variance, exact",
        words,
    )
    for name, words in BASELINES.items()
}
MEASURED_VARIANCE = {
    name: _estimated(
        f"variance.{name}.measured",
        f"measured variance, {words}",
        "Mean squared distance from the exact gradient over all batches.",
        "variance, measured",
        words,
    )
    for name, words in BASELINES.items()
}


def _spread(key: str, rewards: str) -> tuple[Quantity, Quantity]:
    """Mean and variance over the actions."""
    alike = "over the actions, all counted alike."
    return (
        _exact(f"{key}.mean", f"mean of {rewards}", f"Mean {alike}", f"mean, {rewards}"),
        _exact(
            f"{key}.variance",
            f"variance of {rewards}",
            f"Population variance {alike}",
            f"variance, {rewards}",
        ),
    )


_WORDS = {name: f"rewards {', '.join(f'{r:g}' for r in each)}" for name, each in EXAMPLES.items()}
SPREAD = _spread("rewards", "the rewards")
EXAMPLE_SPREAD = {name: _spread(f"example.{name}", words) for name, words in _WORDS.items()}
EXAMPLE_ERROR = {
    (example, name): _exact(
        f"example.{example}.error.{name}",
        f"gradient error with {rewards}, {words}",
        "Exact standard error of REINFORCE from one batch, three equally likely actions, τ = 1, "
        "all coordinates together.",
        f"gradient error, {rewards}",
        words,
    )
    for example, rewards in _WORDS.items()
    for name, words in BASELINES.items()
}
ZEROTH_LENGTH = _exact(
    "zeroth_order.length",
    "zeroth-order length",
    "|gradient of E r(argmax(θ + ε u))|, by quadrature.",
)
COSINE = _exact(
    "cosine",
    "cosine",
    "Of the angle between the policy gradient and the zeroth-order gradient of the argmax reward: "
    "1 if they point the same way.",
)
MEASURED_COSINE = {
    name: _estimated(
        f"cosine.{name}",
        f"cosine, b {words}",
        "With the zeroth-order gradient from the samples and this baseline; what noise takes from "
        "it is given back.",
        "cosine",
        words,
    )
    for name, words in ZEROTH_BASELINES.items()
}
BEST_ORDER, WORST_ORDER = (
    _exact(
        f"order.{name}",
        f"{name} order",
        f"E r if the current probabilities stood in the {order} of the rewards: no order of theirs "
        f"earns {than}.",
    )
    for name, order, than in (
        ("best", "order", tr_noop("more")),
        ("worst", "reverse order", tr_noop("less")),
    )
)
GRADIENT = {
    action: _exact(
        f"gradient.exact[{action}]",
        f"gradient {action}",
        "π(j) (r(j) - E r) / τ.",
        f"∂E r/∂θ{action}",
    )
    for action in ACTIONS
}
ESTIMATE = {
    (action, name): _estimated(
        f"gradient.{name}[{action}]",
        f"gradient {action}, {words}",
        "REINFORCE with this baseline, over all batches.",
        f"∂E r/∂θ{action}",
        words,
    )
    for action in ACTIONS
    for name, words in BASELINES.items()
}
ZEROTH = {
    action: _exact(
        f"zeroth_order.exact[{action}]",
        f"zeroth-order {action}",
        "Of the reward of the best-looking action, θ being perturbed by ε u.",
        f"∂E r(argmax)/∂θ{action}",
    )
    for action in ACTIONS
}
ZEROTH_ESTIMATE = {
    (action, name): _estimated(
        f"zeroth_order.{name}[{action}]",
        f"zeroth-order {action}, b {words}",
        "Mean of (r(argmax(θ + ε u)) - b) u / ε over the samples.",
        f"∂E r(argmax)/∂θ{action}",
        words,
    )
    for action in ACTIONS
    for name, words in ZEROTH_BASELINES.items()
}

QUANTITIES = (
    EXPECTED_REWARD,
    REWARD_VARIANCE,
    ARGMAX_REWARD,
    GRADIENT_LENGTH,
    *VARIANCE.values(),
    *MEASURED_VARIANCE.values(),
    *SPREAD,
    *(each for pair in EXAMPLE_SPREAD.values() for each in pair),
    *EXAMPLE_ERROR.values(),
    ZEROTH_LENGTH,
    COSINE,
    *MEASURED_COSINE.values(),
    BEST_ORDER,
    WORST_ORDER,
    *GRADIENT.values(),
    *ESTIMATE.values(),
    *ZEROTH.values(),
    *ZEROTH_ESTIMATE.values(),
)
