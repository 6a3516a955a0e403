"""What a plot is drawn with: its items, its markers, and the range that holds them all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, TypeVar

import pyqtgraph as pg
from PySide6.QtCore import QObject, Signal

from engine.session.address import Address, address
from gui.look.theme import Theme
from gui.plotkit.boxes import Boxes
from gui.plotkit.columns import Columns
from gui.plotkit.drawable import padded
from gui.plotkit.headroom import Headroom
from gui.plotkit.items import Band, Bars, Item, Level, Scale, Steps, linear, log10
from gui.plotkit.lines import Lines
from gui.plotkit.marker import Marker
from gui.plotkit.trace import Spots, Trace

Range = tuple[float, float]
Kind = TypeVar("Kind", bound=Item)
LEAST_SHARE = 0.6  # of a range that stays
Error = Band | Bars  # two standard errors to either side of an item


class Drawing(QObject):
    """A plot, to which items are added once; each later shows what it is given.

    ``log`` names the axes that are logarithmic: "x", "y", "xy". What is shown is given in the
    plot's own units; the items take the logarithm. An item with a ``name`` can be read off and
    put away; ``error`` is the band or the bars of its two standard errors.
    """

    proposed = Signal(object, object, int)  # (Address, value, gesture number)

    # A marker is in sight up to so many lengths of the range beyond it.
    farthest = math.inf

    def __init__(self, plot: pg.PlotItem, theme: Theme, log: str, headroom: Headroom) -> None:
        super().__init__()
        self.plot, self.theme, self.headroom = plot, theme, headroom
        self.scales: tuple[Scale, Scale] = (
            log10 if "x" in log else linear,
            log10 if "y" in log else linear,
        )
        self.items: list[Item] = []
        self.markers: list[Marker] = []
        self.moving = False  # what is shown lives until the next only
        self._x_ends: tuple[Range, float] | None = None  # of the x axis, and its padding
        plot.disableAutoRange()
        plot.vb.sigXRangeChanged.connect(self._span_levels)

    def curve(
        self,
        pen: Any,
        *,
        name: str = "",
        error: Error | None = None,
        seen: bool = True,
        **options: Any,
    ) -> Item:
        """A line."""
        style = {"antialias": True} | options
        curve = self._add(Item, Trace(pen=pen, **style), seen)
        return curve.called(name, pen.color(), error)

    def several_lines(self, pen: Any, *, seen: bool = False) -> Lines:
        """Several lines in one."""
        return self._add(Lines, Trace(pen=pen, antialias=True), seen)

    def steps(self, pen: Any, *, name: str = "", seen: bool = True, **options: Any) -> Steps:
        """A histogram's outline."""
        start = {"x": [0.0, 1.0], "y": [0.0], "stepMode": "center", "antialias": False}
        steps = self._add(Steps, Trace(pen=pen, **start, **options), seen)
        return steps.called(name, pg.mkPen(pen).color())

    def dots(
        self,
        role: str,
        size: float = 6,
        *,
        name: str = "",
        error: Error | None = None,
        seen: bool = True,
        **options: Any,
    ) -> Item:
        """Symbols in the colour of a role."""
        look = {"pen": None, "brush": self.theme.brush(role, 1.0)} | options
        graphics = Spots(size=self.theme.symbol(size), **look)
        dots = self._add(Item, graphics, seen)
        return dots.called(name, self.theme.color(role), error)

    def band(self, role: str, opacity: float = 0.16, *, seen: bool = False) -> Band:
        """A filled area; by default it may leave the plot."""
        brush = self.theme.brush(role, opacity)
        look = {"brush": brush, "fillLevel": "enclosed", "antialias": False}
        return self._add(Band, Trace(pen=None, **look), seen)

    def bars(self, role: str, width: float = 1.4, *, seen: bool = True) -> Bars:
        """Error bars."""
        bars = pg.ErrorBarItem(beam=0.0, pen=self.theme.pen(role, width))
        return self._add(Bars, bars, seen).called("", self.theme.color(role))

    def level(self, pen: Any, *, name: str = "", seen: bool = True) -> Level:
        """A horizontal line."""
        level = self._add(Level, Trace(pen=pen, antialias=True), seen)
        return level.called(name, pen.color())

    def boxes(self, role: str, width: float, *, name: str = "", seen: bool = True) -> Boxes:
        """Bars from a base."""
        look = {"pen": self.theme.pen(role, 1.2), "brush": self.theme.brush(role, 0.38)}
        bars = pg.BarGraphItem(x=[1.0], height=[0.0], width=width, **look)
        return self._add(Boxes, bars, seen).called(name, self.theme.color(role))

    def columns(self, where: str, starts: Sequence[float]) -> Columns:
        """Lets the bars be dragged, the entries of the vector at an address."""
        columns = Columns(self.plot, address(where), starts)
        columns.proposed.connect(self._propose)
        return columns

    def marker(self, where: str, kind: type[Marker] = Marker) -> Marker:
        """A vertical line at the value of an address, which can be dragged to another."""
        marker = kind(self.plot, self.theme, address(where), logarithmic=self.scales[0] is log10)
        marker.proposed.connect(self._propose)
        self.markers.append(marker)
        return marker

    def settle(
        self, x: Range | None = None, y: Range | None = None, x_padding: float = 0.0
    ) -> None:
        """Show the range that holds every item that must be seen and every marker; or these
        ranges, in the plot's coordinates. Nothing moves under a dragged marker, nor where the
        user has zoomed."""
        x_ends = None
        if not any(marker.moving for marker in self.markers):
            across = [end for item in self._with_ghosts() for end in item.reach.x]
            low, high = x or (min(across, default=0.0), max(across, default=1.0))
            places = [place for place in self._marked() if self._near(place, low, high)]
            ends = padded(min(low, *places, high), max(high, *places, low), 0.0, 0.0)
            self._x_ends = ends, x_padding
            if not zoomed(self.plot) and not self._holds(0, ends):
                x_ends = padded(*ends, x_padding, x_padding) if x_padding else ends
        heights = [end for item in self._with_ghosts() for end in item.reach.y]
        bottom, top = y or (min(heights, default=0.0), max(heights, default=1.0))
        self.headroom.take(bottom, top)
        y_ends = None if self._holds(1, (bottom, top)) else self.headroom.ends()
        self._show_range(x_ends, y_ends)
        self._span_levels()

    def fit(self) -> None:
        """The whole range again, after the user's own zoom."""
        self.plot.vb.zoomed = False
        if self._x_ends is not None:
            ends, padding = self._x_ends
            self.plot.setXRange(*ends, padding=padding)
        self.headroom.apply()

    def screen_only(self) -> Sequence[pg.GraphicsObject]:
        """What a file does not show."""
        return [marker.grip for marker in self.markers]

    def _show_range(self, x: Range | None, y: Range | None) -> None:
        """At once where the axes are free: each change is told to all that is drawn."""
        fixed = bool(self.plot.vb.state["aspectLocked"])
        for ends in ((x, None), (None, y)) if fixed else ((x, y),):
            if ends != (None, None):
                self.plot.setRange(
                    xRange=ends[0], yRange=ends[1], padding=0, disableAutoRange=False
                )

    def _holds(self, axis: int, ends: Range) -> bool:
        """Whether the range can stay while something moves: it holds what must be seen, which
        has not become small in it. A range that moves has its axis and all items drawn anew."""
        low, high = self.plot.vb.viewRange()[axis]
        inside = low <= ends[0] and ends[1] <= high
        return self.moving and inside and ends[1] - ends[0] >= LEAST_SHARE * (high - low)

    def _span_levels(self, *_range: object) -> None:
        low, high = self.plot.vb.viewRange()[0]
        for item in self._with_ghosts():
            if isinstance(item, Level):
                item.across(low, high)

    def _with_ghosts(self) -> list[Item]:
        """The items and their ghosts."""
        ghosts = [item.ghost for item in self.items if item.ghost is not None]
        return [*self.items, *ghosts]

    def _marked(self) -> list[float]:
        return [marker.value() for marker in self.markers if marker.isVisible()]

    def _near(self, place: float, low: float, high: float) -> bool:
        return max(low - place, place - high, 0.0) <= self.farthest * max(high - low, 1e-9)

    def _add(self, kind: type[Kind], graphics: Any, seen: bool) -> Kind:
        item = kind(graphics, *self.scales, seen)
        self.plot.addItem(graphics, ignoreBounds=True)
        self.items.append(item)
        return item

    def _propose(self, where: Address, value: object, gesture: int) -> None:
        self.proposed.emit(where, value, gesture)


def zoomed(plot: pg.PlotItem) -> bool:
    """Whether the user has chosen the range."""
    return bool(getattr(plot.vb, "zoomed", False))
