"""What clipping or masking the weights of samples at c costs: bias, variance and their sum."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array, frozen
from engine.functions.test_function import TestFunction
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.importance_weights.records import ClippingFrontier
from engine.weights.exact.clipping import Clipped, repaired
from engine.weights.exact.known_errors import RepairError
from engine.weights.exact.line import weight_line
from engine.weights.exact.moments import NotAvailable

Direction = tuple[float, ...]

LOW_C, HIGH_C = 1e-2, 1e5
POINTS = 50
# Where each point takes an inversion of the transform.
FEW_POINTS = 12
QUICK_FUNCTIONS = ("1", "x", "x^2")
QUICK_DIMENSION = 8
TOO_SLOW = (
    "Left out while sliders move: p and q differ along several directions, and the exact curve of "
    "{formula} takes up to seconds. Switch on slow exact curves to see it."
)


Both = tuple[Clipped, Clipped]  # by clipping and by masking
PARTS = ("bias_squared", "variance", "mse")


def clipping_frontier(
    scene: Scene,
    f: TestFunction,
    direction: Direction,
    c: float,
    plain_variance: float,
    slow: bool,
) -> ClippingFrontier | str:
    """Exact bias^2, variance / n and their sum on a grid of c and at the current one; or why
    there are none."""
    p, q, n = scene.p, scene.q, scene.samples
    few = weight_line(p, q, direction) is None
    if few and not slow and (f.name not in QUICK_FUNCTIONS or p.dimension > QUICK_DIMENSION):
        return TOO_SLOW.format(formula=f.formula)
    grid, here = _on_grid(p, q, f, direction), _at(p, q, f, direction, c)
    if isinstance(grid, str) or isinstance(here, str):
        reason = grid if isinstance(grid, str) else str(here)
        return f"{reason[0].upper()}{reason[1:]}."
    found: dict[str, Any] = {"c": frozen(grid[0].c)}
    for name, on_grid, at_c in zip(("clip", "mask"), grid, here, strict=True):
        for part, values, value in zip(PARTS, _parts(on_grid, n), _parts(at_c, n), strict=True):
            found[f"{name}_{part}"] = frozen(values)
            found[f"current_{name}_{part}"] = float(value[0])
        best = int(np.argmin(found[f"{name}_mse"]))
        found[f"best_{name}"] = float(grid[0].c[best])
        found[f"best_{name}_mse"] = float(found[f"{name}_mse"][best])
    return ClippingFrontier(**found, current=c, plain_mse=plain_variance / n, samples=n)


def repair_errors(
    scene: Scene, f: TestFunction, direction: Direction, c: float, slow: bool
) -> dict[str, RepairError]:
    """Of the means of n clipped and masked w f; empty where that is slow or not available."""
    p, q = scene.p, scene.q
    if f.name not in QUICK_FUNCTIONS and not slow and weight_line(p, q, direction) is None:
        return {}
    both, root = _at(p, q, f, direction, c), math.sqrt(scene.samples)
    if isinstance(both, str):
        return {}
    return {
        name: RepairError(
            bias=float(found.bias[0]),
            standard_error=float(found.std[0]) / root,
            bias_rounding=float(found.bias_error[0]),
            standard_error_rounding=float(found.std_error[0]) / root,
        )
        for name, found in zip(("clipped", "masked"), both, strict=True)
    }


def _parts(found: Clipped, n: int) -> tuple[Array, Array, Array]:
    """bias^2, variance / n and their sum."""
    bias_squared, variance = found.bias**2, found.variance / n
    return bias_squared, variance, np.asarray(bias_squared + variance)


@lru_cache(maxsize=16)
def _on_grid(p: Gaussian, q: Gaussian, f: TestFunction, direction: Direction) -> Both | str:
    """Of each c of the grid, or why not."""
    points = FEW_POINTS if weight_line(p, q, direction) is None else POINTS
    return _repaired(p, q, f, direction, np.geomspace(LOW_C, HIGH_C, points))


@lru_cache(maxsize=16)
def _at(p: Gaussian, q: Gaussian, f: TestFunction, direction: Direction, c: float) -> Both | str:
    """Of one c, or why not."""
    return _repaired(p, q, f, direction, c)


def _repaired(
    p: Gaussian, q: Gaussian, f: TestFunction, direction: Direction, c: ArrayLike
) -> Both | str:
    try:
        clip, mask = repaired(p, q, f, c, direction)
    except NotAvailable as reason:
        return str(reason)
    return clip, mask
