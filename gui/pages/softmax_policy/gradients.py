"""REINFORCE under every baseline: its gradient action by action, and its variance."""

from __future__ import annotations

import numpy as np

from engine.pages.softmax_policy.records import Gradients
from gui.pages.softmax_policy.looks import BASELINES, MARKS, StillPanel, numbers, steps_at
from gui.plotkit.categories import name_columns
from gui.plotkit.estimates import Estimates
from gui.plotkit.frame import Frame
from gui.plotkit.words import Run

DODGE = 0.17  # of a column, between the baselines
EXAMPLES = {"calm": ("o", "○ [4, 5, 6]"), "wild": ("s", "□ [−10, 10, 15]")}
BAR_WIDTH = 0.5
BESIDE = 0.36  # where the examples stand, right of the bars
PALE = 0.3  # opacity of the spread of one batch
DECADES = 0.35  # of room at the foot of the bars


class SlopesPanel(StillPanel):
    """Estimates beside the exact gradient, with the spread of one batch."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "action", "∂E r / ∂θ")
        theme = self.theme
        self.exact = self.curve(theme.pen("truth", 2.0), connect="pairs")
        self.zero = self.level(theme.pen("line", 1.0), seen=False)
        self.spreads = {
            name: self.curve(theme.pen(role, 5.0), connect="pairs")
            for name, (role, *_) in BASELINES.items()
        }
        for curve in self.spreads.values():
            curve.graphics.setOpacity(PALE)
        self.estimates = {
            name: Estimates(self, role, symbol) for name, (role, symbol, *_) in BASELINES.items()
        }

    def draw(self, found: Gradients) -> None:
        """Show these gradients."""
        x = np.arange(1.0, len(found.exact) + 1.0)
        self.exact.show(*steps_at(x, found.exact))
        self.zero.at(0.0)
        for place, name in enumerate(BASELINES):
            at = x + DODGE * (place - 0.5 * (len(BASELINES) - 1))
            self.estimates[name].show(at, found.estimate[place], found.error[place])
            std = found.batch_std[place]
            pairs = np.column_stack((found.exact - std, found.exact + std)).ravel()
            self.spreads[name].show(np.repeat(at, 2), pairs)
        self.say(
            "— exact",
            *(
                Run(f"{MARKS[symbol]} {words}", self.theme.ink(role))
                for role, symbol, words, _ in BASELINES.values()
            ),
            f"{found.batches:,} batches, two standard errors; ▮ one batch, one std",
        )
        self.settle(name_columns(self, numbers(len(x))))


class VariancePanel(StillPanel):
    """Exact and measured variance of one batch's estimate, beside that of two examples."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "", "variance of one batch's gradient", log="y", room=(0.0, 6.0))
        theme = self.theme
        self.exact = {name: self.boxes(role, BAR_WIDTH) for name, (role, *_) in BASELINES.items()}
        self.measured = Estimates(self, "truth")
        pen, brush = theme.pen("muted", 1.6), theme.brush("plot", 1.0)
        self.examples = {
            name: self.dots("plot", 8, symbol=symbol, pen=pen, brush=brush)
            for name, (symbol, _) in EXAMPLES.items()
        }

    def draw(self, found: Gradients) -> None:
        """Show these variances; one of 0 is told by its name."""
        values = np.concatenate((found.variance, found.measured, found.calm, found.wild))
        lowest = float(np.min(values[values > 0.0], initial=np.max(values)))
        floor = (lowest or 1.0) / 10.0**DECADES
        x = np.arange(1.0, len(BASELINES) + 1.0)
        for place, boxes in enumerate(self.exact.values()):
            boxes.show(x[[place]], found.variance[[place]], floor)
        self.measured.show(x, found.measured, found.measured_error, floor)
        for name, spots in self.examples.items():
            spots.show(x + BESIDE, getattr(found, name))
        examples = " ".join(words for _, words in EXAMPLES.values())
        self.headline(f"batches of {found.batch:,}")
        self.say("● measured, two standard errors", f"with equal π: {examples}")
        names = zip(BASELINES.values(), found.variance, strict=True)
        labels = [words if value > 0.0 else f"{words}: 0" for (_, _, words, _), value in names]
        top = np.log10(float(np.max(values)) or 1.0)
        self.settle(name_columns(self, labels), (float(np.log10(floor)), float(top)))
