"""One page: its picture, what must be known first, and why there is no result."""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from engine.core.words import language
from engine.page.page import Page
from engine.session.session import Session
from gui.base.properties import with_properties
from gui.base.request import Failure, Request, Response, failure_text
from gui.figure import view as views
from gui.figure.look import ViewLook
from gui.look.theme import Theme
from gui.widgets.banner import FailureCard

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeptFrame:
    """What a frame has shown."""

    response: Response | None
    failed: Failure | None
    look: ViewLook


class PageFrame(QWidget):
    """Shows the newest response; proposes sessions."""

    # (Session, gesture, what changed, the Session it was made from)
    proposed = Signal(object, object, str, object)
    looked = Signal(str, str)  # (page, name of the plot that shall be its main one)
    figures_wanted = Signal()  # more of them are shown than were made
    hinted = Signal(str)  # what can be done where the mouse is; "" where it is elsewhere
    told = Signal(str)  # what has been done

    def __init__(self, page: Page, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = page
        self.theme = theme
        self.language = language()
        self.response: Response | None = None
        self.failed: Failure | None = None  # while there is no response
        self._session: Session | None = None
        self.view = views.view_class(page.name)(theme)
        self.failure = FailureCard()
        self._arrange()
        self.view.proposed.connect(self._propose_drag)
        self._connect_cards()

    def show_session(self, session: Session) -> None:
        """Show the plot that is wanted as the main one."""
        self._session = session
        self.view.show_session(session)

    def has_response_to(self, request: Request) -> bool:
        """Whether the whole response is shown already."""
        response = self.response
        shown = response is not None and not response.preview and response.request.same(request)
        made = shown and response is not None and response.result.made(*request.figures)
        return made and self.failure.isHidden()

    def show_response(self, response: Response) -> None:
        """Draw the response; a picture that cannot be drawn is a failure like any other."""
        try:
            self.view.moving = response.moving
            self.view.draw(response.request.session, response.result)
        except Exception as error:
            self.show_failure(
                Failure(response.request, failure_text(error), traceback.format_exc())
            )
            return
        self.response, self.failed = response, None
        self.failure.hide()

    def come_to_rest(self) -> None:
        """Nothing moves any more."""
        try:
            self.view.come_to_rest()
        except Exception as error:
            if self.response is not None:
                details = traceback.format_exc()
                request = self.response.request
                self.show_failure(Failure(request, failure_text(error), details))

    def show_failure(self, failure: Failure) -> None:
        """Say why there is no response; the last figure stays below."""
        log.info("%s", failure.details)
        self.failed = failure
        self.failure.show_failure(failure.message, failure.details, self.response is not None)

    def kept(self) -> KeptFrame:
        """What another frame of this page needs to show the same."""
        return KeptFrame(self.response, self.failed, self.view.current_look())

    def take_over(self, kept: KeptFrame) -> None:
        """Show what another frame of this page has shown."""
        if kept.response is not None:
            self.show_response(kept.response)
            self.view.show_look(kept.look)
        if kept.failed is not None:
            self.show_failure(kept.failed)

    def _connect_cards(self) -> None:
        if isinstance(self.view, views.View):
            self.view.waits = True
            self.view.main_chosen.connect(lambda name: self.looked.emit(self.page.name, name))
            self.view.figures_wanted.connect(self.figures_wanted)
            self.view.hint.connect(self.hinted)
            self.view.told.connect(self.told)

    def _arrange(self) -> None:
        figure = with_properties(QWidget(), objectName="page_body")
        grid = QGridLayout(figure)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.view, 0, 0)
        grid.addWidget(self.failure, 0, 0, Qt.AlignmentFlag.AlignCenter)
        # Where type is large and the window is small, the picture is scrolled.
        self.scroller = with_properties(QScrollArea(widgetResizable=True), objectName="page")
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setWidget(figure)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.scroller, 1)

    def _propose_drag(self, session: Session, gesture: int) -> None:
        """The picture may show an older session than the window does."""
        base = self._session if self.response is None else self.response.request.session
        self.proposed.emit(session, gesture, "drag in the figure", base)
