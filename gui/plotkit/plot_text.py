"""Words at a point of a plot."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg

from engine.core.words import tr
from gui.plotkit.size import NAMES
from gui.plotkit.words import face


class PlotText(pg.TextItem):
    """A text item in the type of names."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.setFont(face(NAMES))

    def setText(self, text: str, color: Any = None) -> None:
        """In the language of now."""
        super().setText(tr(text), color)
