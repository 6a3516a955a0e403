"""A button in the head of a main plot that walks a whole number of the session upwards."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter

from engine.core.words import tr
from engine.session.address import Address, address
from gui.base.gesture import new_gesture
from gui.look.icons import icon_pixmap
from gui.plotkit.frame import Frame
from gui.plotkit.header import BUTTON, BUTTONS
from gui.plotkit.size import MARGIN, NAMES, TITLES, Size
from gui.plotkit.untyped import MouseEvent
from gui.plotkit.words import Run, Writer

FRAME = 60  # milliseconds between steps
FRAMES = 100  # at most so many, however many steps there are
WIDTH = 74
ICON = 16


class Player(pg.GraphicsObject):
    """Plays from where it stands, or again from the start; a second click pauses.

    With ``percent`` the number of the session is the step as a share of all.
    """

    proposed = Signal(object, object, int)  # (Address, value, gesture number)

    def __init__(self, frame: Frame, where: str, percent: bool = False) -> None:
        super().__init__(frame)
        self._percent = percent
        self.frame = frame
        self.address: Address = address(where)
        self._value, self._last, self._gesture = 0, 0, 0
        self._words = Writer(NAMES, frame.theme.text)
        self.timer = QTimer(interval=FRAME)
        self.timer.timeout.connect(self._advance)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(tr("Walk through it from the start; again to pause."))
        frame.placed.connect(self._stand)
        self._stand()

    def follow(self, value: int, last: int) -> None:
        """The session shows this step of so many."""
        self._value, self._last = value, last

    def boundingRect(self) -> QRectF:
        return QRectF(0.0, 0.0, WIDTH, TITLES[Size.MAIN])

    def paint(self, painter: QPainter, *_arguments: object) -> None:
        if self.frame.in_file:
            return
        playing = self.timer.isActive()
        middle = 0.5 * TITLES[Size.MAIN]
        look = icon_pixmap("pause" if playing else "play", self.frame.theme, "accent", ICON)
        painter.drawPixmap(0, round(middle - 0.5 * ICON), look)
        self._words.paint(painter, Run(tr("Pause") if playing else tr("Play")), ICON + 4.0, middle)

    def mouseClickEvent(self, event: MouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        self.toggle()

    def toggle(self) -> None:
        """Play, or pause."""
        if self.timer.isActive():
            self.stop()
            return
        self._gesture = new_gesture()
        if self._value >= self._last:
            self._propose(0)
        self.timer.start()
        self.update()

    def stop(self) -> None:
        """Stand still."""
        self.timer.stop()
        self.update()

    def _advance(self) -> None:
        if not self.frame.isVisible() or self.frame.size is not Size.MAIN or not self._seen():
            self.stop()
            return
        self._propose(min(self._value + max(self._last // FRAMES, 1), self._last))
        if self._value >= self._last:
            self.stop()

    def _seen(self) -> bool:
        scene = self.scene()
        return scene is not None and any(view.isVisible() for view in scene.views())

    def _propose(self, value: int) -> None:
        self._value = value
        number = round(100.0 * value / self._last, 2) if self._percent else value
        self.proposed.emit(self.address, number, self._gesture)

    def _stand(self) -> None:
        """Left of the buttons of the head."""
        self.setVisible(self.frame.size is Size.MAIN)
        taken = BUTTON * len(BUTTONS[Size.MAIN]) + MARGIN[Size.MAIN]
        self.setPos(self.frame.area.width() - taken - WIDTH, 0.0)
