"""The quadratic form of `LogRatio` for compiled loops, tile by tile."""

from __future__ import annotations

from engine.core.arrays import Array
from engine.core.compiled import compiled, compiled_part

TILE = 1_024  # samples, whose few numbers each stay beside the core


@compiled_part
def fill_centred(z: Array, start: int, curvature: Array, slope: Array, out: Array) -> None:
    """log w - E log w of the columns of z, (d, m), from ``start`` on, into ``out``, (k,)."""
    trace, end = 0.0, start + len(out)
    for i in range(len(z)):
        trace += curvature[i, i]
    out[:] = -trace
    for i in range(len(z)):
        # Rows of their own: the compiler knows of them that their numbers lie side by side.
        first, straight, bent = z[i, start:end], slope[i], curvature[i, i]
        for n in range(len(out)):
            out[n] += first[n] * (straight + bent * first[n])
        for j in range(i + 1, len(z)):
            second, mixed = z[j, start:end], 2.0 * curvature[i, j]
            for n in range(len(out)):
                out[n] += mixed * first[n] * second[n]


@compiled
def centred_log_ratios(z: Array, curvature: Array, slope: Array, out: Array) -> None:
    """log w - E log w of the columns of z, (d, m), into ``out``, (m,)."""
    for start in range(0, len(out), TILE):
        fill_centred(z, start, curvature, slope, out[start : start + TILE])
