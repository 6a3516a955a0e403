"""The numbers of a page in a table: rows and columns as the readouts say."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui.theme import Theme
from gui.widgets.readout_text import (
    cell_text,
    grid_of,
    infinite_notes,
    readout_tooltip,
)

ROW_HEIGHT = 24
SHOWN_ROWS = 7


class ReadoutTable(QWidget):
    """Shows readouts; copies as tab-separated text."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.table = _Grid()
        self.notes = QLabel(objectName="muted", wordWrap=True, visible=False)
        self.notes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.table)
        column.addWidget(self.notes)
        self._headers: tuple = ()

    def show_readouts(self, readouts: tuple) -> None:
        """Show these; only texts change while rows and columns stay."""
        grid = grid_of(readouts)
        if grid.headers != self._headers:
            self._rebuild(grid)
        for (i, j), readout in grid.cells.items():
            item = self.table.item(i, j)
            text = cell_text(readout, suffix=grid.suffixed)
            if item.text() != text:
                item.setText(text)
            item.setToolTip(readout_tooltip(readout))
            role = "accent" if readout.kind == "estimated" else "text"
            item.setForeground(self.theme.color(role))
        notes = infinite_notes(readouts)
        self.notes.setText(notes)
        self.notes.setVisible(bool(notes))
        self._fit()

    def text_at(self, row: str, column: str) -> str:
        """The text in a cell, by its place."""
        rows, columns = self._headers[2], self._headers[3]
        item = self.table.item(rows.index(row), columns.index(column))
        return item.text()

    def _rebuild(self, grid) -> None:
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
                item.setTextAlignment(
                    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                )
                table.setItem(i, j, item)

    def _fit(self) -> None:
        """As high as its rows, up to a few; as wide as its texts, then evenly."""
        rows = self.table.rowCount()
        header = self.table.horizontalHeader().sizeHint().height()
        bar = self.table.horizontalScrollBar()
        extra = bar.sizeHint().height() if bar.isVisible() else 0
        whole = header + rows * ROW_HEIGHT + 2 + extra
        self.table.setMaximumHeight(whole)
        self.table.setMinimumHeight(min(whole, header + min(rows, 3) * ROW_HEIGHT + 2))
        self.table.preferred_height = min(whole, header + SHOWN_ROWS * ROW_HEIGHT + 2)
        self.table.updateGeometry()


class _Grid(QTableWidget):
    """A quiet table that cannot be edited."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preferred_height = 4 * ROW_HEIGHT
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("readouts")
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.verticalHeader().setHighlightSections(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(96)
        header.setHighlightSections(False)
        font = QFont(self.font())
        font.setFeature(QFont.Tag("tnum"), 1)  # digits of one width
        self.setFont(font)

    def sizeHint(self):
        hint = super().sizeHint()
        hint.setHeight(self.preferred_height)
        return hint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the selected cells."""
        if event.matches(QKeySequence.StandardKey.Copy):
            chosen = self.selectedIndexes()
            rows = sorted({index.row() for index in chosen})
            columns = sorted({index.column() for index in chosen})
            lines = ("\t".join(self.item(i, j).text() for j in columns) for i in rows)
            QGuiApplication.clipboard().setText("\n".join(lines))
        else:
            super().keyPressEvent(event)
