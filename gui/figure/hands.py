"""What the mouse and the keys do in a figure of cards: the same on every plot."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QTextEdit

from engine.core.words import tr, tr_noop
from gui.figure.board import Board
from gui.figure.keys import Keys
from gui.figure.plot_copy import copy_data, copy_image
from gui.figure.plot_menu import list_menu, plot_menu
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.size import Size

if TYPE_CHECKING:
    from gui.figure.view import View

MAIN_HINT = tr_noop("Wheel zooms, drag moves, double click or Home fits, Ctrl+C copies")
SMALL_HINT = tr_noop("A click makes this the main plot; wheel zooms, drag moves")
FOLDED_HINT = tr_noop("A click makes this the main plot")
HINTS = {Size.MAIN: MAIN_HINT, Size.SMALL: SMALL_HINT, Size.FOLDED: FOLDED_HINT}


class Hands(QObject):
    """Makes plots the main one, fits and copies them, and reads them off together."""

    main_chosen = Signal(str)
    hint = Signal(str)
    told = Signal(str)

    def __init__(self, board: Board, view: View) -> None:
        super().__init__(view)
        self.board, self.view = board, view
        self._before = ""  # the main plot from which one came
        self._hovered: Frame | None = None
        self._at: tuple[Panel, float, float] | None = None  # where the crosshair is
        for frame in board.frames.values():
            frame.pressed.connect(partial(self._press, frame))
            frame.menu_wanted.connect(partial(self._menu, frame))
            frame.entered.connect(partial(self._hover, frame))
        board.made.connect(self._connect)
        figure = board.figure
        self.keys = Keys(self)
        self._copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), figure)
        self._copy.activated.connect(self.copy_image)
        self._copy.setEnabled(False)

    @property
    def plot(self) -> str:
        """The card that a key is about: under the mouse, or the main one."""
        return self._hovered.card.name if self._hovered else self.board.main

    @property
    def at(self) -> tuple[Panel, float, float] | None:
        """The plot that is read off, and where, in its axes' own units."""
        return self._at

    def choose(self, name: str) -> None:
        """Make a plot the main one."""
        if name != self.board.main:
            self._before = self.board.main
            self.main_chosen.emit(name)

    def back(self) -> bool:
        """The main plot that was before, at the end the first; whether there was one."""
        first = self.board.offered[0]
        to = self._before if self._before in self.board.offered else first
        if to == self.board.main:
            return False
        self._before = first
        self.main_chosen.emit(to)
        return True

    def fit(self, name: str) -> None:
        """Show the whole range again."""
        self.board.panel(name).fit()
        self.read_again()

    def copy_image(self) -> None:
        """The plot that a key is about, to the clipboard."""
        self.told.emit(copy_image(self.view, self.plot))

    def copy_data(self) -> None:
        """Its curves, as text."""
        self.told.emit(copy_data(self.board.panel(self.plot)))

    def step(self, steps: int) -> None:
        """Make the plot so many further in the list the main one."""
        offered = self.board.offered
        place = offered.index(self.board.main) + steps
        if 0 <= place < len(offered):
            self.choose(offered[place])

    def move_crosshair(self, pixels: float) -> None:
        """Read the main plot off so much further to the right, at first in its middle."""
        panel = self.board.panel(self.board.main)
        middle = panel.box.sceneBoundingRect().center()
        if self._at is not None and self._at[0] is panel:
            middle = panel.reader.point_of(*self._at[1:]) + QPointF(pixels, 0.0)
        if panel.box.sceneBoundingRect().contains(middle):
            self._hover_plot(panel, middle)

    def zoom(self, factor: float) -> None:
        """Show so much of the main plot's range around its middle."""
        box = self.board.panel(self.board.main).box
        box.scaleBy((factor, factor))
        box.sigRangeChangedManually.emit([True, True])

    def menu_of_main(self) -> None:
        """The menu of the main plot, in its middle."""
        frame = self.board.frames[self.board.main]
        port = self.board.figure.viewport()
        self._menu(frame, port.mapToGlobal(port.rect().center()).toPointF())

    def read_again(self) -> None:
        """The crosshair on what is drawn by now."""
        if self._at is not None:
            self._read(*self._at)

    def _connect(self, panel: Panel) -> None:
        box = panel.box
        box.pressed.connect(partial(self._press_plot, panel))
        box.fit_wanted.connect(partial(self.fit, panel.frame.card.name))
        box.menu_wanted.connect(partial(self._menu, panel.frame))
        box.hovered.connect(partial(self._hover_plot, panel))
        box.sigRangeChangedManually.connect(self._zoomed)
        panel.toggled.connect(self.view.toggle)

    def _press(self, frame: Frame, part: str) -> None:
        name = frame.card.name
        if part == "main":
            self.choose(name)
        elif part == "fit":
            self.fit(name)
        elif part == "copy":
            self.told.emit(copy_image(self.view, name))
        elif part == "menu":
            self._menu(frame, QPointF(self.view.cursor().pos()))
        elif part == "title" and len(self.board.offered) > 1:
            list_menu(self).popup(self.view.cursor().pos())

    def _press_plot(self, panel: Panel) -> None:
        if panel.frame.size is not Size.MAIN:
            self.choose(panel.frame.card.name)

    def _menu(self, frame: Frame, place: QPointF) -> None:
        plot_menu(self, frame.card.name).popup(place.toPoint())

    def _hover(self, frame: Frame, there: bool) -> None:
        if there:
            self._hovered = frame
        elif self._hovered is frame:
            self._hovered = None
        focus = QApplication.focusWidget()
        copies = isinstance(focus, QLineEdit | QAbstractItemView | QTextEdit)
        self._copy.setEnabled(self._hovered is not None and not copies)
        self.hint.emit(tr(HINTS[self._hovered.size]) if self._hovered else "")

    def _hover_plot(self, panel: Panel, place: Any) -> None:
        if place is None:
            if self._at is not None and self._at[0] is panel:
                self._at = None
                for other in self.board.panels.values():
                    other.reader.read(None)
        else:
            self._at = panel, *panel.reader.place_of(place)
            self._read(*self._at)

    def _read(self, panel: Panel, x: float, y: float) -> None:
        for name, other in self.board.panels.items():
            together = panel.x_key != "" and panel.x_key == other.x_key
            if other is panel:
                panel.reader.read(x, y)
            else:
                other.reader.read(x if together and name in self.board.shown else None)

    def _zoomed(self, *_axes: object) -> None:
        # Or the Home key would be that of the control that was used before.
        self.board.figure.setFocus(Qt.FocusReason.MouseFocusReason)
        self.read_again()
