"""Expected gradients of k1, k2, k3 as arrows beside the true gradient of KL(q||p)."""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from engine.core.arrays import Array
from engine.core.shown_numbers import shown_value
from engine.pages.gradient_variance.records import KlLosses
from gui.pages.gradient_variance.panel import GradientPanel
from gui.plotkit.drawable import LARGEST, padded
from gui.plotkit.frame import Frame
from gui.plotkit.words import Run

ESTIMATORS = ("k1", "k2", "k3")
WIDTHS = {"k1": 7.0, "k2": 5.0, "k3": 3.0, "truth": 1.6}
MARGIN = 26  # pixels between the arrows and the frame
HEAD = 11


class ArrowsPanel(GradientPanel):
    """Arrows from the origin, at one scale along both axes; where they agree they nest. As a
    loss; ``which`` is 1 in the reward."""

    labels: ClassVar = ("d / dμ of q", "d / dσ of q")
    room: ClassVar = (0.0, 0.0)  # one scale along both axes

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        theme = self.theme
        self._scale = 1.0  # of a pixel, along both axes
        self._ends: dict[str, Array] = {}
        thicker = theme.line_scale / theme.pixel_ratio
        self._head = {name: (HEAD + width) * thicker for name, width in WIDTHS.items()}
        self.shafts, self.heads, self.points = {}, {}, {}
        for level, (name, width) in enumerate(WIDTHS.items()):
            style = Qt.PenStyle.DashLine if name == "truth" else Qt.PenStyle.SolidLine
            self.shafts[name] = self.curve(theme.pen(name, width, style), seen=False)
            self.points[name] = self.dots(name, 8 + width, pen=theme.pen("plot", 1.0), seen=False)
            self.heads[name] = self._arrow_head(name)
            for item in (self.shafts[name].graphics, self.heads[name], self.points[name].graphics):
                item.setZValue(level)
        self.plot.vb.setMouseEnabled(x=False, y=False)
        self.plot.vb.sigResized.connect(self._fit)

    def draw(self, found: KlLosses) -> None:
        gradients = {}
        if not found.missing:
            values = found.reward if self.which else found.loss
            gradients = dict(zip(ESTIMATORS, values, strict=True)) | {"truth": found.true}
        self._ends = {n: v for n, v in gradients.items() if np.max(np.abs(v)) < LARGEST}
        self._say(gradients, found.missing)
        self._fit()

    def _arrow_head(self, name: str) -> pg.ArrowItem:
        size = self._head[name]
        look = {"pen": None, "brush": self.theme.brush(name, 1.0)}
        head = pg.ArrowItem(headLen=size, headWidth=0.5 * size, **look)
        self.plot.addItem(head, ignoreBounds=True)
        return head

    def _place(self, name: str, end: Array | None) -> None:
        head = self._head[name] / zoom(self.plot)
        long = end is not None and math.hypot(*end) / self._scale > head
        self.heads[name].setVisible(bool(long))
        if end is None or long:
            self.points[name].hide()
        if end is None or not long:
            self.shafts[name].hide()
        if end is None:
            return
        if not long:
            self.points[name].show(end[:1], end[1:])
            return
        share = 1.0 - 0.8 * head * self._scale / math.hypot(*end)
        self.shafts[name].show([0.0, share * end[0]], [0.0, share * end[1]])
        self.heads[name].setPos(float(end[0]), float(end[1]))
        # Its angle turns clockwise from an arrow that points to the left.
        self.heads[name].setStyle(angle=180.0 - math.degrees(math.atan2(end[1], end[0])))

    def _fit(self) -> None:
        """One scale along both axes."""
        ends = np.array([[0.0, 0.0], *self._ends.values()])
        (left, bottom), (right, top) = ends.min(axis=0), ends.max(axis=0)
        width = max(self.plot.vb.width(), 2.0 * MARGIN + 1.0)
        height = max(self.plot.vb.height(), 2.0 * MARGIN + 1.0)
        free = max(height - 2.0 * MARGIN, 10.0)
        scale = max((right - left) / (width - 2.0 * MARGIN), (top - bottom) / free, 1e-12)
        if right == left and top == bottom:
            scale = 2.0 / free
        middle = 0.5 * (left + right)
        below = 0.5 * (top + bottom) - (0.5 * free + MARGIN) * scale
        across = middle - 0.5 * width * scale, middle + 0.5 * width * scale
        self.settle(across, padded(below, below + height * scale, 0.0, 0.0))
        self._scale = scale
        for name in WIDTHS:
            self._place(name, self._ends.get(name))

    def _say(self, gradients: dict[str, Array], why_not: str) -> None:
        if not gradients:
            self.headline("")
            self.say(sentence=f"no arrows: {why_not}")
            return
        true = gradients["truth"]
        runs = []
        for name in ESTIMATORS:
            same = np.allclose(gradients[name], true, rtol=1e-9, atol=1e-12)
            word = " true" if same else "" if np.any(gradients[name]) else " none"
            runs.append(Run(f"{name} {pair_text(gradients[name])}{word}", self.theme.ink(name)))
        self.headline(f"true {pair_text(true)}")
        self.say(*runs)


class RewardArrowsPanel(ArrowsPanel):
    """In the reward."""

    which: ClassVar = 1


def zoom(plot: pg.PlotItem) -> float:
    """How many pixels of the screen make one of the layout."""
    widget = plot.getViewWidget()
    return widget.transform().m11() if widget is not None else 1.0


def pair_text(pair: Array) -> str:
    """Both components to three digits."""
    return "(" + ", ".join(shown_value(float(each) + 0.0, 3) for each in pair) + ")"
