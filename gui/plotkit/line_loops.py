"""What `pieces.straight_pieces` makes, in compiled loops that give the same bits.

``on`` are m11, m21, dx, m12, m22 and dy of a transform, ``seen`` the left, right, top and bottom
of what is shown.
"""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import compiled_as_written

Numbers = tuple[float, ...]


@compiled_as_written
def straight_pieces(
    x: Array, y: Array, on: Numbers, half: float, cap: float, marks: Array, offset: float,
    seen: Numbers, limits: Numbers,
) -> Array:  # fmt: skip
    """Begin and end, (k, 4), of the pieces; one that is not a number where a point is too far.
    ``limits`` are FAR, SAME, OVERLAP, CORNER, WITHIN, MANY, FEW and ROUNDS."""
    far, many, few, rounds = limits[0], limits[5], limits[6], limits[7]
    across, down = np.empty(len(x)), np.empty(len(x))
    fine = True
    for n in range(len(x)):
        across[n] = on[0] * x[n] + on[1] * y[n] + on[2]
        down[n] = on[3] * x[n] + on[4] * y[n] + on[5]
        square = across[n] * across[n] + down[n] * down[n]
        fine = fine and square < far * far
    if not fine:
        return np.full((1, 4), np.nan)
    count = len(x)
    if count >= many:
        missed = 0.75 * limits[4] / 4.0 ** (rounds - 1)
        for _ in range(int(rounds)):
            if count < few:
                break
            count = _thin(across, down, count, missed)
            missed *= 4.0
    across, down = across[:count], down[:count]
    if len(marks):
        pieces = _dashes(across, down, marks, offset)
    else:
        pieces = np.empty((count - 1, 4))
        for n in range(count - 1):
            pieces[n, 0], pieces[n, 1] = across[n], down[n]
            pieces[n, 2], pieces[n, 3] = across[n + 1], down[n + 1]
    return _extended(pieces, half, cap, seen, limits)


@compiled_as_written
def _thin(across: Array, down: Array, count: int, missed: float) -> int:
    """A round of `needed_points.needed`, in place; how many points are left."""
    kept, last = 1, count - 1
    left_x, left_y = across[0], down[0]
    for n in range(1, count):
        x, y = across[n], down[n]
        idle = False
        if n % 2 == 1 and n < last:
            to_x, to_y = across[n + 1] - left_x, down[n + 1] - left_y
            way_x, way_y = x - left_x, y - left_y
            along, beside = way_x * to_x + way_y * to_y, way_y * to_x - way_x * to_y
            length = to_x * to_x + to_y * to_y
            near = beside * beside <= missed * missed * length
            idle = near and along >= 0.0 and along <= length
        elif n % 2 == 0:
            left_x, left_y = x, y
        if not idle:
            across[kept], down[kept] = x, y
            kept += 1
    return kept


@compiled_as_written
def _dashes(across: Array, down: Array, marks: Array, offset: float) -> Array:
    """Those of `dashes.dashes`, (k, 4)."""
    points, period = len(across), marks[-1]
    way = np.zeros(points)
    for n in range(1, points):
        to_x, to_y = across[n] - across[n - 1], down[n] - down[n - 1]
        way[n] = way[n - 1] + math.sqrt(to_x * to_x + to_y * to_y)
    end = way[-1]
    count = int((end + offset) // period) + 3
    changes = np.empty(count * len(marks))
    for i in range(count):
        for j in range(len(marks)):
            changes[i * len(marks) + j] = period * (i - 1) + marks[j] - offset
    pieces, found = np.empty((len(changes) + points, 4)), 0
    passed = corner = 0
    while passed < len(changes) and changes[passed] <= 0.0:
        passed += 1
    begin, begin_x, begin_y = 0.0, across[0], down[0]
    dash = passed  # changes before the middle of a piece
    while corner < points - 1:
        change = changes[passed] if passed < len(changes) else math.inf
        stop = min(way[corner + 1], change)
        at_corner = way[corner + 1] <= change
        if at_corner:
            stop_x, stop_y = across[corner + 1], down[corner + 1]
        else:
            part = stop - way[corner]
            length = way[corner + 1] - way[corner]
            stop_x = (across[corner + 1] - across[corner]) / length * part + across[corner]
            stop_y = (down[corner + 1] - down[corner]) / length * part + down[corner]
        middle = 0.5 * (stop + begin)
        while dash < len(changes) and changes[dash] <= middle:
            dash += 1
        if dash % 2 == 0:
            pieces[found, 0], pieces[found, 1] = begin_x, begin_y
            pieces[found, 2], pieces[found, 3] = stop_x, stop_y
            found += 1
        begin, begin_x, begin_y = stop, stop_x, stop_y
        if at_corner:
            corner += 1
        if change <= stop:
            passed += 1
    return pieces[:found]


@compiled_as_written
def _extended(pieces: Array, half: float, cap: float, seen: Numbers, limits: Numbers) -> Array:
    """Those of `pieces.extended` that are not beyond one edge of what is seen, (k, 4)."""
    same, overlap, corner = limits[1], min(limits[2], half), limits[3]
    steps, count = np.empty((len(pieces), 2)), 0
    for n in range(len(pieces)):
        to_x, to_y = pieces[n, 2] - pieces[n, 0], pieces[n, 3] - pieces[n, 1]
        length = math.sqrt(to_x * to_x + to_y * to_y)
        if length > same:
            for k in range(4):  # as rows, numba would compile for seconds more
                pieces[count, k] = pieces[n, k]
            steps[count, 0], steps[count, 1] = to_x / length, to_y / length
            count += 1
    found, before, kept = np.empty((count, 4)), cap, 0
    for n in range(count):
        x, y, after = steps[n, 0], steps[n, 1], cap
        if n < count - 1:
            gap_x, gap_y = pieces[n + 1, 0] - pieces[n, 2], pieces[n + 1, 1] - pieces[n, 3]
            if math.sqrt(gap_x * gap_x + gap_y * gap_y) <= same:
                next_x, next_y = steps[n + 1, 0], steps[n + 1, 1]
                on, beside = next_x * x + next_y * y, next_y * x - next_x * y
                tip = corner * half * abs(beside) / max(1.0 + on, same)
                after = min(max(tip, overlap), half)
        x0, y0 = pieces[n, 0] - before * x, pieces[n, 1] - before * y
        x1, y1 = pieces[n, 2] + after * x, pieces[n, 3] + after * y
        hidden = max(x0, x1) < seen[0] or min(x0, x1) > seen[1]
        if not (hidden or max(y0, y1) < seen[2] or min(y0, y1) > seen[3]):
            found[kept, 0], found[kept, 1], found[kept, 2], found[kept, 3] = x0, y0, x1, y1
            kept += 1
        before = after
    return found[:kept]
