"""What must be known before a number on the softmax page is trusted."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from engine.core.number_format import value_text
from engine.pages.softmax_policy.gather import Gathered

CERTAIN = 1e-6  # from this mass of all other actions down, a policy hardly learns


def banners(gathered: Gathered) -> Iterator[str]:
    """Of equal rewards, of a policy that is all but certain, of a perturbation too small."""
    policy = gathered.policy
    if gathered.all_equal:
        yield (
            f"All rewards are {value_text(float(policy.rewards[0]), 6)}: every gradient is 0 and "
            "has no direction. Only without a baseline do the estimates still vary."
        )
        return
    largest = int(np.argmax(policy.probabilities))
    others = float(np.sum(np.delete(policy.probabilities, largest)))
    if others < CERTAIN:
        yield (
            f"Action {largest + 1} is all but certain: the others share {value_text(others, 2)}. "
            "The gradient is nearly 0, and samples hardly ever meet another action."
        )
    if not np.any(gathered.zeroth["at_theta"].gradient):
        yield (
            f"None of {gathered.scene.samples:,} perturbations changed the best action: ε is too "
            "small for the gap between the logits, and the zeroth-order estimate is 0. The exact "
            f"gradient has length {value_text(math.hypot(*gathered.zeroth_exact), 2)}."
        )
