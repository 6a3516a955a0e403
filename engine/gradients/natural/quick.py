"""Quick best steps up the mean of a polynomial in two directions, by a compiled loop."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, sealed
from engine.core.compiled import worth_compiling
from engine.functions.objectives import Objective
from engine.functions.polynomial import Polynomial
from engine.gradients.natural.edge import Edge
from engine.gradients.natural.landscape import Landscape
from engine.gradients.natural.shares import Grid, stacked


def has_loop(land: Landscape, n: int) -> bool:
    """Whether a page of n samples takes the loop for such steps."""
    reward = land.objective
    polynomial = isinstance(reward, Objective) and isinstance(reward.function, Polynomial)
    return polynomial and land.directions == 2 and worth_compiling(n)


def compiled_steps(
    land: Landscape, edge: Edge, deltas: tuple[float, ...], repeated: int = 0
) -> tuple[Array, Array]:
    """What `quick_pairs` gives for deltas above 0, (b, 2) each, as far as doubles hold it; or the
    means and stds after each of so many ``repeated`` steps of the first delta."""
    from engine.gradients.natural.loops import best_steps

    mean, std = np.array(land.mean), np.array(land.std)
    radii = tuple(math.sqrt(2.0 * each) for each in deltas)
    new_old, grids = edge.ball == "new_old", _grids(edge, radii)
    found, count = best_steps(polynomial_terms(land), grids, np.array(radii), new_old, repeated)
    first, second = np.moveaxis(found[:count], 1, 0)
    return (mean + std * first, std * second) if repeated else (first, second)


@lru_cache(maxsize=8)
def _grids(edge: Edge, radii: tuple[float, ...]) -> Grid:
    """`stacked`, each of the shape of the first, and e^v in the place of v."""
    across, rise, shift, growth = stacked(edge, radii)
    with np.errstate(over="ignore", under="ignore"):
        grown = np.exp(growth).reshape(across.shape)
    return across, rise, shift.reshape(across.shape), sealed(grown)


@lru_cache(maxsize=8)
def polynomial_terms(land: Landscape) -> Array:
    """`Polynomial.terms` of each direction, (k, 4)."""
    reward = land.objective
    assert isinstance(reward, Objective)
    assert isinstance(reward.function, Polynomial)
    pairs = zip(land.mean, land.std, strict=True)
    return sealed(np.array([reward.function.terms(*pair, reward.scale) for pair in pairs]))
