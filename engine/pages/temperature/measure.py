"""The values of the temperature page's quantities."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.core.quantity import Quantity, Readout
from engine.numerics.scaled import digits_note
from engine.pages.temperature import quantities as q
from engine.pages.temperature.gather import (
    LOG_2,
    Gathered,
    last_roundings,
    meeting_rounding,
    paths,
)
from engine.policies.temperature_updates import LARGEST

BY_QUADRATURE = "by quadrature"
FOUND = "the best that a search found, by quadrature"
NOT_MET = "infinite: no policy between the bounds has this entropy"
NO_BOUND = "infinite: on the line entropy grows without end"
HELD = "held at e^690: it runs away"


def measure(gathered: Gathered) -> Iterator[Readout]:
    """All values, in the order of the page's table."""
    options, best, actor = gathered.options, gathered.best, gathered.actor
    how, found = (BY_QUADRATURE, FOUND) if options.bounded else ("", "")
    reached, alpha = best.soft_value - options.alpha * actor.kl, options.alpha
    rounding = 2.0 * alpha * best.rounding
    yield _known(q.SOFT_VALUE, best.soft_value, rounding, how)
    yield q.RETURN.exact(best.expected_reward, how)
    yield _known(q.ENTROPY, best.entropy, best.rounding, how)
    yield _meeting(gathered)
    yield _known(q.ACTOR_VALUE, reached, rounding + alpha * actor.kl_rounding, found)
    yield _known(q.ACTOR_RETURN, actor.expected_reward, 0.0, found)
    yield _known(q.ACTOR_ENTROPY, actor.entropy, actor.entropy_rounding, found)
    (reward, entropy) = gathered.moments.mean.tolist()
    (reward_error, entropy_error) = gathered.moments.standard_error.tolist()
    yield q.MEASURED_RETURN.estimated(reward, reward_error)
    yield q.MEASURED_ENTROPY.estimated(entropy, entropy_error)
    yield _known(q.GAP, actor.kl, actor.kl_rounding, found)
    yield _known(q.MEAN, actor.mean, actor.mean_rounding, found)
    yield _known(q.STD, actor.std, actor.std_rounding, found)
    if options.bounded:
        yield q.MOST_ENTROPY.exact(LOG_2)
    else:
        yield q.MOST_ENTROPY.exact(math.inf, NO_BOUND)
    roundings = last_roundings(options)
    for rule, alphas in paths(options).items():
        last = float(alphas[-1])
        held = HELD if math.log(max(last, 1e-300)) >= LARGEST else ""
        yield _known(q.FINAL[rule], last, roundings[rule] * last, held)


def _known(quantity: Quantity, value: float, rounding: float, how: str) -> Readout:
    """With how many digits hold, where these are few; else how it was found."""
    return quantity.exact(value, digits_note(value, rounding) or how)


def _meeting(gathered: Gathered) -> Readout:
    alpha, options = gathered.meeting, gathered.options
    if alpha is None:
        return q.MEETING.exact(math.inf, NOT_MET)
    how = BY_QUADRATURE if options.bounded else ""
    rounding = meeting_rounding(options, alpha) * alpha if options.bounded else 0.0
    return _known(q.MEETING, alpha, rounding, how)
