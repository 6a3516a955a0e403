"""The arrays of each plot of the KL page."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.arrays import Array


@dataclass(frozen=True, slots=True)
class Running:
    """The estimates from the first n samples, with their standard errors, in nats."""

    n: Array  # (m,)
    k1: Array  # (m,)
    k1_error: Array
    k2: Array
    k2_error: Array
    k3: Array
    k3_error: Array
    exact: float | None  # None: unknown, for own data


@dataclass(frozen=True, slots=True)
class Histograms:
    """How many samples have their k1, k2 or k3 in each bin; ``outside`` = (below, beyond)."""

    edges: Array  # (b + 1,), nats; 0 is one of them
    k1: Array  # (b,) counts
    k2: Array
    k3: Array
    k1_outside: Array  # (2,)
    k2_outside: Array
    k3_outside: Array
    samples: int  # the first so many


@dataclass(frozen=True, slots=True)
class NegativeBatches:
    """The probability that the mean of a batch of k1 is negative."""

    batch: Array  # (m,), empty where the probability is unknown, for own data
    probability: Array  # (m,), exact
    sampled_batch: Array  # (j,)
    share: Array  # (j,), of the batches that the first ``samples`` make
    share_error: Array  # (j,)
    samples: int
    current_batch: int
    current_probability: float | None  # exact, or unknown
    method: str
    current_share: float | None = None  # of own data, where there are enough batches
    current_share_error: float | None = None


@dataclass(frozen=True, slots=True)
class ControlVariate:
    """Variance per sample of k1 + c (w - 1), exact, or with standard errors that of own data;
    the arrays are empty if it is infinite."""

    coefficient: Array  # (m,)
    variance: Array  # (m,)
    k1_variance: float
    k3_variance: float
    best_coefficient: float
    best_variance: float
    current_coefficient: float
    current_variance: float
    lam: float | None  # largest eigenvalue of Sq^-1 Sp; None for own data
    variance_error: Array | None = None  # (m,) of an estimated variance, as what follows
    best_error: float | None = None  # of the variance at the best c
    current_error: float | None = None
    unknown: str = ""  # why own data have no curve


@dataclass(frozen=True, slots=True)
class Integrand:
    """q(x) (log q(x) - log p(x)), whose positive less whose negative area is KL(q||p)."""

    x: Array  # (m,)
    value: Array  # (m,), nats per unit of x
    positive_area: float
    negative_area: float
