"""Integrals along a path in the upper half of the complex plane, by the trapezoidal rule.

The integrands are analytic and real on the real axis, so that the half above it gives the whole,
and the rule's error falls exponentially with the number of nodes. Bending the path away from the
vertical turns slow, oscillating decay into fast decay (Talbot 1979; Weideman and Trefethen,
Mathematics of Computation 76, 2007).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from engine.core.arrays import Array
from engine.numerics.small_differences import Complex

# Angles by which the path may bend away from the vertical, in degrees.
BENDS = (12.0, -12.0, 25.0, -25.0, 38.0, -38.0)
SCAN = np.linspace(0.0, 54.0, 217)
# A vertical path on which the decay takes no longer than this is good enough.
SHORT = 4.0
# Rises by more than exp(RISE) on the way would cost digits.
RISE = 3.0
FEWEST_NODES = 64
MOST_NODES = 2**15


@dataclass(frozen=True, slots=True)
class Path:
    """s(u) = start + width (i cos(bend) sinh u + sin(bend) (cosh u - 1)), 0 <= u <= end."""

    start: float
    width: float
    bend: float = 0.0  # radians away from the vertical, to the right
    end: float = float(SCAN[-1])

    def points(self, u: Array) -> tuple[Complex, Complex]:
        """s and ds/du, (m,) each."""
        up, aside = 1j * math.cos(self.bend), math.sin(self.bend)
        s: Complex = self.start + self.width * (up * np.sinh(u) + aside * (np.cosh(u) - 1.0))
        step: Complex = self.width * (up * np.cosh(u) + aside * np.sinh(u))
        return s, step


def best_path(
    start: float, width: float, log_size: Callable[[Complex, Complex], Array], drop: float
) -> Path:
    """The path along which exp(log_size(s, ds/du)) falls soonest, for good, by exp(-drop).

    ``log_size`` takes and gives (m,). The vertical path is kept when it is short; otherwise the
    best of a few angles on which the size never rises much.
    """
    vertical = Path(start, width)
    best = replace(vertical, end=_end(vertical, log_size, drop))
    if best.end < SHORT:
        return best
    for degrees in BENDS:
        path = replace(vertical, bend=math.radians(degrees))
        end = _end(path, log_size, drop)
        if end < best.end:
            best = replace(path, end=end)
    return best


def integral(path: Path, integrand: Callable[[Complex], Complex]) -> tuple[float, float]:
    """(1 / 2 pi i) times the integral along the path and its mirror image, upwards, and the
    change at the last doubling of the nodes, which is well above the error."""
    nodes, previous = FEWEST_NODES, math.inf
    while True:
        u = np.linspace(0.0, path.end, nodes + 1)
        s, step = path.points(u)
        values = (integrand(s) * step).imag
        values[0] *= 0.5
        value = float(np.sum(values)) * path.end / (nodes * math.pi)
        change = abs(value - previous)
        # The rule's error is about squared when the nodes double.
        if change <= 1e-10 * abs(value) or nodes >= MOST_NODES:
            return value, change
        nodes, previous = 2 * nodes, value


def _end(path: Path, log_size: Callable[[Complex, Complex], Array], drop: float) -> float:
    """Beyond which u the size is negligible; infinite when it rises on the way."""
    size = log_size(*path.points(SCAN))
    if np.max(size) > size[0] + RISE:
        return math.inf if path.bend else float(SCAN[-1])
    left = np.flatnonzero(size >= size[0] - drop)
    return float(SCAN[min(left[-1] + 1, len(SCAN) - 1)])
