"""A Gaussian fitted to samples, with the errors of its parameters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian

BLOCK = 2**16  # rows
ENOUGH = 10  # samples a coordinate, from which the sample covariance is taken as it is
MOST_COLUMNS = 100
SMALLEST = 1e-12  # eigenvalue of the correlation matrix


@dataclass(frozen=True, slots=True)
class Fit:
    """A Gaussian fitted to n samples in d dimensions, with standard errors.

    The errors hold for samples of any distribution; that of a shrunk covariance takes the
    shrinkage as given.
    """

    gaussian: Gaussian
    mean_error: Array  # (d,)
    covariance_error: Array  # (d, d)
    shrinkage: float  # of the correlations: 0 = as in the sample, 1 = none are left
    n: int
    note: str  # in words, where the covariance was shrunk; else empty


def fit(x: Array, run: Run | None = None, names: tuple[str, ...] = ()) -> Fit:
    """Mean and covariance of the samples x, (n, d); ``names`` are the coordinates' in errors.

    mean = sum x / n, S = sum (x - mean)(x - mean)' / (n - 1); standard errors sqrt(S_ii / n)
    and sqrt((m_iijj - m_ij^2) / n), m_ij and m_iijj being sample moments about the mean.

    With fewer than 10 d samples S is a poor guide, or singular: its correlations are multiplied
    by 1 - s, the shrinkage s of Ledoit and Wolf (2004, doi:10.1016/S0047-259X(03)00096-4)
    for the standardised coordinates, so that units do not matter and the variances stay.

    Raises ParameterError for fewer than two samples, more than 100 coordinates, one that does
    not vary, and linearly dependent ones; Cancelled.
    """
    n, d = x.shape
    _check_shape(n, d)
    watch = run or Run()
    mean = np.mean(x, axis=0)
    second, fourth = _moments(x, mean, watch)
    std = np.sqrt(np.diag(second))
    _check_spread(x, std, names)
    shrinkage = _shrinkage(second, fourth, n) if d > 1 and n < ENOUGH * d else 0.0
    covariance = second * (n / (n - 1))
    errors = np.sqrt(np.maximum(fourth - second**2, 0.0) / n)
    off = ~np.eye(d, dtype=bool)
    if shrinkage == 0.0:
        _check_dependence(covariance)
    covariance[off] *= 1.0 - shrinkage
    errors[off] *= 1.0 - shrinkage
    return Fit(
        gaussian=Gaussian(mean, 0.5 * (covariance + covariance.T)),
        mean_error=frozen(np.sqrt(np.diag(covariance) / n)),
        covariance_error=frozen(errors),
        shrinkage=shrinkage,
        n=n,
        note=_note(shrinkage, n, d),
    )


def _check_shape(n: int, d: int) -> None:
    if n < 2:
        raise ParameterError("data", n, "must be at least 2 samples, to fit a Gaussian")
    if not 1 <= d <= MOST_COLUMNS:
        raise ParameterError("columns", d, f"must be from 1 to {MOST_COLUMNS} coordinates")


def _moments(x: Array, mean: Array, run: Run) -> tuple[Array, Array]:
    """Second moments m_ij and fourth moments m_iijj about the mean, (d, d) each."""
    n, d = x.shape
    second, fourth = np.zeros((d, d)), np.zeros((d, d))
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, n, BLOCK):
            run.step(start / n)
            block = x[start : start + BLOCK] - mean
            second += block.T @ block
            block *= block
            fourth += block.T @ block
    if not np.all(np.isfinite(fourth)):
        raise ParameterError("data", float(np.max(np.abs(x))), "is too large to fit a Gaussian")
    return second / n, fourth / n


def _check_spread(x: Array, std: Array, names: tuple[str, ...]) -> None:
    still = np.flatnonzero(std <= 1e-15 * np.max(np.abs(x), axis=0))
    if len(still):
        raise ParameterError(
            f"column {names[still[0]]}" if names else f"coordinate {still[0] + 1}",
            float(x[0, still[0]]),
            "is the same in every row; a Gaussian needs some spread",
        )


def _shrinkage(second: Array, fourth: Array, n: int) -> float:
    """min(1, b^2 / d^2) of Ledoit and Wolf, for coordinates divided by their std.

    d^2 = |R - I|^2 and b^2 = (sum_ij m_iijj - |R|^2) / n in the Frobenius norm, R the
    correlation matrix.
    """
    variance = np.diag(second)
    scale = np.outer(variance, variance)
    squares = second**2 / scale
    distance = float(np.sum(squares) - len(second))
    noise = float(np.sum(fourth / scale) - np.sum(squares)) / n
    # Two samples lie on a line and show no noise at all.
    return 1.0 if distance <= noise or n == 2 else noise / distance


def _check_dependence(covariance: Array) -> None:
    std = np.sqrt(np.diag(covariance))
    if np.linalg.eigvalsh(covariance / np.outer(std, std))[0] < SMALLEST:
        raise ParameterError(
            "columns",
            len(std),
            "must not follow from each other: their covariance has no inverse",
        )


def _note(shrinkage: float, n: int, d: int) -> str:
    if not shrinkage:
        return ""
    return (
        f"{n:,} samples are few for {d} dimensions: correlations are shrunk by "
        f"{100.0 * shrinkage:.3g} % (Ledoit-Wolf)"
    )
