"""Figures that a file needs and nobody has made yet, in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from engine.core.run import Run
from engine.core.words import tr
from gui.base.background import Background
from gui.widgets.progress_dialog import ProgressDialog


class Making(QObject):
    """Makes figures of a result, and then goes on in the window's thread with ``then``; not
    where it `failed` or was `cancelled`. ``name`` is that of the file. Ends with the window."""

    failed = Signal(object)  # the exception
    cancelled = Signal()

    def __init__(
        self,
        result: Any,
        figures: Sequence[str],
        then: Callable[[], object],
        name: str,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._then = then
        self._work = work = Background(partial(_make, result, figures))
        text = tr("Making {name}").format(name=name)
        self._progress: ProgressDialog | None = ProgressDialog(tr("Export"), text, work, window)
        self._progress.rejected.connect(self.cancelled)
        work.done.connect(self._go_on)
        work.failed.connect(self.failed)
        work.finished.connect(self._end)

    def begin(self) -> None:
        """Start."""
        self._work.begin()

    def _go_on(self, _: object) -> None:
        self._end_progress()
        self._then()

    def _end(self) -> None:
        self._end_progress()
        self.deleteLater()

    def _end_progress(self) -> None:
        if self._progress is not None:
            self._progress.end()
            self._progress = None


def _make(result: Any, figures: Sequence[str], run: Run) -> None:
    wanted = [name for name in figures if not result.made(name)]
    for done, name in enumerate(wanted):
        run.step(done / len(wanted))
        result.figure(name, Run(run.threads, _part(run, done, len(wanted)), run.cancelled))


def _part(run: Run, done: int, of: int) -> Callable[[float], None]:
    return lambda share: run.report((done + share) / of)
