"""The quantities of own samples of two groups, by the Gaussian, "p" or "q", fitted to each.

A file may have any number of coordinates: the first ten are read out, of up to three the whole
covariance. A key holds their numbers, the row of a value their names in the file.
"""

from __future__ import annotations

from engine.core.quantity import Known, Quantity

SIDES = ("p", "q")
SOME = 10
WHOLE = 3
ESTIMATED: tuple[Known, ...] = ("estimated",)
GAUSSIAN_ERROR = "The error is that of as many Gaussian samples."
OTHERS = "All means and covariances are in the exported tables."


def _of_each(
    key: str, name: str, row: str, help: str, known: tuple[Known, ...] = ESTIMATED
) -> dict[str, Quantity]:
    return {
        side: Quantity(
            f"groups.{side}.{key}",
            row,
            side,
            "",
            help.format(side=side),
            known,
            name.format(side=side),
        )
        for side in SIDES
    }


SAMPLES = _of_each(
    "samples",
    "samples of {side}",
    "samples",
    "How many rows are of the group that {side} is fitted to.",
    ("exact",),
)
KURTOSIS = _of_each(
    "kurtosis",
    "excess kurtosis of {side}",
    "excess kurtosis",
    "Mardia's kurtosis of the samples less that of Gaussian ones: above 0 for heavy tails, "
    f"below 0 for light ones. {GAUSSIAN_ERROR}",
)
SKEWNESS = _of_each(
    "skewness",
    "skewness of {side}",
    "skewness",
    f"Third standardised moment of the samples; 0 for a Gaussian. {GAUSSIAN_ERROR}",
)
SHRINKAGE = _of_each(
    "shrinkage",
    "shrinkage of {side}",
    "shrinkage",
    "By how much the correlations were drawn towards 0, where samples are few for "
    "the dimension (Ledoit and Wolf 2004).",
    ("exact",),
)
MEANS = tuple(
    _of_each(
        f"mean.{i}",
        f"mean of {{side}}: coordinate {i}",
        f"mean {i}",
        f"Mean of this coordinate among the samples of {{side}}. {OTHERS}",
    )
    for i in range(1, SOME + 1)
)
# By the coordinates' indices from 0.
COVARIANCES = {
    (i, j): _of_each(
        f"variance.{i + 1}" if i == j else f"covariance.{i + 1}_{j + 1}",
        f"variance {i + 1} of {{side}}" if i == j else f"covariance {i + 1}, {j + 1} of {{side}}",
        f"variance {i + 1}" if i == j else f"covariance {i + 1}, {j + 1}",
        f"Fitted to the samples of {{side}}. {OTHERS}",
    )
    for i in range(SOME)
    for j in range(i, max(WHOLE, i + 1))
}

GROUP_QUANTITIES = tuple(
    quantity
    for pair in (SAMPLES, KURTOSIS, SKEWNESS, *MEANS, *COVARIANCES.values(), SHRINKAGE)
    for quantity in pair.values()
)
