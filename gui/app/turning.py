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
    are painted when all of it is there (`follow_to`), or all of another page that is turned to
    meanwhile.
    """

    def __init__(
        self, store: Store, stack: PageStack, panels: WindowPanels, sweeps: Sweeps
    ) -> None:
        super().__init__(panels)
        self.store, self.stack, self.panels, self.sweeps = store, stack, panels, sweeps
        self.wanted = ""  # the page that will be shown, while steps are left
        self._show_late: Callable[[], object] | None = None  # shows the session's, still to come
        store.changed.connect(self._follow)

    def to(self, name: str, show: Callable[[], object]) -> None:
        """Make what there is not of a page, or SWEEP, and then ``show`` it; at once where all is
        there."""
        self.wanted = name
        steps = list(self._missing(name))
        self.begin([*steps, partial(self._show, name, show)])
        if not steps:
            self.hurry()

    def follow_to(self, name: str, show: Callable[[], object]) -> bool:
        """As `to`, after the session has gone there; False where nothing is done, since all is
        there, or the session's page is shown already."""
        if self.under_way:
            return self._show_late is not None
        if not any(True for _ in self._missing(name)):
            return False
        self.panels.setUpdatesEnabled(False)
        self._show_late = show
        self.to(name, _nothing)
        return True

    def catch_up(self) -> None:
        """Show the session's page now, if that is still to come."""
        if self._show_late is not None:
            self.to(page_shown(self.store.session), _nothing)
            self.finish()

    def cancel(self) -> None:
        """Stay here."""
        self.wanted = ""
        self._show_late = None
        super().cancel()
        self.panels.setUpdatesEnabled(True)

    def _next(self) -> None:
        wanted, show_late = self.wanted, self._show_late
        try:
            super()._next()
        except Exception:
            self.cancel()  # what cannot be made cannot be shown
            here = page_shown(self.store.session)
            if show_late is not None and wanted != here:
                self.follow_to(here, show_late)
            raise

    def _show(self, name: str, show: Callable[[], object]) -> None:
        show_late, here = self._show_late, page_shown(self.store.session)
        if show_late is not None and name == here:
            show_late()
            self.cancel()
        self.wanted = ""
        show()
        if self._show_late is not None:  # nobody went elsewhere in the end
            self.to(here, _nothing)

    def _missing(self, name: str) -> Iterator[Callable[[], object]]:
        if name == SWEEP:
            yield from self.sweeps.missing()
            return
        if not self.stack.has(name):
            yield partial(import_module, "gui.shell.page_frame")
            yield partial(_import_view, name)
            yield partial(self._begin_page, name)
            yield partial(self.stack.made, name)
        page = page_named(name)
        for _ in self.panels.inputs.missing(page):
            yield partial(self.panels.make_input, page)

    def _begin_page(self, name: str) -> None:
        """With the first of its plots; those that the window has room for are made one a step."""
        self.stack.begin(name)
        self.begin_with([partial(self.stack.make_plot, name)] * len(self.stack.unmade_plots(name)))

    def _follow(self, old: Session, session: Session) -> None:
        if (old.page, old.shows_sweep) != (session.page, session.shows_sweep):
            self.cancel()


def page_shown(session: Session) -> str:
    """The page that a session shows, or SWEEP."""
    return SWEEP if session.shows_sweep else session.page


def _nothing() -> None:
    """Nothing more is to be done."""


def _import_view(name: str) -> None:
    from gui.figure import view  # plots are imported with the first page

    view.view_class(name)
