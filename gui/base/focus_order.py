"""Panels as the F6 key visits them, and the order of the Tab key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from gui.base.turn import Patience


def step_focus(panels: Sequence[QWidget], direction: int) -> None:
    """Give the focus to the next panel that is shown, or the one before."""
    order = [panel for panel in panels if panel.isVisible()]
    focus = QApplication.focusWidget()
    held = [i for i, panel in enumerate(order) if focus is not None and _holds(panel, focus)]
    start = held[0] if held else (-1 if direction > 0 else 0)
    for distance in range(1, len(order) + 1):
        targets = stops(order[(start + direction * distance) % len(order)])
        if targets:
            targets[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
            return


def stops(panel: QWidget) -> list[QWidget]:
    """What the Tab key reaches in a panel, in its order."""
    found = [panel, *panel.findChildren(QWidget)]
    able = {widget for widget in found if takes_tab(widget)}
    return [widget for widget in _chains([panel])[0] if widget in able]


def takes_tab(widget: QWidget) -> bool:
    """Whether the Tab key stops here."""
    tabbed = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    alone = widget.focusProxy() is None
    return tabbed and alone and widget.isEnabled() and widget.isVisible()


class TabOrder(QObject):
    """Orders the panels of a window soon, when all of them are there: nobody presses the key
    before, and to go through all widgets takes longer than to show another page."""

    def __init__(self, panels: Callable[[], Sequence[QWidget]], parent: QObject) -> None:
        super().__init__(parent)
        self._panels = panels
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._order)
        self._patience = Patience()

    def renew(self) -> None:
        """There are new panels, or others are shown."""
        self._timer.start()

    @property
    def due(self) -> bool:
        """Whether they have yet to be ordered."""
        return self._timer.isActive()

    def _order(self) -> None:
        if self._patience.waits():
            self._timer.start()
        else:
            order_tabs(self._panels())


def order_tabs(panels: Sequence[QWidget]) -> None:
    """New panels take their place in the order of the Tab key."""
    last: QWidget | None = None
    for chain in _chains(panels):
        for widget in [w for w in chain if w.focusPolicy() & Qt.FocusPolicy.TabFocus]:
            if last is not None:
                QWidget.setTabOrder(last, widget)
            last = widget


def _holds(panel: QWidget, widget: QWidget) -> bool:
    return panel is widget or panel.isAncestorOf(widget)


def _chains(panels: Sequence[QWidget]) -> list[list[QWidget]]:
    """The widgets of each panel of a window, itself first, in the order of the Tab key."""
    inside = [{panel, *panel.findChildren(QWidget)} for panel in panels]
    way = _way(panels[0], set().union(*inside)) if panels else []
    starts = [way.index(panel) for panel in panels]
    return [
        [widget for widget in (*way[start:], *way[:start]) if widget in held]
        for start, held in zip(starts, inside, strict=True)
    ]


def _way(start: QWidget, wanted: set[QWidget]) -> list[QWidget]:
    """What hangs in the chain of a window from a widget on, until all that are wanted were met; one
    way for all panels, since it is long."""
    way = [start]
    left = wanted - {start}
    while left:
        widget = way[-1].nextInFocusChain()
        if widget is None or widget is start:
            break
        way.append(widget)
        left.discard(widget)
    _give_back(way)
    return way


def _give_back(widgets: Sequence[QWidget]) -> None:
    """PySide takes what `nextInFocusChain` gives for a child of the widget that was asked, and
    makes it void together with that one: the menus of a window were lost with a slider. Here each
    is made a child of its parent again."""
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    for parent in {widget.parentWidget() for widget in widgets}:
        if parent is not None:
            parent.findChildren(QWidget, options=direct)
    for widget in widgets:
        if widget.parentWidget() is None:
            QStackedWidget().removeWidget(widget)  # which says that it is nobody's
