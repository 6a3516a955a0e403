"""Plays a number of the session: each next value when the picture of the last one is painted."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from engine.core.parameter import ParameterError
from engine.core.words import tr
from engine.session.address import Address
from engine.session.linking import moved_to
from engine.session.session import Session
from gui.app.responses import Responses
from gui.app.window_panels import WindowPanels
from gui.base.gesture import new_gesture
from gui.shell.course import Course
from gui.shell.store import Store
from gui.widgets.input_row import InputRow

FRAME = 16  # milliseconds between two values at the least
LONGEST = 0.25  # seconds that one picture may take of the course
KEY_STEPS = 50  # steps by key over the whole way


class Player(QObject):
    """One number at a time; the whole of it is one step of undo.

    It pauses where somebody else changes the number, where the number is not shown any more, and
    where a value is refused.
    """

    changed = Signal()  # what is played, or whether it moves
    told = Signal(str)

    def __init__(self, store: Store, responses: Responses, panels: WindowPanels) -> None:
        super().__init__(panels)
        self.store, self.panels = store, panels
        self.bar = panels.area.play_bar
        self.where: Address | None = None
        self.course = Course(0.0, 1.0)
        self.playing = False
        self.name = ""  # of the number, for people
        self.speed = 1.0
        self._elapsed = self._last = 0.0
        self._gesture = 0
        self._proposing = False
        self._next = QTimer(self, singleShot=True, interval=FRAME)
        self._next.timeout.connect(self._advance)
        responses.drawn.connect(self._continue)
        responses.status.cancelled.connect(self.pause)
        self._connect()

    def begin(self, where: Address) -> None:
        """Play this number over the range of its slider, from where it is."""
        row = self._row(where)
        if row is None:
            return
        if self.where is None or str(where) != str(self.where):
            scale = row.slider.scale
            course = Course(scale.low, scale.high, log=scale.log, whole=scale.whole)
            self.where = where
            self._take(course)
        self.bar.show()
        self.bar.setFocus()
        self.play()

    def toggle(self) -> None:
        """Pause or go on; at first with the number that has the focus, else the page's first."""
        if self.playing:
            self.pause()
        elif self.where is not None and self._row(self.where) is not None:
            self.bar.show()
            self.play()
        else:
            where = self.panels.inputs.focused() or self.panels.inputs.first()
            if where is None or self.store.session.shows_sweep:
                self.told.emit(tr("There is no number to play on this page."))
            else:
                self.begin(where)

    def play(self) -> None:
        """Move, from the value that the number has."""
        assert self.where is not None
        value = float(self.where.get(self.store.session))
        self._elapsed = self.course.elapsed(value)
        if self.course.ended(self._elapsed):
            self._elapsed = 0.0
        self._gesture = new_gesture()
        self._set_playing(True)
        self._last = time.perf_counter()
        self._next.start()

    def pause(self) -> None:
        """Stay where it is."""
        self._next.stop()
        self._set_playing(False)

    def end(self) -> None:
        """Pause, and put the bar away."""
        self.pause()
        self.where = None
        self.bar.hide()
        self.changed.emit()

    def follow(self, old: Session, new: Session) -> None:
        """The session is another one, and shown: has somebody else changed the number?"""
        if self.where is None or self._proposing:
            return
        row = self._row(self.where)
        self.bar.setVisible(row is not None)
        if row is None:
            self.pause()
            return
        value = float(self.where.get(new))
        if value != self._value(self.where, old):
            self.pause()
            self._elapsed = self.course.elapsed(value)
            self.bar.show_place(self.course.share(self._elapsed), value)

    def _connect(self) -> None:
        bar = self.bar
        bar.toggled.connect(self.toggle)
        bar.closed.connect(self.end)
        bar.changed.connect(self._take)
        bar.moved.connect(self._seek)
        bar.stepped.connect(self._step)
        bar.paced.connect(self._pace)

    def _take(self, course: Course) -> None:
        """Another course of the same number."""
        if self.where is None or self._row(self.where) is None:
            return  # a key or a drag that went on when the bar was put away
        self.name = self.panels.inputs.name_of(self.where)
        self.course = course
        value = float(self.where.get(self.store.session))
        self._elapsed = course.elapsed(value)
        self.bar.show_course(self.where.description, self.name, course)
        self.bar.show_place(course.share(self._elapsed), value)
        self.changed.emit()

    def _pace(self, speed: float) -> None:
        self.speed = speed

    def _seek(self, share: float) -> None:
        if self.where is None:
            return
        self.pause()
        self._gesture = self._gesture or new_gesture()
        self._elapsed = share * self.course.seconds
        self._propose()

    def _step(self, steps: int) -> None:
        share = self.course.share(self._elapsed) + steps / KEY_STEPS
        self._seek(min(max(share, 0.0), 1.0))

    def _advance(self) -> None:
        if not self.playing or self.where is None:
            return
        now = time.perf_counter()
        self._elapsed += self.speed * min(now - self._last, LONGEST)
        self._last = now
        before = self.store.session
        self._propose()
        if self.course.ended(self._elapsed):
            self.pause()
        elif self.store.session == before:
            self._next.start()  # a whole number, or two frames of one value

    def _continue(self) -> None:
        if self.playing and not self._next.isActive():
            self._next.start()

    def _propose(self) -> None:
        assert self.where is not None
        value = self.course.at(self._elapsed)
        text = tr("play {name}").format(name=self.where)
        self._proposing = True
        try:
            self.store.propose(moved_to(self.where, self.store.session, value), self._gesture, text)
        except ParameterError as error:
            self.pause()
            self.told.emit(str(error))
        finally:
            self._proposing = False
        self.bar.show_place(self.course.share(self._elapsed), value)

    def _row(self, where: Address) -> InputRow | None:
        """The row of a number that the session has."""
        if self._value(where, self.store.session) is None:
            return None
        return self.panels.inputs.addressed().get(str(where))

    def _value(self, where: Address, session: Session) -> float | None:
        """None in a session of fewer coordinates."""
        try:
            return float(where.get(session))
        except ParameterError:
            return None

    def _set_playing(self, playing: bool) -> None:
        if playing != self.playing:
            self.playing = playing
            self.bar.show_playing(playing)
            self.changed.emit()
