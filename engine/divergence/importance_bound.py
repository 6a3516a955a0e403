"""The importance-weighted bound L_K of a log-ratio that is quadratic in a standard normal."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.special import logsumexp

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.core.whole_number import checked_count
from engine.numerics.normal_quadrature import nodes
from engine.sampling.accumulators.moments import MomentSums
from engine.sampling.gather import Mapped, gather
from engine.sampling.normals import Normals

# The exact bound is a sum over a line, in steps that leave an error of exp(-pi^2 / STEP).
STEP = 0.25
NEGLIGIBLE = 40.0
MOST_STEPS = 8_000
STEEPEST = 300.0
MOST_NUMBERS = 2**21


class Bound(float):
    """A measured L_K in nats: a number with its standard error; unpacks into both."""

    standard_error: float

    def __new__(cls, value: float, standard_error: float) -> Self:
        """The number, and what it is right to."""
        made = super().__new__(cls, value)
        made.standard_error = standard_error
        return made

    @property
    def value(self) -> float:
        """The plain number."""
        return float(self)

    def __iter__(self) -> Iterator[float]:
        return iter((float(self), self.standard_error))

    def __getnewargs__(self) -> tuple[float, float]:  # type: ignore[override]
        return float(self), self.standard_error

    def __repr__(self) -> str:
        return f"Bound({float(self)!r}, standard_error={self.standard_error!r})"


@dataclass(frozen=True, slots=True)
class QuadraticLog:
    """log w = mean + slope u + bend (u^2 - 1), u ~ N(0, 1), bend below 1/2."""

    mean: float
    slope: float
    bend: float

    def centred(self, u: Array) -> Array:
        """log w - mean, elementwise."""
        return np.asarray(self.slope * u + self.bend * (u * u - 1.0))


def measured_bound(ratio: QuadraticLog, k: int, samples: int, seed: int) -> Bound:
    """The mean of log (1/K) sum_i w_i over ``samples`` independent sets of K draws."""
    k = checked_count("k", k, "must be a whole number, at least 1", 1)
    samples = checked_count("samples", samples, "must be a whole number, at least 1", 1)
    seed = checked_count("seed", seed, "must be a whole number, 0 or more", 0)

    def change(u: Array) -> Array:
        with np.errstate(under="ignore"):
            return np.asarray(logsumexp(ratio.centred(u), axis=0)[np.newaxis] - math.log(k))

    sums = gather(Mapped(Normals(samples, k, seed), change), lambda _: MomentSums((0.0,)), Run())
    found = sums.moments()
    error = float(found.standard_error[0]) if samples > 1 else math.inf
    return Bound(ratio.mean + float(found.mean[0]), error)


def exact_bound(ratio: QuadraticLog, gap: float, k: int) -> float:
    """L_K = E log (1/K) sum_i w_i, by quadrature, to about 1e-10.

    For S > 0, log S = int (exp(-e^y) - exp(-S e^y)) dy over the line, and for the sum S of K
    independent weights E exp(-S t) = phi(t)^K, phi(t) = E exp(-t w): two integrals, whatever K.
    ``gap`` is log E w - E log w. Raises ParameterError where they need too many points.
    """
    k = checked_count("k", k, "must be a whole number, at least 1", 1)
    b, c = abs(ratio.slope), ratio.bend
    low = -(gap + math.log(k) + NEGLIGIBLE)
    # Where phi^K is next to nothing: K times of the normals lie nearer to 0 than this.
    far = math.sqrt(2.0 * (NEGLIGIBLE / k + math.log(2.0)))
    lowest = min(-b * far + c * (far * far - 1.0), -c)
    high = max(5.0, 5.0 - lowest)
    count = math.ceil((high - low) / STEP)
    steep = b + 2.0 * abs(c) * 13.0
    if count > MOST_STEPS or steep > STEEPEST:
        allowed = "has no exact bound for a q so far from the posterior; measure it"
        raise ParameterError("k", k, allowed)
    grid = nodes((), min(1.0, 1.0 / steep) if steep > 0.0 else 1.0)
    logs = ratio.centred(grid.z)
    y = low + STEP * np.arange(count + 1)
    chunks = np.array_split(y, max(1, len(y) * len(grid.z) // MOST_NUMBERS + 1))
    total = math.fsum(float(np.sum(_difference(part, logs, grid.weight, k))) for part in chunks)
    return ratio.mean + STEP * total - math.log(k)


def _difference(y: Array, logs: Array, weight: Array, k: int) -> Array:
    """exp(-e^y) - phi(e^y)^K, (m,)."""
    with np.errstate(over="ignore", under="ignore", divide="ignore"):
        # 1 - phi keeps its digits where phi is near 1.
        less = -np.expm1(-np.exp(y[:, np.newaxis] + logs)) @ weight
        phi = np.exp(-np.exp(y[:, np.newaxis] + logs)) @ weight
        power = np.where(less < 0.5, k * np.log1p(-np.minimum(less, 0.5)), k * np.log(phi))
        return np.asarray(np.exp(-np.exp(y)) - np.exp(power))
