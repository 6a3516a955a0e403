"""A | B: a pinned state, drawn behind the one that is shown, with its numbers beside."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from gui.app.window_panels import WindowPanels
from gui.base.request import Failure, Request, Response
from gui.base.steps import Steps
from gui.shell.page_stack import PageStack
from gui.shell.status import Status
from gui.shell.store import Store
from gui.shell.worker import Worker

if TYPE_CHECKING:
    from gui.shell.page_frame import PageFrame


class Comparison(QObject):
    """Computes the pinned state of the session for the page that is shown, beside its response."""

    def __init__(
        self, store: Store, stack: PageStack, panels: WindowPanels, status: Status
    ) -> None:
        super().__init__(panels)
        self.store, self.stack, self.panels, self.status = store, stack, panels, status
        self._worker: Worker | None = None  # a thread of its own, once something is pinned
        self._responses: dict[str, Response] = {}  # of the pinned state, by page
        self._shown: tuple[PageFrame, Response] | None = None
        self._ghosting = Steps(self)  # a plot each
        stack.figures_wanted.connect(self.ask)

    @property
    def busy(self) -> bool:
        """Whether the pinned state is awaited, or being drawn."""
        return self._ghosting.under_way or (self._worker is not None and self._worker.busy)

    def ask(self) -> None:
        """Show the pinned state on the page that is shown, or none."""
        session, frame = self.store.session, self.stack.frame()
        if session.pinned is None:
            self._responses.clear()
            self._hide()
            return
        state = session.pinned.replace(page=session.page, views=session.views)
        figures = frame.view.shown_figures(session)
        request = Request(frame.page, state, figures)
        response = self._responses.get(frame.page.name)
        if response is None or not response.request.same(request):
            self._hide()
            self._thread().submit(request)
        elif response.result.made(*figures):
            self._show(response)
        else:
            self._thread().submit(request)

    def close(self) -> None:
        """End the thread."""
        self._ghosting.cancel()
        if self._worker is not None:
            self._worker.close()

    @property
    def _frame(self) -> PageFrame | None:
        """That of the page that is shown; None where it has yet to be made, and asks then."""
        return self.stack.there(self.store.session.page)

    def _thread(self) -> Worker:
        if self._worker is None:
            self._worker = Worker(self)
            self._worker.responded.connect(self._take)
            self._worker.failed.connect(self._fail)
        return self._worker

    def _take(self, response: Response) -> None:
        pinned = self.store.session.pinned
        wanted = Request(response.request.page, pinned or response.request.session)
        if pinned is not None and response.request.same(wanted):
            self._responses[response.request.page.name] = response
            if self._frame is not None and response.request.page is self._frame.page:
                self._show(response)

    def _fail(self, failure: Failure) -> None:
        self._hide()
        self.status.notify(f"A cannot be shown here. {failure.message}")

    def _show(self, response: Response) -> None:
        frame = self.stack.frame()
        if self._shown is not None and self._shown[0] is frame and self._shown[1] is response:
            return
        self._shown = frame, response
        drawing = frame.view.ghosting(response.request.session, response.result)
        self._ghosting.begin([partial(_draw, frame, step) for step in drawing])
        self.panels.area.show_references(response.result.readouts)

    def _hide(self) -> None:
        """No ghosts on this page, and no numbers beside its own."""
        self._shown = None
        self._ghosting.cancel()
        if self._frame is not None:
            self._frame.view.show_ghost(None)
        self.panels.area.show_references(())


def _draw(frame: PageFrame, step: Callable[[], object]) -> None:
    """A step, unless its picture has gone meanwhile: another one asks for its own."""
    if isValid(frame):
        step()
