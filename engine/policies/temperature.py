"""The maximum-entropy policy of a quadratic reward, and the temperature for an entropy.

Source: Haarnoja, Zhou, Abbeel, Levine, "Soft actor-critic", arXiv 1801.01290; Haarnoja et al.,
"Soft actor-critic algorithms and applications", arXiv 1812.05905, for the temperature.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian

PI = Fraction("3.14159265358979323846264338327950288419716939937510")
E = Fraction("2.71828182845904523536028747135266249775724709369995")
NEAR = 0.5
# Beyond these the numbers themselves overflow or vanish.
LARGEST_ENTROPY = 350.0


@dataclass(frozen=True, slots=True)
class MaximumEntropy:
    """exp(r / alpha) / Z for the reward r = -c (a - k)^2: N(k, alpha / (2 c))."""

    policy: Gaussian
    temperature: float  # alpha
    entropy: float  # nats, (1/2) log(pi e alpha / c)
    soft_value: float  # alpha log Z = (alpha / 2) log(pi alpha / c), in units of the reward

    @property
    def expected_reward(self) -> float:
        """E r = -alpha / 2; with alpha times the entropy it makes the soft value."""
        return -0.5 * self.temperature


def maximum_entropy(curvature: float, centre: float, alpha: float) -> MaximumEntropy:
    """The policy that maximises E r + alpha entropy for r = -curvature (a - centre)^2.

    Raises ParameterError for a curvature or an alpha that is not above 0.
    """
    _positive("curvature", curvature)
    _positive("alpha", alpha)
    variance = alpha / curvature / 2.0
    entropy, value = entropy_and_value(curvature, alpha)
    return MaximumEntropy(
        policy=Gaussian(centre, variance),
        temperature=float(alpha),
        entropy=entropy,
        soft_value=value,
    )


def entropy_and_value(curvature: float, alpha: float) -> tuple[float, float]:
    """(1/2) log(pi e alpha / c) and (alpha / 2) log(pi alpha / c), also where the policy is wider
    than a `Gaussian` may be."""
    entropy = 0.5 * _log_of(PI * E, alpha, curvature)
    return entropy, 0.5 * alpha * _log_of(PI, alpha, curvature)


def temperature_for_entropy(curvature: float, entropy: float) -> float:
    """alpha = curvature e^(2 entropy - 1) / pi: the policy at it has this entropy, in nats.

    On the whole line every entropy is met. Raises ParameterError for a curvature that is not above
    0, and for an entropy that is not between -350 and 350.
    """
    _positive("curvature", curvature)
    if not abs(entropy) <= LARGEST_ENTROPY:
        raise ParameterError("entropy", entropy, "must be from -350 to 350")
    return curvature * math.exp(2.0 * entropy - 1.0) / math.pi


def _log_of(factor: Fraction, alpha: float, curvature: float) -> float:
    """log(factor alpha / curvature), with all its digits where it is nearly 0."""
    away = factor * Fraction(alpha) / Fraction(curvature) - 1
    if abs(away) < NEAR:
        return math.log1p(away)
    return math.log(alpha) - math.log(curvature) + math.log(factor)


def _positive(field: str, value: float) -> None:
    if not (math.isfinite(value) and value > 0.0):
        raise ParameterError(field, value, "must be a finite number above 0")
