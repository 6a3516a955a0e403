"""The best Gaussian among those at most delta nats of KL divergence away from a given one.

With m = (mu - mu_old) / sigma_old, s = sigma / sigma_old = e^v and h(y) = e^y - 1 - y:

    2 KL(new||old) = m^2 + h(2v),   2 KL(old||new) = (m / s)^2 + h(-2v),

so that the edge of the ball is a circle in (m, or m / s; the signed root of h). E f solves the
heat equation in (mu, sigma^2 / 2), and so has its largest value on the edge, whatever f is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.functions.objectives import Objective
from engine.gaussian.gaussian import Gaussian
from engine.gradients.natural.objective import Reward, Slopes, slopes
from engine.numerics.root_finding import root
from engine.numerics.small_differences import expm1_minus_x

Direction = Literal["new_old", "old_new"]
POINTS = 256  # on the edge, at the least
POINTS_A_WAVE = 24
MOST_POINTS = 20_000
NEWTON = 60
# A rise of less than this share of E f, which is integrated, is rounding.
LEVEL = 1e-13


@dataclass(frozen=True, slots=True)
class Edge:
    """Points of the edge of the ball by their angle, in mu and sigma of the old Gaussian."""

    radius: float  # sqrt(2 delta)
    direction: Direction

    def at(self, angle: Array) -> tuple[Array, Array]:
        """m and s, (n,) each."""
        across = self.radius * np.cos(angle)
        log_s = self._log_s(angle)
        s = np.exp(log_s)
        return (across if self.direction == "new_old" else across * s), s

    def turned(self, angle: Array) -> tuple[Array, Array]:
        """dm / d angle and ds / d angle, (n,) each."""
        along, rise = self.radius * np.cos(angle), self.radius * np.sin(angle)
        sign = 1.0 if self.direction == "new_old" else -1.0
        log_s = self._log_s(angle)
        s, bend = np.exp(log_s), sign * np.expm1(2.0 * sign * log_s)
        close = np.abs(bend) < 1e-8
        by_angle = along * np.where(close, math.sqrt(0.5), rise / np.where(close, 1.0, bend))
        if self.direction == "new_old":
            return -rise, s * by_angle
        return s * (along * by_angle - rise), s * by_angle

    def _log_s(self, angle: Array) -> Array:
        rise = self.radius * np.sin(angle)
        if self.direction == "new_old":
            return 0.5 * signed_inverse(rise)
        return -0.5 * signed_inverse(-rise)


def best_in_ball(
    objective: Reward, gaussian: Gaussian, delta: float, direction: Direction = "new_old"
) -> Gaussian:
    """The Gaussian with the largest E f, KL(new||old) or KL(old||new) being at most delta nats.

    ``objective``: of `engine.objectives.by_name`, or a smooth function of an array. For f = x it
    is N(mu + sigma sqrt(2 delta), sigma^2), or N(mu + sigma sqrt(e^(2 delta) - 1),
    sigma^2 e^(2 delta)) by old_new. Where all are equally good, the old one. Raises ParameterError
    for a negative delta, an unknown direction, more than one dimension, and where f overflows.
    Source: Schulman, Levine, Moritz, Jordan, Abbeel, arXiv 1502.05477, for the constraint.
    """
    if not (math.isfinite(delta) and delta >= 0.0):
        raise ParameterError("delta", delta, "must be a finite number, 0 or more")
    if direction not in get_args(Direction):
        raise ParameterError("direction", direction, "must be new_old or old_new")
    if gaussian.dimension != 1:
        raise ParameterError("gaussian", gaussian.dimension, "must have 1 dimension")
    if delta == 0.0:
        return gaussian
    hill = _Hill(objective, gaussian, Edge(math.sqrt(2.0 * delta), direction))
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        tops = hill.tops()
        if not tops:
            return gaussian
        return max((hill.there(angle) for angle in tops), key=hill.height)


@dataclass(frozen=True, slots=True)
class _Hill:
    """E f along the edge."""

    objective: Reward
    old: Gaussian
    edge: Edge

    def tops(self) -> list[float]:
        """The angles of its local maxima; none where it is level."""
        count = _points(self.objective, self.edge, float(self.old.std[0]))
        angles = np.linspace(-math.pi, math.pi, count + 1)
        found = self._found(angles)
        level = np.array([each.value for each in found])
        rise = self._rise(angles, found)
        exact = isinstance(self.objective, Objective)
        rounding = 0.0 if exact else LEVEL * float(np.max(np.abs(level)))
        if np.max(np.abs(rise)) <= rounding:
            return []
        rise[-1] = rise[0]
        places = np.flatnonzero((rise[:-1] > 0.0) & (rise[1:] <= 0.0))
        if not len(places):
            return [float(angles[int(np.argmax(level))])]
        return [self._top(*angles[i : i + 2].tolist()) for i in places.tolist()]

    def _top(self, low: float, high: float) -> float:
        try:
            return root(self._slope, low, high)
        except ValueError:  # The slope is rounding.
            return low

    def there(self, angle: float) -> Gaussian:
        """The Gaussian at this angle."""
        ((mean, std),) = self._places(np.array([angle]))
        return Gaussian.from_std(mean, std)

    def height(self, gaussian: Gaussian) -> float:
        """E f."""
        return slopes(self.objective, float(gaussian.mean[0]), float(gaussian.std[0])).value

    def _slope(self, angle: float) -> float:
        there = np.array([angle])
        return float(self._rise(there, self._found(there))[0])

    def _places(self, angles: Array) -> list[tuple[float, float]]:
        mean, std = float(self.old.mean[0]), float(self.old.std[0])
        m, s = self.edge.at(angles)
        return list(zip((mean + std * m).tolist(), (std * s).tolist(), strict=True))

    def _found(self, angles: Array) -> list[Slopes]:
        return [slopes(self.objective, *place) for place in self._places(angles)]

    def _rise(self, angles: Array, found: list[Slopes]) -> Array:
        """d E f / d angle, (n,)."""
        dm, ds = self.edge.turned(angles)
        by_mu = np.array([each.by_mu for each in found])
        by_sigma = np.array([each.by_sigma for each in found])
        return np.asarray(float(self.old.std[0]) * (by_mu * dm + by_sigma * ds))


def signed_inverse(rise: Array) -> Array:
    """y with sign(y) sqrt(h(y)) = rise, h(y) = e^y - 1 - y, elementwise; Newton's steps on h from
    beyond the root, where h is convex and they go towards it only."""
    c = np.square(rise)
    size = np.sqrt(2.0 * c)
    y = np.where(rise > 0.0, np.minimum(size, np.log1p(c + size)), -c - np.minimum(1.0, size))
    for _ in range(NEWTON):
        slope = np.expm1(y)
        step = np.divide(expm1_minus_x(y) - c, slope, out=np.zeros_like(y), where=slope != 0.0)
        y = y - step
        if np.all(np.abs(step) <= 4e-16 * np.abs(y)):
            break
    # Where the square underflows, h is y^2 / 2.
    return np.where(np.abs(rise) < 1e-100, math.sqrt(2.0) * rise, y)


def _points(objective: Reward, edge: Edge, std: float) -> int:
    """Enough for every wave of cos and every bump of exp that the edge passes."""
    if not isinstance(objective, Objective) or objective.name not in ("cos", "exp", "step"):
        return POINTS
    m, s = edge.at(np.linspace(-math.pi, math.pi, 17))
    width = std * (np.ptp(m) + np.ptp(s))
    narrow = std * float(np.min(s))
    rate = abs(objective.k)
    if objective.name == "cos":
        waves = rate * width / (2.0 * math.pi)
    elif objective.name == "exp":
        waves = width / math.hypot(narrow, 1.0 / math.sqrt(2.0 * rate) if rate > 0.0 else width)
    else:
        waves = width / narrow
    return int(min(max(POINTS, POINTS_A_WAVE * waves), MOST_POINTS))
