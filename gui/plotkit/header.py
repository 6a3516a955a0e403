"""The head of a card: its title, what can be done with it, and the words about its plot."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap

from engine.core.words import tr, tr_noop
from gui.look.icons import icon_pixmap
from gui.look.theme import Theme
from gui.plotkit.size import MARGIN, NAMES, ROW, TITLE, TITLES, Size
from gui.plotkit.untyped import MouseEvent
from gui.plotkit.words import Line, Run, Writer, plain, runs_of

ICON = 16
BUTTON = 26  # from icon to icon
MOST_ROWS = 4
BUTTONS = {
    Size.MAIN: {
        "fit": ("fit", tr_noop("Show the whole range again (Home)")),
        "copy": ("copy", tr_noop("Copy this plot as an image")),
        "menu": ("menu", tr_noop("More about this plot")),
    },
    Size.SMALL: {"main": ("expand", tr_noop("Make this the main plot"))},
    Size.FOLDED: {"main": ("expand", tr_noop("Make this the main plot"))},
}


class Header(pg.GraphicsObject):
    """Paints words; says which of its parts is clicked: "title", or a button."""

    pressed = Signal(str)
    menu_wanted = Signal(QPointF)

    def __init__(self, theme: Theme, title: str, parent: pg.GraphicsObject) -> None:
        super().__init__(parent)
        self.theme = theme
        self.title = title
        self.headline: tuple[Line, ...] = ()  # its forms, the longest first
        self.y_label = ""
        self.notes: tuple[Line, ...] = ()
        self.reading: tuple[Sequence[Line], ...] = ()  # of each row, the longest form first
        self.size, self.width = Size.SMALL, 0.0
        self.choice = False  # whether the title opens a list
        self.in_file = self.hovered = self.zoomed = False
        self._icons: dict[tuple[str, str], QPixmap] = {}
        self._rows: list[tuple[Run, ...]] = []
        self._most_rows = 0
        self._writers = {
            Size.MAIN: Writer(TITLE, theme.text),
            Size.SMALL: Writer(NAMES, theme.text),
            Size.FOLDED: Writer(NAMES, theme.text),
        }
        self.words = Writer(NAMES, theme.muted)

    @property
    def height(self) -> float:
        """What it takes of the card."""
        rows = self._most_rows if self.size is Size.MAIN else 0
        return float(TITLES[self.size] + ROW * rows)

    def stand(self, size: Size, width: float) -> None:
        """Be so large from now on."""
        if (size, width) != (self.size, self.width):
            self.prepareGeometryChange()
            self.size, self.width = size, width
            self._most_rows = 0
        self.reflow()

    def reflow(self, least: int = 0) -> bool:
        """Break the words into rows, of which there are at least so many; whether the height is
        another one. A row that was needed once stays, or the plot below would jump."""
        before = self.height
        if self.size is Size.MAIN:
            axis = (Run(f"↑ {self.y_label}"),) if self.y_label else ()
            told = (*axis, *self.headline[:1], *self.notes)
            lines = self.words.wrapped(joined(told, self.words, self._room), self._room)
            self._rows = lines[:MOST_ROWS]
            self._most_rows = max(len(self._rows), least, self._most_rows)
        self.update()
        if self.height != before:
            self.prepareGeometryChange()
        return self.height != before

    def show_zoom(self, zoomed: bool) -> None:
        """The button that fits is lit while the range is the user's own."""
        if zoomed != self.zoomed:
            self.zoomed = zoomed
            self.update()

    def forget_rows(self) -> None:
        """Those that were needed once are so no longer."""
        self._most_rows = 0

    def read(self, *rows: Sequence[Line]) -> None:
        """Show what the crosshair reads, or the notes again; of each row its forms, the longest
        first."""
        if rows != self.reading:
            self.reading = rows
            self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(0.0, 0.0, self.width, self.height)

    def paint(self, painter: QPainter, *_arguments: object) -> None:
        top = TITLES[self.size]
        margin = MARGIN[Size.MAIN if self.size is Size.MAIN else Size.SMALL]
        if self.size is Size.MAIN:
            self._paint_title(painter, margin, 0.5 * top)
            for place, line in enumerate(self._shown_rows()):
                self.words.paint(painter, line, margin, top + (place + 0.4) * ROW)
        elif self.reading and self.size is Size.SMALL:
            self.words.paint(painter, self._form(self.reading[0]), margin, 0.5 * top)
        else:
            end = self._paint_title(painter, margin, 0.5 * top)
            if self.size is Size.SMALL:  # a folded plot is not drawn, what was said of it is old
                self._paint_headline(painter, end + 10, 0.5 * top)
        for name, area in self._buttons().items():
            look = BUTTONS[self.size][name][0]
            asks = self.size is not Size.MAIN or (name == "fit" and self.zoomed)
            role = "accent" if asks else "muted"
            self._paint_icon(painter, area.center() - QPointF(8, 8), look, role)

    def mouseClickEvent(self, event: MouseEvent) -> None:
        event.accept()
        if event.button() == Qt.MouseButton.RightButton:
            self.menu_wanted.emit(QPointF(event.screenPos()))
        elif event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(self._part(event.pos()))

    def hoverEvent(self, event: MouseEvent) -> None:
        """Told by pyqtgraph's scene."""
        part = "" if event.isExit() else self._part(event.pos())
        acts = part in BUTTONS[self.size] or self.size is not Size.MAIN
        acts = acts or (part == "title" and self.choice)
        hand = Qt.CursorShape.PointingHandCursor if acts else Qt.CursorShape.ArrowCursor
        if self.cursor().shape() != hand:
            self.setCursor(hand)
        words = tr(BUTTONS[self.size][part][1]) if part in BUTTONS[self.size] else self._all_words()
        self.setToolTip(words)

    @property
    def _room(self) -> float:
        return max(self.width - 2 * MARGIN[Size.MAIN], 60.0)

    def _shown_rows(self) -> list[tuple[Run, ...]]:
        if self.reading and not self.in_file:
            return [self._form(forms) for forms in self.reading]
        return self._rows

    def _form(self, forms: Sequence[Line]) -> tuple[Run, ...]:
        """The longest form that fits, else the shortest, cut."""
        margin = MARGIN[Size.MAIN if self.size is Size.MAIN else Size.SMALL]
        room = self.width - 2 * margin
        if self.size is not Size.MAIN:
            room -= BUTTON * len(self._buttons())
        for form in forms:
            if self.words.width(form) <= room:
                return runs_of(form)
        return self.words.fitting(forms[-1], room)

    def _paint_title(self, painter: QPainter, x: float, middle: float) -> float:
        """Write it, and the arrow of the list; where that ends."""
        writer = self._writers[self.size]
        if self.size is Size.FOLDED and not self.in_file:
            self._paint_icon(painter, QPointF(x - 2, middle - 8), "chevron-right", "muted")
            x += ICON
        taken = BUTTON * len(self._buttons()) + (ICON if self._listed else 0)
        room = self.width - x - MARGIN[Size.SMALL] - taken
        title = writer.fitting(Run(self.title, bold=True), room)
        writer.paint(painter, title, x, middle)
        end = x + writer.width(title)
        if self._listed:
            self._paint_icon(painter, QPointF(end + 4, middle - 8), "chevron-down", "muted")
        return end

    def _paint_headline(self, painter: QPainter, left: float, middle: float) -> None:
        """At the right end, if there is room for it: half a number says nothing."""
        right = self.width - MARGIN[Size.SMALL] - BUTTON * len(self._buttons())
        for form in self.headline:
            width = self.words.width(form)
            if width <= right - left:
                self.words.paint(painter, form, right - width, middle)
                return

    @property
    def _listed(self) -> bool:
        return self.size is Size.MAIN and self.choice and not self.in_file

    def _buttons(self) -> dict[str, QRectF]:
        """Where they are, from the left."""
        if self.in_file or (self.size is not Size.MAIN and not self.hovered):
            return {}
        names = list(BUTTONS[self.size])
        top = 0.5 * (TITLES[self.size] - BUTTON)
        left = self.width - MARGIN[Size.SMALL] + 4 - BUTTON * len(names)
        return {
            name: QRectF(left + BUTTON * place, top, BUTTON, BUTTON)
            for place, name in enumerate(names)
        }

    def _part(self, place: QPointF) -> str:
        for name, area in self._buttons().items():
            if area.contains(place):
                return name
        return "title" if place.y() <= TITLES[self.size] else ""

    def _all_words(self) -> str:
        told = [plain(line) for line in (*self.headline[:1], *self.notes)]
        return "\n".join((self.title, *(words for words in told if words)))

    def _paint_icon(self, painter: QPainter, place: QPointF, name: str, role: str) -> None:
        """In the units of the figure, which is magnified as a whole."""
        if (name, role) not in self._icons:
            self._icons[name, role] = icon_pixmap(name, self.theme, role, ICON)
        pixmap = self._icons[name, role]
        area = QRectF(place, QSizeF(ICON, ICON))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(area, pixmap, pixmap.rect().toRectF())


def joined(lines: Sequence[Line], writer: Writer, width: float) -> list[Line]:
    """Lines side by side where they fit."""
    found: list[Line] = []
    for line in lines:
        if not plain(line):
            continue
        both = (*runs_of(found[-1]), Run("    "), *runs_of(line)) if found else ()
        if both and writer.width(both) <= width:
            found[-1] = both
        else:
            found.append(line)
    return found
