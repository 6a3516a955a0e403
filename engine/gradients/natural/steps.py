"""Steps up E f from a Gaussian on the line, by what each measures length with."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple, get_args

from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from engine.gradients.natural.objective import Reward, Slopes, slopes

Chart = Literal["sigma", "log_sigma"]


class Direction(NamedTuple):
    """By mu and by the spread: sigma or log sigma."""

    mu: float
    spread: float


def natural_gradient(objective: Reward, gaussian: Gaussian, chart: Chart = "sigma") -> Direction:
    """F^-1 g: sigma^2 dJ / dmu, and sigma^2 / 2 dJ / dsigma or 1/2 dJ / dlog sigma."""
    found, (_, std) = _at(objective, gaussian)
    spread = 0.5 * std * std * found.by_sigma
    return Direction(
        std * std * found.by_mu, spread if _checked(chart) == "sigma" else spread / std
    )


def natural_step(
    objective: Reward, gaussian: Gaussian, delta: float, chart: Chart = "sigma"
) -> Gaussian:
    """TRPO's step sqrt(2 delta / g' F^-1 g) F^-1 g, whose length is delta nats to second order.

    In (mu, sigma) and in (mu, log sigma) it ends elsewhere. Raises ParameterError for a delta that
    is not 0 or more, and where sigma would not stay above 0. A zero gradient leaves it in place.
    """
    if not (math.isfinite(delta) and delta >= 0.0):
        raise ParameterError("delta", delta, "must be a finite number, 0 or more")
    found, (mean, std) = _at(objective, gaussian)
    # Both parts in units of sqrt(F): |.|^2 = g' F^-1 g.
    across, along = std * found.by_mu, std * found.by_sigma / math.sqrt(2.0)
    norm = math.hypot(across, along)
    if norm == 0.0:
        return gaussian
    length = math.sqrt(2.0 * delta)
    rise = length * (along / norm) / math.sqrt(2.0)
    factor = 1.0 + rise if _checked(chart) == "sigma" else math.exp(rise)
    return _moved(mean + std * length * (across / norm), std * factor)


def gradient_step(
    objective: Reward, gaussian: Gaussian, rate: float, chart: Chart = "sigma"
) -> Gaussian:
    """The plain gradient times the rate, in (mu, sigma) or (mu, log sigma)."""
    found, (mean, std) = _at(objective, gaussian)
    if _checked(chart) == "sigma":
        return _moved(mean + rate * found.by_mu, std + rate * found.by_sigma)
    return _moved(mean + rate * found.by_mu, std * math.exp(rate * std * found.by_sigma))


def mirror_step(objective: Reward, gaussian: Gaussian, rate: float) -> Gaussian:
    """Mirror descent: the natural parameters move by the gradient in the mean parameters.

    With the mean parameters (E x, E x^2), J has the gradient (J_mu - mu J_sigma / sigma,
    J_sigma / (2 sigma)), and the natural parameters are (mu / sigma^2, -1 / (2 sigma^2)): the
    natural gradient, exactly, in these (Raskutti, Mukherjee 2015). Raises ParameterError where no
    positive variance is left.
    """
    found, (mean, std) = _at(objective, gaussian)
    bend = found.by_sigma / std
    shrink = 1.0 - rate * std * std * bend
    if not shrink > 0.0:
        raise ParameterError("rate", rate, "must be smaller: the step leaves no variance")
    moved = mean + rate * std * std * found.by_mu / shrink
    return _moved(moved, std / math.sqrt(shrink))


def _at(objective: Reward, gaussian: Gaussian) -> tuple[Slopes, tuple[float, float]]:
    if gaussian.dimension != 1:
        raise ParameterError("gaussian", gaussian.dimension, "must have 1 dimension")
    mean, std = float(gaussian.mean[0]), float(gaussian.std[0])
    return slopes(objective, mean, std), (mean, std)


def _checked(chart: Chart) -> Chart:
    if chart not in get_args(Chart):
        raise ParameterError("chart", chart, "must be sigma or log_sigma")
    return chart


def _moved(mean: float, std: float) -> Gaussian:
    if not std > 0.0:
        raise ParameterError("std", std, "must stay above 0: take a smaller step")
    return Gaussian.from_std(mean, std)
