"""A few words in a corner of a plot."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from gui.look.theme import Theme

NOTE_SIZE = "9pt"
MARGIN = (6, 0)


class CornerNote(pg.LabelItem):
    """HTML text in one corner of the picture, (0, 0) top left to (1, 1) bottom right.

    A nearly opaque ``ground`` keeps it readable where a line passes behind.
    """

    def __init__(
        self,
        plot: pg.PlotItem,
        theme: Theme,
        corner: tuple[float, float] = (1, 0),
        ground: bool = False,
    ) -> None:
        justify = {0: "left", 0.5: "center", 1: "right"}[corner[0]]
        super().__init__("", justify=justify, size=NOTE_SIZE, color=theme.text)
        self._corner = corner
        self._ground = theme.brush("plot", 0.8) if ground else None
        self.item.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.item.document().setDocumentMargin(2)
        self.setParentItem(plot.vb)
        self.setZValue(20)
        self.setVisible(False)

    def write(self, *lines: str) -> None:
        """Show these lines of HTML; none hide the note."""
        html = "<br>".join(line for line in lines if line)
        self.setVisible(bool(html))
        if html == self.text:
            return
        self.setText(html)
        self.resize(self.minimumWidth(), self.minimumHeight())
        across, down = self._corner
        offset = (MARGIN[0] * (1 - 2 * across), MARGIN[1] * (1 - 2 * down))
        self.anchor(self._corner, self._corner, offset)

    def room(self) -> float:
        """How many pixels of height the note takes; 0 while it is hidden."""
        return self.minimumHeight() + MARGIN[1] if self.isVisible() else 0.0

    def paint(self, painter: QPainter, *args: object) -> None:
        if self._ground is not None:
            painter.fillRect(self.rect(), self._ground)


def colored(text: str, color: str) -> str:
    """HTML of a text in a colour; the text is escaped."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"<span style='color: {color}'>{safe}</span>"
