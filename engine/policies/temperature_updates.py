"""How a temperature moves when it is adjusted towards a target entropy.

The loss is J(alpha) = alpha (H - target), the gradient being taken with the policy held. Codes
differ in what they step in: alpha, its logarithm, or its logarithm with alpha left out of the
gradient.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Literal, get_args

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.parameter import ParameterError
from engine.core.whole_number import checked_count

Rule = Literal["alpha", "log_alpha", "log_alpha_plain"]
EPSILON = 2.0**-52
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


def path_rounding(
    rule: Rule, path: Array, spread_at: Callable[[float], float], rate: float, rounding: float
) -> float:
    """A bound on the rounding of the last alpha of a path, as a share of it.

    Each step stretches what is off by |1 - rate dH/d alpha| or its like, which is above 1 where
    steps are too long. ``spread_at(alpha)`` is dH / d log alpha; ``rounding`` that of H in nats.
    """
    error = 0.0
    for alpha, after in pairwise(path.tolist()):
        if after <= 0.0 or abs(math.log(after)) >= LARGEST:
            error = 0.0  # where it is held
            continue
        spread = spread_at(alpha)
        if rule == "alpha":
            stretch = abs(alpha - rate * spread) / after
            own = (rate * rounding + 4.0 * EPSILON * (alpha + abs(after - alpha))) / after
        else:
            step, by = math.log(after / alpha), rate * (alpha if rule == "log_alpha" else 1.0)
            stretch = abs(1.0 - by * spread + (step if rule == "log_alpha" else 0.0))
            own = by * rounding + 4.0 * EPSILON * (1.0 + abs(math.log(alpha)) + abs(step))
        error = min(stretch * error + own, 1e9)
    return error


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
