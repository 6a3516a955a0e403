"""The numbers of a page in a table: rows and columns as the readouts say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.core.quantity import Readout
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.look.theme import Theme
from gui.widgets.readout_text import (
    Grid,
    Headers,
    cell_text,
    grid_of,
    infinite_notes,
    readout_tooltip,
)

ROW_HEIGHT = 24
LEAST_ROWS = 3
ROLES = {"exact": "text", "estimated": "accent", "unknown": "muted"}


class ReadoutTable(QWidget):
    """Shows readouts; copies as tab-separated text."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.table = _Table()
        self.notes = with_properties(QLabel(wordWrap=True), objectName="muted", visible=False)
        self.notes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.table)
        column.addWidget(self.notes)
        self._headers: Headers | None = None
        self._row = scaled(ROW_HEIGHT)
        self._limit = 6 * self._row

    def show_readouts(self, readouts: Sequence[Readout]) -> None:
        """Show these; only texts change while rows and columns stay."""
        grid = grid_of(readouts)
        if grid.headers != self._headers:
            self._rebuild(grid)
        for (i, j), readout in grid.cells.items():
            item = self.table.cell(i, j)
            text = cell_text(readout)
            if item.text() != text:
                item.setText(text)
            item.setToolTip(readout_tooltip(readout))
            role = ROLES[readout.kind]
            item.setForeground(self.theme.color(role))
        notes = infinite_notes(readouts)
        self.notes.setText(notes)
        self.table.spread()
        self._fit()

    def show_notes(self, shown: bool) -> None:
        """Whether the reasons for infinite values stand below the table."""
        self.notes.setVisible(shown and bool(self.notes.text()))

    def text_at(self, row: str, column: str) -> str:
        """The text in a cell, by its place."""
        assert self._headers is not None
        _, _, rows, columns, _ = self._headers
        return self.table.cell(rows.index(row), columns.index(column)).text()

    def _rebuild(self, grid: Grid) -> None:
        self._headers = grid.headers
        table = self.table
        table.clear()
        table.setRowCount(len(grid.rows))
        table.setColumnCount(len(grid.columns))
        table.setVerticalHeaderLabels(list(grid.row_labels))
        table.setHorizontalHeaderLabels(list(grid.column_labels))
        for i in range(len(grid.rows)):
            for j in range(len(grid.columns)):
                item = QTableWidgetItem()
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                table.setItem(i, j, item)

    def limit_height(self, height: int) -> None:
        """No higher than this; what does not fit is scrolled."""
        self._limit = height
        self._fit()

    def _fit(self) -> None:
        rows = self.table.rowCount()
        header = self.table.horizontalHeader().sizeHint().height() + 2
        shown = min(rows, max(LEAST_ROWS, (self._limit - header) // self._row))
        self.table.setFixedHeight(header + shown * self._row)


class _Table(QTableWidget):
    """A quiet table that cannot be edited."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setObjectName("readouts")
        self.setShowGrid(False)
        self.setAccessibleName("readouts")
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(scaled(ROW_HEIGHT))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.verticalHeader().setHighlightSections(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        font = QFont(self.font())
        font.setFeature(QFont.Tag("tnum"), 1)  # digits of one width
        self.setFont(font)

    def cell(self, i: int, j: int) -> QTableWidgetItem:
        """The item in row i and column j."""
        item = self.item(i, j)
        assert item is not None
        return item

    def spread(self) -> None:
        """Columns as wide as their texts, and evenly wider where there is room."""
        header = self.horizontalHeader()
        count = self.columnCount()
        wanted = [
            max(self.sizeHintForColumn(j), header.sectionSizeHint(j)) + 2 for j in range(count)
        ]
        spare = max(self.viewport().width() - sum(wanted), 0) // max(count, 1)
        for j, width in enumerate(wanted):
            if self.columnWidth(j) != width + spare:
                self.setColumnWidth(j, width + spare)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other columns."""
        super().resizeEvent(event)
        self.spread()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the selected cells."""
        if event.matches(QKeySequence.StandardKey.Copy):
            chosen = self.selectedIndexes()
            rows = sorted({index.row() for index in chosen})
            columns = sorted({index.column() for index in chosen})
            lines = ("\t".join(self.cell(i, j).text() for j in columns) for i in rows)
            QGuiApplication.clipboard().setText("\n".join(lines))
        else:
            super().keyPressEvent(event)
