"""Handles of a panel: points that can be dragged, each of which stands for addresses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from engine.session.address import Address, address
from engine.session.session import Session
from gui.base.gesture import new_gesture
from gui.plotkit.drawing import Drawing
from gui.plotkit.handles import Handle, decimals_of
from gui.plotkit.items import log10

Values = Callable[[float, float], Sequence[float]]


@dataclass(frozen=True, slots=True)
class Together:
    """Several addresses that one drag changes at once."""

    addresses: tuple[Address, ...]

    def set(self, session: Session, values: Sequence[object]) -> Session:
        """The session with these values there; raises ParameterError."""
        for where, value in zip(self.addresses, values, strict=True):
            session = where.set(session, value)
        return session


class Point:
    """A handle at (x, y) of a panel; ``values(x, y)`` are what the addresses get where it is
    dragged to, in the plot's own units."""

    def __init__(
        self, panel: Drawing, role: str, kind: str, tip: str, where: Sequence[str], values: Values
    ) -> None:
        self._panel, self._values = panel, values
        self._where = Together(tuple(address(each) for each in where))
        self._gesture = 0
        self.handle = Handle(panel.theme, role, kind, tip)
        self.handle.started.connect(self._start)
        self.handle.dragged.connect(self._drag)
        panel.plot.addItem(self.handle, ignoreBounds=True)

    def stand(self, x: float, y: float) -> None:
        """At this place, in the plot's own units."""
        scales = self._panel.scales
        self.handle.place(*(float(s([v])[0]) for s, v in zip(scales, (x, y), strict=True)))

    def _start(self) -> None:
        self._gesture = new_gesture()

    def _drag(self, x: float, y: float) -> None:
        """What a pixel tells apart, within what the addresses take."""
        digits = decimals_of(self._panel.plot.vb)
        place = [
            float(f"{10.0**value:.4g}") if scale is log10 else round(value, digit)
            for value, scale, digit in zip((x, y), self._panel.scales, digits, strict=True)
        ]
        values: list[Any] = []
        for where, value in zip(self._where.addresses, self._values(*place), strict=True):
            allowed = where.description.parameter
            values.append(min(max(value, allowed.minimum), allowed.maximum))
        self._panel.proposed.emit(self._where, values, self._gesture)
