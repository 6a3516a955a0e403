"""Finds anything by a few letters of its name, and goes there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.core.words import tr
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.look.current import current_theme
from gui.look.icons import icon
from gui.shell.fuzzy import fit_of

MOST = 60
SLICE = 0.01  # seconds for which entries are taken between two glances at the keyboard
SIZE = (560, 420)
MARGIN = 8
MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that has a name: what kind of thing it is, and how to get there."""

    kind: str  # in a word: page, command
    icon: str
    title: str
    words: str  # by which it is found as well
    run: Callable[[], object]
    weight: float = 1.0  # of entries that fit alike, the heavier comes first


def found(entries: Sequence[Entry], typed: str) -> list[Entry]:
    """Those that fit, the best first; all in their order while nothing is typed."""
    if not typed.strip():
        return list(entries[:MOST])
    fits = [(entry.weight * fit_of(typed, entry.title, entry.words), entry) for entry in entries]
    best = sorted((pair for pair in fits if pair[0] > 0.0), key=lambda pair: -pair[0])
    return [entry for _, entry in best[:MOST]]


class Palette(QDialog):
    """A field and what fits to it; Enter goes to the one that is marked.

    It opens with the first entries; of the others, which may have to be imported, a few are taken
    whenever there is nothing else to do. Enter that is pressed before the last waits for it.
    """

    def __init__(self, entries: Iterable[Entry], parent: QWidget, words: str = "") -> None:
        """``words`` say what is found, where that is not everything."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(tr("find"))
        self._rest = iter(entries)
        self._entries = list(islice(self._rest, MOST))
        everything = tr("A page, command, example, parameter or number")
        self.field = QLineEdit(placeholderText=words or everything)
        self.field.setAccessibleName(tr("find"))
        self.list = with_properties(QTreeWidget(columnCount=2), accessibleName=tr("found"))
        self.shown: list[Entry] = []
        self._entered = False  # Enter waits for the other entries
        self._arrange()
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(lambda *_: self._run_marked())
        self._fill("")
        self._timer = QTimer(self)
        self._timer.timeout.connect(lambda: self._take(time.perf_counter() + SLICE))
        self._timer.start(0)

    def open_below(self, widget: QWidget) -> None:
        """Below a widget of the window."""
        window = widget.window()
        width, height = (scaled(each) for each in SIZE)
        room = window.rect()
        self.resize(min(width, room.width() - 16), min(height, room.height() - 60))
        corner = widget.mapTo(window, QPoint(-MARGIN, -MARGIN // 2))
        corner.setX(min(corner.x(), room.width() - self.width() - MARGIN))
        corner.setY(max(min(corner.y(), room.height() - self.height() - MARGIN), MARGIN))
        self.move(window.mapToGlobal(corner))
        self.show()
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that move in the list, and Enter, while the field has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in MOVES:
                self.list.event(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run()
                return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Closed, it takes and runs nothing more."""
        super().hideEvent(event)
        self._timer.stop()

    def _take(self, until: float) -> None:
        """More entries until a time by `time.perf_counter`."""
        for entry in self._rest:
            self._entries.append(entry)
            if time.perf_counter() > until:
                return
        self._timer.stop()
        if self.field.text():
            self._fill(self.field.text())
        if self._entered:
            self._run()

    def _fill(self, typed: str) -> None:
        self.shown = found(self._entries, typed)
        theme = current_theme()
        self.list.clear()
        for entry in self.shown:
            item = QTreeWidgetItem([entry.title, entry.kind])
            item.setIcon(0, icon(entry.icon, theme, "muted"))
            item.setForeground(1, theme.color("muted"))
            item.setToolTip(0, entry.words)
            self.list.addTopLevelItem(item)
        self.list.setCurrentIndex(self.list.model().index(0, 0))

    def _run(self) -> None:
        if self._timer.isActive() and self.field.text():
            self._entered = True
        else:
            self._run_marked()

    def _run_marked(self) -> None:
        place = self.list.currentIndex().row()
        if 0 <= place < len(self.shown):
            entry = self.shown[place]
            # First the palette goes: what it opens takes the focus.
            self.close()
            entry.run()

    def _arrange(self) -> None:
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(MARGIN)
        column.addWidget(self.field)
        column.addWidget(self.list)
