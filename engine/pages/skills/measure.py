"""The values of the skills page's quantities."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.core.quantity import Readout
from engine.gaussian.gaussian import LOG_2PI
from engine.pages.skills import quantities as q
from engine.pages.skills.gather import Gathered, log_count

OF_THE_FIT = "of the Gaussians fitted with this seed"
BY_QUADRATURE = "by quadrature"


def measure(gathered: Gathered) -> Iterator[Readout]:
    """All values, in the order of the page's table."""
    ceiling, information = log_count(gathered), gathered.information
    note = OF_THE_FIT if gathered.options.discriminator == "fitted" else BY_QUADRATURE
    (own, guessed, right) = gathered.moments.mean.tolist()
    (own_error, guessed_error, right_error) = gathered.moments.standard_error.tolist()
    entropy = 0.5 * (1.0 + LOG_2PI) + float(np.mean(np.log(gathered.stds)))
    yield q.INFORMATION.exact(information, BY_QUADRATURE)
    yield q.MEASURED.estimated(own + ceiling, own_error)
    yield q.CEILING.exact(ceiling)
    yield q.SHARE.exact(information / ceiling)
    yield q.BOUND.exact(gathered.bound, note)
    yield q.MEASURED_BOUND.estimated(guessed + ceiling, guessed_error)
    yield q.GAP.exact(information - gathered.bound, note)
    yield q.CORRECT.estimated(right, right_error)
    yield q.ENTROPY.exact(entropy + information)
    yield q.OWN_ENTROPY.exact(entropy)
    for skill, paid in enumerate(gathered.rewards.tolist(), 1):
        yield q.REWARD[skill].exact(paid, note)
