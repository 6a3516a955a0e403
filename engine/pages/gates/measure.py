"""The values of the quantities of gates."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from engine.core.quantity import Quantity, Readout
from engine.core.underflow import SMALLEST, TOO_SMALL, small_note
from engine.numerics.scaled import digits_note
from engine.pages.gates import quantities as q
from engine.pages.gates.gather import Gathered
from engine.pages.gates.options import Name
from engine.weights.gated import Gated

INFINITE = "infinite: w² A² score² has no mean under q"
NO_TRUTH = "infinite: the true gradient is 0"
OTHER_STDS = "only where p and q have the same std: else s depends on more than the mean action"
TOO_LARGE = "finite but above 1.8e308"
LOST = "the gradient is too small for a number, or lost in rounding"
FAR = 0.5  # of the share: a standard error above it means nothing
HEAVY = "by the exact law: this many sequences say next to nothing of it"


def measure(gathered: Gathered) -> Iterator[Readout]:
    """All values, in the order of the page's table."""
    any_gate = gathered.exact["none"]
    for coordinate, value in any_gate.true_gradient.items():
        yield _known(q.TRUE[coordinate], value, any_gate.rounding.true_gradient[coordinate])
    for name in q.NAMES:
        yield from _gate(gathered, name)
    yield from _gspo(gathered)
    yield from _sequence(gathered)


def error(found: Gated, batch: int) -> float:
    """Root mean square distance of a batch's mean gradient from the true one in Fisher's norm, over
    the true one's length; infinite where the variance is, and where the true gradient is 0."""
    return errors_of(found, [batch])[0]


def errors_of(found: Gated, batches: Sequence[float]) -> list[float]:
    """That of batches of each size."""
    true, lost = found.norm(found.true_gradient), found.norm(found.lost)
    noise = found.norm({n: math.sqrt(v) for n, v in found.variance.items()})
    if not true > 0.0:
        return [math.inf] * len(batches)
    return [math.hypot(lost, noise / math.sqrt(each)) / true for each in batches]


def _error_rounding(found: Gated, batch: int) -> float:
    """A bound on the rounding of the error."""
    true, whole = found.norm(found.true_gradient), error(found, batch)
    if true == 0.0 or math.isinf(whole):
        return 0.0
    spread = found.norm({n: math.sqrt(e) for n, e in found.rounding.variance.items()})
    bias, noise = found.norm(found.rounding.lost), spread / math.sqrt(batch)
    size = whole * true
    # Of the root of a sum of squares, each of which is off by so much.
    square = 2.0 * found.norm(found.lost) * bias + bias * bias + noise * noise
    rounding = min(square / size if size > 0.0 else math.inf, bias + noise) / true
    return rounding + whole * found.norm(found.rounding.true_gradient) / true


def _gate(gathered: Gathered, name: Name) -> Iterator[Readout]:
    found, measured = gathered.exact[name], gathered.measured[name]
    diverges = float(gathered.p.covariance[0, 0]) >= 2.0 * float(gathered.q.covariance[0, 0])
    why = INFINITE if diverges else TOO_LARGE
    yield from _against(found, gathered.options.batch, why, *(each[name] for each in q.AGAINST))
    for place, coordinate in enumerate(q.COORDINATES):
        yield _known(
            q.GRADIENT[name, coordinate],
            found.gradient[coordinate],
            found.rounding.gradient[coordinate],
        )
        variance = found.variance[coordinate]
        standard_error = math.sqrt(variance / gathered.samples)
        note = why if math.isinf(variance) else ""
        yield q.MEASURED[name, coordinate].estimated(float(measured[place]), standard_error, note)
        yield _known(
            q.VARIANCE[name, coordinate], variance, found.rounding.variance[coordinate], why
        )


def _against(
    found: Gated,
    batch: int,
    why: str,
    kept: Quantity,
    length: Quantity,
    angle: Quantity,
    of_a_batch: Quantity,
) -> Iterator[Readout]:
    """What a gate keeps, and its gradient beside the true one."""
    yield _known(kept, found.kept, found.rounding.kept)
    lost = found.norm(found.gradient) == 0.0 < found.norm(found.rounding.gradient)
    if lost and found.norm(found.true_gradient) == 0.0:
        yield length.unknown(LOST)
    else:
        yield _known(length, found.length, found.length_error, NO_TRUTH)
    if lost or found.angle_error > 1.0:
        yield angle.unknown(LOST)
    else:
        yield _known(angle, found.angle, found.angle_error)
    spreads = math.isinf(sum(found.variance.values()))
    rounding = _error_rounding(found, batch)
    yield _known(of_a_batch, error(found, batch), rounding, why if spreads else NO_TRUTH)


def _known(quantity: Quantity, value: float, rounding: float, infinite: str = "") -> Readout:
    """With a word about what rounding or the range of doubles has taken."""
    if math.isinf(value):
        return quantity.exact(value, infinite)
    if abs(value) < SMALLEST and 0.0 < rounding < 1e-300:
        return quantity.exact(value, TOO_SMALL)
    return quantity.exact(value, digits_note(value, rounding))


def _gspo(gathered: Gathered) -> Iterator[Readout]:
    found = gathered.gspo
    if found is None:
        for quantity in q.GSPO.values():
            yield quantity.unknown(OTHER_STDS)
        return
    columns = (q.GSPO[key] for key in ("kept", "length", "angle", "error"))
    yield from _against(found, gathered.options.batch, TOO_LARGE, *columns)
    yield _known(q.GSPO["gradient.mu"], found.gradient["mu"], found.rounding.gradient["mu"])
    yield q.GSPO["gradient.estimate.mu"].estimated(*gathered.gspo_mu)


def _sequence(gathered: Gathered) -> Iterator[Readout]:
    sequence, found, c = gathered.sequence, gathered.simulated, gathered.options.cap
    yield q.SEQUENCE_VARIANCE.exact(sequence.variance)
    share = sequence.effective_share
    yield _share(q.SHARE, share)
    spread = sequence.effective_share_error(gathered.samples)
    yield q.SHARE_ESTIMATE.estimated(found.share, spread, HEAVY if spread > FAR * share else "")
    yield _share(q.LOGGED, sequence.logged_share(c))
    yield q.LOGGED_ESTIMATE.estimated(*found.logged)
    fixed = sequence.variance == 0.0  # w = 1
    yield _share(q.ABOVE, sequence.share_above(c), fixed)
    yield q.ABOVE_ESTIMATE.estimated(*found.above)
    yield _share(q.TRUNCATED, sequence.truncated_mean(c))
    yield q.TRUNCATED_ESTIMATE.estimated(*found.truncated)
    yield _share(q.MASKED, sequence.masked_mean(c), fixed)
    yield q.MASKED_ESTIMATE.estimated(*found.masked)


def _share(quantity: Quantity, value: float, is_zero: bool = False) -> Readout:
    return quantity.exact(value, small_note(value, is_zero))
