"""The bookmarks in a list: to go to, rename, put in order, delete."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.core.words import tr, tr_noop
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.shell.bookmarks import NONE, Bookmarks

WIDTH, HEIGHT = 320, 260
TIPS = {
    "go": (tr_noop("&Go to"), tr_noop("Show it (Return, double click).")),
    "rename": (tr_noop("&Rename"), tr_noop("Another title (F2).")),
    "up": (tr_noop("&Up"), tr_noop("Move it up (Alt+Up).")),
    "down": (tr_noop("&Down"), tr_noop("Move it down (Alt+Down).")),
    "delete": (tr_noop("D&elete"), tr_noop("Forget it; what is shown stays (Delete).")),
}


class BookmarkList(QDialog):
    """Follows the bookmarks, and stays open while they are gone through."""

    presented = Signal()  # show them full screen

    def __init__(self, bookmarks: Bookmarks, parent: QWidget) -> None:
        super().__init__(parent)
        self.bookmarks = bookmarks
        self.setWindowTitle(tr("Bookmarks"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = _List()
        self.empty = with_properties(QLabel(tr(NONE), wordWrap=True), objectName="muted")
        self.buttons = {name: self._button(*words) for name, words in TIPS.items()}
        self.add = self._button(tr_noop("&Add what is shown"), tr_noop("At the end (Ctrl+D)."))
        self.present = self._button(tr_noop("&Present"), tr_noop("Full screen, one by one (F11)."))
        self._arrange()
        self._connect()
        self.show_all()

    def show_all(self) -> None:
        """The titles as they are now, the one that is shown in bold; the marked place stays."""
        titles, here = [each.title for each in self.bookmarks.all], self.bookmarks.place
        with QSignalBlocker(self.list):
            while self.list.count() < len(titles):
                self.list.addItem(_item())
            while self.list.count() > len(titles):
                self.list.takeItem(self.list.count() - 1)
            for place, title in enumerate(titles):  # in place: one of them may be being edited
                _show(self.list.item(place), title, f"{place + 1}: {title}", place == here)
            if titles and self.list.currentRow() < 0:
                self.list.setCurrentRow(0)
        self._show_able()

    def _connect(self) -> None:
        self.bookmarks.changed.connect(self.show_all)
        self.list.currentRowChanged.connect(self._show_able)
        self.list.itemChanged.connect(self._rename)
        self.list.itemDoubleClicked.connect(lambda _: self._go())
        self.list.went.connect(self._go)
        self.list.deleted.connect(self._delete)
        self.list.stepped.connect(self._move)
        # Not while the list still moves its rows.
        self.list.dropped.connect(self.bookmarks.move, Qt.ConnectionType.QueuedConnection)
        does = {
            "go": self._go,
            "rename": self._edit,
            "up": lambda: self._move(-1),
            "down": lambda: self._move(1),
            "delete": self._delete,
        }
        for name, button in self.buttons.items():
            button.clicked.connect(does[name])
        self.add.clicked.connect(self.bookmarks.add)
        self.present.clicked.connect(self.presented)

    def _go(self) -> None:
        if self.list.currentRow() >= 0:
            self.bookmarks.go_to(self.list.currentRow())

    def _edit(self) -> None:
        # Unlike editItem this says nothing where the title is being edited already.
        trigger = QListWidget.EditTrigger.AllEditTriggers
        self.list.edit(self.list.currentIndex(), trigger, QEvent(QEvent.Type.None_))

    def _rename(self, item: QListWidgetItem) -> None:
        if not self.bookmarks.rename(self.list.row(item), item.text()):
            self.show_all()

    def _move(self, step: int) -> None:
        row = self.list.currentRow()
        to = row + step
        if row >= 0 and 0 <= to < self.list.count():
            self.bookmarks.move(row, to)
            self.list.setCurrentRow(to)

    def _delete(self) -> None:
        if self.list.currentRow() >= 0:
            self.bookmarks.remove(self.list.currentRow())

    def _show_able(self) -> None:
        row, last = self.list.currentRow(), self.list.count() - 1
        for name, button in self.buttons.items():
            button.setEnabled({"up": row > 0, "down": 0 <= row < last}.get(name, row >= 0))
        self.empty.setVisible(last < 0)
        self.present.setEnabled(last >= 0)

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(tr(text), autoDefault=False)
        button.setToolTip(tr(tip))
        return button

    def _arrange(self) -> None:
        self.list.setAccessibleName(tr("bookmarks"))
        self.list.setMinimumSize(scaled(WIDTH), scaled(HEIGHT))
        beside = QVBoxLayout()
        for button in self.buttons.values():
            beside.addWidget(button)
        beside.addStretch(1)
        line, foot = QHBoxLayout(), QHBoxLayout()
        line.addWidget(self.list, 1)
        line.addLayout(beside)
        foot.addWidget(self.add)
        foot.addStretch(1)
        foot.addWidget(self.present)
        column = QVBoxLayout(self)
        column.addWidget(self.empty)
        column.addLayout(line, 1)
        column.addLayout(foot)


def _item() -> QListWidgetItem:
    item = QListWidgetItem()
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
    return item


def _show(item: QListWidgetItem, title: str, tip: str, bold: bool) -> None:
    font = item.font()
    font.setBold(bold)
    item.setText(title)
    item.setToolTip(tip)
    item.setFont(font)


class _List(QListWidget):
    """Says what keys and the mouse ask for; the bookmarks themselves change elsewhere."""

    went = Signal()
    deleted = Signal()
    stepped = Signal(int)
    dropped = Signal(int, int)  # from a place to another

    def __init__(self) -> None:
        super().__init__()
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.model().rowsMoved.connect(self._drop)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return, Delete, and Alt with an arrow; others move in the list."""
        key, alt = event.key(), event.modifiers() & Qt.KeyboardModifier.AltModifier
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # what the field for the title leaves to the list
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.went.emit()
        elif key == Qt.Key.Key_Delete:
            self.deleted.emit()
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def _drop(
        self, _source: QModelIndex, first: int, _last: int, _target: QModelIndex, before: int
    ) -> None:
        self.dropped.emit(first, before - 1 if before > first else before)
