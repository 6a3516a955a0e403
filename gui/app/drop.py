"""Files that are dropped on the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QDropEvent, QPainter, QPaintEvent, QPen, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from engine.core.words import tr
from gui.look.appearance import Appearance

Kind = QEvent.Type
EDGE = 8  # pixels between the window's edge and the frame


class FileDrop(QObject):
    """Takes files that are dropped anywhere on the window, and shows beforehand that it will.

    It listens in front of the widgets: plots and text fields would take a drop themselves.
    """

    def __init__(
        self,
        window: QWidget,
        appearance: Appearance,
        open_files: Callable[[list[str]], object],
    ) -> None:
        super().__init__(window)
        self.open_files = open_files
        self.hint = DropHint(window, appearance)

    def watch(self, handle: QWindow | None) -> None:
        """Listen to the system's window."""
        if handle is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what concerns files, leave all else."""
        kind = event.type()
        if isinstance(event, QDropEvent) and kind in (Kind.DragEnter, Kind.DragMove, Kind.Drop):
            return self._take(event)
        if kind == Kind.DragLeave and self.hint.isVisible():
            self.hint.hide()
            return True
        return False

    def _take(self, event: QDropEvent) -> bool:
        paths = dropped_files(event.mimeData())
        if not paths:
            return False
        if QApplication.activeModalWidget() is not None:  # a question comes first
            event.ignore()
            return True
        # Always a copy: a file manager deletes what was moved.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == Kind.Drop:
            self.hint.hide()
            # The program that the files come from waits until this returns.
            QTimer.singleShot(0, self, lambda: self.open_files(paths))
        elif not self.hint.isVisible():
            self.hint.announce(paths)
        return True


class DropHint(QWidget):
    """What a drop will open, over the whole window."""

    def __init__(self, window: QWidget, appearance: Appearance) -> None:
        super().__init__(window)
        self.hide()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.text = ""
        self.appearance = appearance
        self.theme = appearance.theme

    def announce(self, paths: list[str]) -> None:
        """Show it."""
        self.theme = self.appearance.theme
        name = Path(paths[0]).name
        if len(paths) > 1:
            text = tr("Drop to open “{name}”, the first of {count} files")
        else:
            text = tr("Drop to open “{name}”")
        self.text = text.format(name=name, count=len(paths))
        self.setAccessibleName(self.text)
        self.setGeometry(self.window().rect())
        self.raise_()
        self.show()

    def paintEvent(self, _: QPaintEvent) -> None:
        """A translucent layer, a dashed frame, and the text in a box in the middle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self.theme.color("window", 0.8))
        painter.setPen(QPen(self.theme.color("accent"), 2.0, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(EDGE, EDGE, -EDGE, -EDGE), 10, 10)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        painter.setFont(font)
        text = painter.fontMetrics().elidedText(
            self.text, Qt.TextElideMode.ElideMiddle, self.width() - 8 * EDGE
        )
        box = QRectF(painter.fontMetrics().boundingRect(text))
        box = box.adjusted(-24, -14, 24, 14)
        box.moveCenter(QRectF(self.rect()).center())
        painter.setPen(QPen(self.theme.color("line"), 1.0))
        painter.setBrush(self.theme.color("panel"))
        painter.drawRoundedRect(box, 8, 8)
        painter.setPen(self.theme.color("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def dropped_files(data: QMimeData) -> list[str]:
    """The paths of files, of this machine only."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile() and url.toLocalFile()]
