"""The values of the quantities of own samples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engine.core.quantity import Readout
from engine.pages.densities import group_quantities as q
from engine.pages.densities.groups import Group, Own

TOO_FEW = "too few samples"


def measure_groups(own: Own) -> Iterator[Readout]:
    """In the order of the page's table, p and q side by side."""
    pairs = [
        list(_of_group(side, name, own.data.columns, group)) for side, name, group in own.sides
    ]
    for pair in zip(*pairs, strict=True):
        yield from pair


def _of_group(side: str, name: str, columns: tuple[str, ...], group: Group) -> Iterator[Readout]:
    fitted, measured = group.fit, group.shape
    yield q.SAMPLES[side].exact(float(fitted.n), f"group {name}")
    if fitted.shrinkage:
        # Distances from a shrunk covariance have another law.
        yield q.KURTOSIS[side].unknown(TOO_FEW)
    else:
        yield q.KURTOSIS[side].estimated(measured.excess_kurtosis, measured.kurtosis_error)
    if measured.skewness is not None and measured.skewness_error is not None:
        yield q.SKEWNESS[side].estimated(measured.skewness, measured.skewness_error)
    yield from _parameters(side, columns, group)
    if len(columns) > 1:
        yield q.SHRINKAGE[side].exact(fitted.shrinkage, fitted.note)


def _parameters(side: str, columns: tuple[str, ...], group: Group) -> Iterator[Readout]:
    gaussian, fitted, d = group.fit.gaussian, group.fit, len(columns)
    for i, pair in enumerate(q.MEANS[:d]):
        readout = pair[side].estimated(float(gaussian.mean[i]), float(fitted.mean_error[i]))
        yield _named(readout, "mean", columns[i])
    for (i, j), pair in q.COVARIANCES.items():
        if j < d and (i == j or d <= q.WHOLE):
            value, error = gaussian.covariance[i, j], fitted.covariance_error[i, j]
            readout = pair[side].estimated(float(value), float(error))
            if i == j:
                yield _named(readout, "variance", columns[i])
            else:
                yield _named(readout, "covariance", f"{columns[i]}, {columns[j]}")


def _named(readout: Readout, what: str, columns: str) -> Readout:
    return replace(readout, row=f"{what} {columns}", note=f"of {columns}")
