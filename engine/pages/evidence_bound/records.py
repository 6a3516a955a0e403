"""The arrays of each plot of the Evidence page."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.arrays import Array


@dataclass(frozen=True, slots=True)
class Parts:
    """What the bound is made of, in nats: log p(x) = ELBO + gap, ELBO = reconstruction - cost."""

    log_evidence: float
    elbo: float
    gap: float
    reconstruction: float
    cost: float
    iwae: float | None  # L_K, where it is known
    k: int


@dataclass(frozen=True, slots=True)
class Densities:
    """Of z; the likelihood as a density of z, N(x, s^2)."""

    z: Array  # (m,)
    prior: Array
    likelihood: Array
    posterior: Array
    q: Array


@dataclass(frozen=True, slots=True)
class Bound:
    """The bound against the std of q, in nats, and the most that it can reach."""

    std: Array  # (m,)
    elbo: Array  # (m,)
    log_evidence: float


@dataclass(frozen=True, slots=True)
class Bounds:
    """L_K against K, in nats."""

    k: Array  # (m,), empty where L_K has no exact value
    exact: Array  # (m,)
    predicted_k: Array  # (m,), empty where chi-square is infinite
    predicted: Array  # (m,)
    measured_k: Array  # (j,)
    measured: Array  # (j,)
    measured_error: Array
    samples: int  # of the first so many
    log_evidence: float
    elbo: float
    current: int


@dataclass(frozen=True, slots=True)
class Gradients:
    """Variances of one sample of each estimator, by mu and by log sigma."""

    names: tuple[str, ...]
    exact: Array  # (len(names), 2)
    measured: Array
    measured_error: Array


@dataclass(frozen=True, slots=True)
class Signals:
    """Signal to noise of one set of K samples against K, by `SIGNALS`."""

    names: tuple[str, ...]
    k: Array  # (j,)
    ratio: Array  # (len(names), j), |exact mean| over measured std
    error: Array
    limit_k: Array  # (m,)
    limit: Array  # (len(names), m); NaN where moments diverge
    slope: Array  # (len(names),), of log ratio by log K at large K; NaN where there is none
    slope_error: Array
    powers: tuple[float, ...]  # what the slopes tend to
    current: int
    samples: int


@dataclass(frozen=True, slots=True)
class Encoder:
    """The KL term of each coordinate of q against the prior, in nats."""

    cost: Array  # (d,)
    in_use: float  # below it a coordinate has collapsed
