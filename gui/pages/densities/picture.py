"""What the pictures of the densities page share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QObject, Signal

from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from gui.look.theme import Theme
from gui.pages.densities.pair_key import PairKey
from gui.plotkit.fitted_range import FittedRange, renew
from gui.plotkit.handles import Handle
from gui.plotkit.layout_panel import LayoutPanel as Panel
from gui.plotkit.pair import NAMES, Name

Move = Callable[[Gaussian, float, float], Gaussian]


class Picture(QObject):
    """A picture with handles: says which Gaussian a drag makes of p or q."""

    key: PairKey
    fits: list[FittedRange]

    started = Signal()
    reshaped = Signal(str, object)  # "p" or "q", the new Gaussian
    finished = Signal()

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.panels: list[Panel] = []
        self.handles: list[Handle] = []
        self.gaussians: dict[Name, Gaussian] = {}  # as last drawn
        self.at_start: dict[Name, Gaussian] = {}  # as drawn when the drag began
        self._layout = layout

    def draw(self, p: Gaussian, q: Gaussian, result: Any, options: Any) -> None:
        """Show p and q."""
        raise NotImplementedError

    def settle(self) -> None:
        """Fit the ranges that no longer show what they should."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Fit everything at the next drawing: the picture is shown anew."""
        renew(self.fits)

    @property
    def held(self) -> bool:
        """Whether a handle is being dragged."""
        return any(handle.held for handle in self.handles)

    def panel(
        self, place: tuple[int, int], x_label: str = "", y_label: str = "", width: int = 0
    ) -> Panel:
        """A plot without a title; where it has no label, the axis below has no numbers either.
        ``width`` is that of the left axis."""
        panel = Panel(self._layout, self.theme, place, "", x_label, y_label)
        plot = panel.plot
        plot.setTitle(None)
        if not x_label:
            plot.setLabel("bottom", None)
            plot.getAxis("bottom").setStyle(showValues=False)
            plot.getAxis("bottom").setHeight(None)
        plot.getAxis("left").setWidth(width)
        self.panels.append(panel)
        return panel

    def describe(self, result: Any, options: Any) -> None:
        """Say in the key what p and q are, and how many samples of them are drawn."""
        groups = result.groups
        for name in NAMES:
            own, drawn = None, options.points if name == "q" else 0
            if groups is not None:
                own = getattr(groups, f"{name}_fit")
                drawn = own.samples
                if groups.histograms is None:
                    drawn = len(getattr(groups.points, name))
            self.key.describe(name, self.gaussians[name], drawn, own)

    def add_handle(self, view: pg.ViewBox, name: Name, kind: str, tip: str, move: Move) -> Handle:
        """A handle in the view box; ``move(gaussian, x, y)`` gives the Gaussian it asks for."""
        handle = Handle(self.theme, name, kind, tip)
        handle.started.connect(self._start)
        handle.dragged.connect(lambda x, y: self._move(name, move, x, y))
        handle.finished.connect(self.finished)
        view.addItem(handle, ignoreBounds=True)
        self.handles.append(handle)
        return handle

    def stack_handles(self, sizes: dict[Name, float]) -> None:
        """The smaller Gaussian's handles above the larger one's, or they could not be held."""
        first = 2.0 if sizes["p"] < sizes["q"] else 0.0
        for handle in self.handles:
            handle.setZValue(handle.level + (first if handle.role == "p" else 1.0))

    def release(self) -> None:
        """End a drag: what it began on is no longer shown."""
        for handle in self.handles:
            handle.held = False
        self.at_start.clear()

    def _start(self) -> None:
        self.at_start = dict(self.gaussians)
        self.started.emit()

    def _move(self, name: Name, move: Move, x: float, y: float) -> None:
        start = self.at_start.get(name)
        if start is None or start.dimension != self.gaussians[name].dimension:
            return  # the drag has outlived what it began on
        try:
            gaussian = move(start, x, y)
        except ParameterError:
            return  # no Gaussian can be what the drag asks for: the last one stays
        self.reshaped.emit(name, gaussian)
