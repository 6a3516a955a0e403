"""A panel at a place of a layout: one plot with its title, its items and its note."""

from __future__ import annotations

import pyqtgraph as pg

from gui.look.theme import Theme
from gui.plotkit.drawing import Drawing
from gui.plotkit.drawing import Range as Range
from gui.plotkit.grid import quiet_grid
from gui.plotkit.headroom import Headroom
from gui.plotkit.log_axis import use_log_axis
from gui.plotkit.plot import add_plot
from gui.plotkit.sentence_note import SentenceNote

AXIS_WIDTH = 46
AXIS_HEIGHT = 38


class LayoutPanel(Drawing):
    """A plot at ``place`` of a layout; subclasses add items once, and show a record in `draw`."""

    def __init__(
        self,
        layout: pg.GraphicsLayout,
        theme: Theme,
        place: tuple[int, int],
        title: str,
        x_label: str,
        y_label: str = "",
        *,
        span: tuple[int, int] = (1, 1),
        log: str = "",
        room: tuple[float, float] = (6.0, 6.0),
        corner: tuple[float, float] = (1, 0),
    ) -> None:
        plot = add_plot(layout, theme, place, title, x_label, y_label, span)
        plot.getAxis("left").setWidth(AXIS_WIDTH + (16 if y_label else 0))
        plot.getAxis("bottom").setHeight(AXIS_HEIGHT if x_label else 20)
        # Or titles and labels would decide how large the columns and rows are.
        for fix in ("MinimumWidth", "PreferredWidth", "MinimumHeight", "PreferredHeight"):
            getattr(plot, f"set{fix}")(1)
        for side, letter in (("bottom", "x"), ("left", "y")):
            if letter in log:
                use_log_axis(plot, side)
        note = SentenceNote(plot, theme, corner)
        quiet_grid(plot, theme)
        super().__init__(plot, theme, log, Headroom(plot, *room, note=note))
        self.note = note

    def say(self, *lines: str, sentence: str = "") -> None:
        """The note's lines of HTML, and a sentence that is broken to fit."""
        self.note.say(*lines, sentence=sentence)

    def retitle(self, title: str) -> None:
        """Another title; the same one would lay the whole figure out again."""
        if self.plot.titleLabel.text != title:
            self.plot.setTitle(title, **self.plot.titleLabel.opts)
