"""PPO's clipped ratio and surrogate in expectation, the advantage being f of one direction.

Source: Schulman, Wolski, Dhariwal, Radford, Klimov, "Proximal policy optimization algorithms",
arXiv 1707.06347, equation 7.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.functions.test_function import TestFunction
from engine.gaussian.gaussian import Gaussian
from engine.weights.exact.density import log_weight_above
from engine.weights.exact.line import WeightLine, weight_line
from engine.weights.exact.moments import NotAvailable


@dataclass(frozen=True, slots=True)
class PPOClipped:
    """Exact expectations under q of one sample, the ratio being w = p/q."""

    ratio: float  # E clip(w, 1 - epsilon, 1 + epsilon)
    surrogate: float  # E min(w f, clip(w, 1 - epsilon, 1 + epsilon) f)
    share_clipped: float  # P(w < 1 - epsilon or w > 1 + epsilon)


def ppo_clipped(
    p: Gaussian,
    q: Gaussian,
    f: TestFunction,
    epsilon: float,
    direction: ArrayLike | None = None,
) -> PPOClipped:
    """By quadrature along the one direction that the weights depend on.

    Raises ParameterError for an epsilon that is not between 0 and 1, and NotAvailable where the
    weights depend on more than f's direction.
    """
    if not 0.0 < epsilon < 1.0:
        raise ParameterError("epsilon", epsilon, "must be greater than 0 and less than 1")
    line = weight_line(p, q, direction)
    if line is None or line.noise > 0.0:
        raise NotAvailable(
            "PPO's exact surrogate is available only where the ratio depends on the same single "
            "direction as the advantage"
        )
    log_low, log_high = math.log1p(-epsilon), math.log1p(epsilon)
    edges = np.sort(np.concatenate(line.crossings(np.array([log_low, log_high]))))
    breaks = [] if line.slope == 0.0 else line.to_line(sorted({0.0, *f.breaks})).tolist()
    # The reach of each integrand is that of q or of p, whichever the clipped ratio follows.
    regions = np.concatenate([[-np.inf], edges, [np.inf]])
    total = np.zeros(2)
    for low, high in pairwise(regions.tolist()):
        total += _between(line, f, low, high, breaks, (log_low, log_high))
    above_low, above_high = log_weight_above(p, q, [log_low, log_high])
    same = line.excess == 0.0 and line.delta == 0.0
    share = 0.0 if same else float(1.0 - above_low + above_high)
    return PPOClipped(float(total[0]), float(total[1]), share)


def _between(
    line: WeightLine,
    f: TestFunction,
    low: float,
    high: float,
    breaks: list[float],
    logs: tuple[float, float],
) -> Array:
    """The integrals of the clipped ratio and of the surrogate where w does not cross its ends."""
    if not low < high:
        return np.zeros(2)
    middle = _inner(low, high)
    log_w = float(line.log_weight(np.array(middle)))
    below, beyond = log_w < logs[0], log_w > logs[1]
    level = math.exp(logs[0]) if below else math.exp(logs[1])

    def values(y: Array, _: Array) -> Array:
        at = f(line.start + line.slope * y)
        return np.stack([np.ones_like(y), np.maximum(at, 0.0), np.minimum(at, 0.0)])

    ends = np.array([low]), np.array([high])
    plain = line.integrals(1, *ends, values, breaks)[:, 0]
    if not (below or beyond):
        return np.array([plain[0], plain[1] + plain[2]])
    held = level * line.integrals(0, *ends, values, breaks)[:, 0]
    # A positive advantage is held from above, a negative one from below.
    gain, loss = (plain[1], held[2]) if below else (held[1], plain[2])
    return np.array([held[0], gain + loss])


def _inner(low: float, high: float) -> float:
    if math.isinf(low) and math.isinf(high):
        return 0.0
    if math.isinf(low):
        return high - 1.0
    return low + 1.0 if math.isinf(high) else 0.5 * (low + high)
