"""How Gaussian samples are: their order statistics against those of a fitted Gaussian."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.special import betaincinv, chdtri, gammaln, ndtr, ndtri, xlogy

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian

SHOWN = 160  # points between the extremes
EXTREMES = 12  # points at either end that are all shown
LEVEL = 0.95
BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Some order statistics of n distances from the fitted Gaussian, ascending.

    d = 1: (x - mean) / std against normal quantiles. d > 1: squared Mahalanobis distances
    against chi-square quantiles with d degrees of freedom. ``low`` to ``high`` holds each of
    them with a probability of 95 % if the samples are Gaussian; empty where it is not known.
    """

    theory: Array  # (k,)
    observed: Array  # (k,)
    low: Array  # (k,) or empty
    high: Array
    scale: str  # "normal" or "chi-square"
    inside: float  # share of the points shown that lie in the band, 1 where there is none
    samples: int


@dataclass(frozen=True, slots=True)
class Shape:
    """Mardia's measures less their expectations for a Gaussian, and its standard errors."""

    excess_kurtosis: float  # mean of squared Mahalanobis distances squared, less its expectation
    kurtosis_error: float
    skewness: float | None  # d = 1
    skewness_error: float | None


def distances(x: Array, gaussian: Gaussian, run: Run) -> Array:
    """(x - mean) / std for d = 1, else squared Mahalanobis distances, (n,); x is (n, d)."""
    found = np.empty(len(x))
    for start in range(0, len(x), BLOCK):
        run.step(start / len(x))
        centred = (x[start : start + BLOCK] - gaussian.mean).T
        z = solve_triangular(gaussian.cholesky, centred, lower=True, check_finite=False)
        found[start : start + BLOCK] = z[0] if len(z) == 1 else np.einsum("ij,ij->j", z, z)
    return found


def quantiles(values: Array, dimension: int, banded: bool) -> Quantiles:
    """Of what `distances` found; ``banded`` where the mean and the covariance are those of the
    samples, whose distances then have a known law.

    The i-th of n lies at the quantile u = (i - 1/2) / n. Its band is that of the i-th order
    statistic, G^-1 of Beta(i, n + 1 - i), G being the law of a distance from the samples' own
    mean and covariance: (n - 1)^2 / n Beta(d / 2, (n - d - 1) / 2); about its median it is
    narrowed by `_narrowing`. Source of G: Gnanadesikan and Kettenring, Biometrics 28 (1972).
    """
    n = len(values)
    ranks = _ranks(n)
    observed = np.partition(values, ranks - 1)[ranks - 1]
    theory = _theory((ranks - 0.5) / n, dimension)
    low = high = np.empty(0)
    inside = 1.0
    if banded and n > dimension + 1:
        first, last = ranks.astype(float), n + 1.0 - ranks
        places = [betaincinv(first, last, 0.5 * (1.0 + side * LEVEL)) for side in (-1.0, 0.0, 1.0)]
        low, middle, high = (_own_law(np.asarray(at, dtype=float), n, dimension) for at in places)
        narrow = _narrowing(theory, (ranks - 0.5) / n, dimension)
        low, high = middle + narrow * (low - middle), middle + narrow * (high - middle)
        inside = float(np.mean((low <= observed) & (observed <= high)))
    return Quantiles(
        theory=frozen(theory),
        observed=frozen(observed),
        low=frozen(low),
        high=frozen(high),
        scale="normal" if dimension == 1 else "chi-square",
        inside=inside,
        samples=n,
    )


def shape(values: Array, dimension: int) -> Shape:
    """Of what `distances` found. For n Gaussian samples the mean of the squared squared
    distances is d (d + 2) (n - 1) / (n + 1), with variance 8 d (d + 2) / n, and the skewness in
    d = 1 has variance 6 / n. Source: Mardia, Biometrika 57 (1970)."""
    n, d = len(values), dimension
    # From the divisor n - 1 of the covariance to the n of these measures.
    factor = n / (n - 1.0)
    squares = values * values if d == 1 else values
    fourth = float(np.vecdot(squares, squares)) / n * factor**2
    skewness = float(np.vecdot(squares, values)) / n * factor**1.5 if d == 1 else None
    return Shape(
        excess_kurtosis=fourth - d * (d + 2.0) * (n - 1.0) / (n + 1.0),
        kurtosis_error=float(np.sqrt(8.0 * d * (d + 2.0) / n)),
        skewness=skewness,
        skewness_error=float(np.sqrt(6.0 / n)) if d == 1 else None,
    )


def _ranks(n: int) -> NDArray[np.intp]:
    """Which order statistics are shown: all of few, the extremes and some between of many."""
    if n <= SHOWN + 2 * EXTREMES:
        return np.arange(1, n + 1)
    reach = float(-ndtri(0.5 / n))
    between = np.round(n * ndtr(np.linspace(-reach, reach, SHOWN)) + 0.5).astype(int)
    ends = np.arange(1, EXTREMES + 1)
    return np.unique(np.clip(np.concatenate([between, ends, n + 1 - ends]), 1, n))


def _theory(probability: Array, dimension: int) -> Array:
    if dimension == 1:
        return np.asarray(ndtri(probability))
    return np.asarray(chdtri(dimension, 1.0 - probability))


def _narrowing(x: Array, u: Array, dimension: int) -> Array:
    """How many times as wide an order statistic spreads as one would from a known mean and
    covariance, for many samples: they follow the samples, and their middle most of all.

    With f the density at the quantile x, sqrt(1 - (1 + x^2 / 2) f^2 / (u (1 - u))) for d = 1,
    and sqrt(1 - (2 x^2 / d) f^2 / (u (1 - u))) for squared distances, on which only the trace
    of the covariance acts to first order. Source: Durbin, Annals of Statistics 1 (1973).
    """
    if dimension == 1:
        density = np.exp(-0.5 * x * x) / np.sqrt(2.0 * np.pi)
        taken = 1.0 + 0.5 * x * x
    else:
        half = 0.5 * dimension
        density = 0.5 * np.exp(xlogy(half - 1.0, 0.5 * x) - 0.5 * x - gammaln(half))
        taken = 2.0 * x * x / dimension
    return np.asarray(np.sqrt(np.clip(1.0 - taken * density**2 / (u * (1.0 - u)), 0.0, 1.0)))


def _own_law(probability: Array, n: int, dimension: int) -> Array:
    """Quantiles of a distance from the samples' own mean and covariance."""
    largest, rest = (n - 1.0) ** 2 / n, 0.5 * (n - dimension - 1.0)
    if dimension > 1:
        return np.asarray(largest * betaincinv(0.5 * dimension, rest, probability))
    centred = 2.0 * probability - 1.0
    return np.asarray(np.sign(centred) * np.sqrt(largest * betaincinv(0.5, rest, np.abs(centred))))
