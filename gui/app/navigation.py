"""Going from page to page and from panel to panel."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from engine.page.page import Page
from engine.session.examples import Example
from engine.session.reader import SWEEP
from gui.app.start import Start
from gui.app.sweeps import Sweeps
from gui.app.turning import Turning, page_shown
from gui.app.window_panels import WindowPanels
from gui.base.focus_order import TabOrder, step_focus
from gui.shell.rail import START
from gui.shell.store import Store


class Navigation(QObject):
    """Shows pages, panels and the explanation."""

    def __init__(
        self,
        pages: Sequence[Page],
        store: Store,
        panels: WindowPanels,
        start: Start,
        sweeps: Sweeps,
        turning: Turning,
    ) -> None:
        super().__init__(panels)
        self.turning = turning
        self.store, self.panels, self.start, self.sweeps = store, panels, start, sweeps
        self.tab_order = TabOrder(self._to_order, self)
        self._names = [*(page.name for page in pages), SWEEP]
        panels.page_chosen.connect(self.turn_to)
        start.page_wanted.connect(self.turn_to)
        start.entered.connect(turning.cancel)
        start.entered.connect(lambda: panels.rail.show_page(START))
        start.left.connect(self._show_name)
        start.opened.connect(self._explain)
        sweeps.example_chosen.connect(start.open)

    @property
    def name(self) -> str:
        """Of the page that is shown, or SWEEP."""
        return page_shown(self.store.session)

    def turn_to(self, name: str, then: Callable[[], object] = lambda: None) -> None:
        """As `show_page`, when all that the page needs has been made; and then do this."""

        def show() -> None:
            self.show_page(name)
            then()

        if name == START:
            self.turning.cancel()
            show()
        else:
            self.turning.to(name, show)

    def show_page(self, name: str) -> None:
        """Show another page, START or SWEEP; the session is the same, there is nothing to undo."""
        if name == START:
            self.start.show()
            return
        if name == SWEEP:
            self.sweeps.begin()
        else:
            self.store.show(self.store.session.replace(page=name).with_sweep_shown(False))
        self.start.leave()  # where it has not gone yet: the page below is the one that is wanted
        self.turning.catch_up()

    def step_page(self, step: int) -> None:
        """Show the next page, or the one before."""
        place = self._names.index(self.turning.wanted or self.name) + step
        self.turn_to(self._names[place % len(self._names)])

    def step_panel(self, step: int) -> None:
        """Give the focus to the next panel, or the one before."""
        step_focus(self.in_order(), step)

    def in_order(self) -> list[QWidget]:
        """The panels that are looked at, as the F6 key visits them."""
        if self.sweeps.place is not None and self.sweeps.shown:
            return [self.panels.rail, *self.sweeps.place.panels]
        return self.panels.in_order()

    def _to_order(self) -> list[QWidget]:
        """Those, unless the picture has yet to be made: with it they are ordered. In a closed
        window nobody asks for an order, and asking takes the window from Qt, which deletes it."""
        if not self.panels.isVisible():
            return []
        there = self.sweeps.shown or self.panels.stack.there(self.store.session.page) is not None
        return self.in_order() if there else []

    def explanation_shown(self) -> bool:
        """Whether the explanation is open."""
        return self.panels.explanation.opened

    def want_explanation(self, wanted: bool) -> None:
        """Open or close the explanation, now and next time."""
        self.panels.want_explanation(wanted)

    def _show_name(self) -> None:
        """What was over the panels has gone: the page or the sweep that is looked at."""
        self.panels.rail.show_page(self.name)
        self.sweeps.follow(self.store.session)

    def _explain(self, example: Example) -> None:
        """What to look for, above what the example is about."""
        if self.sweeps.shown:
            self.sweeps.show_example(example)
        else:
            self.panels.area.hint.show_text(example.title, example.text)
