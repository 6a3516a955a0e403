"""The pictures of what a run has computed, or words in their place."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from engine.core.words import tr
from engine.session.plan import SweepPlan
from engine.session.reader import SWEEP
from engine.session.session import Session
from engine.sweep.figures import drawable, point_at, result
from engine.sweep.planned import plan_of
from engine.sweep.sweep import Sweep
from gui.base.discard import discard
from gui.base.properties import with_properties
from gui.base.request import Request, Response
from gui.figure.base_view import BaseView
from gui.look.theme import Theme
from gui.sweep.look import Look, look_of
from gui.sweep.offer import Offer
from gui.sweep.run import SweepRun
from gui.sweep.view import SweepView, view_class

OPENS = "A click on a point, or Enter, opens it in its page."


class Picture(QStackedWidget):
    """A view is made for each kind of sweep, and drawn again when rows have landed."""

    opened = Signal(int)  # a point
    looked = Signal(str, str)  # (SWEEP, the name of the main plot)
    hinted = Signal(str)
    told = Signal(str)
    suggested = Signal()  # the suggested sweep is wanted
    example_chosen = Signal(object)  # Example
    kept_chosen = Signal(object)  # KeptSweep
    kept_discarded = Signal(object)  # KeptSweep

    def __init__(self, run: SweepRun, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run, self._theme = run, theme
        self._session = Session()
        self._look: Look | None = None
        self._view: SweepView | None = None
        self._planned: tuple[Sweep, SweepPlan] | None = None  # the last sweep, and its plan
        self.response: Response | None = None
        self.words = with_properties(QLabel(wordWrap=True), objectName="muted")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.addWidget(self.words)
        self._began = 0.0
        self._painted = QTimer(self, singleShot=True, interval=0)  # ends behind what is painted
        self._painted.timeout.connect(lambda: run.pace(time.perf_counter() - self._began))
        self._offer: Offer | None = None

    @property
    def offer(self) -> Offer:
        """What can be done where no sweep is planned; made when it is first asked for."""
        if self._offer is None:
            self._offer = Offer()
            self._offer.wanted.connect(self.suggested)
            self._offer.chosen.connect(self.example_chosen)
            self._offer.kept.chosen.connect(self.kept_chosen)
            self._offer.kept.discarded.connect(self.kept_discarded)
            self.addWidget(self._offer)
        return self._offer

    @property
    def view(self) -> BaseView:
        """The picture, once there is one."""
        assert self._view is not None
        return self._view

    def show_session(self, session: Session) -> None:
        """Show the main plot that the session wants."""
        self._session = session
        if self._view is not None:
            self._view.show_session(session)

    def show_offer(self, suggestion: Sweep | None) -> None:
        """Show what can be done where no sweep is planned."""
        self.offer.show_sweep(suggestion)
        self.offer.show_kept([] if self._run.kept is None else self._run.kept.all())
        self.setCurrentWidget(self.offer)
        self.response = None

    def show_rows(self, instead: str) -> None:
        """Draw the rows that are there; or say this ``instead``."""
        sweep, columns = self._run.sweep, self._run.columns
        if instead or sweep is None or columns is None or not drawable(sweep):
            self.words.setText(instead)
            self.setCurrentWidget(self.words)
            self.response = None
            return
        began = time.perf_counter()
        look = look_of(columns)
        view = self._view
        if view is None or look != self._look:
            view = self._make(look)
        if self._planned is None or self._planned[0] is not sweep:
            self._planned = sweep, plan_of(sweep)
        session = sweep.session.replace(views=self._session.views, sweep=self._planned[1])
        made = result(columns)
        view.draw(session, made)
        self.response = Response(Request(sweep.page, session), made, session.scene.samples, 0.0)
        self.setCurrentWidget(view)
        self._began = began
        self._painted.start()

    def _make(self, look: Look) -> SweepView:
        view = view_class(look)(self._theme)
        view.opened.connect(self._open)
        view.main_chosen.connect(lambda name: self.looked.emit(SWEEP, name))
        view.hint.connect(lambda text: self.hinted.emit(f"{tr(OPENS)} {text}" if text else ""))
        view.told.connect(self.told)
        before, self._view, self._look = self._view, view, look
        self.addWidget(view)
        if before is not None:
            self.removeWidget(before)
            discard(before)
        return view

    def _open(self, places: dict[str, int]) -> None:
        sweep = self._run.sweep
        if sweep is not None and places:
            self.opened.emit(point_at(sweep, places))
