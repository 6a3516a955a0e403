"""Steps up E f from a Gaussian on the line, by what each measures length with."""

from __future__ import annotations

import math
from typing import NamedTuple

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from engine.gradients.natural.landscape import Landscape
from engine.gradients.natural.move import Move
from engine.gradients.natural.objective import Reward
from engine.gradients.natural.rises import (
    Chart,
    checked_chart,
    gradient_move,
    mirror_move,
    natural_move,
)


class Direction(NamedTuple):
    """By mu and by the spread: sigma or log sigma."""

    mu: float
    spread: float


def natural_gradient(objective: Reward, gaussian: Gaussian, chart: Chart = "sigma") -> Direction:
    """F^-1 g: sigma^2 dJ / dmu, and sigma^2 / 2 dJ / dsigma or 1/2 dJ / dlog sigma."""
    (by_shift, by_growth), std = _gradient(objective, gaussian), float(gaussian.std[0])
    spread = 0.5 * float(by_growth[0])
    if checked_chart(chart) == "sigma":
        spread *= std
    return Direction(std * float(by_shift[0]), spread)


def natural_step(
    objective: Reward, gaussian: Gaussian, delta: float, chart: Chart = "sigma"
) -> Gaussian:
    """`natural_move` from this Gaussian; raises ParameterError for a delta that is not 0 or more,
    and where sigma would not stay above 0."""
    if not (math.isfinite(delta) and delta >= 0.0):
        raise ParameterError("delta", delta, "must be a finite number, 0 or more")
    return _moved(gaussian, natural_move(*_gradient(objective, gaussian), delta, chart))


def gradient_step(
    objective: Reward, gaussian: Gaussian, rate: float, chart: Chart = "sigma"
) -> Gaussian:
    """`gradient_move` from this Gaussian."""
    gradient = _gradient(objective, gaussian)
    return _moved(gaussian, gradient_move(*gradient, gaussian.std, rate, chart))


def mirror_step(objective: Reward, gaussian: Gaussian, rate: float) -> Gaussian:
    """`mirror_move` from this Gaussian."""
    return _moved(gaussian, mirror_move(*_gradient(objective, gaussian), rate))


def _gradient(objective: Reward, gaussian: Gaussian) -> tuple[Array, Array]:
    if gaussian.dimension != 1:
        raise ParameterError("gaussian", gaussian.dimension, "must have 1 dimension")
    land = Landscape(objective, (float(gaussian.mean[0]),), (float(gaussian.std[0]),))
    return land.gradient()


def _moved(gaussian: Gaussian, move: Move) -> Gaussian:
    if not (move.shift[0] or move.growth[0]):
        return gaussian
    return Gaussian.from_std(*move.there(gaussian.mean, gaussian.std))
