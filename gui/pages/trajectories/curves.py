"""Exact variances against the number of steps, against GAE's lambda, and over the steps."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt

from engine.core.shown_numbers import shown_value
from engine.pages.trajectories.estimators import BY_NAME, CLOSED
from engine.pages.trajectories.records import AgainstLambda, AgainstSteps, Split
from gui.pages.trajectories.colors import estimator_pen
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen

SYMBOLS = {"K": "K", "c": "c", "log sigma": "log σ"}


class StepsPanel(Panel):
    """One curve an estimator; the current number of steps can be dragged."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "steps T", short="T", log="xy", x_key="T", whole=True)
        self.curves = {
            name: self.curve(estimator_pen(name, self.theme), name=BY_NAME[name].label)
            for name in CLOSED
        }
        self.line = self.marker("task.T")

    def draw(self, against: AgainstSteps) -> None:
        """Show these variances."""
        for name, variance in zip(against.names, against.variance.T, strict=True):
            self.curves[name].show(against.steps, variance)
        self.line.mark(against.current_steps)
        self.headline(f"by {SYMBOLS[against.by]}, T = {against.current_steps}")
        self.settle(x_padding=0.02)


class LambdaPanel(Panel):
    """GAE with the exact critic and with a wrong one; lambda can be dragged."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "λ", log="y", x_key="lam")
        theme = self.theme
        self.exact = self.curve(estimator_pen("gae", theme), name="exact V")
        self.wrong = self.curve(estimator_pen("gae/critic", theme), name="wrong V")
        self.error = self.curve(truth_pen(theme), name="error² of N")
        self.best = self.dots("truth", 8, symbol="d", pen=theme.pen("plot", 1.0))
        self.line = self.marker("trajectories.lam")

    def draw(self, against: AgainstLambda) -> None:
        """Show these."""
        self.exact.show(against.lam, against.variance)
        self.wrong.show(against.lam, against.wrong_variance)
        self.error.show(against.lam, against.error)
        least = against.error[np.argmin(against.error)]
        self.best.show([against.best_lam], [least])
        self.line.mark(against.current_lam)
        self.headline(f"by {SYMBOLS[against.by]}")
        best = shown_value(against.best_lam, 3)
        self.say(
            f"error² = bias² + variance / N of the wrong V, N = {against.batch}",
            f"◆ least at λ = {best}",
        )
        self.settle()


class SplitPanel(Panel):
    """What each step's term owes to the state, to the action and to what follows."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "step t", short="t", log="y", x_key="t", whole=True)
        theme = self.theme
        self.action = self.curve(theme.pen("q", 1.8), name="action")
        self.with_value = self.curve(
            theme.pen("q", 1.6, Qt.PenStyle.DashLine), name="action, less V"
        )
        self.later = self.curve(theme.pen("k2", 1.8), name="what follows")
        self.state = self.curve(theme.pen("p", 1.8), name="state")

    def draw(self, split: Split) -> None:
        """Show these variances."""
        for curve, values in (
            (self.action, split.action),
            (self.with_value, split.action_with_value),
            (self.later, split.trajectory),
            (self.state, split.state),
        ):
            curve.show(split.t, values)
        self.headline(f"by {SYMBOLS[split.by]}")
        self.say("of γᵗ score G, reward-to-go")
        self.settle()
