"""The quantities of the Weights page, for Gaussians and for own data alike."""

from __future__ import annotations

from engine.core.quantity import Known, Quantity
from engine.data.facts import INDEPENDENT
from engine.weights.rows.ppo_range import PPO_RANGE

METHODS = {
    "plain": ("plain", "(1/n) Σ w f: unbiased."),
    "self_normalised": ("self-normalised", "Σ w f / Σ w: needs w up to a constant only."),
    "truncated": ("truncated", "(1/n) Σ min(w, √n mean w) f."),
    "clipped": ("clipped", "(1/n) Σ min(w, c) f, as V-trace clips and PPO."),
    "masked": ("masked", "(1/n) Σ w f over the samples with w ≤ c only."),
    "psis": ("PSIS", "Σ v f / Σ v, the largest weights smoothed by a Pareto tail."),
}
KNOWN = ("plain", "self_normalised", "clipped", "masked")  # of which bias and error are exact
ESTIMATED: tuple[Known, ...] = ("estimated",)


def _estimated(key: str, row: str, help: str, *, name: str = "", unit: str = "") -> Quantity:
    return Quantity(key, row, "estimate", unit, help, ESTIMATED, name or row)


def _exact(key: str, row: str, help: str, *, name: str = "", unit: str = "") -> Quantity:
    return Quantity(key, row, "exact", unit, help, name=name or row)


ESS = _estimated(
    "ess",
    "ESS",
    "(Σ w)² / Σ w²: as many samples of p would do as well. It knows only of regions that were "
    f"visited, and flatters where the weights have heavy tails. {INDEPENDENT}",
)
ESS_FRACTION = _estimated("ess.fraction", "ESS/n", "The effective share of the samples.")
ESS_LIMIT = _exact(
    "ess.limit",
    "ESS/n",
    "1 / (1 + chi-square): what ESS/n tends to as n grows.",
    name="limit of ESS/n",
)
K_HAT = Quantity(
    "tail.k_hat",
    "tail index k",
    "estimate",
    "",
    "Shape of the Pareto tail fitted to the largest weights (PSIS); it reads low while n is "
    "small. Infinite where no tail can be fitted.",
    ("exact", "estimated"),
    "k-hat",
)
K = _exact(
    "tail.k",
    "tail index k",
    "Pareto index of the weights, 1 - 1/λ: moments of order 1/k and above are infinite; from "
    "0.5 on the variance.",
    name="exact k",
)
LARGEST_SHARE = _estimated(
    "weight.largest_share",
    "max share",
    "Share of the total weight that the largest single weight carries. Its error is the "
    "jackknife's, right to its order of magnitude only: a maximum does not settle.",
)
TOP_SHARE = _estimated(
    "weight.top_share",
    "top 1 % share",
    "Share of the total weight that the largest 1 % of the weights carry; the error by the delta "
    "method.",
)
MEAN_WEIGHT = _estimated(
    "weight.mean",
    "mean w",
    "Mean of the weights. Its expectation is 1 whatever p and q are: far from it, the samples "
    "have missed where p lies, or log-probabilities are not what they should be.",
)
EXPECTED_WEIGHT = _exact(
    "weight.expected", "mean w", "The weights p/q average to 1 under q, always.", name="E w"
)
CHI_SQUARE = _exact("chi_square.p_q", "chi-square(p||q)", "Variance of w under q.")
KL_PQ = _exact("kl.p_q", "KL(p||q)", "E_p log w, of Gaussians in closed form.", unit="nats")
KL_PQ_ESTIMATE = _estimated(
    "kl.p_q.estimate",
    "KL(p||q)",
    "Mean of w log w over the same samples.",
    name="KL(p||q) estimate",
    unit="nats",
)
KL_QP = _exact("kl.q_p", "KL(q||p)", "-E_q log w, of Gaussians in closed form.", unit="nats")
KL_QP_ESTIMATE = _estimated(
    "kl.q_p.estimate",
    "KL(q||p)",
    "Mean of -log w over the same samples.",
    name="KL(q||p) estimate",
    unit="nats",
)
SCALE_FREE = (
    "The same with weights divided by their mean: right also where log-probabilities lack a "
    "constant."
)
KL_PQ_SCALE_FREE = _estimated(
    "kl.p_q.self_normalised",
    "KL(p||q), self-normalised",
    SCALE_FREE,
    name="KL(p||q) self-normalised",
    unit="nats",
)
KL_QP_SCALE_FREE = _estimated(
    "kl.q_p.self_normalised",
    "KL(q||p), self-normalised",
    SCALE_FREE,
    name="KL(q||p) self-normalised",
    unit="nats",
)
CLIPPED_ROWS = _estimated(
    "clip.rows",
    "share clipped at c",
    "Share of the rows that clipping at the current c changes: those with w > c.",
    name="share of w > c",
)
CLIPPED_WEIGHT = _estimated(
    "clip.weight",
    "weight lost at c",
    "Share of the total weight that min(w, c) takes away: 1 - Σ min(w, c) / Σ w.",
)
OUTSIDE = _estimated(
    "weight.outside",
    f"|w - 1| > {PPO_RANGE:g}",
    f"Share of the rows with w outside {1.0 - PPO_RANGE:g} to {1.0 + PPO_RANGE:g}: what PPO logs "
    "as its clip fraction.",
    name=f"share of |w - 1| > {PPO_RANGE:g}",
)
TARGET = _exact("target", "E_p f", "What every method estimates: the mean of f under p.")
ESTIMATE = {
    method: _estimated(
        f"{method}.estimate", name, f"{text} Over the samples of q.", name=f"{name} estimate"
    )
    for method, (name, text) in METHODS.items()
}
BIAS = {
    method: Quantity(
        f"{method}.bias",
        name,
        "bias",
        "",
        f"Exact bias of the {name} estimate from n samples; of the self-normalised one to "
        "leading order in 1/n.",
    )
    for method, (name, _) in METHODS.items()
    if method in KNOWN
}
STANDARD_ERROR = {
    method: Quantity(
        f"{method}.standard_error",
        name,
        "exact error",
        "",
        f"Exact standard error of the {name} estimate from n samples.",
        name=f"{name} standard error",
    )
    for method, (name, _) in METHODS.items()
    if method in KNOWN
}
VARIANCE = _exact(
    "product.variance",
    "variance of w f",
    "Exact variance of one w f under q; over n it is the squared error of the plain estimate.",
)
SAMPLE_VARIANCE = _estimated(
    "product.sample_variance",
    "variance of w f",
    "What the samples say: far too low as long as they miss the large weights. Its error by the "
    "fourth moment: the exact one, or that of the first 16,384 samples where large weights are no "
    "rarer than these show.",
    name="sample variance of w f",
)

QUANTITIES = (
    ESS,
    ESS_FRACTION,
    ESS_LIMIT,
    K_HAT,
    K,
    LARGEST_SHARE,
    TOP_SHARE,
    MEAN_WEIGHT,
    EXPECTED_WEIGHT,
    CHI_SQUARE,
    CLIPPED_ROWS,
    CLIPPED_WEIGHT,
    OUTSIDE,
    KL_PQ,
    KL_PQ_ESTIMATE,
    KL_PQ_SCALE_FREE,
    KL_QP,
    KL_QP_ESTIMATE,
    KL_QP_SCALE_FREE,
    TARGET,
    *(
        group[method]
        for method in METHODS
        for group in (ESTIMATE, BIAS, STANDARD_ERROR)
        if method in group
    ),
    VARIANCE,
    SAMPLE_VARIANCE,
)
