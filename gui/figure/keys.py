"""The keys of a figure of cards: whatever the mouse does there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent

from engine.core.words import tr

if TYPE_CHECKING:
    from gui.figure.hands import Hands

Key, Modifier = Qt.Key, Qt.KeyboardModifier
NONE = Modifier.NoModifier
BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
STEP, FINE = 10.0, 1.0  # pixels by which an arrow moves the crosshair
CLOSER = 0.8
WORDS = "Arrow keys read the curves off, Page Down shows the next plot, Home fits, Esc goes back."


class Keys(QObject):
    """Hears the keys while the figure has the focus, which its main card shows."""

    def __init__(self, hands: Hands) -> None:
        super().__init__(hands)
        self._hands = hands
        self._shown = False  # the focus, which who uses the mouse need not see
        figure = hands.board.figure
        figure.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        figure.setAccessibleDescription(tr(WORDS))
        figure.installEventFilter(self)
        hands.board.rearranged.connect(self._name)
        shift, control = Modifier.ShiftModifier, Modifier.ControlModifier
        self._acts: dict[tuple[int, Qt.KeyboardModifier], Callable[[], object]] = {
            (Key.Key_Home, NONE): lambda: hands.fit(hands.plot),
            (Key.Key_PageDown, NONE): lambda: hands.step(1),
            (Key.Key_PageUp, NONE): lambda: hands.step(-1),
            (Key.Key_Left, NONE): lambda: hands.move_crosshair(-STEP),
            (Key.Key_Right, NONE): lambda: hands.move_crosshair(STEP),
            (Key.Key_Left, shift): lambda: hands.move_crosshair(-FINE),
            (Key.Key_Right, shift): lambda: hands.move_crosshair(FINE),
            (Key.Key_Plus, NONE): lambda: hands.zoom(CLOSER),
            (Key.Key_Minus, NONE): lambda: hands.zoom(1.0 / CLOSER),
            (Key.Key_C, control): hands.copy_image,
            (Key.Key_C, control | shift): hands.copy_data,
            (Key.Key_Menu, NONE): hands.menu_of_main,
            (Key.Key_F10, shift): hands.menu_of_main,
        }

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys, and the focus that comes and goes."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event)
        if isinstance(event, QFocusEvent):
            self._shown = event.gotFocus() and event.reason() in BY_KEY
            self._show_focus()
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        if event.key() == Key.Key_Escape:
            return self._hands.back()
        modifiers = event.modifiers() & ~Modifier.KeypadModifier
        if event.key() == Key.Key_Plus:
            modifiers &= ~Modifier.ShiftModifier
        act = self._acts.get((event.key(), modifiers))
        if act is not None:
            act()
        return act is not None

    def _show_focus(self) -> None:
        for name, frame in self._hands.board.frames.items():
            frame.focus(self._shown and name == self._hands.board.main)

    def _name(self) -> None:
        board = self._hands.board
        title = board.frames[board.main].header.title
        board.figure.setAccessibleName(tr("Plots, first of all: {title}").format(title=title))
        self._show_focus()
