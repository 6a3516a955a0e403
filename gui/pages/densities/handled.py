"""What the panels of the densities page share: handles that say which Gaussian a drag makes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Signal

from engine.core.parameter import ParameterError
from engine.core.shown_numbers import shown_value
from engine.gaussian.gaussian import Gaussian
from engine.page.result import Result
from engine.pages.densities.records import FittedGroup
from engine.session.session import Session
from gui.base.gesture import new_gesture
from gui.plotkit.frame import Frame
from gui.plotkit.handles import Handle
from gui.plotkit.pair import NAMES, Name
from gui.plotkit.panel import Panel
from gui.plotkit.size import Size
from gui.plotkit.steady import Steady
from gui.plotkit.words import Run

Move = Callable[[Gaussian, float, float], Gaussian]
LONGEST = 16  # letters of a group's name


class HandledPanel(Panel):
    """Holds p and q as last drawn; handles are there on the main plot only."""

    reshaped = Signal(str, object, int)  # "p" or "q", the new Gaussian, gesture number

    def __init__(self, frame: Frame, *labels: str, **options: Any) -> None:
        super().__init__(frame, *labels, **options)
        self.handles: list[Handle] = []
        self.ranges: list[Steady] = []
        self.gaussians: dict[Name, Gaussian] = {}  # as last drawn
        self.at_start: dict[Name, Gaussian] = {}  # as drawn when the drag began
        self._gesture = 0

    @property
    def held(self) -> bool:
        """Whether a handle is being dragged."""
        return any(handle.held for handle in self.handles)

    def refit(self) -> None:
        """The ranges that no longer show what they should."""
        raise NotImplementedError

    def fit(self) -> None:
        self.box.zoomed = False
        for each in self.ranges:
            each.shown = None
        self.refit()

    def screen_only(self) -> Sequence[pg.GraphicsObject]:
        return [*super().screen_only(), *self.handles]

    def add_handle(self, view: pg.ViewBox, name: Name, kind: str, tip: str, move: Move) -> Handle:
        """A handle in the view box; ``move(gaussian, x, y)`` gives the Gaussian it asks for."""
        handle = Handle(self.theme, name, kind, tip)
        handle.started.connect(self._start)
        handle.dragged.connect(lambda x, y: self._move(name, move, x, y))
        handle.finished.connect(self.refit)
        view.addItem(handle, ignoreBounds=True)
        self.handles.append(handle)
        return handle

    def stack_handles(self, sizes: dict[Name, float]) -> None:
        """The smaller Gaussian's handles above the larger one's, or they could not be held."""
        first = 2.0 if sizes["p"] < sizes["q"] else 0.0
        for handle in self.handles:
            handle.setZValue(handle.level + (first if handle.role == "p" else 1.0))

    def describe(self, result: Result, session: Session) -> None:
        """Say what p and q are, and how many samples of them are drawn."""
        options = session.options["densities"].values()
        words = []
        for name in NAMES:
            own, drawn = None, options["points"] if name == "q" else 0
            if result.groups is not None:
                own = getattr(result.groups, f"{name}_fit")
                drawn = own.samples
                if result.groups.histograms is None:
                    drawn = len(getattr(result.groups.points, name))
            words.append(
                Run(description(name, self.gaussians[name], drawn, own), self.theme.ink(name))
            )
        self.say(*words)

    def _stand(self) -> None:
        super()._stand()
        for handle in self.handles:
            handle.setVisible(self.frame.size is Size.MAIN)

    def _start(self) -> None:
        self.at_start = dict(self.gaussians)
        self._gesture = new_gesture()

    def _move(self, name: Name, move: Move, x: float, y: float) -> None:
        start = self.at_start.get(name)
        if start is None or start.dimension != self.gaussians[name].dimension:
            return  # the drag has outlived what it began on
        try:
            gaussian = move(start, x, y)
        except ParameterError:
            return  # no Gaussian can be what the drag asks for: the last one stays
        self.reshaped.emit(name, gaussian, self._gesture)


def description(
    name: str, gaussian: Gaussian, samples: int = 0, own: FittedGroup | None = None
) -> str:
    """The name, and in one or two dimensions the parameters; of own data the group, and how many
    samples are drawn."""
    if own is not None:
        group = own.name if len(own.name) <= LONGEST else own.name[: LONGEST - 1] + "…"
        return f"{name}: {group}, n = {samples:,} of {own.samples:,}"
    text = name
    if gaussian.dimension <= 2:
        text += f": mean {_row(gaussian.mean.tolist())}, std {_row(gaussian.std.tolist())}"
    if gaussian.dimension == 2:
        text += f", ρ {shown_value(float(gaussian.correlation[0, 1]), 6)}"
    return text + (f", {samples:,} samples" if samples else "")


def _row(values: list[float]) -> str:
    texts = [shown_value(value, 4) for value in values]
    return texts[0] if len(texts) == 1 else f"({', '.join(texts)})"
