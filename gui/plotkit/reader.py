"""The crosshair of a panel: what its curves show at the x below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF

from gui.plotkit.crosshair import Crosshair, Mark
from gui.plotkit.items import log10
from gui.plotkit.reading import Reading, axis_text, readings, row
from gui.plotkit.words import Line, Run, plain

if TYPE_CHECKING:
    from gui.plotkit.panel import Panel

NEAR = 6  # pixels within which a symbol is read


class Reader:
    """Places are given in the axes' own units; ``whole`` numbers are read at whole ones."""

    def __init__(self, panel: Panel, whole: bool) -> None:
        self._panel, self._whole = panel, whole
        self.crosshair = Crosshair(panel.plot, panel.theme)
        self.states = ("B", "A")  # what is shown now, and the ghost behind it, in words

    def read(self, x: float | None, y: float | None = None) -> None:
        """Stand at an x, or nowhere; ``y`` is given to the plot under the mouse."""
        panel = self._panel
        scales = panel.scales
        at = None if x is None else float(scales[0]([x])[0])
        if x is None or at is None or not np.isfinite(at):
            self.crosshair.setVisible(False)
            panel.frame.header.read()
            return
        pixel = panel.box.viewPixelSize()
        found = readings(panel.named(), at, NEAR * pixel[0])
        dots = [(each.height, each.item.color) for each in found]
        words = "" if y is None else panel.words_at(x, y)
        up = None
        if y is not None and plain(words):
            height = float(scales[1]([y])[0])
            up = Mark(height, axis_text(height, scales[1], pixel[1]))
        self.crosshair.show_at(Mark(at, axis_text(at, scales[0], pixel[0])), dots, up)
        panel.frame.header.read(*self._rows(found, at, pixel[0], words))

    def place_of(self, point: QPointF) -> tuple[float, float]:
        """The x and y below a point of the scene."""
        at = self._panel.box.mapSceneToView(point)
        x, y = (
            10.0**value if scale is log10 else value
            for value, scale in zip((at.x(), at.y()), self._panel.scales, strict=True)
        )
        return (float(round(x)) if self._whole else x), y

    def point_of(self, x: float, y: float) -> QPointF:
        """Where (x, y) is in the scene."""
        scales = self._panel.scales
        across, up = (float(scale([v])[0]) for scale, v in zip(scales, (x, y), strict=True))
        return QPointF(self._panel.box.mapViewToScene(QPointF(across, up)))

    def _rows(
        self, found: list[Reading], x: float, pixel: float, words: Line
    ) -> list[tuple[Line, Line]]:
        theme = self._panel.theme
        ghosts = [item.ghost for item in self._panel.named() if item.ghost is not None]
        if not ghosts:
            return [row(theme, found, words)]
        before = readings(ghosts, x, NEAR * pixel)
        now, then = self.states
        return [
            row(theme, found, Run(now, theme.text, bold=True)),
            row(theme, before, Run(then, bold=True)),
        ]
