"""Means over the first rows of own data: of w, which should be 1, and KL both ways."""

from __future__ import annotations

import math
from typing import ClassVar

from PySide6.QtCore import Qt

from engine.core.arrays import Array
from engine.core.shown_numbers import shown_estimate
from engine.pages.importance_weights.records import RunningDivergences, RunningMeanWeight
from gui.plotkit.drawable import drawable, padded
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen
from gui.plotkit.words import Run

STYLES = {"q": Qt.PenStyle.SolidLine, "p": Qt.PenStyle.DashLine}


class RunningMeansPanel(Panel):
    """Lines over log10 n with bands of 2 standard errors; the range shows the later half."""

    roles: ClassVar[dict[str, str]]  # and the names of their curves

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "rows n", short="n", log="x", x_key="n", whole=True)
        theme = self.theme
        self.bands = {role: self.band(role, 0.18) for role in self.roles}
        self.truth = self.level(truth_pen(theme), name="1")
        self.curves = {
            role: self.curve(theme.pen(role, 1.8, STYLES[role]), name=name, error=self.bands[role])
            for role, name in self.roles.items()
        }

    def show(self, n: Array, values: dict[str, tuple[Array, Array]], truth: float | None) -> None:
        """Show means and their errors by role, and a known value."""
        late = n >= max(n[-1] ** 0.5, min(30.0, float(n[-1])))
        seen = [] if truth is None else [truth]
        for role, (mean, error) in values.items():
            x, y, reach = drawable(n, mean, 2.0 * error)
            self.curves[role].show(x, y)
            self.bands[role].show(x, y - reach, y + reach)
            y, reach = drawable(mean[late], 2.0 * error[late])
            seen += [*(y - reach), *(y + reach)]
        self.truth.at(truth)
        across = padded(math.log10(n[0]), math.log10(n[-1]), 0.0, 0.0)
        self.settle(across, (min(seen), max(seen)) if seen else (0.0, 1.0), 0.01)


class MeanWeightPanel(RunningMeansPanel):
    """The mean of w, and 1."""

    roles: ClassVar = {"q": "mean of w"}

    def draw(self, running: RunningMeanWeight) -> None:
        """Show these means."""
        self.headline(Run(last(running.mean, running.error), self.theme.ink("q")))
        self.say("its expectation is 1")
        self.show(running.n, {"q": (running.mean, running.error)}, 1.0)


class DivergencesPanel(RunningMeansPanel):
    """KL(q||p) from log w, and KL(p||q) from w log w."""

    roles: ClassVar = {"q": "KL(q∥p)", "p": "KL(p∥q)"}

    def draw(self, running: RunningDivergences) -> None:
        """Show these divergences."""
        values = {
            "q": (running.kl_qp, running.kl_qp_error),
            "p": (running.kl_pq, running.kl_pq_error),
        }
        words = [
            Run(f"{self.roles[role]} {last(*value)}", self.theme.ink(role))
            for role, value in values.items()
        ]
        self.headline(words[0])
        self.say(words[1], "exact: unknown for data")
        self.show(running.n, values, None)


def last(mean: Array, error: Array) -> str:
    """The last of the means, in words where it is infinite."""
    if math.isinf(mean[-1]):
        return "infinite"
    return shown_estimate(float(mean[-1]), float(error[-1]))
