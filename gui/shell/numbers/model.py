"""The numbers of a page as Qt's tables know them: sorted by any column, or by importance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from engine.core.quantity import Readout
from engine.core.words import tr
from gui.shell.numbers.compared import compared
from gui.shell.numbers.grid import QUANTITY, Grid, Line, cell_text, cell_tip, grid_of, listed

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
READOUT = Role.UserRole  # of a cell: its readout, or None


class NumbersModel(QAbstractTableModel):
    """The name of a quantity in the first column, its values in the others."""

    def __init__(self) -> None:
        super().__init__()
        self._readouts: tuple[Readout, ...] = ()
        self._order: Sequence[str] = ()
        self._narrow = False
        self._references: tuple[Readout, ...] = ()
        self._wide: Grid | None = None  # of these, made when it is asked for
        self.sorted_by: tuple[int, bool] | None = None  # (column, downwards), None: by importance
        self.grid = Grid((), (), ())
        self.lines: list[Line] = []

    def show_readouts(self, readouts: Sequence[Readout], order: Sequence[str] = ()) -> None:
        """Other values, by the importance of their keys."""
        self._readouts, self._order, self._wide = tuple(readouts), order, None
        self._show()

    def show_narrow(self, narrow: bool) -> None:
        """One value a line, or as many as the page has columns."""
        if narrow != self._narrow:
            self._narrow, self.sorted_by = narrow, None
            self._show()

    def show_references(self, references: Sequence[Readout]) -> None:
        """The values of another state, with which these are compared; none ends it."""
        if tuple(references) != self._references:
            self._references, self._wide = tuple(references), None
            self._show()

    def wide_grid(self) -> Grid:
        """What is shown where there is room."""
        if self._wide is None:
            self._wide = self._in_columns()
        return self._wide

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By the values of a column; -1 for importance."""
        down = order is Qt.SortOrder.DescendingOrder
        self.sorted_by = None if column < 0 else (column, down)
        self.layoutAboutToBeChanged.emit()
        self._arrange()
        self.layoutChanged.emit()

    def rowCount(self, parent: Index | None = None) -> int:
        """One a line."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        """The name, and the values."""
        return 0 if parent is not None and parent.isValid() else 1 + len(self.grid.columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Texts, tooltips and, for the delegate, readouts."""
        line = self.lines[index.row()]
        readout = self.cell(index.row(), index.column())
        if role == READOUT:
            return readout
        if role == Role.DisplayRole:
            return line.label if index.column() == 0 else cell_text(readout) if readout else ""
        if role == Role.ToolTipRole:
            first = next(iter(line.cells.values()), None)
            found = readout or (first if index.column() == 0 else None)
            return cell_tip(found) if found else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """What the columns hold."""
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Role.DisplayRole:
            return tr(QUANTITY) if section == 0 else self.grid.labels[section - 1]
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def cell(self, row: int, column: int) -> Readout | None:
        """The readout that stands there."""
        return self.lines[row].cells.get(self.grid.columns[column - 1]) if column else None

    def place(self, key: str) -> tuple[int, int] | None:
        """Where a quantity stands."""
        for i, line in enumerate(self.lines):
            for j, column in enumerate(self.grid.columns, 1):
                if column in line.cells and line.cells[column].key == key:
                    return i, j
        return None

    def _show(self) -> None:
        narrow = self._narrow and not self._references
        grid = listed(self._readouts, self._order) if narrow else self.wide_grid()
        if grid.shape == self.grid.shape:
            self.grid = grid
            self._arrange()
            if self.lines:
                last = self.index(self.rowCount() - 1, self.columnCount() - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        if grid.labels != self.grid.labels:
            self.sorted_by = None
        self.grid = grid
        self._arrange()
        self.endResetModel()

    def _in_columns(self) -> Grid:
        if self._references:
            return compared(self._readouts, self._references, self._order)
        return grid_of(self._readouts, self._order)

    def _arrange(self) -> None:
        self.lines = list(self.grid.lines)
        if self.sorted_by is None:
            return
        column, down = self.sorted_by
        if column == 0:
            self.lines.sort(key=lambda line: line.label, reverse=down)
            return
        name = self.grid.columns[column - 1]
        known = [line for line in self.lines if _known(line, name)]
        others = [line for line in self.lines if not _known(line, name)]
        known.sort(key=lambda line: line.cells[name].value, reverse=down)
        self.lines = known + others


def _known(line: Line, column: str) -> bool:
    return column in line.cells and line.cells[column].kind != "unknown"
