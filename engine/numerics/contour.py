"""Integrals along paths in the upper half of the complex plane, by the trapezoidal rule.

The integrands are analytic and real on the real axis, so that the half above it gives the whole,
and the rule's error falls exponentially with the number of nodes. Bending the path away from the
vertical turns slow, oscillating decay into fast decay (Talbot 1979; Weideman and Trefethen,
Mathematics of Computation 76, 2007). Many integrals are taken at once: the calls cost more than
the nodes. What is asked of an integrand is told by the numbers of those it is asked of, (k,).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.numerics.small_differences import Complex

Numbers = NDArray[np.intp]
LogSize = Callable[[Numbers, Complex, Complex], Array]

# Angles by which a path may bend away from the vertical, in radians.
BENDS = np.radians([0.0, 12.0, -12.0, 25.0, -25.0, 38.0, -38.0])
# Where a path's length is looked for: the end of most lies among the closer steps.
SCAN = np.concatenate([np.arange(32) / 4.0, np.arange(8.0, 55.0)])
# A vertical path on which the decay takes no longer than this is good enough.
SHORT = 4.0
# Rises by more than exp(RISE) on the way would cost digits.
RISE = 3.0
FEWEST_NODES = 64
MOST_NODES = 2**15


@dataclass(frozen=True, slots=True)
class Paths:
    """s(u) = start + width (i cos(bend) sinh u + sin(bend) (cosh u - 1)), 0 <= u <= end."""

    start: Array  # (k,)
    width: Array  # (k,)
    bend: Array  # (k,), radians away from the vertical, to the right
    end: Array  # (k,)

    @classmethod
    def vertical(cls, start: Array, width: Array) -> Paths:
        """As long as any."""
        return cls(start, width, np.zeros(len(start)), np.full(len(start), SCAN[-1]))

    def __getitem__(self, which: Numbers) -> Paths:
        """Those with these numbers."""
        return Paths(self.start[which], self.width[which], self.bend[which], self.end[which])

    def points(self, u: Array) -> tuple[Complex, Complex]:
        """s and ds/du, (k, m) each, from u, (m,) or (k, m)."""
        start, width, bend = (each[:, np.newaxis] for each in (self.start, self.width, self.bend))
        up, aside, sinh, cosh = 1j * np.cos(bend), np.sin(bend), np.sinh(u), np.cosh(u)
        s: Complex = start + width * (up * sinh + aside * (cosh - 1.0))
        step: Complex = width * (up * cosh + aside * sinh)
        return s, step


def best_paths(start: Array, width: Array, log_size: LogSize, drop: float) -> Paths:
    """The paths along which exp(log_size(which, s, ds/du)) falls soonest, for good, by exp(-drop).

    ``start`` and ``width`` are (k,). A vertical path is kept when it is short; otherwise the best
    of a few angles on which the size never rises much.
    """
    paths = Paths.vertical(start, width)
    paths = replace(paths, end=_ends(paths, np.arange(len(start)), log_size, drop))
    long = np.flatnonzero(paths.end >= SHORT)
    if not len(long):
        return paths
    which = np.tile(long, len(BENDS) - 1)
    bent = replace(paths[which], bend=np.repeat(BENDS[1:], len(long)))
    ends = np.vstack([paths.end[long], _ends(bent, which, log_size, drop).reshape(-1, len(long))])
    best, bend, end = np.argmin(ends, axis=0), paths.bend.copy(), paths.end.copy()
    bend[long], end[long] = BENDS[best], np.min(ends, axis=0)
    return replace(paths, bend=bend, end=end)


def integrals(
    paths: Paths, integrand: Callable[[Numbers, Complex], Complex]
) -> tuple[Array, Array]:
    """(1 / 2 pi i) times the integral along each path and its mirror image, upwards, and the
    change at the last doubling of the nodes, which is well above the error, (k,) each."""
    value, change = np.full(len(paths.start), np.inf), np.zeros(len(paths.start))
    total = np.zeros(len(value))  # of the terms at the nodes so far
    left, nodes = np.arange(len(value)), FEWEST_NODES
    places = np.arange(nodes + 1.0)
    while len(left) and nodes <= MOST_NODES:
        some = paths[left]
        s, step = some.points(np.multiply.outer(some.end / nodes, places))
        terms = (integrand(left, s) * step).imag
        if nodes == FEWEST_NODES:
            terms[:, [0, -1]] *= 0.5
        total[left] += np.sum(terms, axis=1)
        found = total[left] * some.end / (nodes * math.pi)
        change[left], value[left] = np.abs(found - value[left]), found
        # The rule's error is about squared when the nodes double; every other node is there.
        left, nodes = left[~(change[left] <= 1e-10 * np.abs(found))], 2 * nodes
        places = np.arange(1.0, nodes, 2.0)
    return value, change


def _ends(paths: Paths, which: Numbers, log_size: LogSize, drop: float) -> Array:
    """Beyond which u the size is negligible, (k,); infinite when it rises on the way."""
    size = log_size(which, *paths.points(SCAN))
    first = size[:, :1]
    last = len(SCAN) - 1 - np.argmax((size >= first - drop)[:, ::-1], axis=1)
    ends = SCAN[np.minimum(last + 1, len(SCAN) - 1)]
    risen = np.max(size, axis=1) > first[:, 0] + RISE
    return np.where(risen, np.where(paths.bend == 0.0, SCAN[-1], np.inf), ends)
