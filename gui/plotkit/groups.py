"""Groups of panels: all of them where there is room, else the one that a row of buttons names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QObject, QSize, Signal

from engine.core.words import tr_noop
from gui.look.theme import Theme
from gui.plotkit.group_bar import GroupBar

ALL = tr_noop("All")
ALL_TIP = tr_noop("Every plot of the page; needs a larger window.")
GAP = 14
# All groups are shown from this size of the figure on.
ROOMY = (1000, 620)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a group stands while all are shown, and what it shows."""

    row: int
    column: int
    figures: tuple[str, ...]  # of the page
    tip: str  # of its button
    columns: int = 1  # how many it spans


class Groups(QObject):
    """The layouts of a figure's groups, and the buttons that choose among them."""

    changed = Signal()  # other groups are shown than before

    def __init__(
        self,
        figure: pg.GraphicsLayoutWidget,
        theme: Theme,
        places: Mapping[str, Place],
        columns: Sequence[int] = (1,),
    ) -> None:
        """``columns`` are the stretches of the figure's columns."""
        super().__init__()
        self._figure, self._places, self._columns = figure, places, columns
        self.bar = GroupBar({ALL: ALL_TIP} | {name: p.tip for name, p in places.items()}, theme)
        self.bar.hide()
        self.bar.chosen.connect(self.choose)
        figure.ci.layout.setVerticalSpacing(6)
        self.layouts = {name: self._layout(place) for name, place in places.items()}
        self.wanted = ALL
        self.shown: tuple[str, ...] = tuple(places)
        self._offered = self.shown
        figure.sigDeviceRangeChanged.connect(self.arrange)

    def figures(self, offered: tuple[str, ...]) -> tuple[str, ...]:
        """The page's figures that are shown where these groups apply."""
        _, shown = self._wanted_of(offered)
        return tuple(figure for name in shown for figure in self._places[name].figures)

    def offer(self, names: tuple[str, ...]) -> None:
        """These groups apply now."""
        if names != self._offered:
            self._offered = names
            self.arrange()

    def choose(self, name: str) -> None:
        """Show this group, or all."""
        self.wanted = name
        self.arrange()

    def arrange(self) -> None:
        """Show the wanted group, or all where there is room for them."""
        wanted, shown = self._wanted_of(self._offered)
        self.bar.buttons[ALL].setEnabled(self._roomy)
        for name in self._places:
            self.bar.buttons[name].setVisible(name in self._offered)
        self.bar.show_chosen(wanted)
        if shown != self.shown:
            self.shown = shown
            self._place_shown()
            self.changed.emit()

    @property
    def _roomy(self) -> bool:
        size: QSize = self._figure.size()
        return size.width() >= ROOMY[0] and size.height() >= ROOMY[1]

    def _wanted_of(self, offered: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """The button that is down where these groups apply, and what it shows."""
        wanted = self.wanted if self.wanted in (ALL, *offered) else offered[-1]
        wanted = wanted if self._roomy or wanted != ALL else offered[0]
        return wanted, offered if wanted == ALL else (wanted,)

    def _place_shown(self) -> None:
        figure, places = self._figure.ci, self._places
        for name, group in self.layouts.items():
            there = group in figure.items
            if there and name not in self.shown:
                figure.removeItem(group)
            elif name in self.shown and not there:
                figure.addItem(
                    group, places[name].row, places[name].column, 1, places[name].columns
                )
        rows = {places[name].row for name in self.shown}
        for row in {place.row for place in places.values()}:
            figure.layout.setRowStretchFactor(row, int(row in rows))
        for column, stretch in enumerate(self._columns):
            filled = any(
                places[name].column <= column < places[name].column + places[name].columns
                for name in self.shown
            )
            figure.layout.setColumnStretchFactor(column, stretch * int(filled))
        figure.layout.setHorizontalSpacing(GAP if len(self.shown) > 1 else 0)
        figure.layout.activate()

    def _layout(self, place: Place) -> pg.GraphicsLayout:
        group = self._figure.ci.addLayout(place.row, place.column, 1, place.columns)
        group.layout.setContentsMargins(0, 0, 0, 0)
        group.layout.setHorizontalSpacing(GAP)
        group.layout.setVerticalSpacing(2)
        # Or the contents would decide how wide the groups are.
        for fix in ("MinimumWidth", "PreferredWidth", "MinimumHeight", "PreferredHeight"):
            getattr(group, f"set{fix}")(1)
        return group
