"""Presenting: full screen and large, the picture and its chips alone, bookmarks one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from engine.session.session import Session
from gui.app.player import Player
from gui.app.retheme import FocusPlace
from gui.app.services import Services
from gui.app.start import Start
from gui.app.sweeps import Sweeps
from gui.app.window_panels import WindowPanels
from gui.base.gesture import new_gesture

Key, Kind = Qt.Key, QEvent.Type
STEPS = {
    Key.Key_Right: 1, Key.Key_Down: 1, Key.Key_PageDown: 1,
    Key.Key_Left: -1, Key.Key_Up: -1, Key.Key_PageUp: -1,
}  # fmt: skip
FAR = {Key.Key_Home: -1_000_000, Key.Key_End: 1_000_000}
CANCEL = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Key.Key_Period)
LEAVE = (Key.Key_Escape, Key.Key_F11)


@dataclass(frozen=True, slots=True)
class _Before:
    """How the window was."""

    state: Qt.WindowState
    geometry: QRect
    focus: FocusPlace
    hint: bool
    page: str


class Presenter(QObject):
    """Enters and leaves; while it presents, the keys of the window are its own.

    Going from bookmark to bookmark is one step of undo. What was hidden comes back as it was.
    """

    def __init__(
        self,
        window: QMainWindow,
        services: Services,
        panels: WindowPanels,
        top_bar: QWidget,
        start: Start,
        sweeps: Sweeps,
        player: Player,
        compute: Callable[[], object],
    ) -> None:
        super().__init__(window)
        self.window, self.services, self.panels = window, services, panels
        self.top_bar, self.start, self.sweeps, self.player = top_bar, start, sweeps, player
        self.bookmarks, self._compute_page = services.bookmarks, compute
        self._before: _Before | None = None
        self._gesture = 0
        services.store.changed.connect(self.show)
        self.bookmarks.changed.connect(self.show)
        services.status.progressed.connect(self._show_progress)
        sweeps.progressed.connect(self._show_progress)

    @property
    def presenting(self) -> bool:
        """Whether it presents now."""
        return self._before is not None

    def toggle(self) -> None:
        """Enter or leave."""
        if self.presenting:
            self.leave()
        else:
            self.enter()

    def enter(self) -> None:
        """Hide what is no picture, and fill the screen."""
        self.start.leave()
        window, hint = self.window, self.panels.area.hint
        self._before = _Before(
            window.windowState(), window.geometry(), FocusPlace(window), not hint.isHidden(),
            self.services.store.session.page,
        )  # fmt: skip
        self._gesture = new_gesture()
        hint.hide()
        self._set_bare(True)
        window.showFullScreen()
        self.panels.setFocus()
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)
        self.show()

    def leave(self) -> None:
        """Everything as it was, except that the last bookmark stays shown."""
        before = self._before
        if before is None:
            return
        self._before = None
        window, handle = self.window, self.window.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)
        self._set_bare(False)
        window.setWindowState(before.state)
        if not before.state & (Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen):
            window.setGeometry(before.geometry)
        if before.hint and self.services.store.session.page == before.page:
            self.panels.area.hint.show()
        before.focus.restore()

    def show(self, *_: object) -> None:
        """What is presented, in the two lines."""
        if not self.presenting:
            return
        session: Session = self.services.store.session
        marks, place = self.bookmarks.all, self.bookmarks.place
        title = self.bookmarks.name() if place is None else marks[place].title
        self.panels.lecture.show_place(title, session, place, len(marks))
        self._show_progress()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Its keys come first, wherever the focus is."""
        if not isinstance(event, QKeyEvent) or not self.presenting:
            return super().eventFilter(watched, event)
        act = self._act_of(event)
        if act is None or event.type() not in (Kind.ShortcutOverride, Kind.KeyPress):
            return super().eventFilter(watched, event)
        event.accept()
        if event.type() == Kind.KeyPress:
            act()
        return True

    def _act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        key = Qt.Key(event.key())
        if event.keyCombination() == CANCEL:
            return self._compute
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        if key in LEAVE:
            return self.leave
        if key == Key.Key_Space:
            return self._play
        steps = STEPS.get(key) or FAR.get(key)
        return (lambda: self.bookmarks.step(steps, self._gesture)) if steps else None

    def _compute(self) -> None:
        """Cancel what is shown as being computed, or go on with it."""
        if self.sweeps.place is not None and self.sweeps.shown:
            self.sweeps.place.toggle()
        else:
            self._compute_page()

    def _show_progress(self) -> None:
        """How far that is for which one waits: the status line does not show it now."""
        if not self.presenting:
            return
        if self.sweeps.shown:
            run = self.sweeps.run
            done, total = run.progress.done, max(run.progress.total, 1)
            waiting, share = run.running, done / total
            paused = not waiting and 0 < done < total
        else:
            status = self.services.status
            waiting, share, paused = status.waiting, status.share, status.paused
        self.panels.lecture.show_progress(waiting, share, paused)

    def _play(self) -> None:
        self.player.toggle()
        self.panels.area.play_bar.hide()

    def _set_bare(self, bare: bool) -> None:
        self.top_bar.setVisible(not bare)
        self.panels.set_bare(bare)
        self.sweeps.set_bare(bare)
        self.services.appearance.present(bare)
        if not bare:
            self.panels.area.play_bar.setVisible(self.player.where is not None)
