"""The numbers and the warnings about samples of two groups and the Gaussians fitted to them."""

from __future__ import annotations

from collections.abc import Iterator

from engine.core.number_format import estimate_text
from engine.core.quantity import Readout, undeclared, unknown
from engine.data.table import Groups
from engine.gaussian.fit import Fit
from engine.gaussian.quantiles import Shape

# Up to this dimension the whole covariance is read out, beyond it the first variances.
WHOLE = 3
SOME = 10
# Standard errors from which samples are said not to be Gaussian.
FAR = 6.0
SIDES = ("p", "q")
TOO_FEW = "too few samples"
GAUSSIAN_ERROR = "The error is that of as many Gaussian samples."


def readouts(
    data: Groups, fits: tuple[Fit, Fit], shapes: tuple[Shape, Shape]
) -> tuple[Readout, ...]:
    """In the order of the page's table, p and q side by side."""
    pairs = [
        list(_of_group(side, data, fitted, measured))
        for side, fitted, measured in zip(SIDES, fits, shapes, strict=True)
    ]
    return tuple(readout for pair in zip(*pairs, strict=True) for readout in pair)


def banners(data: Groups, fits: tuple[Fit, Fit], shapes: tuple[Shape, Shape]) -> Iterator[str]:
    """What must be known before the divergences are trusted."""
    for side, name, fitted, measured in zip(SIDES, data.names, fits, shapes, strict=True):
        if fitted.note:
            yield f"{side} ({name}): {fitted.note}."
        reason = _not_gaussian(measured)
        if reason and not fitted.shrinkage:
            yield (
                f"The samples of {side} ({name}) are not Gaussian: {reason}. The divergences are "
                "those of the fitted Gaussians, not of the samples."
            )


def _not_gaussian(measured: Shape) -> str:
    for name, value, error in (
        ("kurtosis", measured.excess_kurtosis, measured.kurtosis_error),
        ("skewness", measured.skewness, measured.skewness_error),
    ):
        if value is not None and error is not None and abs(value) > FAR * error:
            return f"their excess {name} is {estimate_text(value, error)} and should be 0"
    return ""


def _of_group(side: str, data: Groups, fitted: Fit, measured: Shape) -> Iterator[Readout]:
    name = data.names[SIDES.index(side)]
    yield undeclared(
        f"samples of {side}",
        float(fitted.n),
        note=f"group {name}",
        unit="",
        help=f"How many rows are of the group {name}.",
        place=("samples", side),
    )
    text = (
        "Mardia's kurtosis of the samples less that of Gaussian ones: above 0 for heavy tails, "
        f"below 0 for light ones. {GAUSSIAN_ERROR}"
    )
    kurtosis, place = f"excess kurtosis of {side}", ("excess kurtosis", side)
    if fitted.shrinkage:
        # Distances from a shrunk covariance have another law.
        yield unknown(kurtosis, TOO_FEW, text, place, "")
    else:
        value, error = measured.excess_kurtosis, measured.kurtosis_error
        yield undeclared(kurtosis, value, error, "estimated", "", "", text, place)
    if measured.skewness is not None and measured.skewness_error is not None:
        yield undeclared(
            f"skewness of {side}",
            measured.skewness,
            measured.skewness_error,
            "estimated",
            unit="",
            help=f"Third standardised moment of the samples; 0 for a Gaussian. {GAUSSIAN_ERROR}",
            place=("skewness", side),
        )
    yield from _means(side, data.columns, fitted)
    yield from _covariances(side, data.columns, fitted)
    if len(data.columns) > 1:
        yield undeclared(
            f"shrinkage of {side}",
            fitted.shrinkage,
            note=fitted.note,
            unit="",
            help="By how much the correlations were drawn towards 0, where samples are few for "
            "the dimension (Ledoit and Wolf 2004).",
            place=("shrinkage", side),
        )


def _means(side: str, columns: tuple[str, ...], fitted: Fit) -> Iterator[Readout]:
    for i, column in enumerate(columns[:SOME]):
        yield undeclared(
            f"mean of {side}: {column}",
            float(fitted.gaussian.mean[i]),
            float(fitted.mean_error[i]),
            "estimated",
            unit="",
            help=f"Mean of {column} among the samples of {side}.{_more(len(columns))}",
            place=(f"mean {column}", side),
        )


def _covariances(side: str, columns: tuple[str, ...], fitted: Fit) -> Iterator[Readout]:
    d = len(columns)
    for i in range(min(d, SOME)):
        for j in range(i, d) if d <= WHOLE else (i,):
            what = f"variance {columns[i]}" if i == j else f"covariance {columns[i]}, {columns[j]}"
            yield undeclared(
                f"{what} of {side}",
                float(fitted.gaussian.covariance[i, j]),
                float(fitted.covariance_error[i, j]),
                "estimated",
                unit="",
                help=f"Fitted to the samples of {side}.{_more(d)}",
                place=(what, side),
            )


def _more(dimension: int) -> str:
    if dimension <= WHOLE:
        return ""
    return " All means and covariances are in the exported tables."
