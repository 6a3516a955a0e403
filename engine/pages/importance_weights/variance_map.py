"""The map of finite variance: log(1 + chi-square) over the ratio of stds and the distance."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.gaussian.relative import NEAR, Relative, relative
from engine.page.scene import Scene
from engine.pages.importance_weights.records import VarianceMap

BOUNDARY = math.sqrt(2.0)
RATIOS = frozen(np.geomspace(0.1, 4.0, 90))
DISTANCES = frozen(np.linspace(-6.0, 6.0, 97))
WORST = "worst of {d} directions"


def variance_map(scene: Scene) -> VarianceMap:
    """log(1 + chi-square) of one dimension, and where the current pair lies."""
    pair = relative(scene.p, scene.q)
    i = worst_coordinate(pair)
    ratio, distance = math.sqrt(float(pair.eigenvalues[i])), float(pair.shift[i])
    alone = scene.dimension == 1
    infinite = bool(pair.margin[i] <= 0.0) or pair.diverges(2.0)
    return VarianceMap(
        ratio=RATIOS,
        distance=DISTANCES,
        log1p_chi_square=_map(),
        boundary=BOUNDARY,
        current_ratio=ratio,
        current_distance=distance if alone else abs(distance),
        current_log1p_chi_square=math.inf if infinite else float(_costs(pair)[i]),
        draggable=alone,
        current_note="" if alone else WORST.format(d=scene.dimension),
    )


def worst_coordinate(pair: Relative) -> int:
    """Of the eigenbasis: the largest lam if that fails, else what adds most to log(1 + chi^2)."""
    return pair.dimension - 1 if pair.diverges(2.0) else int(np.argmax(_costs(pair)))


def _costs(pair: Relative) -> Array:
    """What each coordinate adds to log(1 + chi-square), (d,); only where all are finite."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        near = np.abs(pair.excess) < NEAR  # lam (2 - lam) = 1 - e^2
        small = np.log1p(-(np.where(near, pair.excess, 0.0) ** 2))
        bent = -0.5 * np.where(near, small, pair.log_eigenvalues + np.log(pair.margin))
        return np.asarray(bent + pair.shift**2 / pair.margin)


@lru_cache(maxsize=1)
def _map() -> Array:
    finite = RATIOS < BOUNDARY
    margin = np.where(finite, 2.0 - RATIOS**2, 1.0)
    bent = -np.log(RATIOS) - 0.5 * np.log(margin)
    values = bent[:, np.newaxis] + DISTANCES**2 / margin[:, np.newaxis]
    values[~finite] = np.inf
    return frozen(values)
