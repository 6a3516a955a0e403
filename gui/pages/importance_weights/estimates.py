"""The estimates of E_p f by every method as samples come in, with bars of 2 standard errors."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array
from engine.core.shown_numbers import shown_estimate, shown_value
from engine.pages.importance_weights.records import RunningEstimates
from gui.pages.importance_weights.methods import METHODS, method_pen
from gui.plotkit.drawable import drawable, padded
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen
from gui.plotkit.words import Line, Run

# One method may be far off or jump; it must not flatten the others, whose median is the measure.
WIDEST = 5.0
DODGE = 0.042  # decades between the bars of two methods
PALE = 0.45  # opacity of bars that mean nothing
ROOM = (6.0, 24.0)  # pixels below and above: a name fits there
MIDDLE = 0.5 * (len(METHODS) - 1)


class EstimatesPanel(Panel):
    """One line a method, with bars at each decade of n, side by side, and at the end."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "samples n", short="n", log="x", x_key="n", whole=True, room=ROOM)
        theme = self.theme
        self.curves = {
            name: self.curve(method_pen(theme, name), name=style.label)
            for name, style in METHODS.items()
        }
        self.bars_of = {name: self.bars(name, 1.3) for name in METHODS}
        self.dots_of = {name: self.dots(name, 4) for name in METHODS}
        self.exact = self.level(truth_pen(theme), name="exact")
        self._trusted = True

    def draw(self, running: RunningEstimates) -> None:
        """Show these estimates; what is infinite is left out."""
        self.retitle(f"E f under p, f = {running.formula}")
        shown = decades(running.n)
        for place, name in enumerate(METHODS):
            value, error = columns(running, name)
            self.curves[name].show(running.n, value)
            at, reach = value[shown], 2.0 * error[shown]
            x = running.n[shown] * 10.0 ** (DODGE * (place - MIDDLE))
            x, at, reach = drawable(x, at, reach)
            self.dots_of[name].show(x, at)
            self.bars_of[name].show(x, at - reach, at + reach)
        self._trust(running.trusted)
        self.exact.at(running.truth)
        low, high = value_range(running)
        self.headline(f"exact {shown_value(running.truth, 5)}")
        self.say(*self._words(running, low, high))
        first, last = np.log10(running.n[[0, -1]])
        margin = 0.75 * DODGE * len(METHODS)
        self.settle((float(first) - margin, float(last) + margin), (low, high))

    def _trust(self, trusted: bool) -> None:
        """Bars that mean nothing are pale."""
        if trusted != self._trusted:
            self._trusted = trusted
            for name, bars in self.bars_of.items():
                pen = self.theme.pen(name, 1.3)
                pen.setColor(self.theme.color(name, 1.0 if trusted else PALE))
                bars.graphics.setData(pen=pen)

    def _words(self, running: RunningEstimates, low: float, high: float) -> list[Line]:
        untrusted = Run("Var w = ∞: no bar can be trusted", self.theme.ink("negative"))
        lines: list[Line] = ["bars: two standard errors" if running.trusted else untrusted]
        for name, style in METHODS.items():
            value, error = (float(column[-1]) for column in columns(running, name))
            if not low <= value <= high:
                where = "above" if value > high else "below"
                words = f"{style.label}, {where}: {shown_estimate(value, error)}"
                lines.append(Run(words, self.theme.ink(name)))
        return lines


def columns(running: RunningEstimates, name: str) -> tuple[Array, Array]:
    """The running values of a method and their standard errors, (m,) each."""
    return getattr(running, name), getattr(running, f"{name}_error")


def decades(n: Array) -> list[int]:
    """The places in n (m,) nearest to 100, 1000, ..., with enough room before the last, and the
    last."""
    logs = np.log10(n)
    last = len(n) - 1
    wholes = range(math.ceil(logs[0] - 0.01), math.floor(logs[-1] - 0.5) + 1)
    places = {int(np.argmin(np.abs(logs - whole))) for whole in wholes}
    return [*sorted(places - {last}), last]


def value_range(running: RunningEstimates) -> tuple[float, float]:
    """What the y axis shows: the truth, what the methods say from a third of the decades on, and
    their bars from half of them on, where that is comparable."""
    first, last = running.n[0], running.n[-1]
    seen = running.n >= first ** (2 / 3) * last ** (1 / 3)
    late = running.n >= math.sqrt(first * last)
    truth = running.truth
    reaches = []
    for name in METHODS:
        value, error = columns(running, name)
        (line,) = drawable(value[seen])
        value, error = drawable(value[late], error[late])
        everything = np.concatenate((line, value - 2.0 * error, value + 2.0 * error, [truth]))
        reaches.append((float(np.min(everything)), float(np.max(everything))))
    longest = WIDEST * float(np.median([high - low for low, high in reaches]))
    near = [each for each in reaches if truth - longest <= each[0] and each[1] <= truth + longest]
    low = min((each[0] for each in near), default=truth)
    high = max((each[1] for each in near), default=truth)
    return padded(low, high, 0.0, 0.0)
