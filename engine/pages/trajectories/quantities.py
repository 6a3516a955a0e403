"""The quantities of the Trajectories page: of each estimator by K, c and log sigma."""

from __future__ import annotations

from engine.core.quantity import Known, Quantity
from engine.pages.trajectories.estimators import ESTIMATORS, STANDARDISED, Estimator

PARAMETERS = {"k": "K", "c": "c", "log_sigma": "log σ"}
ESTIMATED: tuple[Known, ...] = ("estimated",)
WORDS = {"k": "K", "c": "c", "log_sigma": "log sigma"}

RETURN = Quantity(
    "return.expected",
    "return",
    "mean",
    "",
    "J, the expected sum of discounted rewards of policy p, in closed form.",
    name="expected return",
)
MEASURED_RETURN = Quantity(
    "return.measured",
    "return",
    "measured mean",
    "",
    "Mean of the sampled returns; its error by their exact variance.",
    ESTIMATED,
    name="measured return",
)
SPREAD = Quantity(
    "return.variance", "return", "variance", "", "Exact variance of one return.", name="Var return"
)
BEST = Quantity(
    "best.return",
    "best constant K, c",
    "mean",
    "",
    "The largest return of any constant K and c with this σ, found numerically.",
    name="best constant return",
)
BEST_GAIN = Quantity(
    "best.k",
    "best constant · K",
    "mean",
    "",
    "The gain of the best constant policy.",
    name="best K",
)
BEST_OFFSET = Quantity(
    "best.c",
    "best constant · c",
    "mean",
    "",
    "The offset of the best constant policy.",
    name="best c",
)
BOUND = Quantity(
    "riccati.return",
    "Riccati bound",
    "mean",
    "",
    "The largest return of gains and offsets that change with time, with this σ.",
    name="Riccati bound",
)
GRADIENT = {
    parameter: Quantity(
        f"gradient.{parameter}",
        f"gradient · {symbol}",
        "mean",
        "",
        f"dJ/d {symbol}, in closed form.",
        name=f"gradient {WORDS[parameter]}",
    )
    for parameter, symbol in PARAMETERS.items()
}


def _helps(estimator: Estimator) -> dict[str, str]:
    """By column, in the order of the table."""
    what = f"one trajectory's {estimator.formula}"
    if estimator.name == STANDARDISED:
        return {
            "measured mean": f"Mean over batches of {estimator.formula}: not the gradient, and "
            "no closed form is known.",
            "measured variance": "N times the variance of a batch's mean; no closed form is known.",
        }
    found = {"mean": f"Exact expectation of {what}."}
    if estimator.biased:
        found["bias"] = f"Exact expectation of {what}, less the gradient."
    return found | {
        "measured mean": f"Mean of {what}; its error by the exact variance.",
        "variance": f"Exact variance of {what}.",
        "measured variance": f"Variance of {what} over the samples.",
    }


def _of(estimator: Estimator, parameter: str) -> dict[str, Quantity]:
    return {
        column: Quantity(
            f"{estimator.key}.{column.replace(' ', '_')}.{parameter}",
            f"{estimator.label} · {PARAMETERS[parameter]}",
            column,
            "",
            help,
            ESTIMATED if column.startswith("measured") else ("exact",),
            name=f"{estimator.plain} {column} {WORDS[parameter]}",
            brief=f"Var {PARAMETERS[parameter]}, {estimator.label}" if column == "variance" else "",
        )
        for column, help in _helps(estimator).items()
    }


# By estimator, parameter and column.
OF = {each.name: {name: _of(each, name) for name in PARAMETERS} for each in ESTIMATORS}
NOISE = {
    each.name: Quantity(
        f"{each.key}.noise_to_signal",
        f"{each.label} · all",
        "noise/signal",
        "",
        "Exact variances over squared means, each summed over K, c and log σ.",
        name=f"{each.plain} noise to signal",
    )
    for each in ESTIMATORS
    if each.name != STANDARDISED
}
SPLIT = {
    part: Quantity(
        f"split.{part}",
        f"step terms · {part}",
        "variance",
        "",
        f"Of the steps' terms γᵗ score G by the chosen parameter, what comes from {words}, summed "
        "over the steps.",
        name=f"variance from {part}",
    )
    for part, words in {
        "state": "the state; no baseline takes it away",
        "action": "the action; V(s) takes most of it away",
        "trajectory": "what follows",
    }.items()
}

QUANTITIES = (
    RETURN,
    MEASURED_RETURN,
    SPREAD,
    BEST,
    BEST_GAIN,
    BEST_OFFSET,
    BOUND,
    *GRADIENT.values(),
    *(each for by in OF.values() for columns in by.values() for each in columns.values()),
    *NOISE.values(),
    *SPLIT.values(),
)
