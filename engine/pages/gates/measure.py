"""The values of the quantities of gates."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.core.quantity import Readout
from engine.pages.gates import quantities as q
from engine.pages.gates.gather import Gathered
from engine.pages.gates.options import Name
from engine.weights.gated import Gated

INFINITE = "infinite: w² A² score² has no mean under q"
NO_TRUTH = "infinite: the true gradient is 0"
OTHER_STDS = "only where p and q have one std: else s depends on more than the mean action"
TOO_SMALL = "above 0, and too small for a number"
FAR = 0.5  # of the share: a standard error above it means nothing
HEAVY = "by the exact law: this many sequences say next to nothing of it"


def measure(gathered: Gathered) -> Iterator[Readout]:
    """All values, in the order of the page's table."""
    any_gate = gathered.exact["none"]
    for coordinate, value in any_gate.true_gradient.items():
        yield q.TRUE[coordinate].exact(value)
    for name in q.NAMES:
        yield from _gate(gathered, name)
    yield from _gspo(gathered)
    yield from _sequence(gathered)


def error(found: Gated, batch: int) -> float:
    """Root mean square distance of a batch's mean gradient from the true one in Fisher's norm, over
    the true one's length; infinite where the variance is, and where the true gradient is 0."""
    away = {name: found.gradient[name] - true for name, true in found.true_gradient.items()}
    bias = in_units(away, found.p_std)
    noise = in_units({n: math.sqrt(v) for n, v in found.variance.items()}, found.p_std)
    true = in_units(found.true_gradient, found.p_std)
    return math.hypot(bias, noise / math.sqrt(batch)) / true if true > 0.0 else math.inf


def in_units(gradient: dict[str, float], p_std: float) -> float:
    """The length in Fisher's norm: (std by mu, by log sigma / sqrt 2)."""
    return math.hypot(p_std * gradient["mu"], gradient["log_sigma"] / math.sqrt(2.0))


def _gate(gathered: Gathered, name: Name) -> Iterator[Readout]:
    found, moments = gathered.exact[name], gathered.measured[name]
    yield q.KEPT[name].exact(found.kept)
    yield q.LENGTH[name].exact(found.length, NO_TRUTH if math.isinf(found.length) else "")
    yield q.ANGLE[name].exact(found.angle)
    rms = error(found, gathered.options.batch)
    spreads = math.isinf(sum(found.variance.values()))
    yield q.ERROR[name].exact(rms, (INFINITE if spreads else NO_TRUTH) if math.isinf(rms) else "")
    for place, coordinate in enumerate(q.COORDINATES):
        yield q.GRADIENT[name, coordinate].exact(found.gradient[coordinate])
        variance = found.variance[coordinate]
        standard_error = math.sqrt(variance / moments.count)
        note = INFINITE if math.isinf(variance) else ""
        yield q.MEASURED[name, coordinate].estimated(
            float(moments.mean[place]), standard_error, note
        )
        yield q.VARIANCE[name, coordinate].exact(variance, note)


def _small(share: float) -> str:
    return TOO_SMALL if share == 0.0 else ""


def _gspo(gathered: Gathered) -> Iterator[Readout]:
    found = gathered.gspo
    if found is None:
        for quantity in q.GSPO.values():
            yield quantity.unknown(OTHER_STDS)
        return
    rms = error(found, gathered.options.batch)
    yield q.GSPO["kept"].exact(found.kept)
    yield q.GSPO["length"].exact(found.length, NO_TRUTH if math.isinf(found.length) else "")
    yield q.GSPO["angle"].exact(found.angle)
    yield q.GSPO["error"].exact(rms, NO_TRUTH if math.isinf(rms) else "")
    yield q.GSPO["gradient.mu"].exact(found.gradient["mu"])
    yield q.GSPO["gradient.estimate.mu"].estimated(*gathered.gspo_mu)


def _sequence(gathered: Gathered) -> Iterator[Readout]:
    sequence, found, c = gathered.sequence, gathered.simulated, gathered.options.cap
    yield q.SEQUENCE_VARIANCE.exact(sequence.variance)
    share = sequence.effective_share
    yield q.SHARE.exact(share, _small(share))
    spread = sequence.effective_share_error(gathered.measured["none"].count)
    yield q.SHARE_ESTIMATE.estimated(found.share, spread, HEAVY if spread > FAR * share else "")
    logged = sequence.logged_share(c)
    yield q.LOGGED.exact(logged, _small(logged))
    yield q.LOGGED_ESTIMATE.estimated(*found.logged)
    yield q.ABOVE.exact(sequence.share_above(c))
    yield q.ABOVE_ESTIMATE.estimated(*found.above)
    yield q.TRUNCATED.exact(sequence.truncated_mean(c))
    yield q.TRUNCATED_ESTIMATE.estimated(*found.truncated)
    yield q.MASKED.exact(sequence.masked_mean(c))
    yield q.MASKED_ESTIMATE.estimated(*found.masked)
