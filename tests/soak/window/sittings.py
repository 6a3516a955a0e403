"""Window after window, each with a user, under watch; and the report at the end."""

from __future__ import annotations

import argparse
import gc
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QEventLoop, QTimer
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QFileDialog
from shiboken6 import isValid

from gui.app.autosave import Autosave
from gui.app.main_window import MainWindow
from gui.base.collector import Collector
from gui.base.interrupt import on_interrupt
from gui.look.application import application
from tests.conftest import bury, top_level_widgets
from tests.helpers import random_use
from tests.soak.window.ending import Ending
from tests.soak.window.input import Input
from tests.soak.window.labels import wrong_words
from tests.soak.window.memory import MEBI, Memory, living, threads
from tests.soak.window.reach import Reach
from tests.soak.window.report import After, Report
from tests.soak.window.stalls import Stopwatch
from tests.soak.window.user import WindowUser
from tests.soak.window.watch import Watch

BEFORE = 25  # events that are told with a fault
CHECK_EVERY = 40  # acts
ANSWER = 40  # milliseconds between looks for what holds the user up
HELD = 0.1  # seconds after which it does
WAIT = 10.0  # seconds for what is being read, and for threads, at the end


class Sittings:
    """A run: its seed decides what is done, though not how far the computing thread is by then."""

    def __init__(self, folder: Path, chosen: argparse.Namespace) -> None:
        self.folder, self.chosen = folder, chosen
        self.app = application()
        self.user: WindowUser | None = None
        self.send, self.reach = Input(self._glance), Reach(self._page)
        self.watch, self.stopwatch, self.memory = Watch(self._last), Stopwatch(), Memory()
        self.told = Report(chosen, self.send, self.reach, self.watch, self.stopwatch, self.memory)
        self._ending = Ending(60.0 * chosen.minutes, self._overdue)
        # Of each QTimer.singleShot that calls a method PySide keeps a reference for ever.
        self._answering = QTimer(singleShot=True, interval=ANSWER)
        self._answering.timeout.connect(self._answer)
        dispatcher = QAbstractEventDispatcher.instance()
        for looks in (dispatcher.awake, dispatcher.aboutToBlock):  # within menus and dialogs too
            looks.connect(self._glance)
        self._loop, self._loop_end = QEventLoop(), QTimer(singleShot=True, interval=0)
        self._loop_end.timeout.connect(self._loop.quit)
        self._living: Counter[str] = Counter()
        self._began = 0.0  # the act that goes on

    def run(self) -> int:
        """Until the time or the events are over, or it is interrupted."""
        logging.getLogger("gui").setLevel(logging.INFO)
        print(f"seed {self.chosen.seed}", flush=True)
        self.watch.open()
        # As the program has:
        self.collector = Collector()
        with on_interrupt(self._ending.ask):
            while not self._over():
                self._sit()
                self._leave()
        self.collector.end()
        self.watch.close()
        self.stopwatch.close()
        self._ending.close()
        return self.told.end()

    def _over(self) -> bool:
        return self._ending.over() or self.told.events >= self.chosen.events

    def _overdue(self, reason: str) -> None:
        self.watch.tell("overdue", reason)
        self.told.end()

    def _last(self) -> tuple[int, tuple[str, ...]]:
        return self.told.events, tuple(self.user.done[-BEFORE:]) if self.user else ()

    def _page(self) -> str:
        return self.user.window.store.session.page if self.user else ""

    def _sit(self) -> None:
        rng = np.random.default_rng([self.chosen.seed, self.told.windows])
        self.told.windows += 1
        gc.freeze()  # as the program does before its window
        window = MainWindow(random_use.start())
        window.resize(1300, 900)
        window.show()
        if self.chosen.page:
            window.show_page(self.chosen.page)
        autosave = Autosave(window.document, window.status.notify)
        self.user = user = WindowUser(
            window,
            rng,
            random_use.data_sources(self.folder),
            self._turn,
            folder=self.folder,
            send=self.send,
            reach=self.reach,
        )
        self._answering.start()
        self.stopwatch.skip()
        end = self.told.events + self.chosen.sitting
        while self.told.events < end and not self._over():
            self._event(user)
        autosave.end()

    def _event(self, user: WindowUser) -> None:
        page, sent = user.window.store.session.page, self.send.counts.total()
        self._began, processor = time.monotonic(), time.thread_time()
        with self._going_on():
            user.act()
        self._glance("the act")
        with self._going_on():
            self._turn()
            # Of itself that happens only within the application's own loop.
            self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self._glance()
        act, _, said = user.done[-1].partition(":")
        seconds, sent = time.thread_time() - processor, self.send.counts.total() - sent
        self.told.take(act, page, max(sent, said != " "), seconds)
        self.memory.look(self.told.events, act, f"[{page}]")
        if self.told.acts.total() % CHECK_EVERY == 0:
            self._check(user.window)
            self.stopwatch.skip()
        if self.chosen.page and user.window.store.session.page != self.chosen.page:
            user.window.show_page(self.chosen.page)

    def _turn(self) -> None:
        """A turn of a loop as the program has it: from there what is raised is told at once. On its
        way to whoever has called `QApplication.processEvents`, a bare error crashes PySide."""
        self._loop_end.start()
        self._loop.exec()

    @contextmanager
    def _going_on(self) -> Iterator[None]:
        """What is raised is told, and the user goes on."""
        try:
            yield
        except Exception as error:
            self.watch.raised(error)

    def _check(self, window: MainWindow) -> None:
        with self._going_on():
            random_use.check(window)
        for words in wrong_words(window):
            self.watch.tell(f"words {words[:40]}", f"shown: {words}")
        self.reach.look(window)

    def _glance(self, event: str = "events") -> None:
        """By now the window would have taken what is typed."""
        if self.user is None or not self.user.done:
            self.stopwatch.skip()
        else:
            self.stopwatch.lap(f"{self.user.done[-1]} on {self._page()}, {event}")

    def _answer(self) -> None:
        """File dialogs, menus of buttons and drags of text hold the user's thread up until they
        are answered."""
        user = self.user
        if user is None:
            return
        # Before all else: what is done now may open a dialog that waits for an answer too.
        self._answering.start()
        if time.monotonic() < self._began + HELD:
            return
        front = user.hands.front()
        if isinstance(front, QFileDialog):
            user.files.in_dialog()
        elif front is not user.window:  # a menu, or what the file dialog itself has to say
            user.hands.answer()
        else:
            QDrag.cancel()

    def _leave(self) -> None:
        """Close the window; nothing of it may stay."""
        user = self.user
        assert user is not None
        self._close(user.window)
        self._answering.stop()
        user.files.forget()  # by now nothing is being written any more
        self.user = None
        user.window = user.held = user.process = None  # type: ignore[assignment]
        user.hands = user.files = user.sweeping = None  # type: ignore[assignment]
        self.collector.let_go()
        for _ in range(2):  # what holds some of it may itself end only then
            self._turn()
            bury()
        gc.collect()  # what Qt has let go of with the last of it
        self._look_for_leaks()

    def _close(self, window: MainWindow) -> None:
        for widget in QApplication.topLevelWidgets():
            if widget is not window and widget.isVisible():
                widget.close()
        self._wait_while(random_use.running)
        window.close()
        if window.isVisible():
            self.watch.tell("close", "the window does not close")
        window.deleteLater()

    def _wait_while(self, lasts: Callable[[], object]) -> None:
        begin = time.perf_counter()
        while lasts() and time.perf_counter() < begin + WAIT:
            self._turn()

    def _too_many_threads(self) -> bool:
        after = self.told.after
        return len(after) > 1 and threads() > after[1].threads

    def _look_for_leaks(self) -> None:
        # Those of a sweep's processes end when these have.
        self._wait_while(self._too_many_threads)
        left = [repr(widget) for widget in top_level_widgets()]
        timers = [
            each
            for each in gc.get_objects()
            if isinstance(each, QTimer)
            and isValid(each)
            and each.isActive()
            and not isinstance(each.parent(), Collector)
        ]
        windows = sum(isinstance(each, MainWindow) for each in gc.get_objects())
        self.memory.look_between(self.told.events)
        held = self.memory.between[-1].bytes / MEBI
        print(f"{held:15.0f} MB after window {self.told.windows}", flush=True)
        after = self.told.after
        after.append(After(threads(), len(timers)))
        for kind, found in (("widgets", left), ("timers", timers), ("windows", windows)):
            if found:
                self.watch.tell(f"left {kind}", f"left after closing: {kind} {found}")
        if self._too_many_threads():
            self.watch.tell("left threads", f"threads after each window: {after}")
        if self.told.windows in (2, 4, 8, 16, 32):
            now = living()
            if self.told.windows > 2:
                more = now - self._living
                print("objects more than before:", more.most_common(12), flush=True)
            self._living = now
