"""The arrays of each plot of the Weights page."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.arrays import Array


@dataclass(frozen=True, slots=True)
class WeightHistogram:
    """How many samples have log10 w, or w itself, in each bin."""

    edges: Array  # (b + 1,), ascending, in units of `scale`
    counts: Array  # (b,)
    outside: Array  # (2,): below, beyond
    expected: Array  # (b,) exact expected counts of as many samples; empty where not known
    expected_note: str  # why `expected` is empty, or ""
    scale: str  # "log10 w" or "w"
    mean: float  # exact E log10 w, or E w = 1; of own data estimated, see `mean_error`
    clip: float  # log10 c, or c; may lie outside the edges
    samples: int  # the first so many
    mean_error: float | None = None  # standard error, for own data


@dataclass(frozen=True, slots=True)
class Concentration:
    """Which share of the samples, the largest weights first, carries which share of the weight:
    from (0, 0) to (1, 1)."""

    samples: Array  # (m,), ascending; samples[1] is the least share that could be told apart
    weight: Array  # (m,), of the first ``counted`` samples
    exact_samples: Array  # (j,) the same for infinitely many samples: P_q(w > t), not with 0 or 1
    exact_weight: Array  # (j,) P_p(w > t); both empty where not known
    top_percent: float  # share of the weight that the largest 1 % carry
    largest_share: float  # of the one largest weight, among all samples
    counted: int


@dataclass(frozen=True, slots=True)
class RunningDiagnostics:
    """What the first n samples say of their weights."""

    n: Array  # (m,)
    ess_fraction: Array  # (m,) ESS / n
    # Its limit 1 / (1 + chi-square); 0 where chi-square is infinite, None (unknown) for own data.
    exact_ess_fraction: float | None
    k_n: Array  # (j,) those n for which a tail could be fitted; may be empty
    k_hat: Array  # (j,)
    exact_k: float | None  # -inf for p = q, None for own data
    threshold: Array  # (m,) k-hat below it is reliable; at n = 100 it is 0.5, at most 0.7


@dataclass(frozen=True, slots=True)
class RunningEstimates:
    """Estimates of E_p f from the first n samples, with their standard errors.

    inf where a sum is above 1.8e308; the errors of clipped, truncated and masked estimates know
    nothing of the bias.
    """

    n: Array  # (m,)
    plain: Array  # (m,)
    plain_error: Array
    self_normalised: Array
    self_normalised_error: Array
    truncated: Array
    truncated_error: Array
    clipped: Array
    clipped_error: Array
    masked: Array
    masked_error: Array
    psis: Array
    psis_error: Array
    truth: float  # exact E_p f
    formula: str  # of f, such as "sigmoid(x)"
    trusted: bool  # False: the variance of w is infinite and the bars mean nothing


@dataclass(frozen=True, slots=True)
class ClippingFrontier:
    """Exact squared bias, variance and mean squared error of (1/n) sum v f against c.

    v = min(w, c) for clip; v = w where w <= c, else 0, for mask. All in squared units of f; a
    value may be 0, which a log axis cannot show.
    """

    c: Array  # (m,), log-spaced
    clip_bias_squared: Array  # (m,)
    clip_variance: Array  # (m,), already divided by n
    clip_mse: Array  # (m,), the sum of both
    mask_bias_squared: Array
    mask_variance: Array
    mask_mse: Array
    best_clip: float  # the c of least mean squared error on the grid
    best_clip_mse: float
    best_mask: float
    best_mask_mse: float
    current: float  # the current c
    current_clip_bias_squared: float
    current_clip_variance: float
    current_clip_mse: float
    current_mask_bias_squared: float
    current_mask_variance: float
    current_mask_mse: float
    plain_mse: float  # of the estimate without any repair; inf where the variance is
    samples: int  # n


@dataclass(frozen=True, slots=True)
class DimensionCurve:
    """ESS / n for as many independent copies of the current mismatch as make d dimensions."""

    dimension: Array  # (100,): 1..100
    log10_ess_fraction: Array  # (100,) exact, 0 or less; -inf throughout for infinite variance
    sampled_dimension: Array  # (j,), multiples of the current dimension
    sampled: Array  # (j,) ESS / n of ``samples`` samples, at least 1 / samples
    sampled_error: Array  # (j,) standard errors
    current: int  # the current dimension
    current_log10_ess_fraction: float
    samples: int  # for each dot


@dataclass(frozen=True, slots=True)
class VarianceMap:
    """log(1 + chi-square) of one dimension over std ratio and distance of the means."""

    ratio: Array  # (r,), log-spaced: std of p / std of q
    distance: Array  # (t,), even: (mean of p - mean of q) / std of q
    log1p_chi_square: Array  # (r, t); inf from the boundary on
    boundary: float  # the ratio sqrt 2: infinite variance there and beyond
    current_ratio: float
    current_distance: float
    current_log1p_chi_square: float  # of the point on the map; inf from the boundary on
    draggable: bool  # d = 1: the point is p and q themselves
    current_note: str  # "" for d = 1, else what the point stands for: the worst direction


@dataclass(frozen=True, slots=True)
class ClipCurve:
    """What clipping or masking at c does to the rows: how many are clipped, and how much weight
    min(w, c) takes away, as shares, with standard errors."""

    c: Array  # (m,), log-spaced
    clipped: Array  # (m,), share of the rows with w > c
    clipped_error: Array
    lost: Array  # (m,), sum of (w - c)+ over the sum of w
    lost_error: Array
    current: float  # the current c
    current_clipped: float
    current_clipped_error: float
    current_lost: float
    current_lost_error: float


@dataclass(frozen=True, slots=True)
class RunningMeanWeight:
    """The mean of w from the first n rows, which should be 1."""

    n: Array  # (m,)
    mean: Array  # (m,)
    error: Array  # (m,)


@dataclass(frozen=True, slots=True)
class RunningDivergences:
    """KL both ways from the first n rows, in nats; infinite where a weight of 0 makes it so."""

    n: Array  # (m,)
    kl_qp: Array  # (m,), mean of -log w
    kl_qp_error: Array
    kl_pq: Array  # (m,), mean of w log w
    kl_pq_error: Array
