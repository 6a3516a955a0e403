"""What clipping or masking the weights at c costs: squared bias, variance and their sum."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.core.shown_numbers import shown_value
from engine.page.result import Result
from engine.pages.importance_weights.records import ClippingFrontier
from engine.session.session import Session
from gui.pages.importance_weights.methods import method_pen
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot_text import PlotText
from gui.plotkit.words import Run

REPAIRS = {"clip": "clipped", "mask": "masked"}
PARTS = {"mse": 2.2, "bias_squared": 1.1, "variance": 1.1}  # pen widths
# The part of the width in which a label may stand, so that it is not cut off.
WITHIN = {"bias_squared": (0.0, 0.8), "variance": (0.25, 1.0)}
# Beside the curve, on the side from which it comes down: bias² falls, the variance rises.
NAMES = {"bias_squared": ("bias²", -0.05), "variance": ("var / n", 1.05)}
DIGITS = 2  # of an error, in the note
BELOW_BEST = 1.5  # decades shown below the least error
DEEPEST = 12.0  # decades shown at most
WITHOUT = (-1.0, 2.0)  # decades of c where nothing is drawn


class FrontierPanel(Panel):
    """Exact curves on log axes: clip solid, mask dashed; the best c, and the current one, which
    can be dragged."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "clipped at c", "squared error", short="c", log="xy", x_key="c")
        theme = self.theme
        self.plain = self.curve(method_pen(theme, "plain", 1.2), name="plain")
        self.curves = {
            (repair, part): self.curve(
                method_pen(theme, method, width), name=method if part == "mse" else ""
            )
            for repair, method in reversed(REPAIRS.items())
            for part, width in PARTS.items()
        }
        look: dict[str, Any] = {"symbol": "d", "pen": theme.pen("plot", 1.0)}
        self.best = {name: self.dots(method, 10, **look) for name, method in REPAIRS.items()}
        for spot in self.best.values():
            spot.graphics.setZValue(12)
        self.labels = {part: self._label(*name) for part, name in NAMES.items()}
        self.line = self.marker("weights.clip")

    def show_result(self, result: Result, session: Session) -> None:
        self.draw(result.frontier, result.frontier_note, finite=result.estimates.trusted)

    def draw(
        self, frontier: ClippingFrontier | None, why_none: str = "", finite: bool = True
    ) -> None:
        """Show these costs; without any, why there are none. ``finite``: so is the variance of
        the plain estimate, even where it is above the largest double."""
        self.line.show(frontier is not None)
        for side in ("left", "bottom"):
            self.plot.getAxis(side).setOpacity(float(frontier is not None))
        if frontier is None:
            self._draw_nothing(why_none)
            return
        c = frontier.c
        for (repair, part), curve in self.curves.items():
            curve.show(c, getattr(frontier, f"{repair}_{part}"))
        for repair, spot in self.best.items():
            best_c, error = (getattr(frontier, f"best_{repair}{end}") for end in ("", "_mse"))
            spot.show([best_c], [error])
        self.plain.show(c[[0, -1]], [frontier.plain_mse] * 2)
        self.line.mark(frontier.current)
        ends, heights = (math.log10(c[0]), math.log10(c[-1])), value_range(frontier)
        self._place_labels(ends, *heights)
        self._say(frontier, finite)
        self.settle(ends, heights, 0.02)

    def _label(self, name: str, anchor: float) -> PlotText:
        label = PlotText(
            name,
            color=self.theme.ink("clipped"),
            anchor=(anchor, 0.5),
            fill=self.theme.brush("plot", 0.8),
        )
        label.setZValue(8)
        self.plot.addItem(label, ignoreBounds=True)
        return label

    def _draw_nothing(self, why: str) -> None:
        for item in self.items:
            item.hide()
        for label in self.labels.values():
            label.setVisible(False)
        self.headline("")
        self.say(sentence=why)
        self.settle(WITHOUT, (-1.0, 1.0))

    def _place_labels(self, ends: tuple[float, float], low: float, high: float) -> None:
        """Beside the part of each thin curve that is in the lower half of the range."""
        level = low + 0.12 * (high - low)
        width = ends[1] - ends[0]
        for part, label in self.labels.items():
            x, y = self.curves["clip", part].graphics.getData()
            first, last = WITHIN[part]
            there = (x >= ends[0] + first * width) & (x <= ends[0] + last * width)
            inside = np.flatnonzero(there & (y > low) & (y < high))
            label.setVisible(len(inside) > 0)
            if len(inside) == 0:
                continue
            place = inside[int(np.argmin(np.abs(y[inside] - level)))]
            label.setPos(float(x[place]), float(y[place]))

    def _say(self, frontier: ClippingFrontier, finite: bool) -> None:
        inks = {repair: self.theme.ink(method) for repair, method in REPAIRS.items()}
        costs = {
            repair: shown_value(getattr(frontier, f"current_{repair}_mse"), DIGITS)
            for repair in REPAIRS
        }
        parts = [Run(costs[repair], inks[repair], bold=True) for repair in REPAIRS]
        here = f"c = {shown_value(frontier.current, DIGITS)}: "
        self.headline((here, parts[0], "  ", parts[1]), (parts[0], "  ", parts[1]))
        plain = shown_value(frontier.plain_mse, DIGITS)
        if finite and math.isinf(frontier.plain_mse):
            plain = "above 1.8e308"
        self.say(
            Run(f"◆ {best(frontier.best_clip, frontier.best_clip_mse)}", inks["clip"]),
            Run(f"◆ {best(frontier.best_mask, frontier.best_mask_mse)}", inks["mask"]),
            Run(f"plain: {plain}", self.theme.ink("plain")),
        )


def best(c: float, error: float) -> str:
    """The best c and its error, in a few characters."""
    return f"c = {shown_value(c, DIGITS)}: {shown_value(error, DIGITS)}"


def value_range(frontier: ClippingFrontier) -> tuple[float, float]:
    """What the y axis shows, log10: the errors, and a little of their parts below the least."""
    errors = np.concatenate((frontier.clip_mse, frontier.mask_mse, [frontier.plain_mse]))
    errors = errors[(errors > 0.0) & np.isfinite(errors)]
    if not len(errors):
        return -1.0, 1.0
    low, high = math.log10(float(errors.min())) - BELOW_BEST, math.log10(float(errors.max()))
    return max(low, high - DEEPEST), high
