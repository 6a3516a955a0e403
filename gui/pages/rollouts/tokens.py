"""A sequence spelled out, each token in the colour of its log-ratio, above the worst tokens."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from engine.core.arrays import Array
from engine.core.number_format import decimal_text, value_text
from engine.core.shown_numbers import shown_words
from engine.core.words import tr
from engine.pages.rollouts.figures import Worst
from engine.weights.rollouts.worst import WorstTokens
from gui.look.theme import Theme
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.size import NAMES, TITLE
from gui.plotkit.words import Run, face

MARGIN = 10.0
GAP, INSET = 2.0, 3.0  # between tokens, and around the words of one
STRONGEST = 0.55
SURE = 0.98  # the share of the tokens whose log-ratio is below the strongest colour
LEAST = 0.1  # nats: a smaller log-ratio never has the strongest colour
SPACE, MORE = "␣", "…"
ROOM = 330  # pixels of height from which on the worst tokens have a table below
COLUMNS = ("token", "seq. : pos.", "p new", "p old", "log w")
PLACES = (0.0, 0.27, 0.49, 0.67, 0.86)  # of the columns, as shares of the width


class TokenText(pg.GraphicsObject):
    """Tokens in lines, as many as there is room for: vermillion where the trainer finds them less
    likely than the sampler, blue where more; and a table of the worst of all."""

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        super().__init__(plot)
        self._box: pg.ViewBox = plot.vb
        self._theme = theme
        self._text: tuple[str, ...] = ()
        self._ratio: Array = np.empty(0)
        self._rows: list[tuple[float, tuple[str, ...]]] = []

    def show_worst(self, text: tuple[str, ...], ratio: Array, tokens: WorstTokens) -> None:
        """Spell out a sequence, and list these tokens."""
        self.prepareGeometryChange()
        self._text, self._ratio, self._rows = text, ratio, table_rows(tokens)
        self.update()

    def boundingRect(self) -> QRectF:
        area: QRectF = self._box.mapRectToItem(self.parentItem(), self._box.rect())
        return area

    def paint(self, painter: QPainter, *_arguments: object) -> None:
        area = self.boundingRect().adjusted(0.0, 0.0, -MARGIN, -MARGIN)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if area.height() > ROOM and self._rows:
            step = QFontMetricsF(face(NAMES)).height() + 3.0
            top = area.bottom() - step * (len(self._rows) + 1)
            self._list(painter, QRectF(area.left(), top, area.width(), area.bottom() - top), step)
            area.setBottom(top - 2.0 * MARGIN)
        fonts = [face(size) for size in (TITLE + 1, NAMES + 1, NAMES)]
        font = next((each for each in fonts if self._fits(each, area)), fonts[-1])
        self._spell(painter, font, area)

    def _fits(self, font: QFont, area: QRectF) -> bool:
        """Whether all tokens have room in this type."""
        metrics = QFontMetricsF(font)
        width = sum(metrics.horizontalAdvance(readable(text)) for text in self._text)
        width += len(self._text) * (2.0 * INSET + GAP)
        lines = math.ceil(1.1 * width / max(area.width(), 1.0))
        return lines * (metrics.height() + 2.0 + GAP) <= area.height()

    def _spell(self, painter: QPainter, font: QFont, area: QRectF) -> None:
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        height = metrics.height() + 2.0
        x, y = area.left(), area.top()
        full = max(float(np.quantile(np.append(np.abs(self._ratio), 0.0), SURE)), LEAST)
        for text, ratio in zip(self._text, self._ratio, strict=True):
            words = readable(text)
            width = metrics.horizontalAdvance(words) + 2.0 * INSET
            if x + width > area.right() and x > area.left():
                x, y = area.left(), y + height + GAP
            if y + height > area.bottom():
                self._write(painter, MORE, QPointF(x, y - GAP))
                return
            box = QRectF(x, y, width, height)
            self._shade(painter, box, float(ratio) / full)
            self._write(painter, words, QPointF(x + INSET, y + 1.0 + metrics.ascent()))
            x += width + GAP

    def _list(self, painter: QPainter, area: QRectF, step: float) -> None:
        """The worst tokens below each other."""
        painter.setFont(face(NAMES))
        base = area.top() + QFontMetricsF(face(NAMES)).ascent()
        self._row(painter, area, base, tuple(map(tr, COLUMNS)), "muted")
        full = max((abs(ratio) for ratio, _ in self._rows), default=1.0)
        metrics, room = QFontMetricsF(face(NAMES)), PLACES[1] * area.width() - 4.0 * INSET
        for number, (ratio, (text, *others)) in enumerate(self._rows, 1):
            top = area.top() + number * step
            cells = (metrics.elidedText(text, Qt.TextElideMode.ElideRight, room), *others)
            width = metrics.horizontalAdvance(cells[0]) + 2.0 * INSET
            self._shade(painter, QRectF(area.left(), top, width, step - 1.0), ratio / full)
            self._row(painter, area, base + number * step, cells, "text")

    def _row(
        self, painter: QPainter, area: QRectF, base: float, cells: tuple[str, ...], role: str
    ) -> None:
        for cell, place in zip(cells, PLACES, strict=True):
            x = area.left() + INSET + place * area.width()
            self._write(painter, cell, QPointF(x, base), role)

    def _shade(self, painter: QPainter, box: QRectF, strength: float) -> None:
        role = "p" if strength > 0.0 else "q"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.brush(role, STRONGEST * min(abs(strength), 1.0)))
        painter.drawRoundedRect(box, 2.0, 2.0)

    def _write(self, painter: QPainter, words: str, place: QPointF, role: str = "text") -> None:
        painter.setPen(self._theme.color(role))
        painter.drawText(place, words)


def table_rows(tokens: WorstTokens) -> list[tuple[float, tuple[str, ...]]]:
    """The log-ratio of each of the worst tokens, and its cells."""
    rows = []
    for i, text in enumerate(tokens.text):
        new, old = (math.exp(min(float(side[i]), 700.0)) for side in (tokens.new, tokens.old))
        ratio = float(tokens.log_ratio[i])
        where = f"{tokens.sequence[i] + 1:,.0f} : {tokens.position[i] + 1:,.0f}"
        numbers = (value_text(new, 2), value_text(old, 2), decimal_text(ratio, 3))
        rows.append((ratio, (readable(text), where, *map(shown_words, numbers))))
    return rows


def readable(text: str) -> str:
    """A token as it is shown: nothing but spaces as signs, and no line breaks."""
    shown = text.replace("\n", "↵").replace("\r", "↵").replace("\t", "⇥")
    return shown if shown.strip(" ") else SPACE * max(len(shown), 1)


class TokensPanel(Panel):
    """One of the sequences that are furthest off, and the worst tokens of all."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "", "")
        for side in ("left", "bottom"):
            self.plot.getAxis(side).setOpacity(0.0)
        self.plot.showGrid(False, False)
        self.text = TokenText(self.plot, self.theme)

    def draw(self, found: Worst) -> None:
        """Spell out the chosen sequence."""
        chosen = found.sequences[found.current]
        self.text.show_worst(chosen.text, chosen.tokens, found.tokens)
        ratio = value_text(chosen.log_ratio, 3)
        number = tr("sequence {number}").format(number=f"{chosen.sequence + 1:,}")
        self.headline(f"{number}: log w = {ratio}", f"log w = {ratio}")
        self.say(
            Run(tr("less likely to the trainer"), self.theme.ink("q")),
            Run(tr("more likely"), self.theme.ink("p")),
        )
        self.settle((0.0, 1.0), (0.0, 1.0))
