"""A note that holds a sentence, broken into lines that fit into the plot."""

from __future__ import annotations

import textwrap

import pyqtgraph as pg

from gui.look.theme import Theme
from gui.plotkit.corner_note import CornerNote, colored

PIXELS_PER_LETTER = 6.4  # of a note's font, on average
MARGINS = 16
FEWEST = 14  # letters in a line


class SentenceNote(CornerNote):
    """Lines, and below them a sentence that is broken again when the plot is resized."""

    def __init__(
        self, plot: pg.PlotItem, theme: Theme, corner: tuple[float, float] = (1, 0)
    ) -> None:
        super().__init__(plot, theme, corner, ground=True)
        self._color = theme.muted
        self._vb = plot.vb
        self._lines: tuple[str, ...] = ()
        self._sentence = ""
        plot.vb.sigResized.connect(self._break)

    def say(self, *lines: str, sentence: str = "") -> None:
        """Show these lines of HTML, and the sentence, which is plain text."""
        self._lines, self._sentence = lines, sentence
        self._break()

    def _break(self) -> None:
        letters = max(int((self._vb.width() - MARGINS) / PIXELS_PER_LETTER), FEWEST)
        broken = textwrap.wrap(self._sentence, letters)
        self.write(*self._lines, *(colored(line, self._color) for line in broken))
