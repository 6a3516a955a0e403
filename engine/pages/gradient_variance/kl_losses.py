"""The gradients that k1, k2 and k3 give in expectation, as losses and in the reward."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.parameter import ParameterError
from engine.divergence.kl_losses import ESTIMATORS, expected_gradients, expected_mean_gradients
from engine.page.scene import Scene
from engine.pages.gradient_variance.options import Options
from engine.pages.gradient_variance.records import KlLosses

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def kl_losses(scene: Scene, options: Options) -> KlLosses:
    """By mu and sigma of q for d = 1, by two coordinates of its mean for more; or why not."""
    try:
        if scene.dimension == 1:
            return _line_losses(scene, options.by_log_sigma)
        return _plane_losses(scene, options.coordinate)
    except ParameterError as error:
        nothing = frozen(np.empty((0, 2)))
        return KlLosses(nothing[:0], nothing, nothing, ("", ""), f"{error.field} {error.allowed}")


def _line_losses(scene: Scene, log_sigma: bool) -> KlLosses:
    q_mean, q_std = float(scene.q.mean[0]), float(scene.q.std[0])
    found = expected_gradients(q_mean, q_std, float(scene.p.mean[0]), float(scene.p.std[0]))
    factors = np.array([1.0, q_std if log_sigma else 1.0])

    def pair(gradient: dict[str, float]) -> Array:
        return np.asarray(factors * [gradient["mu"], gradient["sigma"]])

    return KlLosses(
        true=frozen(pair(found.true)),
        loss=frozen(np.stack([pair(found.loss[name]) for name in ESTIMATORS])),
        reward=frozen(np.stack([pair(found.reward[name]) for name in ESTIMATORS])),
        by=("μ", "log σ" if log_sigma else "σ"),
    )


def _plane_losses(scene: Scene, coordinate: int) -> KlLosses:
    found = expected_mean_gradients(scene.p, scene.q)
    first = min(coordinate, scene.dimension) - 1
    second = first + 1 if first + 1 < scene.dimension else 0
    axes = [first, second]
    values = (found.true, *found.loss.values(), *found.reward.values())
    if not all(np.all(np.isfinite(value)) for value in values):
        raise ParameterError("q", 0.0, "is so far from p that a gradient overflows")
    return KlLosses(
        true=frozen(found.true[axes]),
        loss=frozen(np.stack([found.loss[name][axes] for name in ESTIMATORS])),
        reward=frozen(np.stack([found.reward[name][axes] for name in ESTIMATORS])),
        by=(f"μ{subscript(first + 1)}", f"μ{subscript(second + 1)}"),
    )


def subscript(number: int) -> str:
    """12 as ₁₂."""
    return str(number).translate(SUBSCRIPTS)
