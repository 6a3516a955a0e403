"""A panel: the plot of one card, its items, its words, and the range that holds them all."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPen

from engine.core.arrays import Array
from engine.core.shown_numbers import shown_words
from engine.core.words import tr
from engine.session.session import Session
from gui.plotkit.blank import Blank
from gui.plotkit.card_plot import card_plot
from gui.plotkit.drawing import Drawing, Range
from gui.plotkit.frame import Frame
from gui.plotkit.ghost import ghost_of
from gui.plotkit.headroom import Headroom
from gui.plotkit.items import Item
from gui.plotkit.names import EndNames
from gui.plotkit.near_names import NearNames
from gui.plotkit.plot_box import PlotBox
from gui.plotkit.reader import Reader
from gui.plotkit.size import BOTTOM_AXIS, LEFT_AXIS, MARGIN, Size
from gui.plotkit.words import Line, plain, worded

THICKER = 1.8
WIDE = 320  # pixels from which on a main plot has room for names at its side


class Panel(Drawing):
    """One plot in a card; subclasses add items once, and show figures in `draw`.

    ``x_key`` names the quantity on the x axis: plots of a page with the same key are read off
    together. ``short`` is the name of x where there is little room; ``whole`` numbers are read
    off at whole ones. ``names`` are those of the curves in the main plot: beside it, where curves
    end apart from each other, or next to them inside.
    """

    toggled = Signal(str, bool)  # the name of a curve, and whether it is shown now

    def __init__(
        self,
        frame: Frame,
        x_label: str,
        y_label: str = "",
        *,
        short: str = "",
        log: str = "",
        x_key: str = "",
        whole: bool = False,
        names: Literal["beside", "inside"] = "beside",
        room: tuple[float, float] = (6.0, 6.0),
        place: tuple[int, int] = (0, 0),
    ) -> None:
        plot = card_plot(frame, log, place)
        super().__init__(plot, frame.theme, log, Headroom(plot, *room))
        self.frame, self.x_key = frame, x_key
        self._inside = names == "inside"
        self.box: PlotBox = plot.vb
        self.x_label, self.short = tr(x_label), tr(short or x_label)
        frame.header.y_label = tr(y_label)
        self.names = EndNames(plot, frame.theme, self._beside)
        self.near = NearNames(plot, frame.theme, self._beside)
        self.reader = Reader(self, whole)
        self.blank = Blank(plot, frame.theme)
        self._sentence = ""
        self._other: Panel | None = None
        self._looks: Any = None  # by which the names were placed
        self._widths: dict[str, float] = {}  # of the curves' pens
        self._last: tuple[Range | None, Range | None, float] = (None, None, 0.0)
        frame.right = self._name_room
        frame.placed.connect(self._stand)
        for names_of in (self.names, self.near):
            names_of.pressed.connect(lambda item: self.toggle(item.name))
        plot.vb.sigResized.connect(self.names.stand)
        plot.vb.sigYRangeChanged.connect(lambda *_: self.names.update())
        plot.vb.sigResized.connect(lambda *_: self._name_near(anew=True))
        plot.vb.sigRangeChangedManually.connect(lambda *_: self._zoomed())

    def draw(self, *figures: Any) -> None:
        """Show the figures of the card, in their order."""
        raise NotImplementedError

    def show_result(self, result: Any, session: Session) -> None:
        """Show a result; a panel that needs more of it than its figures takes it here."""
        self.draw(*(result.figure(name) for name in self.frame.card.figures))

    def fit(self) -> None:
        super().fit()
        self.frame.header.show_zoom(False)
        self._name_near()

    def named(self) -> list[Item]:
        """The items that can be read off."""
        return [item for item in self.items if item.name]

    def _beside(self) -> list[Item]:
        """Those whose names stand beside the plot: that have something to show."""
        return [item for item in self.named() if len(item.data[0])]

    def settle(
        self, x: Range | None = None, y: Range | None = None, x_padding: float = 0.0
    ) -> None:
        self._last = x, y, x_padding
        if self._other is not None:
            its_x, its_y, _ = self._other._last
            x, y = _union(x, its_x), _union(y, its_y)
        super().settle(x, y, x_padding)
        empty = not any(len(item.data[0]) for item in self.items)
        self.blank.say(*([self._sentence] if empty and self._sentence else []))
        drawn = [(item.version, item.shown, item.tail) for item in self._with_ghosts()]
        looks = drawn, self._marked(), self.box.viewRange()
        if looks != self._looks:
            self._looks = looks
            self._place_names()

    def move(self, moving: bool) -> None:
        """What is shown from now on lives until the next only, or does not."""
        self.moving = self.box.coarse = moving

    def come_to_rest(self) -> None:
        """Show at its best what was shown while something moved."""
        if self.moving:
            self.move(False)
            self.settle(*self._last)
            self.box.update()

    def _place_names(self) -> None:
        self.names.update()
        if self._names_beside() and self.names.measure():
            self._stand()
            self.frame.lay_out()
        if self.moving:
            self._looks = None  # names inside are placed anew at rest
        else:
            self._name_near()

    def say(self, *lines: Line, sentence: str = "") -> None:
        """Notes, in the head of the main plot; a sentence may say why there is nothing to see."""
        self._sentence = shown_words(tr(sentence))
        notes = tuple(map(worded, (*lines, sentence) if sentence else lines))
        if notes != self.frame.header.notes:
            self.frame.header.notes = notes
            self._reflow()

    def headline(self, *forms: Line) -> None:
        """The one number, or few words, that a small plot shows beside its title: the first of
        these forms for which there is room."""
        forms = tuple(worded(form) for form in forms if plain(form))
        if forms != self.frame.header.headline:
            self.frame.header.headline = forms
            self._reflow()

    def retitle(self, title: str) -> None:
        """Another title."""
        title = tr(title)
        if title != self.frame.header.title:
            self.frame.header.title = title
            self.frame.header.update()

    def toggle(self, name: str, shown: bool | None = None) -> None:
        """Put the items of a name away, or back."""
        for item in self.named():
            if item.name == name:
                show = not item.shown if shown is None else shown
                item.put_away(not show)
                self.settle(*self._last)
                if shown is None:
                    self.toggled.emit(name, show)

    def highlight(self, name: str) -> None:
        """Make the curves of this name thicker, and no others."""
        for item in self.named():
            pen = item.graphics.opts.get("pen") if hasattr(item.graphics, "setPen") else None
            if not isinstance(pen, QPen):
                continue
            width = self._widths.setdefault(item.name, pen.widthF())
            pen = QPen(pen)
            pen.setWidthF(width * (THICKER if item.name == name else 1.0))
            if pen != item.graphics.opts["pen"]:
                item.graphics.setPen(pen)

    def show_ghost(self, other: Panel | None) -> None:
        """Draw what the items of another panel of the same kind show behind one's own, and widen
        the range to what it shows."""
        self._other = other
        if other is None:
            for item in self.items:
                if item.ghost is not None:
                    self.plot.removeItem(item.ghost.graphics)
                    item.ghost = None
            self.frame.header.forget_rows()
        else:
            for item, its in zip(self.items, other.items, strict=False):
                item.ghost = item.ghost or ghost_of(item, self.plot)
                if item.ghost is not None:
                    item.ghost.copy(its)
                    item.ghost.error = its.error
                    item.ghost.graphics.setVisible(item.shown)
        self._reflow()
        self.settle(*self._last)

    def words_at(self, x: float, y: float) -> Line:
        """On a plane: what stands at (x, y), in the axes' own units, for the reading line."""
        return ""

    def table(self) -> list[tuple[str, Array]]:
        """The named curves that are shown, as columns: x, y, and standard errors."""
        columns: list[tuple[str, Array]] = []
        last: Array | None = None
        for item in (each for each in self.named() if each.shown):
            x, y = item.columns()
            if last is None or not np.array_equal(x, last, equal_nan=True):
                columns.append((self.x_label, x))
                last = x
            columns.append((item.label, y))
            if item.error is not None and len(item.error.data[0]) == len(y):
                top = item.error.columns()[1]
                words = tr("{name} standard error").format(name=item.label)
                columns.append((words, 0.5 * (top - y)))
        return columns

    def _reflow(self) -> None:
        ghosts = any(item.ghost is not None for item in self.items)
        least = (1 + ghosts) if self.named() else 0
        if self.frame.header.reflow(least):
            self.frame.lay_out()

    def _name_room(self) -> float:
        return self.names.room - MARGIN[Size.MAIN] if self._names_beside() else 0.0

    def _stand(self) -> None:
        """In another size: what there is room for."""
        size = self.frame.size
        if size is Size.FOLDED:
            return
        self._reflow()
        if self._names_beside():
            self.names.measure()
        left, bottom = self.plot.getAxis("left"), self.plot.getAxis("bottom")
        left.setWidth(LEFT_AXIS[size])
        bottom.setHeight(BOTTOM_AXIS[size])
        main = size is Size.MAIN
        self.box.show_cursor(
            Qt.CursorShape.CrossCursor if main else Qt.CursorShape.PointingHandCursor
        )
        bottom.end_with(self.x_label if main else self.short, self._name_room())
        self.names.setVisible(self._names_beside())
        self.near.setVisible(self._names_inside())
        self.near.clickable = main

    def _zoomed(self) -> None:
        self.frame.header.show_zoom(True)
        self._name_near()

    def _name_near(self, anew: bool = False) -> None:
        """Places for the names inside a small plot, near those that they have unless ``anew``."""
        if anew:
            self.near.placed = []
        if self._names_inside():
            self.near.find(self._with_ghosts(), self._marked())

    def _names_beside(self) -> bool:
        """Whether the names stand beside the plot; one curve needs none but the title."""
        wide = self.frame.size is Size.MAIN and self.frame.area.width() >= WIDE
        return wide and not self._inside and len(self.named()) > 1

    def _names_inside(self) -> bool:
        return len(self.named()) > 1 and not self._names_beside()


def _union(first: Range | None, second: Range | None) -> Range | None:
    if first is None or second is None:
        return first
    return min(*first, *second), max(*first, *second)
