"""Asks the worker about the session that is shown, and shows what comes back."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from engine.core.words import tr
from engine.session.session import Session
from gui.app.window_panels import WindowPanels
from gui.base.request import Failure, Request, Response
from gui.shell.page_stack import PageStack
from gui.shell.status import Status
from gui.shell.store import Store
from gui.shell.worker import Worker

if TYPE_CHECKING:
    from gui.shell.page_frame import PageFrame

READ = 0.1  # seconds that words and numbers stand at least while the picture moves


class Responses(QObject):
    """Between the worker and whatever shows a part of its responses."""

    drawn = Signal(object)  # Response, when its picture has been handed to Qt

    def __init__(
        self, store: Store, worker: Worker, status: Status, stack: PageStack, panels: WindowPanels
    ) -> None:
        super().__init__(panels)
        self.store, self.worker, self.status = store, worker, status
        self.stack, self.panels = stack, panels
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._tell_late)
        self._told = -math.inf  # when, by time.perf_counter
        self._wanted = False  # more figures than there are
        stack.figures_wanted.connect(self._ask_for_figures)
        worker.responded.connect(self._show)
        worker.failed.connect(self._show_failure)
        worker.progressed.connect(status.show_share)
        worker.busy_changed.connect(status.show_busy)
        worker.busy_changed.connect(self._come_to_rest)
        status.cancelled.connect(self._cancel)
        worker.paused_changed.connect(status.show_paused)
        status.continued.connect(worker.go_on)

    @property
    def frame(self) -> PageFrame:
        """The page that is shown."""
        return self.stack.frame()

    def ask(self) -> None:
        """Compute what the page that is shown has not shown yet."""
        session = self.store.session
        view = self.frame.view
        shown, main = view.shown_figures(session), view.main_figures(session)
        request = Request(self.frame.page, session, shown, main)
        response = self.frame.response
        if response is not None and self.frame.has_response_to(request):
            self.worker.cancel()
            self.frame.come_to_rest()
            self.tell(response)
        elif self.worker.paused is None or not self.worker.paused.same(request):
            self.worker.submit(request)

    def toggle(self) -> None:
        """Cancel what is being computed, or go on with what was cancelled."""
        if self.worker.busy:
            self.status.cancelled.emit()
        elif self.worker.paused is not None:
            self.status.continued.emit()
        else:
            self.status.notify(tr("Nothing is being computed."))

    def tell_again(self) -> None:
        """What was shown last on this page, if anything, on what other pages show too."""
        response = self.frame.response
        if response is not None:
            if not self.worker.busy:
                self.frame.come_to_rest()
            self.tell(response)
        else:
            self.panels.area.chips.clear()
            self.panels.area.drawer.clear()

    def tell(self, response: Response) -> None:
        """A response, in words and numbers around its picture."""
        self._later.stop()
        self._told = time.perf_counter()
        self._explain(response.request.session)
        readouts, page = response.result.readouts, response.request.page
        area = self.panels.area
        self.panels.explanation.show_readouts(readouts)
        area.chips.show_sentences(response.result.banners)
        area.chips.show_readouts(page, readouts)
        area.chips.show_curves(self.frame.view.curve)
        area.drawer.show_readouts(readouts, page.by_importance(), area.chips.count)
        self.status.show_response(response)
        self.panels.inputs.show_summary(response.result.facts)

    def _show(self, response: Response) -> None:
        page = response.request.page.name
        if page != self.store.session.page:
            return  # another page is behind a sweep, and asks when it is shown
        frame = self.stack.there(page)
        if frame is None:
            self.stack.keep(page, response, None)
            self.drawn.emit(response)
            return
        frame.show_response(response)
        if frame.response is response:
            self._tell_in_time(response)
            self.drawn.emit(response)

    def _tell_in_time(self, response: Response) -> None:
        """Now, or while the picture moves as soon as one can read again."""
        left = READ - (time.perf_counter() - self._told)
        if left <= 0.0 or not self.worker.moving:
            self.tell(response)
        elif not self._later.isActive():
            self._later.start(math.ceil(1e3 * left))

    def _tell_late(self) -> None:
        """Not of a picture that has yet to be made: with it its words come."""
        if self.stack.there(self.store.session.page) is not None:
            self.tell_again()

    def _ask_for_figures(self) -> None:
        """Now, or when nothing moves any more: then they are made anyway."""
        self._wanted = self.worker.moving
        if not self._wanted:
            self.ask()

    def _come_to_rest(self, busy: bool) -> None:
        frame = self.stack.there(self.store.session.page)
        if busy or frame is None:
            return
        frame.come_to_rest()
        if self._later.isActive():
            self.tell_again()
        if self._wanted:
            self._wanted = False
            self.ask()

    def _show_failure(self, failure: Failure) -> None:
        page = failure.request.page.name
        if page != self.store.session.page:
            return
        frame = self.stack.there(page)
        if frame is None:
            self.stack.keep(page, None, failure)
            return
        frame.show_failure(failure)
        self._explain(self.store.session)

    def _explain(self, session: Session) -> None:
        # After the response: formulas are slower than pictures.
        page = self.frame.page
        self.panels.explanation.show_page(page, page.shows_data(session.scene))

    def _cancel(self) -> None:
        self.worker.pause()
        self.status.show_cancelled()
