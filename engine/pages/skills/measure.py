"""The values of the skills page's quantities."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from engine.core.quantity import Quantity, Readout
from engine.gaussian.gaussian import LOG_2PI
from engine.numerics.scaled import digits_note
from engine.pages.skills import quantities as q
from engine.pages.skills.gather import Gathered, log_count

OF_THE_FIT = "of the Gaussians fitted with this seed"
BY_QUADRATURE = "by quadrature"
ROUNDING = 4e-15


def measure(gathered: Gathered) -> Iterator[Readout]:
    """All values, in the order of the page's table."""
    ceiling, information, bound = log_count(gathered), gathered.information, gathered.bound
    note = OF_THE_FIT if gathered.options.discriminator == "fitted" else BY_QUADRATURE
    (own, guessed, right) = gathered.moments.mean.tolist()
    (own_error, guessed_error, right_error) = gathered.moments.standard_error.tolist()
    logs = np.log(gathered.stds)
    entropy = 0.5 * (1.0 + LOG_2PI) + float(np.mean(logs))
    size = 1.0 + float(np.mean(np.abs(logs)))
    spread = ROUNDING * math.sqrt(information)
    yield _known(q.INFORMATION, information, spread, BY_QUADRATURE)
    yield q.MEASURED.estimated(own + ceiling, own_error)
    yield q.CEILING.exact(ceiling)
    yield _known(q.SHARE, information / ceiling, spread / ceiling)
    yield _known(q.BOUND, bound, ROUNDING * (ceiling + abs(bound)), note)
    yield q.MEASURED_BOUND.estimated(guessed + ceiling, guessed_error)
    gap = ROUNDING * (math.sqrt(gathered.lost) + ROUNDING)
    yield _known(q.GAP, gathered.lost, gap, note)
    yield q.CORRECT.estimated(right, right_error)
    yield _known(q.ENTROPY, entropy + information, ROUNDING * size)
    yield _known(q.OWN_ENTROPY, entropy, ROUNDING * size)
    for skill, paid in enumerate(gathered.rewards.tolist(), 1):
        yield _known(q.REWARD[skill], paid, ROUNDING * (ceiling + abs(paid)), note)


def _known(quantity: Quantity, value: float, rounding: float, how: str = "") -> Readout:
    """With how many digits hold, where these are few; else how it was found."""
    return quantity.exact(value, digits_note(value, rounding) or how)
