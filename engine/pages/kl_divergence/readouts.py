"""The numbers and the warnings of the KL page."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.core.number_format import apart
from engine.core.quantity import Readout, undeclared
from engine.divergence.closed_forms import kl, log1p_chi_square
from engine.divergence.exact_moments import EstimatorMoments, ExactMoments, control_variate_std
from engine.divergence.negative_batch import NegativeBatch
from engine.gaussian.relative import relative
from engine.numerics.scaled import digits_note
from engine.page.scene import Scene
from engine.pages.kl_divergence.monte_carlo import LARGEST_LOG, KLSamples
from engine.pages.kl_divergence.result import ControlVariate
from engine.weights.exact.powers import LARGEST_SKEWNESS, RARE, SAMPLE_READS_LOW, mean_skewness

UNTRUSTED = "its variance is infinite: the error cannot be trusted"
# Standard errors from which a mean weight other than 1 is no accident.
FAR_ERRORS = 6.0
FORMULAS = {
    "k1": "k1 = -log w: unbiased, but negative for some samples.",
    "k2": "k2 = (log w)²/2: never negative, biased.",
    "k3": "k3 = w - 1 - log w: never negative, unbiased; its variance needs a finite chi-square.",
}


def readouts(
    scene: Scene,
    exact: ExactMoments,
    samples: KLSamples,
    negative: tuple[NegativeBatch, NegativeBatch],
    control: ControlVariate,
) -> tuple[Readout, ...]:
    """All of them, in the order of the page's table; ``negative`` are the chances of one k1 and of
    a batch."""
    return (
        *_exact_divergences(scene, exact),
        *_estimators(scene, exact, samples),
        *_negative(samples, negative),
        *_weights(scene, exact, samples, control),
    )


def banners(scene: Scene, exact: ExactMoments, samples: KLSamples) -> tuple[str, ...]:
    """What must be known before a number is trusted."""
    found = []
    if scene.p == scene.q:
        found.append("p = q: w = 1 for every sample, and every estimate is exactly 0.")
    pair = relative(scene.p, scene.q)
    direction = pair.failing_direction
    if direction is not None:
        along = ", ".join(f"{value:.2f}" for value in direction[:4])
        along += ", ..." if len(direction) > 4 else ""
        where = f" along ({along})" if len(direction) > 1 else ""
        found.append(
            f"k3 has infinite variance: q's tails are too light{where}, lam = "
            f"{pair.largest:.4g} ≥ 2, so E w² diverges. Its error bar cannot be trusted; k1's can."
        )
    if _missed(samples):
        mean, _ = apart(1.0 + float(samples.moments.mean[3]), 1.0, 3)
        found.append(
            f"The samples of q missed p: the mean of w is {mean}, "
            "while its expectation is 1. No estimate from these weights can be trusted; k1 can."
        )
    if samples.largest_log_weight >= LARGEST_LOG:
        found.append(
            f"A weight is above 1.8e308 (log w = {samples.largest_log_weight:.0f}); in k3 it is "
            "counted as that."
        )
    return tuple(found)


def _missed(samples: KLSamples) -> bool:
    """Whether the mean weight is further from 1 than its error can explain."""
    return bool(abs(samples.moments.mean[3]) > FAR_ERRORS * samples.moments.standard_error[3])


def _weight_error(
    scene: Scene, variance: float, samples: KLSamples, index: int
) -> tuple[float, str]:
    """Standard error of the mean of k3 or w, of this index in the samples, and what is wrong with
    it. A sample of skewed weights shows too small an error whenever it misses the large ones, so
    that the exact variance is taken there."""
    if math.isinf(variance):
        return math.inf, UNTRUSTED
    skewness = mean_skewness(scene.p, scene.q, scene.samples)
    if skewness <= SAMPLE_READS_LOW:
        return float(samples.moments.standard_error[index]), ""
    return math.sqrt(variance / scene.samples), RARE if skewness > LARGEST_SKEWNESS else ""


def _infinite_note(scene: Scene) -> str:
    lam = relative(scene.p, scene.q).largest
    logarithm = log1p_chi_square(scene.p, scene.q)
    if math.isinf(logarithm):
        return f"infinite: lam = {lam:.4g} ≥ 2, so E w² diverges"
    return f"finite but above 1.8e308: log(1 + chi-square) = {logarithm:.6g}"


def _exact_divergences(scene: Scene, exact: ExactMoments) -> Iterator[Readout]:
    yield undeclared(
        "KL(q||p)",
        exact.k1.mean,
        help="What k1, k2 and k3 estimate, x being drawn from q; closed form.",
        place=("KL(q||p)", "exact"),
    )
    yield undeclared(
        "KL(p||q)",
        kl(scene.p, scene.q),
        help="The other direction: not what these estimators estimate.",
        place=("KL(p||q)", "exact"),
    )


def _estimators(scene: Scene, exact: ExactMoments, samples: KLSamples) -> Iterator[Readout]:
    weight_error, trust = _weight_error(scene, exact.k3.variance, samples, 2)
    errors = [*samples.moments.standard_error[:2].tolist(), weight_error]
    moments = {"k1": exact.k1, "k2": exact.k2, "k3": exact.k3}
    for index, (name, each) in enumerate(moments.items()):
        yield undeclared(
            f"{name} estimate",
            float(samples.moments.mean[index]) + 0.0,
            errors[index],
            "estimated",
            trust if name == "k3" else "",
            help=f"Mean over {scene.samples:,} samples of q. {FORMULAS[name]}",
            place=(name, "estimate"),
        )
        yield from _exact_moments(name, each, exact.k1.mean, _infinite_note(scene))


def _exact_moments(
    name: str, each: EstimatorMoments, true: float, infinite: str
) -> Iterator[Readout]:
    yield undeclared(
        f"{name} mean",
        each.mean,
        help=f"Exact expectation of one {name} under q.",
        place=(name, "exact"),
    )
    yield undeclared(
        f"{name} bias",
        each.bias,
        help=f"Exact expectation of {name} less KL(q||p).",
        place=(name, "bias"),
    )
    yield undeclared(
        f"{name} std",
        each.std,
        note=infinite if math.isinf(each.std) else "",
        help=f"Exact standard deviation of one {name}; over sqrt n it is the error of the mean.",
        place=(name, "std"),
    )
    # With no divergence there is nothing to divide by.
    if true > 0.0:
        relative_std = each.std / true if each.std < 1e300 * true else math.inf
        yield undeclared(
            f"{name} bias/true",
            each.bias / true,
            unit="",
            help=f"Exact bias of {name} as a share of KL(q||p).",
            place=(name, "bias/true"),
        )
        yield undeclared(
            f"{name} std/true",
            relative_std,
            note=infinite if math.isinf(relative_std) else "",
            unit="",
            help=f"Exact standard deviation of one {name} as a multiple of KL(q||p).",
            place=(name, "std/true"),
        )


def _negative(
    samples: KLSamples, negative: tuple[NegativeBatch, NegativeBatch]
) -> Iterator[Readout]:
    one, chosen = negative
    n = samples.moments.count
    probability = one.probability
    yield undeclared(
        "share of k1 < 0",
        samples.negative / n,
        math.sqrt(probability * (1.0 - probability) / n),
        "estimated",
        unit="",
        help="Share of the samples with w > 1, whose k1 is negative.",
        place=("share of k1 < 0", "estimate"),
    )
    yield undeclared(
        "P(k1 < 0)",
        one.probability,
        note=_how(one),
        unit="",
        help="Probability that one k1 is negative.",
        place=("share of k1 < 0", "exact"),
    )
    yield undeclared(
        "P(batch mean of k1 < 0)",
        chosen.probability,
        note=_how(chosen),
        unit="",
        help=f"Probability that the mean of k1 over a batch of {chosen.batch:,} is "
        "negative, although KL(q||p) never is.",
        place=(f"P(mean of {chosen.batch:,} k1 < 0)", "exact"),
    )


def _how(found: NegativeBatch) -> str:
    digits = digits_note(found.probability, found.error)
    return f"by {found.method}{'; ' + digits if digits else ''}"


def _weights(
    scene: Scene, exact: ExactMoments, samples: KLSamples, control: ControlVariate
) -> Iterator[Readout]:
    infinite = _infinite_note(scene) if math.isinf(exact.chi_square) else ""
    error, note = _weight_error(scene, exact.chi_square, samples, 3)
    diverges = relative(scene.p, scene.q).diverges(2.0)
    std = control_variate_std(scene.p, scene.q, control.chosen_coefficient)
    if _missed(samples):
        note = "its expectation is 1: the samples missed where the weight lies, trust no error"
    yield undeclared(
        "mean w",
        1.0 + float(samples.moments.mean[3]),
        error,
        "estimated",
        note,
        unit="",
        help="Mean of the weights p/q; its expectation is 1 whatever p and q are.",
        place=("mean w", "estimate"),
    )
    yield undeclared(
        "chi-square(p||q)",
        exact.chi_square,
        note=infinite,
        unit="",
        help="Variance of w under q; k3 has finite variance if and only if it is finite.",
        place=("chi-square(p||q)", "exact"),
    )
    yield undeclared(
        "lam",
        relative(scene.p, scene.q).largest,
        unit="",
        help="Largest eigenvalue of Sq⁻¹ Sp: from 2 on, E w² is infinite.",
        place=("lam", "exact"),
    )
    yield undeclared(
        "best c",
        control.best_coefficient,
        note="0, for every other c has infinite variance" if diverges else "",
        unit="",
        help="J / chi-square, J = KL(p||q) + KL(q||p): the c with which k1 + c (w - 1) varies "
        "least.",
        place=("best c", "exact"),
    )
    yield undeclared(
        "std at best c",
        math.sqrt(control.best_variance),
        help="Exact standard deviation of one k1 + c (w - 1) at the best c.",
        place=("best c", "std"),
    )
    yield undeclared(
        "std at c",
        std,
        note=infinite if math.isinf(std) else "",
        help=f"Exact standard deviation of one k1 + c (w - 1) at c = "
        f"{control.chosen_coefficient:g}.",
        place=(f"c = {control.chosen_coefficient:g}", "std"),
    )
