"""Variance per sample of each estimator: exact as bars, measured as markers, on a log axis."""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor

from engine.core.arrays import Array
from engine.core.shown_numbers import shown_value
from engine.pages.gradient_variance.records import Variances
from gui.pages.gradient_variance.colors import STYLES, estimator_color
from gui.pages.gradient_variance.panel import GradientPanel
from gui.plotkit.categories import name_places
from gui.plotkit.drawable import decades_of
from gui.plotkit.frame import Frame
from gui.plotkit.plot_text import PlotText
from gui.plotkit.size import Size
from gui.plotkit.trace import Spots

NAMES = 168  # pixels for the names of the estimators
BARE = 6  # where there is no room for them
HEIGHT = 0.72  # of a row, at most
THICKEST = 24  # pixels
PALE = 0.55  # share of the ground in a bar's colour
MARKER = 8.5
WORDS = 68  # pixels for the bias at the end of a row
ERRORS = 2.0
Names = tuple[str, ...]  # of the estimators, one a row


class VariancesPanel(GradientPanel):
    """One row an estimator, by one coordinate of the gradient; the main plot names them."""

    labels: ClassVar = ("variance per sample", "")
    short_label: ClassVar = ""
    log: ClassVar = "x"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        theme = self.theme
        self.rows = pg.BarGraphItem(x0=[], x1=[], y=[], height=HEIGHT, pen=None)
        self.errors = pg.ErrorBarItem(beam=0.0, pen=theme.pen("text", 1.4))
        self.dots_measured = Spots(size=theme.symbol(MARKER), pen=theme.pen("plot", 0.8))
        self.texts: list[PlotText] = []
        for item in (self.rows, self.errors, self.dots_measured):
            self.plot.addItem(item, ignoreBounds=True)
        self.dots_measured.setZValue(5)
        axis = self.plot.getAxis("left")
        axis.setGrid(False)
        axis.setTextPen(theme.color("text"))
        axis.setStyle(tickLength=0, tickAlpha=0)
        self.plot.vb.setMouseEnabled(x=False, y=False)
        self._variances: Variances | None = None
        self.plot.vb.sigResized.connect(self._fit)

    def draw(self, variances: Variances) -> None:
        """Show these; what is infinite ends at the edge and is named so."""
        self._variances = variances
        self.retitle(f"Variance by {variances.by[self.which]}")
        self.say("bars: exact", "markers: measured, with two standard errors")
        exact, measured = variances.exact[:, self.which], variances.measured[:, self.which]
        rows = -np.arange(len(variances.names), dtype=float)
        words = [
            row_words(variances, i, self.which, exact[i], measured[i]) for i in range(len(rows))
        ]
        low, high = decades_of(exact, measured)
        if any(word.startswith("bias") for word in words):
            free = min(WORDS / max(self.plot.vb.width(), 1.0), 0.6)
            high += (high - low) * free / (1.0 - free)
        self.settle((low, high), (rows[-1] - 0.6, 0.6))
        self._draw_bars(variances.names, rows, exact, low, high)
        self._draw_measured(
            variances.names, rows, measured, variances.measured_error[:, self.which]
        )
        # A marker without a bar may stand anywhere: its words go to the other side.
        with np.errstate(divide="ignore", invalid="ignore"):
            far = np.isnan(exact) & (np.log10(measured) > 0.5 * (low + high))
        ends = [(low, 0.0) if each else (high, 1.0) for each in far]
        self._write(words, rows, ends)
        labels = [STYLES[name].label for name in variances.names]
        name_places(self, rows.tolist(), labels)

    def _stand(self) -> None:
        super()._stand()
        if self.frame.size is not Size.FOLDED:
            main = self.frame.size is Size.MAIN
            axis = self.plot.getAxis("left")
            axis.setWidth(NAMES if main else BARE)
            axis.setStyle(showValues=main)

    def _draw_bars(self, names: Names, rows: Array, exact: Array, low: float, high: float) -> None:
        there = exact > 0.0  # false for NaN
        with np.errstate(divide="ignore", invalid="ignore"):
            ends = np.clip(np.log10(exact), low, high)
        self.rows.setOpts(
            x0=np.full(int(there.sum()), low),
            x1=ends[there],
            y=rows[there],
            height=self._height(),
            brushes=[self._pale(n) for n, t in zip(names, there, strict=True) if t],
        )

    def _height(self) -> float:
        """Of a bar, in rows."""
        low, high = self.plot.vb.viewRange()[1]
        thickest: float = THICKEST * (high - low) / max(self.plot.vb.height(), 1.0)
        return min(HEIGHT, thickest)

    def _fit(self) -> None:
        """Thickness and room for words follow the size of the plot."""
        if self._variances is not None:
            self.draw(self._variances)

    def _pale(self, name: str) -> QColor:
        """The estimator's colour mixed with the ground."""
        pair = channels(estimator_color(name, self.theme)), channels(self.theme.color("plot"))
        mixed = [(1.0 - PALE) * own + PALE * ground for own, ground in zip(*pair, strict=True)]
        return QColor.fromRgbF(*mixed)

    def _draw_measured(self, names: Names, rows: Array, measured: Array, error: Array) -> None:
        there = measured > 0.0
        value = measured[there]
        spread = ERRORS * error[there]
        # An infinite error reaches as far to either side as the largest that is drawn.
        right = np.log10(np.minimum(value + spread, 1e3 * value)) - np.log10(value)
        left = np.log10(value) - np.log10(np.maximum(value - spread, 1e-3 * value))
        x = np.log10(value)
        shown = [name for name, t in zip(names, there, strict=True) if t]
        self.errors.setData(x=x, y=rows[there], left=left, right=right)
        self.dots_measured.setData(
            x,
            rows[there],
            symbol=[STYLES[name].symbol for name in shown],
            brush=[estimator_color(name, self.theme) for name in shown],
            size=[self.theme.symbol(STYLES[name].size(MARKER)) for name in shown],
        )

    def _write(self, words: list[str], rows: Array, ends: list[tuple[float, float]]) -> None:
        said = [each for each in zip(words, rows, ends, strict=True) if each[0]]
        while len(self.texts) < len(said):
            text = PlotText(anchor=(1.0, 0.5))
            text.setZValue(8)
            self.texts.append(text)
            self.plot.addItem(text, ignoreBounds=True)
        for index, text in enumerate(self.texts):
            text.setVisible(index < len(said))
            if index < len(said):
                word, row, (end, side) = said[index]
                role = "error" if word.startswith(("bias", "∞")) else "muted"
                text.setText(word, color=self.theme.ink(role))
                text.setAnchor((side, 0.5))
                text.setPos(end, row)


class VariancesBySigma(VariancesPanel):
    """By the second coordinate."""

    which: ClassVar = 1


def channels(color: QColor) -> tuple[float, float, float, float]:
    """Red, green, blue and opacity, from 0 to 1."""
    return color.redF(), color.greenF(), color.blueF(), color.alphaF()


def row_words(variances: Variances, index: int, at: int, exact: float, measured: float) -> str:
    """What is special about a row, in few words."""
    if variances.missing[index]:
        return "none"
    if math.isnan(exact) and math.isnan(measured):
        return f"not by {variances.by[at]}"
    if math.isinf(exact):
        return "∞"
    if exact == 0.0 or (math.isnan(exact) and measured == 0.0):
        return "0"
    bias, error = variances.bias[index, at], variances.bias_error[index, at]
    if error > 0.0:
        return f"bias ≈ {shown_value(float(bias), 2)}"
    return f"bias {shown_value(float(bias), 2)}" if bias != 0.0 else ""
