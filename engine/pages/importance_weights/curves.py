"""Curves around today's pair: the clipping frontier, ESS against dimension, finite variance."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.divergence.closed_forms import log1p_chi_square
from engine.functions.test_function import TestFunction
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.log_ratio import log_ratio
from engine.gaussian.relative import NEAR, Relative, relative
from engine.page.scene import MAXIMUM_DIMENSION, Scene
from engine.pages.importance_weights.result import ClippingFrontier, DimensionCurve, VarianceMap
from engine.sampling.normals import standard_normals
from engine.weights.exact.clipping import Clipped, repaired
from engine.weights.exact.estimates import ExactEstimates
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

COPIES_SAMPLES = 4_096
COPIES_DOTS = 12
COPIES_STREAM = 1
LOG_10 = math.log(10.0)

BOUNDARY = math.sqrt(2.0)
RATIOS = frozen(np.geomspace(0.1, 4.0, 90))
DISTANCES = frozen(np.linspace(-6.0, 6.0, 97))


def clipping_frontier(
    scene: Scene,
    f: TestFunction,
    direction: Direction,
    c: float,
    exact: ExactEstimates,
    thorough: bool,
) -> tuple[ClippingFrontier | None, str]:
    """Exact bias^2, variance / n and their sum on a grid of c and at today's; or why not."""
    p, q = scene.p, scene.q
    few = weight_line(p, q, direction) is None
    if few and not thorough and (f.name not in QUICK_FUNCTIONS or p.dimension > QUICK_DIMENSION):
        return None, TOO_SLOW.format(formula=f.formula)
    try:
        clip, mask = _moments(p, q, f, direction, c, few)
    except NotAvailable as reason:
        return None, f"{str(reason)[0].upper()}{str(reason)[1:]}."
    n, grid = scene.samples, frozen(clip.c[:-1])
    clip_bias, clip_variance, clip_mse = _parts(clip, n)
    mask_bias, mask_variance, mask_mse = _parts(mask, n)
    best_clip, best_mask = int(np.argmin(clip_mse[:-1])), int(np.argmin(mask_mse[:-1]))
    return ClippingFrontier(
        c=grid,
        clip_bias_squared=frozen(clip_bias[:-1]),
        clip_variance=frozen(clip_variance[:-1]),
        clip_mse=frozen(clip_mse[:-1]),
        mask_bias_squared=frozen(mask_bias[:-1]),
        mask_variance=frozen(mask_variance[:-1]),
        mask_mse=frozen(mask_mse[:-1]),
        best_clip=float(grid[best_clip]),
        best_clip_mse=float(clip_mse[best_clip]),
        best_mask=float(grid[best_mask]),
        best_mask_mse=float(mask_mse[best_mask]),
        today=c,
        today_clip_bias_squared=float(clip_bias[-1]),
        today_clip_variance=float(clip_variance[-1]),
        today_clip_mse=float(clip_mse[-1]),
        today_mask_bias_squared=float(mask_bias[-1]),
        today_mask_variance=float(mask_variance[-1]),
        today_mask_mse=float(mask_mse[-1]),
        plain_mse=exact.plain_variance / n,
        samples=n,
    ), ""


@lru_cache(maxsize=16)
def _moments(
    p: Gaussian,
    q: Gaussian,
    f: TestFunction,
    direction: Direction,
    c: float,
    few: bool,
) -> tuple[Clipped, Clipped]:
    """Clipped and masked."""
    # Today's c comes last, for one more point is cheaper than one more call.
    grid = np.geomspace(LOW_C, HIGH_C, FEW_POINTS if few else POINTS)
    clip, mask = repaired(p, q, f, np.append(grid, c), direction)
    return clip, mask


@lru_cache(maxsize=16)
def _at(
    p: Gaussian, q: Gaussian, f: TestFunction, direction: Direction, c: float
) -> tuple[Clipped, Clipped]:
    """Clipped and masked, of one c."""
    clip, mask = repaired(p, q, f, c, direction)
    return clip, mask


def repair_errors(
    scene: Scene, f: TestFunction, direction: Direction, c: float, drawn: bool
) -> dict[str, RepairError]:
    """Of the means of n clipped and masked w f at today's c: from what the frontier kept where it
    is ``drawn``, else of this c alone; empty where that is slow or not available."""
    p, q = scene.p, scene.q
    if drawn:
        both = _moments(p, q, f, direction, c, weight_line(p, q, direction) is None)
    elif f.name in QUICK_FUNCTIONS:
        try:
            both = _at(p, q, f, direction, c)
        except NotAvailable:
            return {}
    else:
        return {}
    errors = {}
    for name, found in zip(("clipped", "masked"), both, strict=True):
        root = math.sqrt(scene.samples)
        errors[name] = RepairError(
            bias=float(found.bias[-1]),
            standard_error=float(found.std[-1]) / root,
            bias_rounding=float(found.bias_error[-1]),
            standard_error_rounding=float(found.std_error[-1]) / root,
        )
    return errors


def _parts(found: Clipped, n: int) -> tuple[Array, Array, Array]:
    """bias^2, variance / n and their sum, on the grid and, last, at today's c."""
    bias_squared, variance = found.bias**2, found.variance / n
    return bias_squared, variance, np.asarray(bias_squared + variance)


def dimension_curve(scene: Scene) -> DimensionCurve:
    """ESS / n of k independent copies of the pair: exp(-k log(1 + chi-square)), and sampled."""
    return _dimension_curve(scene.p, scene.q, scene.seed)


@lru_cache(maxsize=16)
def _dimension_curve(p: Gaussian, q: Gaussian, seed: int) -> DimensionCurve:
    d = p.dimension
    each = -log1p_chi_square(p, q) / d / LOG_10
    dimension = np.arange(1.0, MAXIMUM_DIMENSION + 1.0)
    copies = np.unique(np.geomspace(1, MAXIMUM_DIMENSION // d, COPIES_DOTS).round().astype(int))
    steps = np.concatenate([[0], copies[:-1]])
    logs = np.cumsum(np.add.reduceat(_copies(p, q, seed, int(copies[-1])), steps), axis=0)
    sampled, error = _ess_fractions(logs)
    return DimensionCurve(
        dimension=frozen(dimension),
        # Twice 0 is no longer -0.
        log10_ess_fraction=frozen(dimension * each + 0.0),
        sampled_dimension=frozen(copies * float(d)),
        sampled=frozen(sampled),
        sampled_error=frozen(error),
        today=d,
        today_log10_ess_fraction=d * each + 0.0,
        samples=COPIES_SAMPLES,
    )


def _copies(p: Gaussian, q: Gaussian, seed: int, copies: int) -> Array:
    """log w of each copy of the pair, (copies, samples)."""
    d = p.dimension
    z = _copies_normals(seed)[: copies * d].reshape(copies, d, COPIES_SAMPLES)
    together = np.ascontiguousarray(z.transpose(1, 0, 2)).reshape(d, -1)
    return log_ratio(p, q)(together).reshape(copies, COPIES_SAMPLES)


@lru_cache(maxsize=2)
def _copies_normals(seed: int) -> Array:
    normals = standard_normals(COPIES_SAMPLES, MAXIMUM_DIMENSION, seed, COPIES_STREAM)
    return frozen(np.ascontiguousarray(normals.T))


def _ess_fractions(logs: Array) -> tuple[Array, Array]:
    """ESS / n of each row, (j, n) -> (j,), and its standard error by the delta method."""
    with np.errstate(under="ignore"):
        w = np.exp(logs - np.max(logs, axis=1, keepdims=True))
        first, square = np.mean(w, axis=1, keepdims=True), np.mean(w * w, axis=1, keepdims=True)
        fraction = first**2 / square
        influence = fraction * (2.0 * w / first - w * w / square - 1.0)
        error = np.sqrt(np.mean(influence**2, axis=1) / (logs.shape[1] - 1))
    return np.minimum(fraction[:, 0], 1.0), error


def variance_map(scene: Scene) -> VarianceMap:
    """log(1 + chi-square) of one dimension, and where today's pair lies."""
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
        here_ratio=ratio,
        here_distance=distance if alone else abs(distance),
        here_log1p_chi_square=math.inf if infinite else float(_costs(pair)[i]),
        draggable=alone,
        here_note="" if alone else WORST.format(d=scene.dimension),
    )


WORST = "worst of {d} directions"


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
