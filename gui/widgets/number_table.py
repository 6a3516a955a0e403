"""A table of typed numbers: edited, pasted, copied."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from engine.core.parameter import ParameterError
from engine.core.words import tr
from gui.base.scaling import scaled
from gui.look.theme import Theme
from gui.widgets.number_text import field_text
from gui.widgets.table_text import joined_table, split_table

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class NumberTableModel(QAbstractTableModel):
    """Texts as they were typed; `values` reads them."""

    edited = Signal()

    def __init__(
        self, name: str, symmetric: bool, theme: Theme, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.name = name
        self.symmetric = symmetric
        self.theme = theme
        self.texts: list[list[str]] = []

    def show_values(self, values: np.ndarray) -> None:
        """Another table of numbers, (rows, columns), in full precision."""
        self.beginResetModel()
        self.texts = [[_full_text(float(value)) for value in row] for row in values]
        self.endResetModel()
        self.edited.emit()

    def values(self) -> np.ndarray:
        """The numbers; raises ParameterError that names the first entry that is none."""
        numbers = np.empty((len(self.texts), len(self.texts[0])))
        for i, row in enumerate(self.texts):
            for j, text in enumerate(row):
                try:
                    numbers[i, j] = float(text.replace("\N{MINUS SIGN}", "-"))
                except ValueError:
                    name = f"{self.name}[{i}][{j}]" if self.symmetric else f"{self.name}[{j}]"
                    raise ParameterError(name, text, "must be a number") from None
        return numbers

    def put(self, top: int, left: int, block: list[list[str]]) -> None:
        """Write a pasted block; raises ParameterError where it does not fit."""
        rows, columns = len(self.texts), len(self.texts[0])
        if not self.symmetric and len(block[0]) == 1 and len(block) == columns:
            block = [[row[0] for row in block]]  # a mean that stood in a column
        if (len(block), len(block[0])) == (rows, columns):
            top = left = 0
        if top + len(block) > rows or left + len(block[0]) > columns:
            size = f"{len(block)} x {len(block[0])} table"
            raise ParameterError(self.name, size, f"must fit into {rows} x {columns}")
        for i, row in enumerate(block):
            self.texts[top + i][left : left + len(row)] = row
        self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, columns - 1))
        self.edited.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.texts)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or not self.texts else len(self.texts[0])

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> str | None:
        if role != Role.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical and not self.symmetric:
            return "μ"
        return str(section + 1)

    def data(self, index: Index, role: int = 0) -> object:
        text = self.texts[index.row()][index.column()]
        if role == Role.EditRole:
            return text
        if role == Role.DisplayRole:
            return _short_text(text)
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Role.ForegroundRole and not _is_number(text):
            return self.theme.color("error")
        if role == Role.BackgroundRole and self.symmetric and index.row() == index.column():
            return self.theme.color("window")
        return None

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        row, column = index.row(), index.column()
        self.texts[row][column] = str(value).strip()
        if self.symmetric:
            # The entry across the diagonal is the same number; a paste is taken as it is.
            self.texts[column][row] = str(value).strip()
            self.dataChanged.emit(self.index(column, row), self.index(column, row))
        self.dataChanged.emit(index, index)
        self.edited.emit()
        return True


class NumberTable(QTableView):
    """The view, with copy and paste."""

    problem = Signal(str)

    def __init__(self, model: NumberTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.numbers = model
        self.horizontalHeader().setDefaultSectionSize(scaled(74))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(scaled(26))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName(tr("{name} table").format(name=model.name))

    def fill_width(self, fill: bool) -> None:
        """Columns as wide as the table allows, for a few of them."""
        mode = QHeaderView.ResizeMode.Stretch if fill else QHeaderView.ResizeMode.Fixed
        self.horizontalHeader().setSectionResizeMode(mode)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and paste besides the usual keys."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """The clipboard's table, from the current entry on, or whole where it has this size."""
        index = self.currentIndex()
        try:
            block = split_table(QGuiApplication.clipboard().text())
            self.numbers.put(max(index.row(), 0), max(index.column(), 0), block)
        except ParameterError as error:
            self.problem.emit(str(error))

    def copy(self) -> None:
        """The selected entries, or all of them."""
        chosen = self.selectedIndexes()
        rows = sorted({index.row() for index in chosen}) or range(self.numbers.rowCount())
        columns = sorted({index.column() for index in chosen}) or range(self.numbers.columnCount())
        if len(chosen) == 1:
            rows, columns = range(self.numbers.rowCount()), range(self.numbers.columnCount())
        texts = [[self.numbers.texts[i][j] for j in columns] for i in rows]
        QGuiApplication.clipboard().setText(joined_table(texts))


def _full_text(value: float) -> str:
    return repr(value).removesuffix(".0")


def _short_text(text: str) -> str:
    return field_text(float(text)) if _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text.replace("\N{MINUS SIGN}", "-"))
    except ValueError:
        return False
    return True
