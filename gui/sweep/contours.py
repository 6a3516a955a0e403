"""Contour lines of a map, dark where its colour is light and light where it is dark."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from contourpy import LineType, contour_generator

from engine.core.arrays import Array
from gui.look.contrast import contrast
from gui.look.theme import Theme
from gui.plotkit.trace import Trace
from gui.sweep.levels import Levels

FEWEST = 3  # values along each axis from which there are lines
GAP = np.full((1, 2), np.nan)


class Contours:
    """The lines at the numbers beside a map's bar; where they lie the map has the colour of that
    number, so that one of two pens can be seen there."""

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        self.inks = (theme.text, theme.plot)
        self.curves: dict[str, Trace] = {}
        for role in self.inks:
            pen = pg.mkPen(role, width=0.8 * theme.line_scale)
            self.curves[role] = Trace(pen=pen, connect="finite", antialias=True)
            plot.addItem(self.curves[role], ignoreBounds=True)

    @property
    def drawn(self) -> bool:
        """Whether there are any."""
        return any(len(curve.getData()[0]) for curve in self.curves.values())

    def show(self, values: Array, x: Array, y: Array, levels: Levels, colors: pg.ColorMap) -> None:
        """Those of values (m, n), NaN where they are unknown, at x (n,) and y (m,) in any order."""
        found: dict[str, list[Array]] = {ink: [] for ink in self.inks}
        if min(values.shape) >= FEWEST:
            across, up = np.argsort(x), np.argsort(y)
            grid = np.ma.masked_invalid(values[np.ix_(up, across)])
            made = contour_generator(x[across], y[up], grid, line_type=LineType.Separate)
            cell = np.ptp(x) / len(x), np.ptp(y) / len(y)
            for level in levels.ticks:
                lines = [np.asarray(line) for line in made.lines(level)]
                found[self._ink(level, levels, colors)] += long(lines, cell)
        for ink, parts in found.items():
            points = np.concatenate(parts) if parts else np.empty((0, 2))
            self.curves[ink].setData(points[:, 0], points[:, 1])

    def clear(self) -> None:
        """None."""
        for curve in self.curves.values():
            curve.setData([], [])

    def _ink(self, level: float, levels: Levels, colors: pg.ColorMap) -> str:
        low, high = levels.ends
        under: str = colors.map((level - low) / (high - low), mode="qcolor").name()
        return max(self.inks, key=lambda ink: contrast(ink, under))


def long(lines: Sequence[Array], cell: tuple[float, float]) -> list[Array]:
    """Those that leave one cell, with a gap behind each; shorter ones look like dirt."""
    kept = [line for line in lines if np.any(np.ptp(line, axis=0) >= cell)]
    return [part for line in kept for part in (line, GAP)]
