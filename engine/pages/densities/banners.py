"""What must be known before a number on the densities page is trusted."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from engine.core.arrays import Array
from engine.core.number_format import apart, estimate_text, value_text
from engine.data.facts import file_banners
from engine.divergence.closed_forms import bhattacharyya_distance
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.quantiles import Shape
from engine.gaussian.relative import relative
from engine.page.scene import Scene
from engine.pages.densities.gather import Gathered
from engine.pages.densities.groups import Own

# Below this Bhattacharyya coefficient no sample of q ever falls where p has its mass.
NO_OVERLAP = 1e-12
# A Gaussian whose numbers differ by less, relatively, is still the fitted one.
SAME = 1e-9
# A direction in words stays readable up to this dimension.
SHORT_VECTOR = 5
# Standard errors from which samples are said not to be Gaussian.
FAR = 6.0


def banners(gathered: Gathered) -> Iterator[str]:
    """Of own data first, then of the picture, then of p and q."""
    if gathered.own is not None:
        yield from _of_groups(gathered.own)
        yield from _moved(gathered.scene, gathered.own)
    yield from _of_axes(gathered)
    yield from _of_gaussians(gathered.scene.p, gathered.scene.q)


def _of_groups(own: Own) -> Iterator[str]:
    yield from file_banners(own.source, own.data)
    for side, name, group in own.sides:
        if group.fit.note:
            yield f"{side} ({name}): {group.fit.note}."
        reason = _not_gaussian(group.shape)
        if reason and not group.fit.shrinkage:
            yield (
                f"The samples of {side} ({name}) are not Gaussian: {reason}. The divergences are "
                "those of the fitted Gaussians, not of the samples."
            )


def _not_gaussian(measured: Shape) -> str:
    for name, value, error in (
        ("kurtosis", measured.excess_kurtosis, measured.kurtosis_error),
        ("skewness", measured.skewness, measured.skewness_error),
    ):
        if value is not None and error is not None and abs(value) > FAR * error:
            return f"their excess {name} is {estimate_text(value, error)} and should be 0"
    return ""


def _moved(scene: Scene, own: Own) -> Iterator[str]:
    """That p or q is no longer the Gaussian of its samples."""
    pairs = (("p", scene.p, own.p.fit.gaussian), ("q", scene.q, own.q.fit.gaussian))
    moved = [name for name, gaussian, fitted in pairs if not _same(gaussian, fitted)]
    if moved:
        verb, whose = ("is", "its") if len(moved) == 1 else ("are", "their")
        yield (
            f"{' and '.join(moved)} {verb} no longer fitted to {whose} samples: the divergences "
            "are those of p and q as they are set, the points and the Q-Q plots those of the "
            "samples and their fits."
        )


def _same(gaussian: Gaussian, fitted: Gaussian) -> bool:
    """Whether a Gaussian is the fitted one, but for digits that a command line leaves out."""
    std = float(gaussian.std.max())
    return np.allclose(gaussian.mean, fitted.mean, SAME, SAME * std) and np.allclose(
        gaussian.covariance, fitted.covariance, SAME, SAME * std**2
    )


def _of_axes(gathered: Gathered) -> Iterator[str]:
    axes, options = gathered.axes, gathered.options
    if gathered.scene.dimension > 2 and axes != (options.x_axis - 1, options.y_axis - 1):
        yield (
            f"The picture shows coordinates {axes[0] + 1} and {axes[1] + 1}, for this scene has "
            f"no plane of coordinates {options.x_axis} and {options.y_axis}."
        )


def _of_gaussians(p: Gaussian, q: Gaussian) -> Iterator[str]:
    if p == q:
        yield "p and q are the same Gaussian: every divergence between them is 0."
        return
    overlap = bhattacharyya_distance(p, q)
    if overlap > -math.log(NO_OVERLAP):
        yield (
            "p and q do not overlap: their Bhattacharyya coefficient is "
            f"e^-{value_text(overlap, 4)}, so no sample of q ever falls where p has its mass."
        )
    for a, b, first, second in (("p", "q", p, q), ("q", "p", q, p)):
        pair = relative(first, second)
        if pair.diverges(2.0):
            lam, _ = apart(pair.largest, 2.0, 4)
            yield (
                f"chi-square({a}||{b}) is infinite: the tails of {b} are too light for {a}"
                f"{_direction(pair.failing_direction)}. λ({a}||{b}) = "
                f"{lam} and it must be below 2; the weights {a}/{b} have infinite variance."
            )


def _direction(vector: Array | None) -> str:
    if vector is None or not 1 < len(vector) <= SHORT_VECTOR:
        return ""
    return f" along ({', '.join(value_text(round(value, 2), 2) for value in vector.tolist())})"
