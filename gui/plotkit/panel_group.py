"""Panels that are shown together, with one key, in a layout that can be put away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

import pyqtgraph as pg

from engine.session.session import Session
from gui.look.theme import Theme
from gui.plotkit.key import Key
from gui.plotkit.layout_panel import LayoutPanel as Panel

GAP = 14
KEY_GAP = 12
Kind = TypeVar("Kind", bound=Panel)


class PanelGroup:
    """A layout with a row for the key above its panels; ``figures`` are those that it draws."""

    figures: ClassVar[tuple[str, ...]]

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.layout = plain_layout()
        self.panels: list[Panel] = []

    def draw(self, result: Any, session: Session) -> None:
        """Hand each panel its figure."""
        raise NotImplementedError

    def add(self, panel: Kind) -> Kind:
        """A panel in the layout."""
        self.panels.append(panel)
        return panel

    def explain(self, entries: Mapping[pg.GraphicsObject, str], columns: int = 1) -> None:
        """The key: samples of graphics and what they are, close to each other."""
        key = Key(self.theme, KEY_GAP)
        self.layout.addItem(key, row=0, col=0, colspan=columns)
        for place, (item, words) in enumerate(entries.items()):
            key.add(item, words)
            key.layout.setColumnSpacing(2 * place + 2, KEY_GAP)


class Switcher:
    """Shows one group at a time at a place of a figure."""

    def __init__(self, figure: pg.GraphicsLayoutWidget, row: int, column: int) -> None:
        self._figure, self._place = figure, (row, column)
        self.shown: PanelGroup | None = None

    def show(self, group: PanelGroup) -> None:
        """Put this group in the place of the one that is there."""
        if group is self.shown:
            return
        layout = self._figure.ci
        if self.shown is not None:
            layout.removeItem(self.shown.layout)
        self.shown = group
        layout.addItem(group.layout, *self._place)
        # Qt keeps the size that the layout had while it was nearly empty.
        layout.setGeometry(self._figure.range)


def plain_layout() -> pg.GraphicsLayout:
    """A layout without margins, whose key does not decide how wide the columns are."""
    layout = pg.GraphicsLayout()
    layout.layout.setContentsMargins(0, 0, 0, 0)
    layout.layout.setHorizontalSpacing(GAP)
    layout.layout.setVerticalSpacing(4)
    layout.setPreferredWidth(1)
    return layout
