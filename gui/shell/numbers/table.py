"""The table of all numbers: every row, no sideways scroll, copies as tab-separated text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from engine.core.quantity import Readout
from engine.core.words import tr
from gui.base.scaling import scaled
from gui.shell.numbers.delegate import NumberDelegate
from gui.shell.numbers.measured import Measures
from gui.shell.numbers.model import NumbersModel

ROW = 24


class NumbersTable(QTableView):
    """In a narrow place it lists one value a line, where there is room it has columns.

    A click on a header sorts by it, downwards with the next one, by importance with the third.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("numbers")
        self.setAccessibleName(tr("all numbers"))
        self._model = NumbersModel()
        self._measures = Measures()
        self._waiting: tuple[Sequence[Readout], Sequence[str]] | None = None
        self._compares = False  # whether there is another state
        self.setModel(self._model)
        self.drawn = NumberDelegate(self)
        self.setItemDelegate(self.drawn)
        self._quiet()
        header = self.horizontalHeader()
        header.sectionClicked.connect(self._sort)
        self._model.modelReset.connect(self._show_order)

    @property
    def numbers(self) -> NumbersModel:
        """What is shown, the newest values."""
        if self._waiting is not None:
            newest, self._waiting = self._waiting, None
            self._model.show_readouts(*newest)
        return self._model

    def show_readouts(self, readouts: Sequence[Readout], order: Sequence[str]) -> None:
        """Other values; where the table is hidden they wait until they are asked for."""
        self._waiting = readouts, order
        self.fit()

    def show_references(self, readouts: Sequence[Readout]) -> None:
        """Numbers of another state, A, and their differences beside those that are shown."""
        if readouts or self._compares:
            self._compares = bool(readouts)
            self.numbers.show_references(readouts)
            self.fit()

    def text_at(self, row: str, column: str) -> str:
        """The text of a cell, by its place in the page's own table."""
        grid = self.numbers.wide_grid()
        line = next(line for line in grid.lines if line.row == row)
        self.numbers.show_narrow(False)
        place = self.numbers.place(line.cells[column].key)
        assert place is not None
        return str(self.numbers.index(*place).data())

    def reveal(self, key: str) -> None:
        """Go to a quantity."""
        place = self.numbers.place(key)
        if place is not None:
            index = self.numbers.index(*place)
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def fit(self) -> None:
        """Columns where all of them have room, else one value a line."""
        if not self.isVisible():
            return
        room = self.viewport().width()
        wide = self._measures.of(self.numbers.wide_grid(), self.fontMetrics())
        self.numbers.show_narrow(sum(wide.wanted) > room)
        self._share(room)

    def showEvent(self, event: QShowEvent) -> None:
        """With the values that have waited."""
        super().showEvent(event)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other columns."""
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the selected cells."""
        if event.matches(QKeySequence.StandardKey.Copy):
            chosen = self.selectedIndexes()
            rows = sorted({index.row() for index in chosen})
            columns = sorted({index.column() for index in chosen})
            text = "\n".join(
                "\t".join(str(self.numbers.index(i, j).data()) for j in columns) for i in rows
            )
            QGuiApplication.clipboard().setText(text)
        else:
            super().keyPressEvent(event)

    def _share(self, room: int) -> None:
        """Every column has what it needs, and its part of what is left."""
        found = self._measures.of(self.numbers.grid, self.fontMetrics())
        self.drawn.widths, wanted = found.widths, list(found.wanted)
        if self.numbers.columnCount() < 2:
            return
        # The names give way first: they are cut, and whole in their tooltips.
        wanted[0] = min(wanted[0], max(room - sum(wanted[1:]), scaled(104)))
        spare = max(room - sum(wanted), 0)
        for column, width in enumerate(wanted):
            # In a list the values stand at the right, below each other.
            more = spare // len(wanted) if len(wanted) > 2 else spare * (column == 0)
            if self.columnWidth(column) != width + more:
                self.setColumnWidth(column, width + more)

    def _sort(self, column: int) -> None:
        now = self.numbers.sorted_by
        if now is None or now[0] != column:
            self.numbers.sort(column, _UP)
        elif not now[1]:
            self.numbers.sort(column, _DOWN)
        else:
            self.numbers.sort(-1)
        self._show_order()

    def _show_order(self) -> None:
        column, down = self._model.sorted_by or (-1, False)
        self.horizontalHeader().setSortIndicator(column, _DOWN if down else _UP)

    def _quiet(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A bar that came and went would change the room of the columns.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        vertical, header = self.verticalHeader(), self.horizontalHeader()
        vertical.hide()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setDefaultSectionSize(scaled(ROW))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, _UP)


_UP, _DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
