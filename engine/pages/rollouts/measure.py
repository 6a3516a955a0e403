"""The values that the Rollouts page reads out."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.core.quantity import Quantity, Readout
from engine.divergence.kl_estimators import Estimate
from engine.pages.rollouts import quantities as q
from engine.pages.rollouts.gather import Gathered, Studied
from engine.weights.pareto.smoothing import k_hat_error, verdict
from engine.weights.rollouts.checks.finding import Finding
from engine.weights.rollouts.frameworks.catalogue import FRAMEWORKS
from engine.weights.rollouts.frameworks.number import over_tokens
from engine.weights.rollouts.metrics import estimate_of, value_of
from engine.weights.rollouts.shares import token_effective_share

LARGE = "infinite: a log-ratio is too large for its exponential"
NO_ERROR = "no error is known: too few sequences"


def measure(gathered: Gathered) -> Iterator[Readout]:
    """All values."""
    studied = gathered.studied
    yield from _of_all(gathered, studied)
    yield from _of_sequences(studied)
    yield from _of_the_gate(gathered)
    for found in studied.verdict.findings:
        yield _test(found, studied)
    for framework in FRAMEWORKS:
        for number in framework.numbers:
            quantity = q.FRAMEWORK_NUMBERS[framework.key, number.name]
            if number.statistic is None:
                yield exact(quantity, value_of(number, studied.sums), number.differs)
            else:
                yield told(quantity, estimate_of(number, studied.sums), number.differs)


def _of_all(gathered: Gathered, studied: Studied) -> Iterator[Readout]:
    table = studied.sums.table
    fired = sum(found.fired for found in studied.verdict.findings)
    yield q.FIRED.exact(float(fired), studied.verdict.line)
    yield q.TOKENS.exact(float(len(studied.rollouts.new)))
    yield q.SEQUENCES.exact(float(len(studied.rollouts.lengths)))
    if gathered.step is None:
        yield q.LEFT_OUT.exact(float(gathered.whole.found.left_out))
    else:
        yield q.LEFT_OUT.unknown("known of all steps together")
    yield told(q.MEAN_RATIO, table.estimate(over_tokens("e", 1.0)))
    yield told(q.MEAN_LOG, table.estimate(over_tokens("l")))
    yield told(q.K3, table.estimate(over_tokens("k3")))
    yield told(q.FAR, table.estimate(over_tokens("far")))
    yield q.LARGEST.exact(studied.sums.extremes.largest)
    yield told(q.TOKEN_SHARE, table.estimate(token_effective_share))


def _of_sequences(studied: Studied) -> Iterator[Readout]:
    found = studied.sequences
    yield told(q.SEQUENCE_SHARE, found.effective_share)
    yield told(q.SEQUENCE_MEAN, found.mean_ratio)
    yield q.SEQUENCE_LARGEST.exact(found.largest_share)
    yield told(q.SEQUENCE_VARIANCE, found.variance)
    k, words = found.tail.k_hat, verdict(found.tail, found.limit)
    if math.isinf(k):
        yield q.K_HAT.exact(k, words)
    else:
        error = k_hat_error(k, len(studied.rollouts.lengths))
        yield q.K_HAT.estimated(k, error, words)
    growth = studied.growth
    if growth is None:
        yield q.GROWTH.unknown("fewer than 8 sequences have two tokens")
    else:
        yield told(q.GROWTH, growth.power, why="the log-ratios do not vary")


def _of_the_gate(gathered: Gathered) -> Iterator[Readout]:
    found = gathered.what_if
    note = "" if found.advantages else "A = 1: the file tells no advantages"
    yield told(q.GATE_KEPT, found.kept, gathered.options.ratio_gate.words)
    yield told(q.GATE_MEAN, found.mean)
    yield told(q.GATE_SHARE, found.effective_share, why="the gate keeps nothing")
    yield told(q.GATE_TRUE, found.true_share)
    yield told(q.GATE_REFERENCE, found.reference, note)
    yield told(q.GATE_BIAS, found.bias, note)
    yield told(q.GATE_VARIANCE, found.variance, note, why="there is one sequence")
    yield told(q.GATE_VARIANCE_RATIO, found.variance_ratio, note, why="Σ A w does not vary")


def _test(found: Finding, studied: Studied) -> Readout:
    quantity = q.TESTS["top_p" if found.fault == "offset" else found.fault]
    decides = found.fired and found.evidence == studied.verdict.evidence
    beyond = "beyond its limit" if found.fired else "limit"
    note = found.evidence if decides else f"{beyond}: {found.limit}"
    if "estimated" not in quantity.known:
        return exact(quantity, found.value, note)
    if found.error is None:
        return quantity.unknown(found.evidence)
    return told(quantity, Estimate(found.value, found.error), note)


def told(quantity: Quantity, found: Estimate, note: str = "", why: str = "not defined") -> Readout:
    """An estimate, in words where it is infinite or not defined."""
    if math.isnan(found.value):
        return quantity.unknown(why)
    if math.isinf(found.value):
        return quantity.estimated(found.value, math.inf, note or LARGE)
    if math.isinf(found.standard_error):
        return quantity.estimated(found.value, math.inf, note or NO_ERROR)
    return quantity.estimated(found.value, found.standard_error, note)


def exact(quantity: Quantity, value: float, note: str = "") -> Readout:
    """A count or an extreme."""
    return quantity.exact(value, note or LARGE if math.isinf(value) else note)
