"""What the pictures of the densities page share."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal

from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from gui.look.theme import Theme
from gui.pages.densities.pair_key import PairKey
from gui.plotkit.handles import Handle

Name = Literal["p", "q"]
NAMES: tuple[Name, Name] = ("p", "q")
STYLES = {"p": Qt.PenStyle.SolidLine, "q": Qt.PenStyle.DashLine}
WIDTH = 1.8


class Picture(QObject):
    """A picture with handles: says which Gaussian a hand makes of p or q. Its ``key`` is a
    PairKey."""

    key: PairKey

    started = Signal()
    reshaped = Signal(str, object)  # "p" or "q", the new Gaussian
    finished = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.handles: list[Handle] = []
        self.gaussians: dict[Name, Gaussian] = {}  # as last drawn
        self.at_start: dict[Name, Gaussian] = {}  # as drawn when the drag began

    @property
    def held(self) -> bool:
        """Whether a hand is on a handle."""
        return any(handle.held for handle in self.handles)

    def describe(self, name: Name, result, options) -> None:
        """Say in the key what p or q is, and how many samples of it are drawn."""
        own, drawn = None, options.points if name == "q" else 0
        if result.groups is not None:
            own = getattr(result.groups, f"{name}_fit")
            drawn = len(getattr(result.groups.points, name))
            if result.groups.histograms is not None:
                drawn = own.samples
        self.key.describe(name, self.gaussians[name], drawn, own)

    def pen(self, name: Name, width: float = WIDTH):
        """p solid, q dashed, in their colours."""
        return self.theme.pen(name, width, STYLES[name])

    def add_handle(self, view, name: Name, kind: str, tip: str, move) -> Handle:
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

    def _move(self, name: Name, move, x: float, y: float) -> None:
        start = self.at_start.get(name)
        if start is None or start.dimension != self.gaussians[name].dimension:
            return  # the drag has outlived what it began on
        try:
            gaussian = move(start, x, y)
        except ParameterError:
            return  # the hand asks for what no Gaussian can be: the last one stays
        self.reshaped.emit(name, gaussian)
