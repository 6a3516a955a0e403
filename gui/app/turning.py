"""Turning to a page in steps: what has yet to be made for it is made before it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module

from engine.page.page import page_named
from engine.session.reader import SWEEP
from engine.session.session import Session
from gui.app.sweeps import Sweeps
from gui.app.window_panels import WindowPanels
from gui.base.steps import Steps
from gui.shell.page_stack import PageStack
from gui.shell.store import Store


class Turning(Steps):
    """To make a page and its inputs takes as long as a dozen frames: until that is done the page
    that is looked at answers. Whoever goes elsewhere meanwhile is not taken along.

    A page may also be a session's already, which came from a file or from undo: then the panels
    are painted when all is there (`follow_to`).
    """

    def __init__(
        self, store: Store, stack: PageStack, panels: WindowPanels, sweeps: Sweeps
    ) -> None:
        super().__init__(panels)
        self.store, self.stack, self.panels, self.sweeps = store, stack, panels, sweeps
        self.wanted = ""  # the page that will be shown, while steps are left
        self._late = False  # whether it should be already
        store.changed.connect(self._follow)

    def to(self, name: str, show: Callable[[], object]) -> None:
        """Make what there is not of a page, or SWEEP, and then ``show`` it; at once where all is
        there."""
        self.catch_up()
        steps = list(self._missing(name))
        if not steps:
            self.cancel()
            show()
            return
        self.wanted = name
        self.begin([*steps, partial(self._show, show)])

    def follow_to(self, name: str, show: Callable[[], object]) -> bool:
        """As `to`, after the session has gone there; False where all is there, or another page is
        being turned to, and nothing is done."""
        if self.under_way:
            return self._late and self.wanted == name
        if not any(True for _ in self._missing(name)):
            return False
        self.panels.setUpdatesEnabled(False)
        self.to(name, show)
        self._late = self.under_way
        return True

    def catch_up(self) -> None:
        """Show the session's page now, if that is still to come."""
        if self._late:
            self.finish()

    def cancel(self) -> None:
        """Stay here."""
        self.wanted = ""
        super().cancel()
        self._end_late()

    def _next(self) -> None:
        try:
            super()._next()
        except Exception:
            self.cancel()  # what cannot be made cannot be shown
            raise

    def _show(self, show: Callable[[], object]) -> None:
        self.wanted = ""
        try:
            show()
        finally:
            self._end_late()

    def _end_late(self) -> None:
        self._late = False
        self.panels.setUpdatesEnabled(True)

    def _missing(self, name: str) -> Iterator[Callable[[], object]]:
        if name == SWEEP:
            yield from self.sweeps.missing()
            return
        if not self.stack.has(name):
            yield partial(import_module, "gui.shell.page_frame")
            yield partial(_import_view, name)
            yield partial(self.stack.begin, name)
            yield partial(self.stack.made, name)
        page = page_named(name)
        for _ in self.panels.inputs.missing(page):
            yield partial(self.panels.make_input, page)

    def _follow(self, old: Session, session: Session) -> None:
        if (old.page, old.shows_sweep) != (session.page, session.shows_sweep):
            self.cancel()


def _import_view(name: str) -> None:
    from gui.figure import view  # plots are imported with the first page

    view.view_class(name)
