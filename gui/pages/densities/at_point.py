"""What p and q are at a point of the plane."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from engine.core.shown_numbers import shown_value
from engine.gaussian.gaussian import Gaussian
from gui.look.theme import Theme
from gui.plotkit.pair import Name
from gui.plotkit.words import Line, Run

GAP = "    "


def words_at(
    theme: Theme, gaussians: Mapping[Name, Gaussian], axes: tuple[int, int], at: tuple[float, float]
) -> Line:
    """The densities of the two coordinates (1 over the units of both), and log p - log q, nats."""
    logs = {name: log_density(gaussian, axes, at) for name, gaussian in gaussians.items()}
    line: list[str | Run] = []
    for name, value in logs.items():
        line += [Run(f"{name} ", theme.ink(name), bold=True), density_text(value), GAP]
    line += [Run("log p − log q ", theme.text, bold=True), shown_value(logs["p"] - logs["q"])]
    return tuple(line)


def log_density(gaussian: Gaussian, axes: tuple[int, int], at: tuple[float, float]) -> float:
    """Of the marginal of two coordinates, nats."""
    chosen = list(axes)
    covariance = gaussian.covariance[np.ix_(chosen, chosen)]
    return float(Gaussian(gaussian.mean[chosen], covariance).log_density(np.array(at)))


def density_text(logarithm: float) -> str:
    """A density, of which only the logarithm may be a double."""
    value = math.exp(logarithm) if logarithm < 700.0 else math.inf
    return shown_value(value) if 0.0 < value < math.inf else f"exp({shown_value(logarithm)})"
