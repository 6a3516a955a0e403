"""The values of the KL page's quantities."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.core.quantity import Readout
from engine.data.facts import UNKNOWN
from engine.divergence.closed_forms import kl, log1p_chi_square
from engine.divergence.exact_moments import (
    EstimatorMoments,
    ExactMoments,
    control_variate_std,
)
from engine.divergence.negative_batch import NegativeBatch
from engine.gaussian.relative import relative
from engine.numerics.scaled import digits_note
from engine.page.scene import Scene
from engine.pages.kl_divergence import quantities as q
from engine.pages.kl_divergence.absolute import absolute
from engine.pages.kl_divergence.batches import row_batches, share
from engine.pages.kl_divergence.gather import Gathered, Rows
from engine.pages.kl_divergence.negative import negative
from engine.pages.kl_divergence.samples import KLSamples
from engine.weights.exact.powers import LARGEST_SKEWNESS, RARE, SAMPLE_READS_LOW, mean_skewness
from engine.weights.pareto.smoothing import not_reliable, reliability_threshold

# Standard errors from which a mean weight other than 1 is no accident.
FAR_ERRORS = 6.0
TOO_FEW = "too few rows for 10 batches"
UNTRUSTED = "its variance is infinite: the error cannot be trusted"
MISSED = "its expectation is 1: the samples missed where the weight lies, trust no error"
NO_OTHER = "0, for every other c has infinite variance"


def measure(gathered: Gathered) -> Iterator[Readout]:
    """All values, in the order of the page's table."""
    yield from _divergences(gathered)
    for index, name in enumerate(q.ESTIMATORS):
        yield _estimate(gathered, index, name)
        yield from _exact_moments(gathered, name)
    yield from absolute(gathered)
    yield from _negative(gathered)
    yield from _weights(gathered)
    yield from _control(gathered)


def missed(samples: KLSamples) -> bool:
    """Whether the mean weight is further from 1 than its error can explain."""
    return bool(abs(samples.moments.mean[3]) > FAR_ERRORS * samples.moments.standard_error[3])


def _divergences(gathered: Gathered) -> Iterator[Readout]:
    if gathered.exact is None:
        yield q.KL_QP.unknown(UNKNOWN)
        yield q.KL_PQ.unknown(UNKNOWN)
        return
    scene = gathered.scene
    yield q.KL_QP.exact(gathered.exact.k1.mean)
    yield q.KL_PQ.exact(kl(scene.p, scene.q))


def _estimate(gathered: Gathered, index: int, name: str) -> Readout:
    moments = gathered.samples.moments
    value, error = float(moments.mean[index]) + 0.0, float(moments.standard_error[index])
    note = "" if gathered.rows is None else _row_note(gathered.rows, name)
    if gathered.exact is not None and name == "k3":
        error, note = _weight_error(gathered, gathered.exact.k3.variance, index)
    return q.ESTIMATE[name].estimated(value, error, note)


def _weight_error(gathered: Gathered, variance: float, index: int) -> tuple[float, str]:
    """Standard error of the mean of k3 or w, of this index in the samples, and what is wrong with
    it. A sample of skewed weights shows too small an error whenever it misses the large ones, so
    that the exact variance is taken there."""
    scene = gathered.scene
    if math.isinf(variance):
        return math.inf, UNTRUSTED
    skewness = mean_skewness(scene.p, scene.q, scene.samples)
    if skewness <= SAMPLE_READS_LOW:
        return float(gathered.samples.moments.standard_error[index]), ""
    return math.sqrt(variance / scene.samples), RARE if skewness > LARGEST_SKEWNESS else ""


def _row_note(rows: Rows, name: str) -> str:
    """Why an estimate from rows is infinite, or has an error that means nothing."""
    look = rows.look
    if look.zeros and name != "w":
        return f"infinite: {look.zeros:,} rows have log w = -inf"
    if name in ("k1", "k2"):
        return ""
    if not look.ordinary:
        return f"a log-ratio of {look.high:.4g} is too large for its square to be a number"
    limit = reliability_threshold(look.n)
    if not math.isfinite(rows.k_hat) or rows.k_hat < limit:
        return ""
    return f"{not_reliable(rows.k_hat, limit)}: do not trust this error"


def _moments(exact: ExactMoments) -> dict[str, EstimatorMoments]:
    return {"k1": exact.k1, "k2": exact.k2, "k3": exact.k3}


def _infinite_note(scene: Scene) -> str:
    lam = relative(scene.p, scene.q).largest
    logarithm = log1p_chi_square(scene.p, scene.q)
    if math.isinf(logarithm):
        return f"infinite: λ = {lam:.4g} ≥ 2, so E w² diverges"
    return f"finite but above 1.8e308: log(1 + chi-square) = {logarithm:.6g}"


def _exact_moments(gathered: Gathered, name: str) -> Iterator[Readout]:
    if gathered.rows is not None:
        yield q.MEAN[name].unknown(UNKNOWN)
        if gathered.rows.control is not None:
            note = _row_note(gathered.rows, name)
            yield q.STD[name].estimated(*gathered.rows.control.std(name), note)
    if gathered.exact is None:
        return
    each, true = _moments(gathered.exact)[name], gathered.exact.k1.mean
    infinite = _infinite_note(gathered.scene)
    yield q.MEAN[name].exact(each.mean)
    yield q.BIAS[name].exact(each.bias)
    yield q.STD[name].exact(each.std, infinite if math.isinf(each.std) else "")
    # With no divergence there is nothing to divide by.
    if true > 0.0:
        yield q.RELATIVE_BIAS[name].exact(each.bias / true)
        relative_std = each.std / true  # infinite where it is above 1.8e308
        yield q.RELATIVE_STD[name].exact(relative_std, infinite if math.isinf(relative_std) else "")


def _negative(gathered: Gathered) -> Iterator[Readout]:
    samples = gathered.samples
    count = samples.moments.count
    if gathered.exact is None:
        yield q.NEGATIVE_SHARE.estimated(*share(samples.negative, count))
        yield q.NEGATIVE.unknown(UNKNOWN)
        batches = row_batches(gathered)
        if batches is None:
            yield q.BATCH_NEGATIVE.unknown(TOO_FEW)
        else:
            yield q.BATCH_NEGATIVE.estimated(*batches)
        return
    scene, batch = gathered.scene, gathered.options.batch
    one, chosen, _ = negative(scene.p, scene.q, batch)
    error = math.sqrt(one.probability * (1.0 - one.probability) / count)
    yield q.NEGATIVE_SHARE.estimated(samples.negative / count, error)
    yield q.NEGATIVE.exact(one.probability, _how(one))
    yield q.BATCH_NEGATIVE.exact(chosen.probability, _how(chosen))


def _how(found: NegativeBatch) -> str:
    digits = digits_note(found.probability, found.error)
    return f"by {found.method}{'; ' + digits if digits else ''}"


def _weights(gathered: Gathered) -> Iterator[Readout]:
    moments, exact = gathered.samples.moments, gathered.exact
    value, error = 1.0 + float(moments.mean[3]), float(moments.standard_error[3])
    note = "" if gathered.rows is None else _row_note(gathered.rows, "w")
    if exact is not None:
        error, note = _weight_error(gathered, exact.chi_square, 3)
        note = MISSED if missed(gathered.samples) else note
    yield q.MEAN_WEIGHT.estimated(value, error, note)
    if exact is None:
        yield q.CHI_SQUARE.unknown(UNKNOWN)
        return
    infinite = _infinite_note(gathered.scene) if math.isinf(exact.chi_square) else ""
    yield q.CHI_SQUARE.exact(exact.chi_square, infinite)
    yield q.LAM.exact(relative(gathered.scene.p, gathered.scene.q).largest)


def _control(gathered: Gathered) -> Iterator[Readout]:
    scene, exact, c = gathered.scene, gathered.exact, gathered.options.coefficient
    if exact is not None:
        diverges = relative(scene.p, scene.q).diverges(2.0)
        yield q.BEST_C.exact(exact.best_control, NO_OTHER if diverges else "")
        yield q.STD_AT_BEST.exact(math.sqrt(exact.best_variance))
        std = control_variate_std(scene.p, scene.q, c)
        yield q.STD_AT_C.exact(std, _infinite_note(scene) if math.isinf(std) else "")
    elif gathered.rows is not None and gathered.rows.control is not None:
        control = gathered.rows.control
        yield q.BEST_C.estimated(*control.best)
        yield q.STD_AT_BEST.estimated(*control.std_at(control.best[0]))
        yield q.STD_AT_C.estimated(*control.std_at(c))
