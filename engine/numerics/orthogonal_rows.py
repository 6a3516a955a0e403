"""One-sided Jacobi rotations in whole numbers: nearly orthogonal rows made quite orthogonal."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from engine.numerics.fixed_point import BITS, ONE, Fixed, identity, to_double

# Rows whose cosine is no larger count as orthogonal.
SLANT = 1e-12
SWEEPS = 40


def orthogonal_rows(v: Fixed, w: Fixed, a: Fixed) -> tuple[Fixed, Fixed]:
    """v and w = v a with orthogonal rows each, (d, d): w to a cosine of SLANT, which it mostly has
    from the start; v, orthogonal in doubles, to about 60 digits where w needs rotations.

    A small row of w beside a large one has lost its digits, and gets them back.
    """
    slanted = _slanted(w)
    if not len(slanted):
        return v, w
    v = nearer_orthogonal(nearer_orthogonal(v))
    w = (v @ a) >> BITS
    for _ in range(SWEEPS):
        for i, j in slanted:
            _rotate(v, w, i, j)
        slanted = _slanted(w)
        if not len(slanted):
            break
    return v, w


def nearer_orthogonal(v: Fixed) -> Fixed:
    """A nearly orthogonal matrix with twice as many digits right."""
    gram = ((v @ v.T) >> BITS) - identity(len(v))
    return np.asarray(v - ((gram @ v) >> (BITS + 1)))


def _slanted(w: Fixed) -> NDArray[np.int64]:
    """The pairs of rows that are not orthogonal, (m, 2)."""
    sizes = [max(int(value).bit_length() for value in row) - BITS for row in w]
    rows = to_double(w, -np.array(sizes)[:, np.newaxis])
    # A row so small that nothing is left of it is orthogonal to all.
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.finfo(float).tiny)
    return np.argwhere(np.abs(np.triu(rows @ rows.T, 1)) > SLANT)


def _rotate(v: Fixed, w: Fixed, i: int, j: int) -> None:
    """Make rows i and j of w orthogonal, and turn those of v alike."""
    product = int(w[i] @ w[j])
    if product == 0:
        return
    try:
        half = (int(w[j] @ w[j]) - int(w[i] @ w[i])) / (2 * product)
    except OverflowError:
        return  # The rows are turned by less than 1e-308.
    tangent = math.copysign(1.0, half) / (abs(half) + math.hypot(1.0, half))
    t = int(math.ldexp(tangent, BITS))
    cosine = math.isqrt((ONE**4) // (ONE**2 + t**2))
    sine = (t * cosine) >> BITS
    for rows in (v, w):
        rows[i], rows[j] = (
            (cosine * rows[i] - sine * rows[j]) >> BITS,
            (cosine * rows[j] + sine * rows[i]) >> BITS,
        )
