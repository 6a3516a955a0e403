"""The values of the Weights page's quantities."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.core.quantity import Quantity, Readout
from engine.data.facts import UNKNOWN
from engine.divergence.kl_estimators import Estimate
from engine.numerics.scaled import digits_note
from engine.pages.importance_weights import quantities as q
from engine.pages.importance_weights.figures import METHODS
from engine.pages.importance_weights.gather import Gathered, Rows
from engine.pages.importance_weights.target import Target
from engine.weights.errors import variance_error
from engine.weights.exact.known_errors import known_error
from engine.weights.importance import WeightLimits
from engine.weights.pareto.smoothing import k_hat_error, reliability_threshold, verdict
from engine.weights.rows.shares import share_of_rows

TOO_LARGE = "above 1.8e308: a weight overflows a double"
BLIND_TO_BIAS = "the error does not know of the bias"
BIASED = ("truncated", "clipped", "masked")


def measure(gathered: Gathered) -> Iterator[Readout]:
    """All values, in the order of the page's table."""
    yield from _sample_size(gathered)
    yield from _shares(gathered)
    yield from _weights(gathered)
    if gathered.rows is not None:
        yield from _clipping(gathered.rows, gathered.findings.trust)
    yield from _divergences(gathered)
    if gathered.target is not None:
        yield from _estimates(gathered, gathered.target)
        yield from _variances(gathered, gathered.target)


def _estimated(quantity: Quantity, estimate: Estimate, note: str = "") -> Readout:
    if math.isinf(estimate.value) and not note.startswith("infinite"):
        note = TOO_LARGE
    return quantity.estimated(estimate.value + 0.0, estimate.standard_error, note)


def _known(quantity: Quantity, limits: WeightLimits | None, field: str, note: str = "") -> Readout:
    """A limit, which is unknown for rows."""
    if limits is None:
        return quantity.unknown(UNKNOWN)
    return quantity.exact(getattr(limits, field) + 0.0, note)


def _sample_size(gathered: Gathered) -> Iterator[Readout]:
    findings, limits = gathered.findings, gathered.limits
    yield _estimated(q.ESS, findings.ess, findings.square_trust)
    yield _estimated(q.ESS_FRACTION, findings.ess_fraction, findings.square_trust)
    zero = ""
    if gathered.infinite and limits is not None:
        zero = f"infinite variance: λ = {limits.largest_eigenvalue:.4g} ≥ 2"
    yield _known(q.ESS_LIMIT, limits, "ess_fraction", zero)
    yield _k_hat(gathered)
    index = "" if limits is None else _index_note(limits.tail_index)
    yield _known(q.K, limits, "tail_index", index)


def _k_hat(gathered: Gathered) -> Readout:
    tail, n = gathered.findings.tail, gathered.findings.n
    k, words = tail.k_hat, verdict(tail, reliability_threshold(n))
    if math.isinf(k):
        return q.K_HAT.exact(k, words)
    return q.K_HAT.estimated(k, k_hat_error(k, n), words)


def _index_note(k: float) -> str:
    if k == -math.inf:
        return "every weight is 1: there is no tail"
    if k < 0.0:
        return "the weights are bounded"
    if k == 0.0:
        return "all moments of the weights are finite"
    return f"moments of order {1.0 / k:.3g} and above are infinite"


def _shares(gathered: Gathered) -> Iterator[Readout]:
    findings = gathered.findings
    yield _estimated(q.LARGEST_SHARE, findings.largest_share, f"of these {findings.what}")
    notes = [findings.square_trust]
    if gathered.rows is None:
        notes.insert(0, f"of the first {findings.counted:,} samples")
    yield _estimated(q.TOP_SHARE, findings.top_share, "; ".join(note for note in notes if note))


def _weights(gathered: Gathered) -> Iterator[Readout]:
    yield _estimated(q.MEAN_WEIGHT, gathered.findings.mean_weight, gathered.findings.trust)
    normalised = "for normalised densities" if gathered.limits is None else ""
    yield q.EXPECTED_WEIGHT.exact(1.0, normalised)
    note = "" if gathered.limits is None else _chi_square_note(gathered.limits)
    yield _known(q.CHI_SQUARE, gathered.limits, "chi_square", note)


def _chi_square_note(limits: WeightLimits) -> str:
    if math.isinf(limits.log1p_chi_square):
        return f"infinite: λ = {limits.largest_eigenvalue:.4g} ≥ 2, so E w² diverges"
    if math.isinf(limits.chi_square):
        return f"finite but above 1.8e308: log(1 + chi-square) = {limits.log1p_chi_square:.6g}"
    return ""


def _clipping(rows: Rows, trust: str) -> Iterator[Readout]:
    yield _estimated(q.CLIPPED_ROWS, rows.clipped_rows)
    yield _estimated(q.CLIPPED_WEIGHT, rows.clipped_weight, trust)
    yield _estimated(q.OUTSIDE, share_of_rows(rows.weights.outside, rows.weights.n))


def _divergences(gathered: Gathered) -> Iterator[Readout]:
    findings, limits, rows = gathered.findings, gathered.limits, gathered.rows
    yield _known(q.KL_PQ, limits, "kl_pq")
    yield _estimated(q.KL_PQ_ESTIMATE, findings.kl_pq, findings.trust)
    infinite = ""
    if rows is not None:
        found, zeros = rows.weights, rows.weights.look.zeros
        infinite = f"infinite: {zeros:,} rows have log w = -inf" if zeros else ""
        yield _estimated(q.KL_PQ_SCALE_FREE, found.kl_pq_self_normalised, findings.trust)
    yield _known(q.KL_QP, limits, "kl_qp")
    yield _estimated(q.KL_QP_ESTIMATE, findings.kl_qp, infinite)
    if rows is not None:
        yield _estimated(q.KL_QP_SCALE_FREE, rows.weights.kl_qp_self_normalised, infinite)


def _estimates(gathered: Gathered, target: Target) -> Iterator[Readout]:
    where = f" {target.along}" if target.along else ""
    yield q.TARGET.exact(target.truth + 0.0, f"f = {target.formula}{where}")
    for method, field in METHODS.items():
        estimate = getattr(target.shown, field)
        yield _estimated(q.ESTIMATE[method], estimate, _estimate_note(gathered, target, method))
        if method in q.KNOWN:
            yield from _known_errors(gathered, target, method)


def _estimate_note(gathered: Gathered, target: Target, method: str) -> str:
    trust = target.tails.value_trust
    if method == "truncated" and trust and not gathered.infinite:
        return f"{BLIND_TO_BIAS}; {trust}"
    if method in BIASED:
        return BLIND_TO_BIAS
    if target.exact is None or not gathered.infinite:
        return trust
    # f = 1 has no error however heavy the weights are.
    plain, other = target.exact.plain_variance, target.exact.self_normalised_variance
    return trust if math.isinf(plain if method == "plain" else other) else ""


def _known_errors(gathered: Gathered, target: Target, method: str) -> Iterator[Readout]:
    """Exact bias and standard error of the estimate, where they are known."""
    found = known_error(q.METHODS[method][0], gathered.scene.samples, target.exact, target.repairs)
    if found is None:
        return
    order = "to leading order in 1/n" if method == "self_normalised" else ""
    bias = q.BIAS[method], found.bias, found.bias_rounding
    error = q.STANDARD_ERROR[method], found.standard_error, found.standard_error_rounding
    for quantity, value, rounding in (bias, error):
        if math.isnan(value):
            continue
        notes = [order, digits_note(value, rounding)]
        note = "; ".join(note for note in notes if note)
        yield quantity.exact(value + 0.0, _infinite_note(gathered) if math.isinf(value) else note)


def _infinite_note(gathered: Gathered) -> str:
    if not gathered.infinite or gathered.limits is None:
        return TOO_LARGE
    return _chi_square_note(gathered.limits)


def _variances(gathered: Gathered, target: Target) -> Iterator[Readout]:
    if target.exact is None:
        return
    value, n = target.exact.plain_variance, gathered.scene.samples
    note = digits_note(value, target.exact.plain_variance_error)
    yield q.VARIANCE.exact(value + 0.0, _infinite_note(gathered) if math.isinf(value) else note)
    sampled = target.final.plain.standard_error**2 * n
    error = target.tails.variance
    if error is None:
        error = variance_error(sampled, target.kurtosis, n)
    yield _estimated(q.SAMPLE_VARIANCE, Estimate(sampled, error), gathered.findings.square_trust)
