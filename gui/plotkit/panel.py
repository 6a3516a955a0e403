"""A panel: one plot in the house style, its items, its note, and the range that holds them all."""

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
from gui.plotkit.grid import quiet_grid
from gui.plotkit.headroom import Headroom
from gui.plotkit.items import Band, Bars, Item, Level, Scale, Steps, linear, log10
from gui.plotkit.log_axis import use_log_axis
from gui.plotkit.marker import Marker
from gui.plotkit.plot import add_plot
from gui.plotkit.sentence_note import SentenceNote

AXIS_WIDTH = 46
AXIS_HEIGHT = 38
Range = tuple[float, float]
Kind = TypeVar("Kind", bound=Item)


class Panel(QObject):
    """A plot at ``place`` of a layout; subclasses add items once, and show a record in `draw`.

    ``log`` names the axes that are logarithmic: "x", "y", "xy". What is shown is given in the
    plot's own units; the items take the logarithm.
    """

    proposed = Signal(object, object, int)  # (Address, value, gesture number)

    # A marker is in sight up to so many lengths of the range beyond it.
    farthest = math.inf

    def __init__(
        self,
        layout: pg.GraphicsLayout,
        theme: Theme,
        place: tuple[int, int],
        title: str,
        x_label: str,
        y_label: str = "",
        *,
        span: tuple[int, int] = (1, 1),
        log: str = "",
        room: tuple[float, float] = (6.0, 6.0),
        corner: tuple[float, float] = (1, 0),
    ) -> None:
        super().__init__()
        self.theme = theme
        self.plot = add_plot(layout, theme, place, title, x_label, y_label, span)
        self.plot.getAxis("left").setWidth(AXIS_WIDTH + (16 if y_label else 0))
        self.plot.getAxis("bottom").setHeight(AXIS_HEIGHT if x_label else 20)
        # Or titles and labels would decide how large the columns and rows are.
        for fix in ("MinimumWidth", "PreferredWidth", "MinimumHeight", "PreferredHeight"):
            getattr(self.plot, f"set{fix}")(1)
        for side, letter in (("bottom", "x"), ("left", "y")):
            if letter in log:
                use_log_axis(self.plot, side)
        self._scales: tuple[Scale, Scale] = (
            log10 if "x" in log else linear,
            log10 if "y" in log else linear,
        )
        self.items: list[Item] = []
        self.markers: list[Marker] = []
        self.note = SentenceNote(self.plot, theme, corner)
        self.headroom = Headroom(self.plot, self.note, *room)
        quiet_grid(self.plot, theme)
        self.plot.disableAutoRange()

    def curve(self, pen: Any, *, seen: bool = True, **options: Any) -> Item:
        """A line."""
        style = {"antialias": True} | options
        return self._add(Item, pg.PlotCurveItem(pen=pen, **style), seen)

    def steps(self, pen: Any, *, seen: bool = True, **options: Any) -> Steps:
        """A histogram's outline."""
        start = {"x": [0.0, 1.0], "y": [0.0], "stepMode": "center", "antialias": False}
        return self._add(Steps, pg.PlotCurveItem(pen=pen, **start, **options), seen)

    def dots(self, role: str, size: float = 6, *, seen: bool = True, **options: Any) -> Item:
        """Symbols in the colour of a role."""
        look = {"pen": None, "brush": self.theme.brush(role, 1.0)} | options
        return self._add(Item, pg.ScatterPlotItem(size=self.theme.symbol(size), **look), seen)

    def band(self, role: str, opacity: float = 0.16, *, seen: bool = False) -> Band:
        """A filled area; by default it may leave the plot."""
        brush = self.theme.brush(role, opacity)
        look = {"brush": brush, "fillLevel": "enclosed", "antialias": False}
        return self._add(Band, pg.PlotCurveItem(pen=None, **look), seen)

    def bars(self, role: str, width: float = 1.4, *, seen: bool = True) -> Bars:
        """Error bars."""
        bars = pg.ErrorBarItem(beam=0.0, pen=self.theme.pen(role, width))
        return self._add(Bars, bars, seen)

    def level(self, pen: Any, *, seen: bool = True) -> Level:
        """A horizontal line."""
        return self._add(Level, pg.PlotCurveItem(pen=pen, antialias=True), seen)

    def boxes(self, role: str, width: float, *, seen: bool = True) -> Boxes:
        """Bars from a base."""
        look = {"pen": self.theme.pen(role, 1.2), "brush": self.theme.brush(role, 0.38)}
        bars = pg.BarGraphItem(x=[1.0], height=[0.0], width=width, **look)
        return self._add(Boxes, bars, seen)

    def columns(self, where: str, starts: Sequence[float]) -> Columns:
        """Lets the bars be dragged, the entries of the vector at an address."""
        columns = Columns(self.plot, address(where), starts)
        columns.proposed.connect(self._propose)
        return columns

    def marker(self, where: str, kind: type[Marker] = Marker) -> Marker:
        """A vertical line at the value of an address, which can be dragged to another."""
        marker = kind(self.plot, self.theme, address(where), logarithmic=self._scales[0] is log10)
        marker.proposed.connect(self._propose)
        self.markers.append(marker)
        return marker

    def settle(
        self, x: Range | None = None, y: Range | None = None, x_padding: float = 0.0
    ) -> None:
        """Show the range that holds every item that must be seen and every marker, below the
        note; or these ranges, in the plot's coordinates. Nothing moves under a dragged marker."""
        if not any(marker.moving for marker in self.markers):
            across = [end for item in self.items for end in item.reach.x]
            low, high = x or (min(across, default=0.0), max(across, default=1.0))
            places = [place for place in self._marked() if self._near(place, low, high)]
            ends = padded(min(low, *places, high), max(high, *places, low), 0.0, 0.0)
            self.plot.setXRange(*ends, padding=x_padding)
            margin = x_padding * (ends[1] - ends[0])
            for level in (item for item in self.items if isinstance(item, Level)):
                level.across(ends[0] - margin, ends[1] + margin)
        heights = [end for item in self.items for end in item.reach.y]
        self.headroom.show(*(y or (min(heights, default=0.0), max(heights, default=1.0))))

    def say(self, *lines: str, sentence: str = "") -> None:
        """The note's lines of HTML, and a sentence that is broken to fit."""
        self.note.say(*lines, sentence=sentence)

    def retitle(self, title: str) -> None:
        """Another title; the same one would lay the whole figure out again."""
        if self.plot.titleLabel.text != title:
            self.plot.setTitle(title, **self.plot.titleLabel.opts)

    def relabel(self, side: str, text: str) -> None:
        """Another label of an axis; the same one would lay the whole figure out again."""
        if self.plot.getAxis(side).labelText != text:
            self.plot.setLabel(side, text)

    def screen_only(self) -> Sequence[pg.GraphicsObject]:
        """What a file does not show."""
        return [marker.grip for marker in self.markers]

    def _marked(self) -> list[float]:
        return [marker.value() for marker in self.markers if marker.isVisible()]

    def _near(self, place: float, low: float, high: float) -> bool:
        return max(low - place, place - high, 0.0) <= self.farthest * max(high - low, 1e-9)

    def _add(self, kind: type[Kind], graphics: Any, seen: bool) -> Kind:
        item = kind(graphics, *self._scales, seen)
        self.plot.addItem(graphics, ignoreBounds=True)
        self.items.append(item)
        return item

    def _propose(self, where: Address, value: object, gesture: int) -> None:
        self.proposed.emit(where, value, gesture)
