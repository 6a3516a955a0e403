"""The first rows of a data file in a table, with what its columns are taken for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from math import ceil
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QShowEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from engine.core.words import tr
from engine.data.table import FileColumns
from gui.base.scaling import scaled

SHOWN_ROWS = 8
FEW = 5  # columns that share the width
ROW_HEIGHT = 22
CELL_MARGIN = 20  # left and right of a cell's text, together
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class FirstRows(QTableView):
    """The columns that mean something have bold names, and what they are beside them."""

    def __init__(self, columns: FileColumns) -> None:
        super().__init__()
        self.rows = RowsModel(columns)
        self.setModel(self.rows)
        self.setAccessibleName(tr("first rows"))
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalHeader().setDefaultSectionSize(scaled(ROW_HEIGHT))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        rows = scaled(ROW_HEIGHT) * self.rows.rowCount()
        height = header.sizeHint().height() + rows + scaled(14)
        self.setMinimumHeight(min(height, scaled(120)))
        self.setMaximumHeight(height)

    def show_roles(self, roles: Mapping[str, str]) -> None:
        """What each of the chosen columns is."""
        self.rows.show_roles(roles)
        if self.isVisible():
            self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """It has its width only now."""
        super().showEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Few columns share the width; where a name would be cut off, each has what it needs. The
        chosen ones come into view, the first of them at least."""
        header, modes = self.horizontalHeader(), QHeaderView.ResizeMode
        hints = [header.sectionSizeHint(place) for place in range(header.count())]
        whole = max(hints, default=0) * len(hints)
        fits = len(hints) <= FEW and whole <= self.viewport().width()
        header.setSectionResizeMode(modes.Stretch if fits else modes.Fixed)
        if not fits:
            for place, width in enumerate(map(max, hints, self._cell_widths)):
                header.resizeSection(place, width)
        chosen = self.rows.chosen()
        for place in (*chosen[-1:], *chosen[:1]):
            self.scrollTo(self.rows.index(0, place))

    @cached_property
    def _cell_widths(self) -> list[int]:
        """What the widest cell of each column needs, from the widths of its letters. Qt would ask
        its style about every cell, which takes half a second with a thousand columns."""
        letter = cache(QFontMetricsF(self.font()).horizontalAdvance)
        widths = [[sum(map(letter, cell)) for cell in column] for column in self.rows.columns]
        return [scaled(CELL_MARGIN) + ceil(max(each, default=0.0)) for each in widths]


class RowsModel(QAbstractTableModel):
    """What Qt asks of them."""

    def __init__(self, columns: FileColumns) -> None:
        super().__init__()
        self._names, self._numeric = columns.names, columns.numeric
        self._rows = columns.first_rows[:SHOWN_ROWS]
        self._roles: Mapping[str, str] = {}

    @property
    def columns(self) -> list[list[str]]:
        """The cells of each; a row may end before it."""
        places = range(len(self._names))
        return [[row[place] for row in self._rows if place < len(row)] for place in places]

    def chosen(self) -> list[int]:
        """The columns that have a role."""
        return [place for place, name in enumerate(self._names) if name in self._roles]

    def show_roles(self, roles: Mapping[str, str]) -> None:
        """By the names of columns."""
        self._roles = roles
        if self._names:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._names) - 1)

    def rowCount(self, parent: Index | None = None) -> int:
        """Those that are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """All."""
        return 0 if parent is not None and parent.isValid() else len(self._names)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A cell as it stands in the file."""
        row, place = self._rows[index.row()], index.column()
        if role == Role.DisplayRole:
            return row[place] if place < len(row) else ""
        return self._side(place) if role == Role.TextAlignmentRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Names of columns, numbers of rows."""
        if orientation is not Qt.Orientation.Horizontal:
            return super().headerData(section, orientation, role)
        name = self._names[section]
        if role == Role.DisplayRole:
            return f"{name}  ({self._roles[name]})" if name in self._roles else name
        if role == Role.FontRole:
            font = QFont()
            font.setBold(name in self._roles)
            return font
        return self._side(section) if role == Role.TextAlignmentRole else None

    def _side(self, place: int) -> Qt.AlignmentFlag:
        return RIGHT if self._numeric[place] else LEFT
