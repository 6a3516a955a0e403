"""The importance-weighted bound L_K of a log-ratio that is quadratic in a normal, as measured."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.special import logsumexp

from engine.core.arrays import Array
from engine.core.run import Run
from engine.core.whole_number import checked_count
from engine.sampling.accumulators.moments import MomentSums
from engine.sampling.gather import Mapped, gather
from engine.sampling.normals import Normals


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
        found = u * u
        found -= 1.0
        found *= self.bend
        found += self.slope * u
        return np.asarray(found)


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
