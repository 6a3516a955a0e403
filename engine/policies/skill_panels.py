"""Panels of the states of skills, on each of which nothing bends sharply, for quadrature."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array

# Panels in standard deviations of each skill: beyond the last lies 1e-38 of its mass.
_EDGES = np.concatenate([np.arange(0.0, 8.0, 0.25), np.arange(8.0, 13.5, 0.5)])
EDGES = np.concatenate([-_EDGES[:0:-1], _EDGES])
RULE = np.stack(np.polynomial.legendre.leggauss(16))  # nodes and weights, (2, 16)


def panels_each(means: Array, std: Array, breaks: Array) -> list[Array]:
    """Of F sets of means, (F, K), with the same stds, (K,), that no break is in, (F, m), not a
    number where there are fewer: F of (n, 3), the mean of the narrowest skill that reaches there,
    and the ends of the panel, near enough to each other for it."""
    own = (means[:, :, np.newaxis] + std[:, np.newaxis] * EDGES).reshape(len(means), -1)
    edges = np.concatenate([own, breaks], axis=1)
    order = np.argsort(edges, axis=1, kind="stable")
    edges = np.take_along_axis(edges, order, axis=1)
    # Of several that are equal a break is the last.
    row, place = np.nonzero(edges[:, 1:] > edges[:, :-1])
    low, high, broken = edges[row, place], edges[row, place + 1], order[row, place] >= own.shape[1]
    reach, mean = std * (EDGES[-1] + 1e-6), means[row]
    both = np.abs(low[:, np.newaxis] - mean) <= reach
    both &= np.abs(high[:, np.newaxis] - mean) <= reach
    # No panel between edges that no skill holds both of.
    held = np.flatnonzero(both.any(axis=1))
    skill = np.argmin(np.where(both[held], std, np.inf), axis=1)
    row, low, high, new = row[held], low[held], high[held], broken[held]
    origin = means[row, skill]
    # Between two edges of the skill itself only a break parts what the others' edges part.
    within = np.searchsorted(EDGES, 0.5 * ((low - origin) + (high - origin)) / std[skill])
    new[:1] = True
    new[1:] |= (np.diff(held) > 1) | (np.diff(row) != 0)
    new[1:] |= (np.diff(skill) != 0) | (np.diff(within) != 0)
    first = np.flatnonzero(new)
    last = np.append(first[1:], len(new)) - 1
    found = np.stack([origin[first], low[first], high[last]], axis=1)
    return np.split(found, np.flatnonzero(np.diff(row[first])) + 1)
