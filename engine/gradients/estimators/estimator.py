"""The one shape of every gradient estimator."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from engine.core.arrays import Array
from engine.gradients.estimators.batches import Batches
from engine.gradients.estimators.setting import Setting
from engine.gradients.moments import COORDINATES


class Estimate(Protocol):
    """Batch estimates, (2, r) for mu and sigma, or (1, r) for mu alone."""

    def __call__(self, batches: Batches, /) -> Array: ...


@dataclass(frozen=True, slots=True)
class Exact:
    """Mean and variance of one coordinate's estimate.

    ``variance`` is N times that of the estimate from a batch of N: per sample. ``bias`` is the
    mean less the true gradient, which their difference would round.
    """

    mean: float
    variance: float
    bias: float = 0.0
    root: float | None = None  # of the variance, where that passes the largest double

    @property
    def deviation(self) -> float:
        """The root of the variance, finite also where the variance overflows."""
        return math.sqrt(self.variance) if self.root is None else self.root


@dataclass(frozen=True, slots=True)
class Estimator:
    """A gradient estimator: how a batch gives an estimate, and its exact mean and variance.

    ``exact`` answers by coordinate, "mu" and "sigma" (or "mu" alone), and is None where there is
    no closed form. ``unbiased`` is claimed, and tested; ``evaluations`` of f or f' a sample and
    coordinate. Both functions raise ParameterError where the estimator does not exist.
    """

    name: str
    label: str
    formula: str
    unbiased: bool
    evaluations: int
    estimate: Estimate
    exact: Callable[[Setting], dict[str, Exact]] | None
    minimum_batch: int = 1
    uses_batch: bool = False  # its variance per sample depends on N
    off_policy: bool = False  # samples come from q
    perturbs: bool = False  # mu by eps times normals, whatever the std: no gradient by sigma
    source: str = ""

    @property
    def coordinates(self) -> tuple[str, ...]:
        """What it estimates the gradient by."""
        return COORDINATES[:1] if self.perturbs else COORDINATES
