"""The return of policies as they learn: means and bands over the repeats, step by step."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt

from engine.core.shown_numbers import shown_estimate, shown_value
from engine.pages.trajectories.records import Learning
from gui.pages.trajectories.colors import LOOKS, estimator_color, estimator_pen
from gui.plotkit.frame import Frame
from gui.plotkit.items import Band, Item
from gui.plotkit.panel import Panel
from gui.plotkit.player import Player
from gui.plotkit.plot import truth_pen

OPACITY = 0.14
ROOM = 0.06  # of the height above the best policy
DEEPEST = 8.0  # times the way from the start to the best, below the start


class LearningPanel(Panel):
    """What is shown can be dragged, and played."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "iteration", "exact return J", x_key="iteration", whole=True)
        theme = self.theme
        self.bands: dict[str, Band] = {}
        self.curves: dict[str, Item] = {}
        for name in LOOKS:
            band = self.bands[name] = self.band("text")
            band.graphics.setBrush(estimator_color(name, theme, OPACITY))
            self.curves[name] = self.curve(estimator_pen(name, theme, 1.9), name=name)
        self.bound = self.level(truth_pen(theme), name="Riccati")
        self.best = self.level(theme.pen("truth", 1.2, Qt.PenStyle.DotLine), name="best K, c")
        self.line = self.marker("trajectories.shown")
        self.player = Player(frame, "trajectories.shown")
        self.player.proposed.connect(self._propose)

    def draw(self, learning: Learning) -> None:
        """Show these curves; those that are not compared are put away."""
        for name, curve in self.curves.items():
            if name not in learning.names:
                curve.called("", curve.color)
                curve.hide()
                self.bands[name].hide()
                continue
            k = learning.names.index(name)
            curve.called(learning.labels[k], curve.color)
            curve.show(learning.iteration, learning.mean[:, k])
            self.bands[name].show(learning.iteration, learning.low[:, k], learning.high[:, k])
        self.bound.at(learning.riccati)
        self.best.at(learning.best_constant)
        shown = int(learning.iteration[-1])
        self.line.mark(shown)
        self.player.follow(shown, learning.iterations)
        self.headline(f"best {shown_value(learning.best_constant, 4)}")
        self.say(f"mean of {learning.repeats} repeats; bands hold 80 % of them", *ends(learning))
        self.settle((0.0, float(learning.iterations)), heights(learning), x_padding=0.01)


def ends(learning: Learning) -> list[str]:
    """Where each stands, with its standard error, and how many have diverged."""
    said = []
    for k, label in enumerate(learning.labels):
        value, error = float(learning.mean[-1, k]), float(learning.standard_error[-1, k])
        gone = int(learning.diverged[k])
        if gone == learning.repeats:
            said.append(f"{label}: all diverged")
            continue
        text = shown_estimate(value, error)
        said.append(f"{label} {text} ({gone} diverged)" if gone else f"{label} {text}")
    return said


def heights(learning: Learning) -> tuple[float, float]:
    """From the lowest band, unless that is far below, to the bound."""
    high = learning.riccati
    way = max(high - learning.start, 1e-12 * max(abs(high), 1e-300))
    low = max(learning.lowest, learning.start - DEEPEST * way)
    low = min(low, learning.start)
    return low, high + ROOM * max(high - low, np.finfo(float).tiny)
