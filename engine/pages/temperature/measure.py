"""The values of the temperature page's quantities."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.core.quantity import Readout
from engine.pages.temperature import quantities as q
from engine.pages.temperature.gather import LOG_2, Gathered, paths
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
    value, reached = best.soft_value(options.alpha), actor.soft_value(options.alpha)
    yield q.SOFT_VALUE.exact(value, how)
    yield q.RETURN.exact(best.expected_reward, how)
    yield q.ENTROPY.exact(best.entropy, how)
    yield _meeting(gathered)
    yield q.ACTOR_VALUE.exact(reached, found)
    yield q.ACTOR_RETURN.exact(actor.expected_reward, found)
    yield q.ACTOR_ENTROPY.exact(actor.entropy, found)
    (reward, entropy) = gathered.moments.mean.tolist()
    (reward_error, entropy_error) = gathered.moments.standard_error.tolist()
    yield q.MEASURED_RETURN.estimated(reward, reward_error)
    yield q.MEASURED_ENTROPY.estimated(entropy, entropy_error)
    yield q.GAP.exact(actor.kl, found)
    yield q.MEAN.exact(actor.mean, found)
    yield q.STD.exact(actor.std, found)
    if options.bounded:
        yield q.MOST_ENTROPY.exact(LOG_2)
    else:
        yield q.MOST_ENTROPY.exact(math.inf, NO_BOUND)
    for rule, alphas in paths(options).items():
        last = float(alphas[-1])
        yield q.FINAL[rule].exact(last, HELD if math.log(max(last, 1e-300)) >= LARGEST else "")


def _meeting(gathered: Gathered) -> Readout:
    if gathered.meeting is None:
        return q.MEETING.exact(math.inf, NOT_MET)
    return q.MEETING.exact(gathered.meeting, BY_QUADRATURE if gathered.options.bounded else "")
