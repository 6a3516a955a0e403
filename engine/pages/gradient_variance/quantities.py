"""The quantities of the Gradients page: of each estimator, by mu and by the scale.

The scale is sigma or log sigma, as the option says; neither key nor name depends on it.
"""

from __future__ import annotations

from engine.core.quantity import Known, Quantity
from engine.core.words import tr_noop
from engine.divergence.kl_losses import ESTIMATORS as KL_ESTIMATORS
from engine.gradients.estimators.catalogue import ESTIMATORS
from engine.gradients.estimators.estimator import Estimator

PARAMETERS = ("mu", "scale")
WORDS = {"mu": "mu", "scale": "sigma"}
SYMBOLS = {"mu": "μ", "scale": "σ"}
EXACT: tuple[Known, ...] = ("exact",)
ESTIMATED: tuple[Known, ...] = ("estimated",)
MEASURED = ("measured mean", "bias", "measured variance")

TRUE = {
    parameter: Quantity(
        f"true_gradient.{parameter}",
        f"true gradient · {SYMBOLS[parameter]}",
        "mean",
        unit="",
        help=f"d E f / d {word} of the policy p, in closed form.",
        name=f"true gradient {word}",
    )
    for parameter, word in WORDS.items()
}


def _helps(estimator: Estimator) -> dict[str, str]:
    """By column, in the order of the table."""
    depends = " It depends on N." if estimator.uses_batch else ""
    return {
        "mean": f"Expected estimate of {estimator.formula}.",
        "measured mean": "Mean of the estimates from all batches of N samples; its error by the "
        "exact variance, where that is known.",
        "bias": "Expected estimate less the true gradient.",
        "variance": "Exact variance per sample: N times that of an estimate from N samples."
        + depends,
        "measured variance": "N times the variance of the estimates from all batches; its error "
        "by the exact variance and the kurtosis of its law, where these are known.",
        "standard error": "Exact standard deviation of an estimate from a batch of N.",
        "samples needed": "Samples for a standard error of 10 % of the expected estimate; at "
        "least 1.",
    }


COLUMNS = {"standard error": "error, batch of N", "samples needed": "n for 10 %"}
BRIEF = {"variance": "Var", "measured mean": "mean"}
BRIEF_NAMES = {
    "score_function/none": tr_noop("score"),
    "score_function/optimal": tr_noop("best b each"),
}


def _of_estimator(estimator: Estimator, parameter: str) -> dict[str, Quantity]:
    closed = estimator.exact is not None
    name = BRIEF_NAMES.get(estimator.name, estimator.label)
    known = {"bias": ("exact", "estimated") if closed else ESTIMATED} | {
        column: ESTIMATED for column in MEASURED if column != "bias"
    }
    return {
        column: Quantity(
            f"{estimator.name.replace('/', '.')}.{column.replace(' ', '_')}.{parameter}",
            f"{estimator.label} · {SYMBOLS[parameter]}",
            COLUMNS.get(column, column),
            unit="",
            help=help,
            known=known.get(column, EXACT),
            name=f"{estimator.name} {column} {WORDS[parameter]}",
            short=f"{estimator.label} · {SYMBOLS[parameter]}, {column}",
            brief=f"{BRIEF[column]} {SYMBOLS[parameter]}, {name}" if column in BRIEF else "",
        )
        for column, help in _helps(estimator).items()
        if closed or column in MEASURED
    }


# By estimator, parameter and column.
OF = {
    each.name: {
        parameter: _of_estimator(each, parameter)
        for parameter, _coordinate in zip(PARAMETERS, each.coordinates, strict=False)
    }
    for each in ESTIMATORS
}

EXPECTED_REWARD = Quantity(
    "reward.mean", "E f", "mean", unit="", help="The expected reward, in closed form.", name="E f"
)
BEST_BASELINE = {
    parameter: Quantity(
        f"baseline.best.{parameter}",
        f"best b {word}",
        "mean",
        unit="",
        help=help,
        name=f"best b {word}",
    )
    for parameter, word, help in (
        *(
            (
                each,
                word,
                f"The b with which the variance by {SYMBOLS[each]} is least: E f s² / E s².",
            )
            for each, word in WORDS.items()
        ),
        ("total", "total", "The b with which the sum of both variances is least."),
    )
}

# In one dimension by mu and the scale of q, in more by two coordinates of its mean.
KL_PARAMETERS = {"mu": "μ", "scale": "σ", "next_mu": "next μ"}
KL_ROWS = {
    "true": "∇KL(q∥p)",
    **{f"{name}_loss": f"{name} as loss" for name in KL_ESTIMATORS},
    **{f"{name}_reward": f"{name} in reward" for name in KL_ESTIMATORS},
}
# Words that stand within those names only, for their translation.
WITHIN = (tr_noop("loss"), tr_noop("next"), tr_noop("total"))
KL_GRADIENT = {
    (row, parameter): Quantity(
        f"kl_gradient.{row}.{parameter}",
        f"{words} · {symbol} of q",
        "mean",
        help=f"By {symbol} of q: {words}; the expected gradient, in closed form.",
        name=f"KL gradient {row.replace('_', ' ')} {WORDS.get(parameter, 'next mu')}",
    )
    for row, words in KL_ROWS.items()
    for parameter, symbol in KL_PARAMETERS.items()
}

QUANTITIES = (
    *TRUE.values(),
    *(each for by in OF.values() for columns in by.values() for each in columns.values()),
    EXPECTED_REWARD,
    *BEST_BASELINE.values(),
    *KL_GRADIENT.values(),
)
