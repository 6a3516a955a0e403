"""The pictures of a sweep as cards: lines together and one by one, or a map a quantity."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from engine.session.reader import SWEEP
from engine.session.session import Session
from gui.figure.view import View
from gui.look.theme import Theme
from gui.plotkit.card import Card
from gui.plotkit.panel import Panel
from gui.plotkit.size import Size
from gui.sweep.lines import LinesPanel
from gui.sweep.look import Look, Shown
from gui.sweep.map import MapPanel

TOGETHER = "together"


class SweepView(View):
    """A click on the main plot, or Enter where the crosshair is, opens the point there."""

    page = SWEEP
    cards: ClassVar[tuple[Card, ...]] = ()
    look: ClassVar[Look]

    opened = Signal(object)  # the place of a point on each axis, by the axis' name

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._wanted_point: dict[str, int] | None = None
        # The first click of a double one opens nothing.
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._open)

    @classmethod
    def applying(cls, session: Session) -> tuple[str, ...]:
        """All of them."""
        return tuple(card.name for card in cls.cards)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the point where the crosshair is."""
        at = self.hands.at
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at is not None:
            self._want(*at)
            self._open()
        else:
            super().keyPressEvent(event)

    def _connect(self, panel: Panel) -> None:
        super()._connect(panel)
        panel.box.clicked.connect(partial(self._press, panel))
        panel.box.fit_wanted.connect(self._forget)

    def _press(self, panel: Panel, place: QPointF) -> None:
        if panel.frame.size is Size.MAIN:
            self._want(panel, *panel.reader.place_of(place))
            self._later.start(QApplication.doubleClickInterval())

    def _forget(self) -> None:
        self._later.stop()

    def _want(self, panel: Panel, x: float, y: float) -> None:
        if isinstance(panel, LinesPanel | MapPanel):
            self._wanted_point = panel.places_at(x, y)

    def _open(self) -> None:
        point, self._wanted_point = self._wanted_point, None
        if point is not None:
            self.opened.emit(point)


def view_class(look: Look) -> type[SweepView]:
    """The view of sweeps that look so; cards are a matter of its class, as of every view's."""
    made: type[SweepView] = type("SweepView", (SweepView,), {"cards": cards(look), "look": look})
    return made


def cards(look: Look) -> tuple[Card, ...]:
    """One for the quantities of a unit together, then one for each."""
    if look.y is not None:
        return tuple(
            Card(each.key, each.name, partial(MapPanel, look, each), (each.key,))
            for each in look.quantities
        )
    return (
        *_together(look),
        *(_lines(look, each.key, each.name, [each]) for each in look.quantities),
    )


def _together(look: Look) -> Iterator[Card]:
    units = dict.fromkeys(each.unit for each in look.quantities)
    for number, unit in enumerate(units):
        several = [each for each in look.quantities if each.unit == unit]
        if len(several) > 1:
            title = f"All in {unit}" if unit else "All without a unit"
            yield _lines(look, f"{TOGETHER}{number}", title, several)


def _lines(look: Look, name: str, title: str, shown: list[Shown]) -> Card:
    keys = tuple(each.key for each in shown)
    return Card(name, title, partial(LinesPanel, look, shown), keys)
