"""What clipping or masking the weights at c costs: squared bias, variance and their sum."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, Signal

from engine.core.number_format import value_text
from engine.core.parameter import described
from engine.pages.importance_weights.options import Options
from engine.pages.importance_weights.records import ClippingFrontier
from gui.look.theme import Theme
from gui.pages.importance_weights.methods import method_pen
from gui.plotkit.corner_note import colored
from gui.plotkit.dragged_line import DraggedLine
from gui.plotkit.drawable import log10_of_second
from gui.plotkit.grid import quiet_grid
from gui.plotkit.headroom import Headroom
from gui.plotkit.log_axis import use_log_axis
from gui.plotkit.plot_text import PlotText
from gui.plotkit.sentence_note import SentenceNote

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


class FrontierPlot(QObject):
    """Exact curves on log axes: clip solid, mask dashed; the best c and today's, draggable."""

    # (c, gesture number)
    proposed = Signal(float, int)

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        super().__init__()
        self.plot = plot
        self._theme = theme
        for side in ("left", "bottom"):
            use_log_axis(plot, side)
        self.plain = pg.PlotCurveItem(pen=method_pen(theme, "plain", 1.2))
        plot.addItem(self.plain)
        self.curves: dict[tuple[str, str], pg.PlotCurveItem] = {}
        self.best: dict[str, pg.ScatterPlotItem] = {}
        self.labels: dict[str, pg.TextItem] = {}
        self._add_curves()
        option = next(option for option in described(Options) if option.name == "clip")
        bounds = (math.log10(option.parameter.minimum), math.log10(option.parameter.maximum))
        self.line = DraggedLine(plot, theme, bounds, math.log10(option.default))
        self.line.proposed.connect(self._propose)
        self.note = SentenceNote(plot, theme)
        self.headroom = Headroom(plot, self.note)
        quiet_grid(plot, theme)
        plot.disableAutoRange()

    def draw(
        self, frontier: ClippingFrontier | None, why_none: str = "", finite: bool = True
    ) -> None:
        """Show these costs; without any, why there are none. ``finite``: so is the variance of
        the plain estimate, even where it is above the largest double."""
        for item in (self.line, self.line.grip):
            item.setVisible(frontier is not None)
        for side in ("left", "bottom"):
            self.plot.getAxis(side).setOpacity(float(frontier is not None))
        if frontier is None:
            self._draw_nothing(why_none)
            return
        x = np.log10(frontier.c)
        for (repair, part), curve in self.curves.items():
            curve.setData(*log10_of_second(x, getattr(frontier, f"{repair}_{part}")))
        for repair, spot in self.best.items():
            c, error = getattr(frontier, f"best_{repair}"), getattr(frontier, f"best_{repair}_mse")
            spot.setData(*log10_of_second(np.log10([c]), [error]))
        ends = (float(x[0]), float(x[-1]))
        self.plain.setData(*log10_of_second(ends, [frontier.plain_mse] * 2))
        today = math.log10(frontier.today)
        self.line.mark(today)
        if not self.line.moving:
            self.plot.setXRange(min(ends[0], today), max(ends[1], today), padding=0.02)
        low, high = value_range(frontier)
        self._place_labels(ends, low, high)
        self.note.say(*self._words(frontier, finite))
        self.headroom.show(low, high)

    def _add_curves(self) -> None:
        for repair, method in reversed(REPAIRS.items()):
            for part, width in PARTS.items():
                curve = pg.PlotCurveItem(pen=method_pen(self._theme, method, width), antialias=True)
                self.plot.addItem(curve)
                self.curves[repair, part] = curve
        for repair, method in REPAIRS.items():
            spot = pg.ScatterPlotItem(
                size=self._theme.symbol(10),
                symbol="d",
                pen=self._theme.pen("plot", 1.0),
                brush=self._theme.brush(method, 1.0),
            )
            spot.setZValue(12)
            self.plot.addItem(spot)
            self.best[repair] = spot
        for part, (name, anchor) in NAMES.items():
            label = PlotText(
                name,
                color=self._theme.ink("clipped"),
                anchor=(anchor, 0.5),
                fill=self._theme.brush("plot", 0.8),
            )
            label.setZValue(8)
            self.plot.addItem(label, ignoreBounds=True)
            self.labels[part] = label

    def _draw_nothing(self, why: str) -> None:
        for item in (*self.curves.values(), *self.best.values(), self.plain):
            item.setData([], [])
        for label in self.labels.values():
            label.setVisible(False)
        self.note.say(sentence=why)
        self.plot.setXRange(*WITHOUT, padding=0)
        self.headroom.show(-1.0, 1.0)

    def _place_labels(self, ends: tuple[float, float], low: float, high: float) -> None:
        """Beside the part of each thin curve that is in the lower half of the range."""
        level = low + 0.12 * (high - low)
        width = ends[1] - ends[0]
        for part, label in self.labels.items():
            x, y = self.curves["clip", part].getData()
            first, last = WITHIN[part]
            there = (x >= ends[0] + first * width) & (x <= ends[0] + last * width)
            inside = np.flatnonzero(there & (y > low) & (y < high))
            label.setVisible(len(inside) > 0)
            if len(inside) == 0:
                continue
            place = inside[int(np.argmin(np.abs(y[inside] - level)))]
            label.setPos(float(x[place]), float(y[place]))

    def _propose(self, position: float, gesture: int) -> None:
        self.proposed.emit(10.0**position, gesture)

    def _words(self, frontier: ClippingFrontier, finite: bool) -> list[str]:
        clip, mask = (self._theme.ink(method) for method in REPAIRS.values())
        number = value_text
        today = colored(f"c = {number(frontier.today, DIGITS)}:", self._theme.ink("accent"))
        plain = number(frontier.plain_mse, DIGITS)
        if finite and math.isinf(frontier.plain_mse):
            plain = "above 1.8e308"
        return [
            f"{today} {colored(number(frontier.today_clip_mse, DIGITS), clip)} &nbsp;"
            f"{colored(number(frontier.today_mask_mse, DIGITS), mask)}",
            colored(f"◆ {best(frontier.best_clip, frontier.best_clip_mse)}", clip),
            colored(f"◆ {best(frontier.best_mask, frontier.best_mask_mse)}", mask),
            colored(f"plain: {plain}", self._theme.ink("plain")),
        ]


def best(c: float, error: float) -> str:
    """The best c and its error, in a few characters."""
    return f"c = {value_text(c, DIGITS)}: {value_text(error, DIGITS)}"


def value_range(frontier: ClippingFrontier) -> tuple[float, float]:
    """What the y axis shows, log10: the errors, and a little of their parts below the least."""
    errors = np.concatenate((frontier.clip_mse, frontier.mask_mse, [frontier.plain_mse]))
    errors = errors[(errors > 0.0) & np.isfinite(errors)]
    if not len(errors):
        return -1.0, 1.0
    low, high = math.log10(float(errors.min())) - BELOW_BEST, math.log10(float(errors.max()))
    return max(low, high - DEEPEST), high
