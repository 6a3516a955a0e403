"""The points without numbers, each with where it is and what went wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.core.words import tr
from engine.sweep.row import Row
from engine.sweep.sweep import Sweep
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.sweep.words import where

MOST = 200
HEIGHT = 96


class Failures(QWidget):
    """A list, hidden while there is nothing in it; a double click or Enter opens a point."""

    opened = Signal(int)  # the point
    again = Signal()  # compute them once more

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: list[int] = []
        self.title = with_properties(QLabel(), objectName="problem")
        self.retry = with_properties(QPushButton(tr("Try them again")), objectName="small")
        self.retry.clicked.connect(self.again)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("points that failed"))
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setFixedHeight(scaled(HEIGHT))
        self.list.itemActivated.connect(lambda item: self._open(self.list.row(item)))
        heading = QHBoxLayout()
        heading.addWidget(self.title, 1)
        heading.addWidget(self.retry)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(heading)
        column.addWidget(self.list)
        self.hide()

    def show_rows(self, sweep: Sweep | None, rows: Sequence[Row], running: bool) -> None:
        """Show these rows of a sweep, all of which failed."""
        self.setVisible(bool(rows))
        self.retry.setEnabled(not running)
        shown = rows[:MOST]
        points = [row.point for row in shown]
        if sweep is None or points == self._points:
            return
        self._points = points
        count = f"{len(rows):,}"
        self.title.setText(tr("{count} points failed").format(count=count))
        self.list.clear()
        self.list.addItems([f"{where(sweep, row.point)}:  {tr(row.failure)}" for row in shown])
        for number in range(len(shown)):
            self.list.item(number).setToolTip(self.list.item(number).text())

    def _open(self, place: int) -> None:
        self.opened.emit(self._points[place])
