"""Words in colours, measured, broken into lines and painted: quicker than a text document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from engine.core.shown_numbers import shown_words
from engine.core.words import tr

# A Chinese sign with what must not begin a line, a word, or the spaces at the end.
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff"
_PIECES = re.compile(
    rf"\s*[{_WIDE}（“][、。，：；！？）”]*|\s*(?:(?![{_WIDE}（“])\S)+[、。，：；！？）”]*|\s+$"
)


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one colour, #rrggbb; none is that of the line."""

    text: str
    color: str = ""
    bold: bool = False


REMEMBERED = 100  # runs whose widths are measured once: more than a plot shows

Line = str | Run | Sequence[str | Run]


def face(pixels: int, bold: bool = False) -> QFont:
    """The window's typeface in a size of a figure, which is magnified as a whole."""
    font = QFont()
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font


def runs_of(line: Line) -> tuple[Run, ...]:
    """A line as runs."""
    if isinstance(line, Run):
        return (line,)
    if isinstance(line, str):
        return (Run(line),)
    return tuple([part if isinstance(part, Run) else Run(part) for part in line])


def worded(line: Line) -> tuple[Run, ...]:
    """A line in the language and with its numbers in the form of the window."""
    return tuple(
        Run(shown_words(_translated(run.text)), run.color, run.bold) for run in runs_of(line)
    )


def _translated(text: str) -> str:
    """With the spaces around it, which hold runs apart."""
    words = text.strip()
    return text.replace(words, tr(words), 1) if words else text


def plain(line: Line) -> str:
    """A line without its colours."""
    return "".join(run.text for run in runs_of(line))


class Writer:
    """Measures and paints lines in one size of type."""

    def __init__(self, pixels: int, color: str) -> None:
        self.fonts = {bold: face(pixels, bold) for bold in (False, True)}
        self._metrics = {bold: QFontMetricsF(font) for bold, font in self.fonts.items()}
        self._rise = {bold: 0.5 * each.capHeight() for bold, each in self._metrics.items()}
        self._color = color
        self._advances: dict[tuple[str, bool], float] = {}

    @property
    def height(self) -> float:
        """From line to line."""
        return self._metrics[False].height()

    def width(self, line: Line) -> float:
        """In pixels."""
        return sum(self._advance(run) for run in runs_of(line))

    def fitting(self, line: Line, width: float) -> tuple[Run, ...]:
        """The line, shortened by dots where it is longer."""
        found: list[Run] = []
        for run in runs_of(line):
            room = width - sum(map(self._advance, found))
            if self._advance(run) <= room:
                found.append(run)
                continue
            text = self._metrics[run.bold].elidedText(run.text, Qt.TextElideMode.ElideRight, room)
            return (*found, replace(run, text=text))
        return tuple(found)

    def wrapped(self, lines: Iterable[Line], width: float) -> list[tuple[Run, ...]]:
        """The lines, each broken at spaces where it is longer."""
        broken: list[tuple[Run, ...]] = []
        for line in lines:
            if self.width(line) <= width:
                broken.append(runs_of(line))
                continue
            current: list[Run] = []
            used = 0.0
            for word in _words(line):
                if current and used + self._advance(word) > width:
                    broken.append(tuple(current))
                    current, used = [], 0.0
                    word = replace(word, text=word.text.lstrip())
                current.append(word)
                used += self._advance(word)
            broken.append(tuple(current))
        return broken

    def paint(self, painter: QPainter, line: Line, x: float, middle: float) -> None:
        """Write from x on, the capitals around this height."""
        for run in runs_of(line):
            painter.setFont(self.fonts[run.bold])
            painter.setPen(QColor(run.color or self._color))
            painter.drawText(QPointF(x, middle + self._rise[run.bold]), run.text)
            x += self._advance(run)

    def _advance(self, run: Run) -> float:
        key = run.text, run.bold
        if key not in self._advances:
            if len(self._advances) >= REMEMBERED:
                self._advances.clear()
            self._advances[key] = self._metrics[run.bold].horizontalAdvance(run.text)
        return self._advances[key]


def _words(line: Line) -> Iterable[Run]:
    """The words of a line, each with the spaces before it; Chinese breaks between signs."""
    for run in runs_of(line):
        for text in _PIECES.findall(run.text):
            yield replace(run, text=text)
