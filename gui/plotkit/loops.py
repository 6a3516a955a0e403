"""The places of names, as `kept_spots` finds them, in compiled loops that give the same bits, and
points along lines, as `along` finds them.

``limits`` are `clear_spot.LIMITS`; points are (k, 2), names (n, 3): x, y, and their widths; spots
(4,) are x and y, and how far that is from the next point of the curve, NaN of none.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.core.compiled import compiled_as_written

Mask = NDArray[np.bool_]
Limits = tuple[float, ...]
SURELY = 1.0 - 1e-12  # of a square below which its root is below, too


@compiled_as_written
def mark(
    near: Mask, wanted: Mask, is_wanted: bool, points: Array, size: Array, together: float
) -> None:
    """Which cells, on a grid with one more at each edge, hold such points or are beside one."""
    near[:] = False
    for k in range(len(points)):
        x, y = points[k, 0], points[k, 1]
        if wanted[k] == is_wanted and 0.0 <= x <= size[0] and 0.0 <= y <= size[1]:
            across, down = int(x / together), int(y / together)
            near[across : across + 3, down : down + 3] = True


@compiled_as_written
def with_those_on(own: Mask, curves: Mask, points: Array, size: Array, together: float) -> Mask:
    """As `clear_spot.with_those_on` finds them."""
    found = own.copy()
    near = np.zeros((int(size[0] / together) + 3, int(size[1] / together) + 3), dtype=np.bool_)
    for n in range(len(own)):
        mark(near, own[n], False, points, size, together)
        count, shared = 0, 0
        for again in (False, True):
            for k in range(len(points)):
                x, y = points[k, 0], points[k, 1]
                if not (0.0 <= x <= size[0] and 0.0 <= y <= size[1]):
                    continue
                there = near[int(x / together) + 1, int(y / together) + 1]
                if again:
                    found[n, k] |= there
                elif curves[n, k]:
                    count += 1
                    shared += there
            if 2 * shared < count:
                break
            mark(near, curves[n], True, points, size, together)
    return found


@compiled_as_written
def nearest(
    points: Array, own: Mask, mine: bool, x: float, y: float, wide: float, tall: float,
    enough: float,
) -> tuple[float, int]:  # fmt: skip
    """The square of the distance from a name at (x, y) to the nearest of its own points, or of
    the others, and which that is; the first below ``enough`` will do."""
    least, which = math.inf, 0
    for k in range(len(points)):
        if own[k] == mine:
            across = max(abs(x - points[k, 0]) - 0.5 * wide, 0.0)
            up = max(abs(y - points[k, 1]) - 0.5 * tall, 0.0)
            square = across * across + up * up
            if square < least:
                least, which = square, k
                if least < enough:
                    break
    return least, which


@compiled_as_written
def room_at(
    x: float, y: float, wide: float, bars: Array, names: Array, size: Array, limits: Limits
) -> tuple[float, float]:
    """How far a name at (x, y) is from the nearest edge and vertical line, and from the nearest of
    the other names."""
    enough, tall = limits[0], limits[1]
    room = min(min(x, size[0] - x) - 0.5 * wide, enough)
    room = min(room, min(y, size[1] - y) - 0.5 * tall)
    for i in range(len(bars)):
        room = min(room, abs(x - bars[i]) - 0.5 * wide)
    apart = math.inf
    for i in range(len(names)):
        across = abs(x - names[i, 0]) - 0.5 * (wide + names[i, 2])
        apart = min(apart, max(across, abs(y - names[i, 1]) - tall))
    return room, apart


@compiled_as_written
def worth(
    points: Array, own: Mask, x: float, y: float, wide: float, bars: Array, names: Array,
    size: Array, limits: Limits,
) -> tuple[float, int]:  # fmt: skip
    """How much nearer to its own curve than to anything else, but no more than ENOUGH from it, a
    name is at (x, y), and to which of its points; -inf where it cannot stand."""
    tall, least, most, clear, rounding = limits[1], limits[3], limits[4], limits[5], limits[8]
    room, apart = room_at(x, y, wide, bars, names, size, limits)
    if not min(room, apart) >= least + clear - rounding:
        return -math.inf, 0
    square, which = nearest(points, own, True, x, y, wide, tall, SURELY * least**2)
    mine = math.sqrt(square)
    if not least <= mine <= most:
        return -math.inf, 0
    enough = SURELY * (mine + clear) ** 2
    away = nearest(points, own, False, x, y, wide, tall, enough)[0]
    free = min(min(room, apart), math.sqrt(away)) - mine
    return (free, which) if free >= clear else (-math.inf, 0)


@compiled_as_written
def keep(
    points: Array, own: Mask, wide: float, bars: Array, names: Array, size: Array, limits: Limits,
    spot: Array,
) -> bool:  # fmt: skip
    """Move a spot with its curve; NaN and False where it cannot stand there, or there is none."""
    at, away, left = 0, math.inf, spot[0] - spot[2]
    for k in range(len(points)):
        if own[k] and abs(points[k, 0] - left) < away:
            at, away = k, abs(points[k, 0] - left)
    free, which, x, y = -math.inf, 0, math.nan, math.nan
    if away < math.inf:
        x, y = points[at, 0] + spot[2], points[at, 1] + spot[3]
        free, which = worth(points, own, x, y, wide, bars, names, size, limits)
    spot[:] = math.nan
    if free == -math.inf:
        return False
    spot[0], spot[1] = x, y
    spot[2], spot[3] = x - points[which, 0], y - points[which, 1]
    return True


@compiled_as_written
def search(
    points: Array, own: Mask, wide: float, bars: Array, names: Array, size: Array, limits: Limits,
    spot: Array,
) -> None:  # fmt: skip
    """The clearest spot next to the own points, of which each so many-th is tried."""
    every = max(int(limits[10]), np.count_nonzero(own) // int(limits[11]))
    across, up = 0.5 * wide + limits[2], 0.5 * limits[1] + limits[2]
    lower, shift = limits[6], limits[7]
    best, count = -math.inf, -1
    for k in range(len(points)):
        count += own[k]
        if not own[k] or count % every:
            continue
        for turn in range(9):
            x, y = points[k, 0] + (turn // 3 - 1) * across, points[k, 1] + (turn % 3 - 1) * up
            if turn == 4:
                continue
            free, which = worth(points, own, x, y, wide, bars, names, size, limits)
            value = free - shift * abs(x - 0.7 * size[0]) - lower * y
            if value > best:
                best = value
                spot[0], spot[1] = x, y
                spot[2], spot[3] = x - points[which, 0], y - points[which, 1]


@compiled_as_written
def place_names(
    points: Array, own: Mask, curves: Mask, wide: Array, seen: Mask, bars: Array, size: Array,
    limits: Limits, spots: Array,
) -> None:  # fmt: skip
    """Spots (n, 4) of names of these widths, each clear of those before it, in the place of those
    that they had; ``own`` (n, k) says which points each need not be told from, ``curves`` which
    are of its own curve."""
    shared = with_those_on(own, curves, points, size, limits[9])
    names, taken = np.empty((len(wide), 3)), 0
    for again in (False, True):
        for n in range(len(wide)):
            spot, others = spots[n], names[:taken]
            if again and not (seen[n] and math.isnan(spot[0])):
                continue
            if again:
                search(points, shared[n], wide[n], bars, others, size, limits, spot)
            elif seen[n] and not keep(points, shared[n], wide[n], bars, others, size, limits, spot):
                search(points, own[n], wide[n], bars, others, size, limits, spot)
            if not math.isnan(spot[0]):
                names[taken, 0], names[taken, 1], names[taken, 2] = spot[0], spot[1], wide[n]
                taken += 1


@compiled_as_written
def interpolated(x: float, at: int, across: Array, up: Array) -> tuple[float, int]:
    """What `np.interp` gives at x, which is not below across[at], and the last place that is not
    beyond x."""
    while at + 1 < len(across) and across[at + 1] <= x:
        at += 1
    if at + 1 == len(across) or across[at] == x:
        return up[at], at
    slope = (up[at + 1] - up[at]) / (across[at + 1] - across[at])
    return slope * (x - across[at]) + up[at], at


@compiled_as_written
def line_points(
    starts: NDArray[np.intp], across: Array, up: Array, columns: Array, view: Array, size: Array,
    apart: float, longest: float,
) -> tuple[Array, NDArray[np.intp]]:  # fmt: skip
    """Points (k, 2) of lines, and where those of each end, (n,).

    Line i goes through (across, up)[starts[i] : starts[i + 1]], and is looked at in ``columns``
    (m,), where it is not NaN; ``view`` is left, right, low, high, ``size`` in pixels.
    """
    n, m = len(starts) - 1, len(columns)
    x, y, whole = np.empty((n, m)), np.empty((n, m)), np.zeros((n, m))
    used, counts = np.zeros(n, dtype=np.intp), np.zeros(n, dtype=np.intp)
    width, height = size[0], size[1]
    for i in range(n):
        own, heights = across[starts[i] : starts[i + 1]], up[starts[i] : starts[i + 1]]
        at, j = 0, 0
        for k in range(m):
            if not own[0] <= columns[k] <= own[-1]:
                continue
            found, at = interpolated(columns[k], at, own, heights)
            if math.isnan(found):
                continue
            right = (columns[k] - view[0]) / (view[1] - view[0]) * width
            down = (view[3] - found) / (view[3] - view[2]) * height
            x[i, j], y[i, j] = right, down
            j += 1
        used[i] = j
        if j == 1:
            counts[i] = 1
        if j < 2:
            continue
        for k in range(j):
            # Far outside, a line would be cut into very many pieces.
            x[i, k] = min(max(x[i, k], -width), 2.0 * width)
            y[i, k] = min(max(y[i, k], -height), 2.0 * height)
            if k:
                step = max(abs(y[i, k] - y[i, k - 1]), max(abs(x[i, k] - x[i, k - 1]), 1e-9))
                whole[i, k] = whole[i, k - 1] + step
        counts[i] = math.ceil(whole[i, j - 1] / max(apart, whole[i, j - 1] / longest))
    points, ends, total = np.empty((counts.sum(), 2)), np.empty(n, dtype=np.intp), 0
    for i in range(n):
        j = used[i]
        if j == 1:
            points[total, 0], points[total, 1] = x[i, 0], y[i, 0]
            total += 1
        elif j > 1:
            line, at = whole[i, :j], 0
            step = max(apart, line[-1] / longest)
            for k in range(counts[i]):
                right, _ = interpolated(k * step, at, line, x[i, :j])
                down, at = interpolated(k * step, at, line, y[i, :j])
                if 0.0 <= right <= width and 0.0 <= down <= height:
                    points[total, 0], points[total, 1] = right, down
                    total += 1
        ends[i] = total
    return points[:total], ends
