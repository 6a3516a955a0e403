"""REINFORCE under every baseline: its gradient action by action, and its variance."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg

from engine.page.result import Result
from engine.pages.softmax_policy.records import Gradients
from engine.session.session import Session
from gui.look.theme import Theme
from gui.pages.softmax_policy.looks import BASELINES, StillPanel, numbers, steps_at
from gui.plotkit.categories import name_columns
from gui.plotkit.corner_note import colored
from gui.plotkit.estimates import Estimates
from gui.plotkit.panel_group import PanelGroup

DODGE = 0.17  # of a column, between the baselines
EXAMPLES = {"calm": ("o", "○ [4, 5, 6]"), "wild": ("s", "□ [−10, 10, 15]")}
BAR_WIDTH = 0.5
BESIDE = 0.36  # where the examples stand, right of the bars
PALE = 0.3  # opacity of the spread of one batch
DECADES = 0.35  # of room at the foot of the bars


class SlopesPanel(StillPanel):
    """Estimates beside the exact gradient, with the spread of one batch."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme) -> None:
        super().__init__(layout, theme, (1, 0), "Gradient ∂E r / ∂θ of each action", "")
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
        batches = colored(f"● {found.batches:,} batches ± 2 s.e.", self.theme.text)
        self.say(f"{batches} &nbsp;{colored('▮ one ± std', self.theme.muted)}")
        self.settle(name_columns(self, numbers(len(x))))


class VariancePanel(StillPanel):
    """Exact and measured variance of one batch's estimate, beside that of two examples."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme) -> None:
        super().__init__(layout, theme, (2, 0), "Variance", "", log="y", room=(0.0, 6.0))
        self.exact = {name: self.boxes(role, BAR_WIDTH) for name, (role, *_) in BASELINES.items()}
        self.measured = Estimates(self, "truth")
        pen, brush = theme.pen("muted", 1.6), theme.brush("plot", 1.0)
        self.examples = {
            name: self.dots("plot", 8, symbol=symbol, pen=pen, brush=brush)
            for name, (symbol, _) in EXAMPLES.items()
        }

    def draw(self, found: Gradients) -> None:
        """Show these variances; one of 0 is told by its name."""
        self.retitle(f"Variance of the gradient from one batch of {found.batch:,}")
        values = np.concatenate((found.variance, found.measured, found.calm, found.wild))
        lowest = float(np.min(values[values > 0.0], initial=np.max(values)))
        floor = (lowest or 1.0) / 10.0**DECADES
        x = np.arange(1.0, len(BASELINES) + 1.0)
        for place, boxes in enumerate(self.exact.values()):
            boxes.show(x[[place]], found.variance[[place]], floor)
        self.measured.show(x, found.measured, found.measured_error, floor)
        for name, spots in self.examples.items():
            spots.show(x + BESIDE, getattr(found, name))
        examples = "   ".join(words for _, words in EXAMPLES.values())
        measured = colored("● measured ± 2 s.e.", self.theme.text)
        self.say(f"{measured} &nbsp;{colored(f'equal π: {examples}', self.theme.muted)}")
        names = zip(BASELINES.values(), found.variance, strict=True)
        labels = [words if value > 0.0 else f"{words}: 0" for (_, _, words, _), value in names]
        top = np.log10(float(np.max(values)) or 1.0)
        self.settle(name_columns(self, labels), (float(np.log10(floor)), float(top)))


class GradientsGroup(PanelGroup):
    """Above, estimates beside the exact gradient; below, exact and measured variance."""

    figures = ("gradients",)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.slopes = self.add(SlopesPanel(self.layout, theme))
        self.variance = self.add(VariancePanel(self.layout, theme))
        estimates = self.slopes.estimates
        dots = {estimates[name].dots.graphics: short for name, (*_, short) in BASELINES.items()}
        self.explain({self.slopes.exact.graphics: "exact", **dots})

    def draw(self, result: Result, session: Session) -> None:
        for panel in (self.slopes, self.variance):
            panel.draw(result.gradients)
