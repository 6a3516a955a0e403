"""The zeroth-order gradient of the argmax beside the policy gradient: their angle."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg

from engine.core.arrays import Array
from engine.page.result import Result
from engine.pages.softmax_policy.records import Cosines, Direction
from engine.session.session import Session
from gui.look.theme import Theme
from gui.pages.softmax_policy.looks import (
    DASH_DOT,
    POLICY,
    SOFTENED,
    ZEROTH,
    ZEROTH_BASELINES,
    StillPanel,
    numbers,
    steps_at,
)
from gui.plotkit.categories import name_columns
from gui.plotkit.corner_note import colored
from gui.plotkit.estimates import Estimates
from gui.plotkit.panel_group import PanelGroup
from gui.plotkit.plot import truth_pen

TITLE = "∂E r(argmax) / ∂θ of each action; ∂E r / ∂θ as long"
DODGE = 0.2
SHORTEST = 0.02  # the least range of cosines on show
NOTHING = "a gradient is 0"


class DirectionPanel(StillPanel):
    """Both gradients action by action, the policy gradient made as long as the other."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme) -> None:
        super().__init__(layout, theme, (1, 0), TITLE, "", span=(1, 2), room=(12.0, 12.0))
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
        self.settle(name_columns(self, numbers(len(x))))


class CosinePanel(StillPanel):
    """Exact and sampled cosines over an option's logarithm; its value can be dragged."""

    def __init__(
        self, layout: pg.GraphicsLayout, theme: Theme, column: int, option: str, words: str
    ) -> None:
        symbol = {"temperature": "τ", "epsilon": "ε"}[option]
        super().__init__(layout, theme, (2, column), f"Cosine against {symbol}", "", log="x")
        self._words = words
        self.one = self.level(theme.pen("line", 1.0))
        looks = {"argmax": (ZEROTH, None), "softened": (SOFTENED, DASH_DOT)}
        self.bands = {name: self.band(role, seen=True) for name, (role, _) in looks.items()}
        self.curves = {
            name: self.curve(theme.pen(role, 1.8, *([style] if style else [])))
            for name, (role, style) in looks.items()
        }
        self.exact = self.curve(truth_pen(theme))
        self.line = self.marker(f"softmax.{option}")

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
        self.say(self._words if there else colored(NOTHING, self.theme.ink("error")))
        lowest = min(end for item in self.items for end in item.reach.y)
        ends = float(np.log10(found.x[0])), float(np.log10(found.x[-1]))
        self.settle(ends, (min(lowest, 1.0 - SHORTEST), 1.0), x_padding=0.02)


class DirectionGroup(PanelGroup):
    """Above, both gradients action by action; below, the cosine against tau and against eps."""

    figures = ("direction", "against_temperature", "against_epsilon")

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.slopes = self.add(DirectionPanel(self.layout, theme))
        argmax = colored("argmax", theme.ink(ZEROTH))
        # Together the notes are the key of both plots.
        words = {
            "temperature": f"{argmax} &nbsp;{colored('softened', theme.ink(SOFTENED))}",
            "epsilon": colored("╌ argmax, exact", theme.ink("truth")),
        }
        self.angles = {
            option: self.add(CosinePanel(self.layout, theme, column, option, note))
            for column, (option, note) in enumerate(words.items())
        }
        estimates = self.slopes.estimates
        dots = {
            estimates[name].dots.graphics: each for name, (*_, each) in ZEROTH_BASELINES.items()
        }
        policy, exact = self.slopes.policy.graphics, self.slopes.exact.graphics
        self.explain({policy: "∂E r / ∂θ", exact: "exact", **dots}, columns=2)

    def draw(self, result: Result, session: Session) -> None:
        self.slopes.draw(result.direction)
        self.angles["temperature"].draw(result.against_temperature)
        self.angles["epsilon"].draw(result.against_epsilon)


def as_long(vector: Array, other: Array) -> Array:
    """The vector made as long as the other; nothing if either is 0."""
    if not (np.any(vector) and np.any(other)):
        return np.empty(0)
    scaled = vector / np.max(np.abs(vector))
    return np.asarray(scaled * (math.hypot(*other) / math.hypot(*scaled)))
