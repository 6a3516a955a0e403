"""Every key in one dialog, read from the menus themselves."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QMainWindow,
    QMenu,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from gui.base.scaling import scaled

MOST_KEYS = 2  # of one command: platforms know some that no keyboard has any more
# What the menus do not know: keys of the controls themselves.
CONTROLS = {
    "Sliders": (
        ("One step", "Left, Right, Up, Down"),
        ("Ten steps", "Page Up, Page Down"),
        ("To an end", "Home, End"),
        ("Back to the usual value", "double click"),
    ),
    "Typed numbers": (
        ("One step", "Up, Down"),
        ("Take the number", "Return"),
        ("Take back what was typed", "Escape"),
    ),
    "Everywhere": (
        ("Next or previous control", "Tab, Shift+Tab"),
        ("A menu", "Alt and its underlined letter"),
        ("Close a dialog", "Escape"),
    ),
}


class KeyboardMap(QDialog):
    """A searchable list of the menus' entries and their keys."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self.setWindowTitle("Keyboard map")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.search = QLineEdit(placeholderText="Search a command or a key")
        self.search.setAccessibleName("search")
        self.search.textChanged.connect(self._filter)
        self.tree = QTreeWidget(columnCount=2, accessibleName="keys")
        self.tree.setHeaderLabels(["Command", "Keys"])
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = self.tree.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        for title, rows in groups(window).items():
            group = QTreeWidgetItem([title])
            group.addChildren([QTreeWidgetItem(row) for row in rows])
            self.tree.addTopLevelItem(group)
            group.setExpanded(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[scaled(16)] * 4)
        for widget in (self.search, self.tree, buttons):
            column.addWidget(widget)
        self.resize(
            scaled(520), min(scaled(620), int(0.85 * self.screen().availableSize().height()))
        )

    def _filter(self, words: str) -> None:
        wanted = words.casefold().split()
        for i in range(self.tree.topLevelItemCount()):
            group = self.tree.topLevelItem(i)
            rows = [group.child(j) for j in range(group.childCount())]
            for row in rows:
                text = f"{group.text(0)} {row.text(0)} {row.text(1)}".casefold()
                row.setHidden(not all(word in text for word in wanted))
            group.setHidden(all(row.isHidden() for row in rows))


def groups(window: QMainWindow) -> dict[str, list[list[str]]]:
    """(command, keys) by menu, those with a key; and the keys of the controls."""
    found = {
        title: [[name, keys_of(action)] for name, action in rows if action.shortcuts()]
        for title, rows in entries(window).items()
    }
    controls = {title: [list(row) for row in rows] for title, rows in CONTROLS.items()}
    return {title: rows for title, rows in (found | controls).items() if rows}


def entries(window: QMainWindow) -> dict[str, list[tuple[str, QAction]]]:
    """Every entry by the name of its menu, with the names of the menus on the way to it."""
    # `QAction.menu` is of no use: what it returns ends with the action's wrapper in Python.
    menus = {menu.menuAction(): menu for menu in window.findChildren(QMenu)}

    def below(menu: QMenu, path: str) -> Iterator[tuple[str, QAction]]:
        for action in menu.actions():
            name = path + plain(action.text())
            if action in menus:
                yield from below(menus[action], f"{name}: ")
            elif not action.isSeparator():
                yield name, action

    bar = [action for action in window.menuBar().actions() if action in menus]
    return {plain(action.text()): list(below(menus[action], "")) for action in bar}


def keys_of(action: QAction) -> str:
    """The usual keys of an action, as this platform writes them."""
    form = QKeySequence.SequenceFormat.NativeText
    return ",  ".join(keys.toString(form) for keys in action.shortcuts()[:MOST_KEYS])


def plain(text: str) -> str:
    """A menu's text without the mark of its letter."""
    return text.replace("&", "").rstrip("…")
