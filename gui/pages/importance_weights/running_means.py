"""Means over the first rows of own data: of w, which should be 1, and KL both ways."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtCore import Qt

from engine.core.arrays import Array
from engine.core.number_format import estimate_text
from engine.pages.importance_weights.records import RunningDivergences, RunningMeanWeight
from gui.look.theme import Theme
from gui.plotkit.corner_note import colored
from gui.plotkit.drawable import drawable, padded
from gui.plotkit.layout_panel import LayoutPanel as Panel
from gui.plotkit.plot import truth_pen

STYLES = {"q": Qt.PenStyle.SolidLine, "p": Qt.PenStyle.DashLine}


class RunningMeansPanel(Panel):
    """Lines over log10 n with bands of 2 standard errors; the range shows the later half."""

    title: str
    roles: tuple[str, ...]

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme, place: tuple[int, int]) -> None:
        super().__init__(layout, theme, place, self.title, "rows n", log="x")
        self.bands = {role: self.band(role, 0.18) for role in self.roles}
        self.truth = self.level(truth_pen(theme))
        self.curves = {role: self.curve(theme.pen(role, 1.8, STYLES[role])) for role in self.roles}

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

    title = "Mean of w"
    roles = ("q",)

    def draw(self, running: RunningMeanWeight) -> None:
        """Show these means."""
        self.say(
            colored(f"all rows: {last(running.mean, running.error)}", self.theme.ink("q")),
            colored("╌ 1, its expectation", self.theme.truth),
        )
        self.show(running.n, {"q": (running.mean, running.error)}, 1.0)


class DivergencesPanel(RunningMeansPanel):
    """KL(q||p) from log w, and KL(p||q) from w log w."""

    title = "KL both ways, nats"
    roles = ("q", "p")

    def draw(self, running: RunningDivergences) -> None:
        """Show these divergences."""
        values = {
            "q": (running.kl_qp, running.kl_qp_error),
            "p": (running.kl_pq, running.kl_pq_error),
        }
        names = {"q": "— KL(q‖p)", "p": "╌ KL(p‖q)"}
        words = [
            colored(f"{names[role]}: {last(*value)}", self.theme.ink(role))
            for role, value in values.items()
        ]
        self.say(*words, colored("exact: unknown for data", self.theme.muted))
        self.show(running.n, values, None)


def last(mean: Array, error: Array) -> str:
    """The last of the means, in words where it is infinite."""
    if math.isinf(mean[-1]):
        return "infinite"
    return estimate_text(float(mean[-1]), float(error[-1]))
