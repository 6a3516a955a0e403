"""The generalized Pareto distribution: its fit to exceedances and its quantiles.

Survival function (1 + k x / sigma)^(-1/k) for x > 0: heavy tails for k > 0, where moments of
order 1/k and above are infinite, exponential ones for k = 0, bounded ones for k < 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from engine.core.parameter import ParameterError

LEAST_GRID = 30
PRIOR_SCALE = 3.0
# The weak prior: as good as 10 exceedances that say k = 1/2.
PRIOR_DRAWS, PRIOR_SHAPE = 10.0, 0.5
# So many factors are multiplied before one logarithm is taken of them.
FACTORS = 8
LARGEST_FACTOR = 1e35
BUFFER = 32_768


@dataclass(frozen=True, slots=True)
class GeneralizedPareto:
    """Shape k and scale sigma, the scale in the units of the exceedances."""

    shape: float
    scale: float

    def quantile(self, probability: ArrayLike) -> Array:
        """x with P(X <= x) = probability: sigma expm1(-k log1p(-probability)) / k."""
        exponential = -np.log1p(-np.asarray(probability, dtype=float))
        if self.shape == 0.0:
            return np.asarray(self.scale * exponential)
        with np.errstate(over="ignore"):
            return np.asarray(self.scale * np.expm1(self.shape * exponential) / self.shape)


def fit(
    exceedances: ArrayLike, *, grid: int = LEAST_GRID, prior: bool = True, loops: bool = False
) -> GeneralizedPareto:
    """The fit of Zhang and Stephens to n positive values, in ascending order, (n,).

    With b = -k / sigma and k(b) = mean log(1 - b x), b is the mean of ``grid`` + floor(sqrt n)
    points b_j = 1 / x_max + (1 - sqrt(m / (j - 1/2))) / (3 x_quartile), weighted by their
    profile likelihood n (log(-b / k(b)) - k(b) - 1). Then k = k(b), sigma = -k / b and, with
    ``prior``, k becomes (n k + 5) / (n + 10); ``loops``: by a compiled one. Infinite shape and NaN
    scale where that is not possible in double precision. Raises ParameterError for fewer than 5
    values.
    Sources: Zhang and Stephens, Technometrics 51 (2009); the prior is that of Vehtari, Simpson,
    Gelman, Yao and Gabry, arXiv 1507.02646.
    """
    x = np.asarray(exceedances, dtype=float)
    n = len(x)
    if n < 5:
        raise ParameterError("exceedances", f"{n} values", "must be at least 5")
    with np.errstate(all="ignore"):
        shape, scale = _fitted(x, _grid(x, grid + int(math.sqrt(n))), loops)
    if not (math.isfinite(shape) and scale > 0.0 and math.isfinite(scale)):
        return GeneralizedPareto(math.inf, math.nan)
    if prior:
        shape = (n * shape + PRIOR_DRAWS * PRIOR_SHAPE) / (n + PRIOR_DRAWS)
    return GeneralizedPareto(shape, scale)


def _fitted(x: Array, b: Array, loops: bool) -> tuple[float, float]:
    """Shape and scale without the prior, by the points b, (m,)."""
    if loops:
        from engine.weights.pareto.loops import fitted

        ordinary, shape, scale = fitted(x, b)
        if ordinary:
            return shape, scale
    n, k = len(x), _mean_logs(b, x)
    usable = np.isfinite(b) & np.isfinite(k) & (b != 0.0) & (k != 0.0)
    b, k = b[usable], k[usable]
    likelihood = n * (np.log(-b / k) - k - 1.0)
    if not len(b) or not np.all(np.isfinite(likelihood)):
        return math.inf, math.nan
    weights = np.exp(likelihood - np.max(likelihood))
    mean_b = float(np.sum(b * weights) / np.sum(weights))
    shape = float(np.mean(np.log1p(-mean_b * x)))
    # At b = 0 the distribution is exponential and k / b has the limit -mean.
    return shape, -shape / mean_b if mean_b else float(np.mean(x))


def _grid(x: Array, points: int) -> Array:
    quartile = x[int(len(x) / 4.0 + 0.5) - 1]
    spread = 1.0 - np.sqrt(points / (np.arange(1.0, points + 1.0) - 0.5))
    return np.asarray(spread / (PRIOR_SCALE * quartile) + 1.0 / x[-1])


def _mean_logs(b: Array, x: Array) -> Array:
    """mean log(1 - b x) for each b, (m,), as log |b| + mean log |1/b - x| in units of the largest
    x; of products where these can neither overflow nor underflow."""
    b = b * x[-1]
    pole, columns = 1.0 / b, x / x[-1]
    nearest = np.where(b > 0.0, pole - 1.0, columns[0] - pole)
    if float(np.max(np.abs(pole))) > LARGEST_FACTOR or not np.min(nearest) > 1.0 / LARGEST_FACTOR:
        return np.array([np.mean(np.log1p(-each * columns)) for each in b])
    whole = len(x) // FACTORS * FACTORS
    rest = np.abs(np.subtract.outer(pole, columns[whole:]))
    sums = np.sum(np.log(rest), axis=1)
    columns = columns[:whole].reshape(FACTORS, -1)
    rows = max(BUFFER // len(x), 1)
    for start in range(0, len(b), rows):
        some = pole[start : start + rows]
        # FACTORS is even, so that the sign is no matter.
        products = np.multiply.reduce(np.subtract.outer(some, columns), axis=1)
        sums[start : start + rows] += np.sum(np.log(products), axis=1)
    return np.asarray(sums / len(x) + np.log(np.abs(b)))
