"""The best place on the edge of a ball along one principal direction."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array, frozen
from engine.functions.objectives import Objective
from engine.gradients.natural.edge import Edge
from engine.gradients.natural.landscape import Landscape
from engine.numerics.root_finding import root

POINTS = 256  # on the edge, at the least
POINTS_A_WAVE = 24
START = -3.0
MOST_POINTS = 20_000
# A rise of less than this share of E f, which is integrated, is rounding.
LEVEL = 1e-13


@dataclass(frozen=True, slots=True)
class Places:
    """On an edge, (n,) each."""

    across: Array
    rise: Array
    shift: Array
    growth: Array


@dataclass(frozen=True, slots=True)
class Ring:
    """J around the edge, by the angle whose cosine is across and whose sine is rise."""

    landscape: Landscape
    direction: int
    edge: Edge
    radius: float

    def place(self, angle: float) -> tuple[float, float]:
        """m and v."""
        found = _places(self.edge, self.radius, np.array([angle]))
        return float(found.shift[0]), float(found.growth[0])

    def value(self, angle: float) -> float:
        """J there."""
        return self.landscape.at(self.direction, *self.place(angle)).value

    def by_angle(self, angle: float) -> float:
        """dJ / d angle."""
        (across, rise), (by_across, by_rise) = self._exactly(angle)
        return across * by_rise - rise * by_across

    def by_radius(self, angle: float) -> float:
        """dJ / d radius."""
        _, (by_across, by_rise) = self._exactly(angle)
        return math.cos(angle) * by_across + math.sin(angle) * by_rise

    def top(self, quick: bool = False) -> float | None:
        """The angle of the largest J, None where J is level; ``quick``: to about 1e-4."""
        if self.radius == 0.0:
            _, (by_across, by_rise) = self._exactly(0.0)
            level = by_across == 0.0 and by_rise == 0.0
            return None if level else math.atan2(by_rise, by_across)
        count = self._points() + 1
        angles, places = _turn(count), _around(self.edge, self.radius, count)
        known = isinstance(self.landscape.objective, Objective)
        found = self._scan(places, exact=not known)
        if quick:
            return self._quick_top(angles, *found)
        if known:
            best = self._confirmed(angles, *found)
            if best is not None:
                return best
            found = self._scan(places, exact=True)
        return self._exact_top(angles, *found, rounding=0.0 if known else LEVEL)

    def _scan(self, places: Places, exact: bool) -> tuple[Array, Array]:
        """J and dJ / d angle, (n,) each."""
        take = self.landscape.exactly if exact else self.landscape.many
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            level, *slopes = take(self.direction, places.shift, places.growth)
            by_across, by_rise = self.edge.gradient(
                (places.across, places.rise), places.growth, (slopes[0], slopes[1])
            )
            return level, places.across * by_rise - places.rise * by_across

    def _confirmed(self, angles: Array, level: Array, rise: Array) -> float | None:
        """The best top where doubles show the right tops; None where they may not."""
        tops = _tops(rise)
        if not len(tops) or not np.all(np.isfinite(rise)):
            return None
        # No higher than a straight line goes on.
        reach = np.maximum(level[tops], level[tops + 1])
        bound = reach + np.maximum(rise[tops], -rise[tops + 1]) * (angles[1] - angles[0])
        best: list[float] = []
        for i in tops[bound >= np.max(reach)].tolist():
            low, high = float(angles[i]), float(angles[i + 1])
            if not (self.by_angle(low) > 0.0 >= self.by_angle(high)):
                return None
            best.append(root(self.by_angle, low, high))
        return max(best, key=self.value)

    def _exact_top(self, angles: Array, level: Array, rise: Array, rounding: float) -> float | None:
        if np.max(np.abs(rise)) <= rounding * float(np.max(np.abs(level))):
            return None
        tops = _tops(rise)
        if not len(tops):
            return float(angles[int(np.argmax(level))])
        ends = (angles[i : i + 2].tolist() for i in tops.tolist())
        return max((self._root(*each) for each in ends), key=self.value)

    def _root(self, low: float, high: float) -> float:
        try:
            return root(self.by_angle, low, high)
        except ValueError:  # The slope is rounding.
            return low

    def _quick_top(self, angles: Array, level: Array, rise: Array) -> float | None:
        if not np.any(rise):
            return None
        tops = _tops(rise)
        if not len(tops):
            return float(angles[int(np.argmax(level))])
        i = int(tops[np.argmax(np.maximum(level[tops], level[tops + 1]))])
        share = rise[i] / (rise[i] - rise[i + 1]) if rise[i + 1] < rise[i] else 0.5
        return float(angles[i] + share * (angles[i + 1] - angles[i]))

    def _exactly(self, angle: float) -> tuple[tuple[float, float], tuple[float, float]]:
        """Across and rise, and the derivatives of J by them."""
        there = _places(self.edge, self.radius, np.array([angle]))
        found = self.landscape.at(self.direction, float(there.shift[0]), float(there.growth[0]))
        slopes = np.array([found.by_mu]), np.array([found.by_sigma])
        by = self.edge.gradient((there.across, there.rise), there.growth, slopes)
        return (float(there.across[0]), float(there.rise[0])), (float(by[0][0]), float(by[1][0]))

    def _points(self) -> int:
        """Enough for every wave of cos and every bump of exp that the edge passes."""
        objective = self.landscape.objective
        if not isinstance(objective, Objective) or objective.name not in ("cos", "exp", "step"):
            return POINTS
        some = _around(self.edge, self.radius, 17)
        std, s = self.landscape.std[self.direction], np.exp(some.growth)
        width = std * (np.ptp(some.shift) + np.ptp(s))
        narrow, rate = std * float(np.min(s)), abs(objective.k)
        if objective.name == "cos":
            waves = rate * width / (2.0 * math.pi)
        elif objective.name == "exp":
            bump = 1.0 / math.sqrt(2.0 * rate) if rate > 0.0 else width
            waves = width / math.hypot(narrow, bump)
        else:
            waves = width / narrow
        return int(min(max(POINTS, POINTS_A_WAVE * waves), MOST_POINTS))


def _tops(rise: Array) -> NDArray[np.intp]:
    """Where a rise ends, the first index of each two; the last place is the first."""
    after = np.append(rise[1:-1], rise[0])
    return np.flatnonzero((rise[:-1] > 0.0) & (after <= 0.0))


def _turn(count: int) -> Array:
    """Angles once around, from where no symmetry puts a top."""
    return np.linspace(START, START + 2.0 * math.pi, count)


def _places(edge: Edge, radius: float, angles: Array) -> Places:
    across, rise = radius * np.cos(angles), radius * np.sin(angles)
    return Places(across, rise, *edge.move(across, rise))


@lru_cache(maxsize=64)
def _around(edge: Edge, radius: float, count: int) -> Places:
    """Once around; the same for every Gaussian."""
    found = _places(edge, radius, _turn(count))
    return Places(*(frozen(each) for each in (found.across, found.rise, found.shift, found.growth)))
