"""Turning to a page in steps: what has yet to be made for it is made before it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module

from engine.page.page import Page, page_named
from engine.session.session import Session
from gui.app.window_panels import WindowPanels
from gui.base.steps import Steps
from gui.shell.page_stack import PageStack
from gui.shell.store import Store


class Turning(Steps):
    """To make a page and its inputs takes as long as a dozen frames: until that is done the page
    that is looked at answers. Whoever goes elsewhere meanwhile is not taken along."""

    def __init__(self, store: Store, stack: PageStack, panels: WindowPanels) -> None:
        super().__init__(panels)
        self.store, self.stack, self.panels = store, stack, panels
        self.wanted = ""  # the page that will be shown, while steps are left
        store.changed.connect(self._follow)

    def to(self, name: str, show: Callable[[], object]) -> None:
        """Make what there is not of a page, and then ``show`` it; at once where all is there."""
        steps = list(self._missing(name))
        if not steps:
            self.cancel()
            show()
            return
        self.wanted = name
        self.begin([*steps, partial(self._show, show)])

    def cancel(self) -> None:
        """Stay here."""
        self.wanted = ""
        super().cancel()

    def _next(self) -> None:
        try:
            super()._next()
        except Exception:
            self.cancel()  # what cannot be made cannot be shown
            raise

    def _show(self, show: Callable[[], object]) -> None:
        self.wanted = ""
        show()

    def _missing(self, name: str) -> Iterator[Callable[[], object]]:
        if not self.stack.has(name):
            yield partial(import_module, "gui.shell.page_frame")
            yield partial(_import_view, name)
            yield partial(self.stack.made, name)
        page = page_named(name)
        for _ in self.panels.inputs.missing(page):
            yield partial(self._make_input, page)

    def _make_input(self, page: Page) -> None:
        """The next one that is missing, of the panel of now: seen when its page is."""
        make = next(self.panels.inputs.missing(page), None)
        if make is not None:
            make().hide()

    def _follow(self, old: Session, session: Session) -> None:
        if (old.page, old.shows_sweep) != (session.page, session.shows_sweep):
            self.cancel()


def _import_view(name: str) -> None:
    from gui.figure import view  # plots are imported with the first page

    view.view_class(name)
