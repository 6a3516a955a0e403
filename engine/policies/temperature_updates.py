"""How a temperature moves when it is adjusted towards a target entropy.

The loss is J(alpha) = alpha (H - target), the gradient being taken with the policy held. Codes
differ in what they step in: alpha, its logarithm, or its logarithm with alpha left out of the
gradient.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, get_args

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.parameter import ParameterError
from engine.core.whole_number import checked_count

Rule = Literal["alpha", "log_alpha", "log_alpha_plain"]
LARGEST = 690.0  # of log alpha, which goes no farther


def temperature_path(
    rule: Rule,
    entropy_at: Callable[[float], float],
    target: float,
    alpha: float,
    rate: float,
    steps: int,
) -> Array:
    """alpha before and after each step, (steps + 1,), the policy being the best at each alpha.

    alpha: alpha - rate (H - target), which may fall to 0, where it stays;
    log_alpha: log alpha - rate alpha (H - target), the true gradient by log alpha;
    log_alpha_plain: log alpha - rate (H - target), as usual codes do.

    ``entropy_at(alpha)`` is H in nats. A target that no policy meets sends alpha to infinity; it is
    held at e^690. Raises ParameterError for an unknown rule, an alpha or a rate not above 0.
    """
    if rule not in get_args(Rule):
        raise ParameterError("rule", rule, "must be one of " + ", ".join(get_args(Rule)))
    for field, value in (("alpha", alpha), ("rate", rate)):
        if not (math.isfinite(value) and value > 0.0):
            raise ParameterError(field, value, "must be a finite number above 0")
    steps = checked_count("steps", steps, "must be a whole number, 0 or more", 0)
    path = [float(alpha)]
    for _ in range(steps):
        path.append(_next(rule, path[-1], rate, entropy_at, target))
    return frozen(np.array(path))


def _next(
    rule: Rule, alpha: float, rate: float, entropy_at: Callable[[float], float], target: float
) -> float:
    if alpha <= 0.0:
        return 0.0
    excess = entropy_at(alpha) - target
    if rule == "alpha":
        return max(alpha - rate * excess, 0.0)
    step = rate * excess * (alpha if rule == "log_alpha" else 1.0)
    return math.exp(min(max(math.log(alpha) - step, -LARGEST), LARGEST))
