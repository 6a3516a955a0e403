"""Window after window, each with a user, under watch; and the report at the end."""

from __future__ import annotations

import argparse
import faulthandler
import gc
import logging
import os
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from shiboken6 import isValid

from gui.app.autosave import Autosave
from gui.app.main_window import MainWindow
from gui.base.collector import Collector
from gui.look.application import application
from tests.conftest import bury, top_level_widgets
from tests.helpers import random_use
from tests.soak.window.labels import wrong_words
from tests.soak.window.memory import MEBI, Memory, living, resident, threads, trim
from tests.soak.window.stalls import Stopwatch
from tests.soak.window.user import WindowUser
from tests.soak.window.watch import Watch

BEFORE = 25  # events that are told with a fault
CHECK_EVERY = 40
MOST_GROWTH = 30.0  # MB an hour, of runs that are long enough to tell
LONG = 30.0  # minutes
ANSWER = 40  # milliseconds
WAIT = 60.0  # seconds for the worker at the end


class Sittings:
    """A run: its seed decides what is done, though not how far the computing thread is by then."""

    def __init__(self, folder: Path, chosen: argparse.Namespace) -> None:
        self.folder, self.chosen = folder, chosen
        self.app = application()
        self.events = self.windows = 0
        self.counts: Counter[str] = Counter()
        self.pages: Counter[str] = Counter()
        self.user: WindowUser | None = None
        self.watch = Watch(self._last)
        self.stopwatch, self.memory = Stopwatch(self._hang), Memory()
        self._living: Counter[str] = Counter()
        self._acting = False
        self.after: list[tuple[int, int, int]] = []  # threads, bytes, timers after each window

    def run(self) -> int:
        """Until the time or the events are over."""
        logging.getLogger("gui").setLevel(logging.INFO)
        print(f"seed {self.chosen.seed}", flush=True)
        self.watch.open()
        collector = Collector()  # as the program has
        end = time.perf_counter() + 60.0 * self.chosen.minutes
        while time.perf_counter() < end and self.events < self.chosen.events:
            self._sit(end)
            self._leave()
        collector.end()
        self.watch.close()
        self.stopwatch.close()
        return self._report()

    def _last(self) -> tuple[int, tuple[str, ...]]:
        return self.events, tuple(self.user.done[-BEFORE:]) if self.user else ()

    def _hang(self) -> None:
        self.watch.tell("hangs", "the window's thread does not come back")
        faulthandler.dump_traceback(sys.stdout)
        os._exit(1)

    def _sit(self, end: float) -> None:
        rng = np.random.default_rng([self.chosen.seed, self.windows])
        self.windows += 1
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
            QApplication.processEvents,
            folder=self.folder,
        )
        QTimer.singleShot(ANSWER, window, self._answer)
        self.stopwatch.skip()
        for _ in range(self.chosen.sitting):
            if time.perf_counter() > end or self.events >= self.chosen.events:
                break
            self._event(user)
        autosave.end()

    def _event(self, user: WindowUser) -> None:
        self.events += 1
        page = user.window.store.session.page
        self._acting = True
        try:
            user.act()
        except Exception as error:  # told, and the user goes on
            self.watch.raised(error)
        self._acting = False
        self.stopwatch.lap(f"{user.done[-1]} on {page}")
        self.app.processEvents()
        # Of itself that happens only within the application's own loop.
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.stopwatch.lap(f"events after {user.done[-1]} on {page}")
        act = user.done[-1].partition(":")[0]
        self.counts[act] += 1
        self.pages[page] += 1
        self.memory.look(self.events, act, f"[{page}]")
        if self.events % CHECK_EVERY == 0:
            self._check(user.window)
            self.stopwatch.skip()
        if self.chosen.page and user.window.store.session.page != self.chosen.page:
            user.window.show_page(self.chosen.page)

    def _check(self, window: MainWindow) -> None:
        try:
            random_use.check(window)
        except Exception as error:
            self.watch.raised(error)
        for words in wrong_words(window):
            self.watch.tell(f"words {words[:40]}", f"shown: {words}")

    def _answer(self) -> None:
        """File dialogs and menus of buttons hold the user's thread up until they are answered."""
        user = self.user
        if user is None:
            return
        # Before all else: what is done now may open a dialog that waits for an answer too.
        QTimer.singleShot(ANSWER, user.window, self._answer)
        if not self._acting:
            return
        self.stopwatch.lap(f"within {user.done[-1]}")
        if isinstance(QApplication.activeModalWidget(), QFileDialog):
            user.files.in_dialog()
        elif QApplication.activePopupWidget() is not None:
            user.hands.answer()

    def _leave(self) -> None:
        """Close the window; nothing of it may stay."""
        user = self.user
        assert user is not None
        user.files.forget()
        self._close(user.window)
        self.user = None
        user.window = user.held = user.process = None  # type: ignore[assignment]
        user.hands = user.files = user.sweeping = None  # type: ignore[assignment]
        for _ in range(2):  # what holds some of it may itself end only then
            self.app.processEvents()
            bury()
        self._look_for_leaks()

    def _close(self, window: MainWindow) -> None:
        for widget in QApplication.topLevelWidgets():
            if widget is not window and widget.isVisible():
                widget.close()
        begin = time.perf_counter()
        while random_use.running() and time.perf_counter() < begin + WAIT:
            self.app.processEvents()
        window.close()
        if window.isVisible():
            self.watch.tell("close", "the window does not close")
        window.deleteLater()

    def _look_for_leaks(self) -> None:
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
        trim()
        self.after.append((threads(), resident(), len(timers)))
        for kind, found in (("widgets", left), ("timers", timers), ("windows", windows)):
            if found:
                self.watch.tell(f"left {kind}", f"left after closing: {kind} {found}")
        if len(self.after) > 2 and threads() > self.after[1][0]:
            self.watch.tell("left threads", f"threads after each window: {self.after}")
        if self.windows in (2, 4, 8, 16, 32):
            now = living()
            if self.windows > 2:
                more = now - self._living
                print("objects more than before:", more.most_common(12), flush=True)
            self._living = now

    def _report(self) -> int:
        memory, faults = self.memory, self.watch.faults
        print(f"\n{self.events:,} events in {self.windows} windows, seed {self.chosen.seed}")
        print("events:", ", ".join(f"{name} {n:,}" for name, n in self.counts.most_common()))
        print("pages:", ", ".join(f"{name} {n:,}" for name, n in self.pages.most_common()))
        print("memory", *memory.report(), sep="\n  ")
        print("after each window, threads, MB, timers:")
        print(" ", ", ".join(f"{n} {size / MEBI:.0f} {timers}" for n, size, timers in self.after))
        print("the window's thread", *self.stopwatch.report(), sep="\n  ")
        slow = self.stopwatch.over
        grown = self.chosen.minutes >= LONG and memory.slope() > MOST_GROWTH
        for kind, fault in faults.items():
            print(f"fault, {fault.count} times, first at event {fault.event:,}: {kind}")
        print(
            f"{len(faults)} kinds of faults; {slow} stretches above 250 ms;"
            f" memory {'grows' if grown else 'is within bounds'}"
        )
        return int(bool(faults) or bool(slow) or grown)
