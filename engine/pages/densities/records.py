"""The arrays of the densities page's plots that are not those of two Gaussians alone."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.arrays import Array
from engine.data.facts import DataFacts
from engine.gaussian.quantiles import Quantiles


@dataclass(frozen=True, slots=True)
class Points:
    """The first samples of q along the axes shown."""

    x: Array  # (n, 1) for d = 1, else (n, 2)


@dataclass(frozen=True, slots=True)
class GroupPoints:
    """Some samples of each group along the axes shown, evenly spaced in the file."""

    p: Array  # (k, 1) or (k, 2)
    q: Array
    p_samples: int  # of which these are some
    q_samples: int


@dataclass(frozen=True, slots=True)
class GroupHistograms:
    """Densities of both groups in bins of their own, d = 1."""

    p_edges: Array  # (b + 1,)
    p_density: Array  # (b,), per unit of x, of all samples
    p_outside: int  # samples beyond the bins
    q_edges: Array
    q_density: Array
    q_outside: int


@dataclass(frozen=True, slots=True)
class FittedGroup:
    """A group's Gaussian with standard errors."""

    name: str
    samples: int
    shrinkage: float
    mean: Array  # (d,)
    mean_error: Array
    covariance: Array  # (d, d)
    covariance_error: Array


@dataclass(frozen=True, slots=True)
class GroupPlots:
    """What own data add to the plots of the densities page."""

    facts: DataFacts
    points: GroupPoints
    histograms: GroupHistograms | None  # d = 1
    p_quantiles: Quantiles
    q_quantiles: Quantiles
    p_fit: FittedGroup
    q_fit: FittedGroup
