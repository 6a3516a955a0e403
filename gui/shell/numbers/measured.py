"""The room that the columns of a table of numbers take."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFontMetrics

from gui.shell.numbers.delegate import MARGIN, Widths, widths_of
from gui.shell.numbers.grid import Grid

ARROW = 14  # pixels of a header for the arrow of the order
KEPT = 2  # grids: in columns, and with one value a line


@dataclass(frozen=True, slots=True)
class Measured:
    """The parts of each column of numbers, and the width of every column, of names first."""

    widths: tuple[Widths, ...]
    wanted: tuple[int, ...]  # pixels


class Measures:
    """What was measured last: it is asked for at every width of the window, at most of which
    numbers and type are the same."""

    def __init__(self) -> None:
        self._kept: list[tuple[Grid, QFontMetrics, Measured]] = []

    def of(self, grid: Grid, metrics: QFontMetrics) -> Measured:
        """That of a grid in this type; another grid has other numbers."""
        for measured, type_of, found in self._kept:
            if measured is grid and type_of == metrics:
                return found
        made = measure(grid, metrics)
        self._kept = [(grid, metrics, made), *self._kept[: KEPT - 1]]
        return made


def measure(grid: Grid, metrics: QFontMetrics) -> Measured:
    """What every column needs, so that nothing is cut."""
    names = max((metrics.horizontalAdvance(line.label) for line in grid.lines), default=0)
    widths = tuple(
        widths_of([line.cells[column] for line in grid.lines if column in line.cells], metrics)
        for column in grid.columns
    )
    wanted = [names + 2 * MARGIN]
    for each, label in zip(widths, grid.labels, strict=True):
        header = metrics.horizontalAdvance(label) + 2 * MARGIN + ARROW
        wanted.append(max(each.total + 2 * MARGIN, header))
    return Measured(widths, tuple(wanted))
