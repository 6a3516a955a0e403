"""The sweep that a window has computed or is computing: its rows, how far it is, how it ended."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from engine.core.atomic_file import ExportError
from engine.core.run import Cancelled
from engine.core.words import tr
from engine.sweep.columns import Columns
from engine.sweep.file import SweepFile, SweepFileError
from engine.sweep.kept import KeptSweeps
from engine.sweep.parquet_table import NoParquet
from engine.sweep.planned import same_points
from engine.sweep.processes import Processes
from engine.sweep.progress import Progress
from engine.sweep.row import Row
from engine.sweep.runner import Listener, SweepRunner
from engine.sweep.sweep import Sweep
from engine.sweep.workers import Workers

LOOK_EVERY = 250  # milliseconds between two looks at what has landed
DRAWING = 5.0  # times as long as a picture takes: the least time between two
MOST_KEPT = 4
LONGEST_STOP = 10.0  # seconds that a window which closes waits for what is under way


@dataclass(frozen=True, slots=True)
class _Kept:
    sweep: Sweep
    rows: dict[int, Row]
    path: Path | None


class SweepRun(QObject):
    """Starts and cancels; takes in rows as they land, in the window's own thread.

    Rows stay when it ends or is cancelled: begun again with the same sweep it computes only what
    is missing. They are written to ``path`` as they land; without one they are ``kept`` in a file
    of the program's own. The rows of the last few sweeps stay at hand, for a plan that comes back.
    """

    changed = Signal()  # rows, progress, or whether it runs
    ended = Signal(str)  # how, in words
    refused = Signal(str)  # why it cannot begin
    unkept = Signal(str)  # why rows are in no file

    def __init__(
        self,
        parent: QObject | None = None,
        workers: Callable[[int], Workers] = Processes,
        kept: KeptSweeps | None = None,
    ) -> None:
        super().__init__(parent)
        self.sweep: Sweep | None = None
        self.rows: dict[int, Row] = {}
        self.columns: Columns | None = None  # the same rows, for pictures
        self.path: Path | None = None
        self.problem = ""  # why the last run ended before its end, unless it was stopped
        self.processes = max(os.cpu_count() or 1, 1)
        self.workers, self.kept = workers, kept
        self._runner: SweepRunner | None = None
        self._before = deque[_Kept](maxlen=MOST_KEPT)
        self._landed = deque[Row]()  # from the runner's thread
        self._outcome: list[Exception | None] = []
        self._next: Callable[[], None] | None = None  # what waits for the end
        self._timer = QTimer(self, interval=LOOK_EVERY)
        self._timer.timeout.connect(self.look)

    @property
    def running(self) -> bool:
        """Whether points are being computed."""
        return self._runner is not None

    @property
    def progress(self) -> Progress:
        """How far it is."""
        if self._runner is not None:
            return self._runner.progress()
        total = 0 if self.sweep is None else self.sweep.points
        return Progress(total, len(self.rows), len(self.failures()), 0, 0.0)

    def failures(self) -> list[Row]:
        """The points without numbers, in their order."""
        failed = {} if self.columns is None else self.columns.failed
        return [failed[point] for point in sorted(failed)]

    def holding(self, sweep: Sweep) -> Sweep | None:
        """The very sweep that has rows, where it has the same points."""
        if self.sweep is None or not (self.sweep is sweep or same_points(self.sweep, sweep)):
            return None
        return self.sweep

    def recall(self, sweep: Sweep) -> Sweep | None:
        """As `holding`, also of those that were computed before: their rows come back, unless
        another sweep is being computed."""
        if (found := self.holding(sweep)) is not None:
            return found
        for kept in () if self.running else self._before:
            if same_points(kept.sweep, sweep):
                self._before.remove(kept)
                self._keep()
                self._hold(kept.sweep, kept.rows)
                self.path = kept.path
                return kept.sweep
        return None

    def take(self, sweep: Sweep, rows: Mapping[int, Row], path: Path | None) -> None:
        """Show what was computed before, as that of a file."""
        self._when_idle(partial(self._take, sweep, rows, path))

    def set_path(self, path: Path | None) -> None:
        """Write rows there from the next beginning on, or nowhere; what runs is stopped."""
        self._when_idle(partial(self._set_path, path))

    def begin(self, sweep: Sweep, again: bool = False) -> None:
        """Compute what is missing, and with ``again`` what has failed; `refused` says why where
        the file cannot be written."""
        self._when_idle(partial(self._begin, sweep, again))

    def cancel(self) -> None:
        """Stop and wait for the points that are under way; what is there stays."""
        self._next = None
        if self._runner is not None:
            self._runner.cancel()
            self._runner.join(LONGEST_STOP)
            self.look()

    def stop(self) -> None:
        """Ask it to stop; `ended` says when it has."""
        if self._runner is not None:
            self._runner.cancel()

    def pace(self, seconds: float) -> None:
        """What is shown took so long to draw: look so seldom that the window goes on meanwhile."""
        self._timer.setInterval(max(LOOK_EVERY, round(1000.0 * DRAWING * seconds)))

    def look(self) -> None:
        """Take in what has landed by now."""
        runner = self._runner
        if runner is None:
            return
        over = runner.join(0.0)
        landed = [self._landed.popleft() for _ in range(len(self._landed))]
        self.rows |= {row.point: row for row in landed}
        if self.columns is not None:
            self.columns.add(landed)
        if over:
            self._runner = None
            self._timer.stop()
            self._forget_kept()
            error = self._outcome[0] if self._outcome else None
            if error is not None and not isinstance(error, Cancelled):
                self.problem = tr(str(error))
            self.changed.emit()
            self.ended.emit(self._words(error))
            act, self._next = self._next, None
            if act is not None:
                act()
        elif landed:
            self.changed.emit()

    def _when_idle(self, act: Callable[[], None]) -> None:
        """Do it now, or when what runs has been stopped: the window does not wait for that."""
        if self.running:
            self._next = act
            self.stop()
        else:
            act()

    def _take(self, sweep: Sweep, rows: Mapping[int, Row], path: Path | None) -> None:
        self._keep()
        self._hold(sweep, dict(rows))
        self.path = path
        self.changed.emit()

    def _set_path(self, path: Path | None) -> None:
        self.path = path
        self.changed.emit()

    def _begin(self, sweep: Sweep, again: bool) -> None:
        rows = self.rows if sweep == self.sweep else {}
        try:
            file = self._file(sweep, rows)
        except (SweepFileError, NoParquet, ExportError) as error:
            self.refused.emit(tr(str(error)))
            return
        if sweep != self.sweep:
            self._keep()
        outcome, landed = list[Exception | None](), deque[Row]()
        self._outcome, self._landed = outcome, landed
        workers = self.workers(min(self.processes, sweep.points))
        listener = Listener(rows=landed.extend, end=outcome.append)
        self._runner = SweepRunner(sweep, workers, file, listener, again, rows=rows)
        self._hold(sweep, self._runner.rows())
        self._runner.start()
        self._timer.start()
        self.changed.emit()

    def _hold(self, sweep: Sweep, rows: dict[int, Row]) -> None:
        self.sweep, self.rows, self.problem = sweep, rows, ""
        self.columns = Columns(sweep, rows.values())

    def _keep(self) -> None:
        if self.sweep is not None and self.rows:
            self._before.append(_Kept(self.sweep, self.rows, self.path))

    def _file(self, sweep: Sweep, rows: Mapping[int, Row]) -> SweepFile | None:
        if self.path is not None:
            return _with_rows(SweepFile(self.path, sweep), rows)
        if self.kept is None:
            return None
        try:
            return _with_rows(self.kept.file(sweep), rows)
        except (SweepFileError, ExportError) as error:
            self.unkept.emit(tr(str(error)))
            return None

    def _forget_kept(self) -> None:
        """Those that a file of the user's holds whole."""
        whole = self.sweep is not None and len(self.rows) == self.sweep.points
        if self.kept is not None and self.path is not None and self.sweep is not None and whole:
            with suppress(ExportError):
                self.kept.discard(self.sweep)

    def _words(self, error: Exception | None) -> str:
        if isinstance(error, Cancelled):
            return tr("Stopped; Continue computes the points that are missing.")
        if self.problem:
            return self.problem
        count = f"{len(self.rows):,}"
        return tr("The sweep is done: {count} points.").format(count=count)


def _with_rows(file: SweepFile, rows: Mapping[int, Row]) -> SweepFile:
    """The file, in which the rows are that it lacked."""
    new = [rows[point] for point in sorted(rows) if point not in file.rows]
    if new:
        file.write(new)
    return file
