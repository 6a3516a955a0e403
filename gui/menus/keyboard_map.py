"""Every key in one dialog, read from the list of actions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
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
from gui.shell.actions import Action, Listed

MOST_KEYS = 2  # of one command: platforms know some that no keyboard has any more
# What the list of actions does not hold: keys of the controls themselves.
CONTROLS = {
    "Sliders": (
        ("One step", "Left, Right, Up, Down"),
        ("Ten steps", "Page Up, Page Down"),
        ("A fine step", "Shift with a step or a drag"),
        ("To an end", "Home, End"),
        ("Change the value", "drag the handle or the name"),
        ("Back to the usual value", "double click"),
    ),
    "Typed numbers": (
        ("One step", "Up, Down"),
        ("A fine step", "Shift+Up, Shift+Down"),
        ("Arithmetic", "1/3, sqrt(2), 2*pi, 3*(1+2)"),
        ("Accept the number", "Return"),
        ("Undo what was typed", "Escape"),
    ),
    "Everywhere": (
        ("Next or previous control", "Tab, Shift+Tab"),
        ("A menu", "Alt and its underlined letter"),
        ("Close a dialog", "Escape"),
    ),
}


class KeyboardMap(QDialog):
    """A searchable list of the actions and their keys."""

    def __init__(self, actions: Sequence[Listed], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard map"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.search = QLineEdit(placeholderText=tr("Search a command or a key"))
        self.search.setAccessibleName(tr("search"))
        self.search.textChanged.connect(self._filter)
        self.tree = with_properties(QTreeWidget(columnCount=2), accessibleName=tr("keys"))
        self.tree.setHeaderLabels([tr("Command"), tr("Keys")])
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = self.tree.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.groups: list[QTreeWidgetItem] = []
        for title, rows in groups(actions).items():
            group = QTreeWidgetItem([title])
            group.addChildren([QTreeWidgetItem(row) for row in rows])
            self.groups.append(group)
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
        for group in self.groups:
            rows = [group.child(j) for j in range(group.childCount())]
            for row in rows:
                text = f"{group.text(0)} {row.text(0)} {row.text(1)}".casefold()
                row.setHidden(not all(word in text for word in wanted))
            group.setHidden(all(row.isHidden() for row in rows))


def groups(actions: Sequence[Listed]) -> dict[str, list[list[str]]]:
    """(command, keys) by menu, those with a key; and the keys of the controls."""
    found: dict[str, list[list[str]]] = {}
    for each in actions:
        if each.action.sequences():
            found.setdefault(each.menu_words, []).append([each.words, keys_of(each.action)])
    controls = {
        tr(title): [[tr(words), tr(keys)] for words, keys in rows]
        for title, rows in CONTROLS.items()
    }
    return found | controls


def keys_of(action: Action) -> str:
    """The usual keys of an action, as this platform writes them."""
    form = QKeySequence.SequenceFormat.NativeText
    return ",  ".join(keys.toString(form) for keys in action.sequences()[:MOST_KEYS])
