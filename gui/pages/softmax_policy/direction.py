"""The zeroth-order gradient of the argmax beside the policy gradient: their angle."""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np

from engine.core.arrays import Array
from engine.pages.softmax_policy.records import Cosines, Direction
from gui.pages.softmax_policy.looks import (
    DASH_DOT,
    MARKS,
    POLICY,
    SOFTENED,
    ZEROTH,
    ZEROTH_BASELINES,
    StillPanel,
    numbers,
    steps_at,
)
from gui.plotkit.categories import name_columns
from gui.plotkit.estimates import Estimates
from gui.plotkit.frame import Frame
from gui.plotkit.plot import truth_pen
from gui.plotkit.words import Run

DODGE = 0.2
SHORTEST = 0.02  # the least range of cosines on show
NOTHING = "a gradient is 0"


class DirectionPanel(StillPanel):
    """Both gradients action by action, the policy gradient made as long as the other."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "action", "gradient", room=(12.0, 12.0))
        theme = self.theme
        self.exact = self.curve(theme.pen("truth", 2.0), connect="pairs")
        self.zero = self.level(theme.pen("line", 1.0), seen=False)
        self.policy = self.dots(POLICY, 11, symbol="x", pen=theme.pen("plot", 0.5))
        self.policy.graphics.setZValue(7)
        self.estimates = {
            name: Estimates(self, role, symbol)
            for name, (role, symbol, _) in ZEROTH_BASELINES.items()
        }

    def draw(self, found: Direction) -> None:
        """Show these gradients."""
        x = np.arange(1.0, len(found.exact) + 1.0)
        self.exact.show(*steps_at(x, found.exact))
        self.zero.at(0.0)
        for place, name in enumerate(ZEROTH_BASELINES):
            at = x + DODGE * (place - 0.5)
            self.estimates[name].show(at, found.estimate[place], found.error[place])
        policy = as_long(found.policy, found.exact)
        self.policy.show(x[: len(policy)] - 1.5 * DODGE, policy)
        self.say(
            Run("✕ ∂E r / ∂θ, as long", self.theme.ink(POLICY)),
            "— ∂E r(argmax) / ∂θ, exact",
            *(
                Run(f"{MARKS[symbol]} {words}", self.theme.ink(role))
                for role, symbol, words in ZEROTH_BASELINES.values()
            ),
        )
        self.settle(name_columns(self, numbers(len(x))))


class CosinePanel(StillPanel):
    """Exact and sampled cosines over an option's logarithm; its value can be dragged."""

    option: ClassVar = "temperature"
    symbol: ClassVar = "τ"

    def __init__(self, frame: Frame) -> None:
        label = f"{self.option} {self.symbol}"
        super().__init__(frame, label, "cosine", short=self.symbol, log="x", x_key=self.option)
        theme = self.theme
        self.one = self.level(theme.pen("line", 1.0))
        looks = {"argmax": (ZEROTH, None), "softened": (SOFTENED, DASH_DOT)}
        self.bands = {name: self.band(role, seen=True) for name, (role, _) in looks.items()}
        self.curves = {
            name: self.curve(
                theme.pen(role, 1.8, *([style] if style else [])), name=name, error=self.bands[name]
            )
            for name, (role, style) in looks.items()
        }
        self.exact = self.curve(truth_pen(theme), name="exact")
        self.line = self.marker(f"softmax.{self.option}")

    def draw(self, found: Cosines) -> None:
        """Show these cosines."""
        self.one.at(1.0)
        self.exact.show(found.x, found.exact)
        for name, curve in self.curves.items():
            value, error = getattr(found, name), getattr(found, f"{name}_error")
            curve.show(found.x, value)
            low = np.maximum(value - 2.0 * error, -1.0)
            self.bands[name].show(found.x, low, np.minimum(value + 2.0 * error, 1.0))
        self.line.mark(found.current)
        there = np.isfinite(found.exact).any() or np.isfinite(found.argmax).any()
        self.headline("" if there else Run(NOTHING, self.theme.ink("error")))
        lowest = min(end for item in self.items for end in item.reach.y)
        ends = float(np.log10(found.x[0])), float(np.log10(found.x[-1]))
        self.settle(ends, (min(lowest, 1.0 - SHORTEST), 1.0), x_padding=0.02)


class EpsilonCosinePanel(CosinePanel):
    """Over the perturbation."""

    option: ClassVar = "epsilon"
    symbol: ClassVar = "ε"


def as_long(vector: Array, other: Array) -> Array:
    """The vector made as long as the other; nothing if either is 0."""
    if not (np.any(vector) and np.any(other)):
        return np.empty(0)
    scaled = vector / np.max(np.abs(vector))
    return np.asarray(scaled * (math.hypot(*other) / math.hypot(*scaled)))
