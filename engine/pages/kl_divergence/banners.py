"""What must be known before a number on the KL page is trusted."""

from __future__ import annotations

from collections.abc import Iterator

from engine.core.number_format import apart
from engine.data.facts import file_banners, mean_weight_banner
from engine.gaussian.relative import relative
from engine.page.scene import Scene
from engine.pages.kl_divergence.gather import Gathered, Rows
from engine.pages.kl_divergence.measure import missed
from engine.pages.kl_divergence.samples import KLSamples
from engine.weights.log_weights import LARGEST_LOG
from engine.weights.pareto.smoothing import reliability_threshold
from engine.weights.rows.independence import dependence_banner


def banners(gathered: Gathered) -> Iterator[str]:
    """Of Gaussians, or of own data."""
    if gathered.rows is None:
        return _of_gaussians(gathered.scene, gathered.samples)
    return _of_rows(gathered.rows, gathered.samples)


def _of_gaussians(scene: Scene, samples: KLSamples) -> Iterator[str]:
    if scene.p == scene.q:
        yield "p = q: w = 1 for every sample, and every estimate is exactly 0."
    pair = relative(scene.p, scene.q)
    direction = pair.failing_direction
    if direction is not None:
        along = ", ".join(f"{value:.2f}" for value in direction[:4])
        along += ", ..." if len(direction) > 4 else ""
        where = f" along ({along})" if len(direction) > 1 else ""
        yield (
            f"k3 has infinite variance: q's tails are too light{where}, λ = "
            f"{pair.largest:.4g} ≥ 2, so E w² diverges. Its error bar cannot be trusted; k1's can."
        )
    if missed(samples):
        mean_weight, _ = apart(1.0 + float(samples.moments.mean[3]), 1.0, 3)
        yield (
            f"The samples of q missed p: the mean of w is {mean_weight}, "
            "while its expectation is 1. No estimate from these weights can be trusted; k1 can."
        )
    if samples.largest_log_weight >= LARGEST_LOG:
        yield (
            f"A weight is above 1.8e308 (log w = {samples.largest_log_weight:.0f}); in k3 it is "
            "counted as that."
        )


def _of_rows(rows: Rows, samples: KLSamples) -> Iterator[str]:
    look = rows.look
    yield from file_banners(rows.source, rows.data)
    if look.zeros:
        yield (
            f"KL(q||p) is infinite: at {look.zeros:,} of {look.n:,} rows log w = -inf, for there "
            "the new policy never does what was done."
        )
    if not look.ordinary:
        yield (
            f"A log-ratio is {look.high:.4g}: its weight's square is too large for a number, and "
            "k3 carries nothing else. Are these log-probabilities of the same samples?"
        )
    if look.all_equal:
        yield f"All log-ratios are {look.low:.6g}: there is nothing to estimate."
    yield from dependence_banner(look.n, rows.time)
    if not look.all_equal and look.ordinary:
        mean = 1.0 + float(samples.moments.mean[3])
        error = float(samples.moments.standard_error[3])
        unreliable = rows.k_hat >= reliability_threshold(look.n)
        yield from mean_weight_banner(mean, error, rows.inverse, unreliable, rows.time)
