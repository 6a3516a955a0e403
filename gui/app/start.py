"""Beginning: the start page in the place of the window's panels, and opening an example."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from engine.core.words import tr
from engine.session.examples import Example
from engine.session.session import Session
from gui.app.services import Services
from gui.app.turning import Turning, page_shown
from gui.base.discard import discard, discard_now

if TYPE_CHECKING:
    from gui.shell.start.page import StartPage


class Start(QObject):
    """Shows the start page over the panels until a page or a document is asked for."""

    entered = Signal()
    left = Signal()
    page_wanted = Signal(str)  # the name of a page that answers a question
    opened = Signal(object)  # an Example, which is shown now

    def __init__(
        self, centre: QStackedWidget, panels: QWidget, services: Services, turning: Turning
    ) -> None:
        super().__init__(centre)
        self.turning = turning
        self.centre, self.panels, self.services = centre, panels, services
        self.page: StartPage | None = None
        services.document.began.connect(self.leave)
        services.store.changed.connect(self._follow)
        services.status.notified.connect(self._notify)

    @property
    def shown(self) -> bool:
        """Whether the start page is what the window shows."""
        return self.page is not None and self.centre.currentWidget() is self.page

    def show(self) -> None:
        """Show it, made again, in the current colours and type."""
        from gui.shell.start.page import StartPage  # here: beside a file's page nobody sees it
        from gui.shell.start.recent import recent_files

        services = self.services
        self.discard_hidden()
        recent = recent_files(services.settings.recent, datetime.now())
        old, self.page = self.page, StartPage(recent, self.centre)
        self.page.show_session(services.store.session)
        self.page.proposed.connect(services.store.propose)
        self.page.opened.connect(services.opener.ask)
        self.page.file_wanted.connect(services.opener.open)
        self.page.chosen.connect(self.open)
        self.page.page_wanted.connect(self.page_wanted)
        self.centre.addWidget(self.page)
        self.centre.setCurrentWidget(self.page)
        self.page.setFocus()
        self.entered.emit()
        if old is not None:
            self.centre.removeWidget(old)
            discard(old)

    def leave(self) -> None:
        """Show the panels; no control of theirs has the focus until it is asked for."""
        if self.shown:
            self._uncover()
            self.left.emit()

    def discard_hidden(self) -> None:
        """It is made again whenever it is shown."""
        if self.page is not None and not self.shown:
            discard_now(self.page)
            self.page = None

    def open(self, example: Example) -> None:
        """Open an example when its page has been made; `opened` says so where nobody kept what was
        there."""
        session = example.session()
        self.turning.to(page_shown(session), partial(self._open, example, session))

    def _open(self, example: Example, session: Session) -> None:
        self.services.document.look_at(session, Path(tr(example.title)))
        if self.services.store.session.replace(bookmarks=()) == session:
            self.leave()
            self.opened.emit(example)

    def _uncover(self) -> None:
        if self.page is None:
            return
        focused = self.centre.window().focusWidget()
        if focused is self.page or (focused is not None and self.page.isAncestorOf(focused)):
            self.panels.setFocus()
        self.centre.setCurrentWidget(self.panels)

    def _follow(self, old: Session, session: Session) -> None:
        """Own data and other pages are shown where they can be seen: by whoever shows a session,
        and is told of this one next."""
        if self.page is None or not self.shown:
            return
        if _place(old) != _place(session):
            self._uncover()
        else:
            self.page.show_session(session)

    def _notify(self, text: str) -> None:
        if self.page is not None and self.shown:
            self.page.notify(text)


def _place(session: Session) -> tuple[object, ...]:
    """What is looked at: it is seen only beside the start page."""
    return session.page, session.shows_sweep, session.scene.data
