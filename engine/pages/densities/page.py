"""Two Gaussians as densities, and every divergence between them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np

from engine.core.arrays import Array
from engine.core.number_format import apart, value_text
from engine.core.parameter import Parameter, ParameterSet
from engine.core.quantity import Readout
from engine.core.run import Run
from engine.divergence import closed_forms as divergence
from engine.gaussian.density_curves import Curves, Marginals, density_curves, marginals
from engine.gaussian.density_image import Image, density_image
from engine.gaussian.ellipse import Ellipses, ellipses
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.relative import relative
from engine.gaussian.spectrum import Covariances, Spectra, spectra
from engine.page.page import Page
from engine.page.scene import MAXIMUM_DIMENSION, Scene
from engine.page.undivided import undivided
from engine.pages.densities.data import FittedGroup, GroupPlots, GroupsResult, groups_result
from engine.pages.densities.divergence_readouts import divergence_readouts

# Below this Bhattacharyya coefficient no sample of q ever falls where p has its mass.
NO_OVERLAP = 1e-12
# A Gaussian whose numbers differ by less, relatively, is still the fitted one.
SAME = 1e-9
# A direction in words stays readable up to this dimension.
SHORT_VECTOR = 5


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """What this page adds to the scene."""

    lower: Annotated[
        Literal["log ratio", "log densities"],
        Parameter(
            label="lower plot",
            help="What is drawn below the densities in one dimension: log p - log q, or both "
            "densities on a log scale.",
            dimensions=(1, 1),
        ),
    ] = "log ratio"
    alpha: Annotated[
        float,
        Parameter(
            label="Rényi order",
            symbol="α",
            help="The order of the Rényi divergence: 1/2 is -2 log of the Bhattacharyya "
            "coefficient, 1 is KL, 2 is log(1 + chi-square).",
            minimum=0.01,
            maximum=100.0,
            typical=(0.1, 3.0),
            scale="log",
        ),
    ] = 2.0
    x_axis: Annotated[
        int,
        Parameter(
            label="x axis",
            symbol="i",
            help="The coordinate along x, in three dimensions or more.",
            minimum=1,
            maximum=MAXIMUM_DIMENSION,
            typical=(1, 10),
            dimensions=(3, MAXIMUM_DIMENSION),
        ),
    ] = 1
    y_axis: Annotated[
        int,
        Parameter(
            label="y axis",
            symbol="j",
            help="The coordinate along y, in three dimensions or more.",
            minimum=1,
            maximum=MAXIMUM_DIMENSION,
            typical=(1, 10),
            dimensions=(3, MAXIMUM_DIMENSION),
        ),
    ] = 2
    points: Annotated[
        int,
        Parameter(
            label="sample points",
            help="How many samples of q are drawn into the picture.",
            minimum=0,
            maximum=2000,
            typical=(0, 2000),
        ),
    ] = 0


@dataclass(frozen=True, slots=True)
class Points:
    """The first samples of q along the axes shown."""

    x: Array  # (n, 1) for d = 1, else (n, 2)


@dataclass(frozen=True, slots=True)
class DensitiesResult:
    """Everything on the densities page."""

    curves: Curves | None  # d = 1
    marginals: Marginals | None  # d >= 2
    ellipses: Ellipses | None  # d >= 2
    p_image: Image | None  # d >= 2
    q_image: Image | None
    spectra: Spectra | None  # d > 2
    covariances: Covariances | None  # d > 2
    points: Points | None  # where points are asked for
    readouts: tuple[Readout, ...]
    banners: tuple[str, ...]
    groups: GroupPlots | None = None  # own data: samples of two groups


def compute(scene: Scene, options: Options, run: Run) -> DensitiesResult:
    """Curves or images of p and q, and all divergences between them, and the samples of own data
    beside; raises Cancelled, and DataError for a file that cannot be used."""
    p, q, d = scene.p, scene.q, scene.dimension
    axes = shown_axes(d, options)
    run.step(0.0)
    plane = (axes[0], axes[1]) if d > 1 else None
    points = _points(scene, options, axes)
    own = _groups(scene, axes, run)
    readouts = divergence_readouts(p, q, options.alpha, scene.samples, scene.seed, run)
    return DensitiesResult(
        curves=density_curves(p, q) if plane is None else None,
        marginals=marginals(p, q, plane) if plane else None,
        ellipses=ellipses(p, q, plane) if plane else None,
        p_image=density_image(p, plane) if plane else None,
        q_image=density_image(q, plane) if plane else None,
        spectra=spectra(p, q) if d > 2 else None,
        covariances=Covariances(p.covariance, q.covariance) if d > 2 else None,
        points=points,
        readouts=readouts if own is None else (*own.readouts, *readouts),
        banners=(
            *(own.banners if own else ()),
            *(_moved_banner(scene, own.plots) if own else ()),
            *_axes_banner(d, axes, options),
            *_banners(scene),
        ),
        groups=own.plots if own else None,
    )


def shown_axes(dimension: int, options: Options) -> tuple[int, ...]:
    """The coordinates in the picture, counted from 0.

    Those chosen; a choice that the scene does not have gives way to one that it has.
    """
    if dimension <= 2:
        return tuple(range(dimension))
    x, y = min(options.x_axis, dimension) - 1, min(options.y_axis, dimension) - 1
    return (x, y) if x != y else (x, x - 1 if x > 0 else 1)


def _groups(scene: Scene, axes: tuple[int, ...], run: Run) -> GroupsResult | None:
    """The samples of own data."""
    if scene.data is None or not PAGE.shows_data(scene):
        return None
    return groups_result(scene.data, axes, run)


def _moved_banner(scene: Scene, own: GroupPlots) -> tuple[str, ...]:
    """That p or q is no longer the Gaussian of its samples."""
    moved = [
        name
        for name, gaussian, fitted in (("p", scene.p, own.p_fit), ("q", scene.q, own.q_fit))
        if not _same(gaussian, fitted)
    ]
    if not moved:
        return ()
    names = " and ".join(moved)
    verb, whose = ("is", "its") if len(moved) == 1 else ("are", "their")
    return (
        f"{names} {verb} no longer fitted to {whose} samples: the divergences are those of p and q "
        "as they are set, the points and the Q-Q plots those of the samples and their fits.",
    )


def _same(gaussian: Gaussian, fitted: FittedGroup) -> bool:
    """Whether a Gaussian is the fitted one, but for digits that a command line leaves out."""
    std = float(gaussian.std.max())
    return np.allclose(gaussian.mean, fitted.mean, SAME, SAME * std) and np.allclose(
        gaussian.covariance, fitted.covariance, SAME, SAME * std**2
    )


def _points(scene: Scene, options: Options, axes: tuple[int, ...]) -> Points | None:
    if options.points == 0:
        return None
    x = scene.q.sample(options.points, scene.seed)[:, list(axes)]
    x.flags.writeable = False
    return Points(x)


def _axes_banner(dimension: int, axes: tuple[int, ...], options: Options) -> tuple[str, ...]:
    if dimension <= 2 or axes == (options.x_axis - 1, options.y_axis - 1):
        return ()
    return (
        f"The picture shows coordinates {axes[0] + 1} and {axes[1] + 1}, for this scene has no "
        f"plane of coordinates {options.x_axis} and {options.y_axis}.",
    )


def _banners(scene: Scene) -> tuple[str, ...]:
    p, q = scene.p, scene.q
    if p == q:
        return ("p and q are the same Gaussian: every divergence between them is 0.",)
    found = []
    overlap = divergence.bhattacharyya_distance(p, q)
    if overlap > -math.log(NO_OVERLAP):
        found.append(
            "p and q do not overlap: their Bhattacharyya coefficient is "
            f"e^-{value_text(overlap, 4)}, so no sample of q ever falls where p has its mass."
        )
    for a, b, first, second in (("p", "q", p, q), ("q", "p", q, p)):
        pair = relative(first, second)
        if pair.diverges(2.0):
            lam, _ = apart(pair.largest, 2.0, 4)
            found.append(
                f"chi-square({a}||{b}) is infinite: the tails of {b} are too light for {a}"
                f"{_direction(pair.failing_direction)}. lam({a}||{b}) = "
                f"{lam} and it must be below 2; the weights {a}/{b} have infinite variance."
            )
    return tuple(found)


def _direction(vector: Array | None) -> str:
    if vector is None or not 1 < len(vector) <= SHORT_VECTOR:
        return ""
    return f" along ({', '.join(value_text(round(value, 2), 2) for value in vector.tolist())})"


PAGE = Page(
    name="densities",
    title="Densities",
    summary="p and q as densities that can be dragged, and every divergence between them.",
    order=1,
    options=Options,
    **undivided(compute, DensitiesResult),
    data="groups",
)
