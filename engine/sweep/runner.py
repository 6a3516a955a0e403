"""Runs a sweep: hands out jobs, takes in rows, survives workers that end, can be stopped.

It knows no window: what it has to say it says by plain functions, called in its own thread.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from contextlib import suppress
from dataclasses import dataclass

from engine.core.run import Cancelled
from engine.sweep.batches import Batches
from engine.sweep.file import SweepFile
from engine.sweep.job import Done, WrongVersion, job
from engine.sweep.progress import Progress
from engine.sweep.row import Row, one_line
from engine.sweep.sweep import Sweep
from engine.sweep.workers import Workers, WorkersError

TICK = 0.1  # seconds after which a wish to stop is heard
SEEDS_TOGETHER = 10
MOST_FAULTS = 3  # workers that end at once before any has computed a point
LONGEST = 100  # letters of an error that is not the program's own
ENDED = "the worker that computed it ended, perhaps for want of memory"


def _ignore(_: object) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Listener:
    """Who hears of a sweep: of ``rows`` as they land, of ``progress`` after each of them, and once
    at the ``end``, with what went wrong or None; all in the runner's thread."""

    rows: Callable[[Sequence[Row]], None] = _ignore
    progress: Callable[[Progress], None] = _ignore
    end: Callable[[Exception | None], None] = _ignore


class SweepRunner:
    """One run of a sweep on these workers, into a file if one is given, which it closes.

    `run` returns when all is done; `start` does so in a thread of its own, which `cancel` ends
    and `join` waits for: a program that ends does both first. What is in the file already is not
    computed again, nor are ``rows`` that somebody has already; where ``again`` is set, points that
    failed are. ``cancelled`` is an event that ends it as `cancel` does. Workers are for one run.
    """

    def __init__(
        self,
        sweep: Sweep,
        workers: Workers,
        file: SweepFile | None = None,
        listener: Listener | None = None,
        again: bool = False,
        cancelled: threading.Event | None = None,
        rows: Mapping[int, Row] | None = None,
    ) -> None:
        self.sweep = sweep
        self._workers, self._file, self._listener = workers, file, listener or Listener()
        there = {**(rows or {}), **({} if file is None else file.rows)}
        self._rows = {i: row for i, row in there.items() if not (again and row.failure)}
        self._failed = sum(bool(row.failure) for row in self._rows.values())
        self._cancelled = cancelled or threading.Event()
        self._thread: threading.Thread | None = None
        self._faults: list[Row] = []
        self._computed, self._began = 0, time.monotonic()

    def rows(self) -> dict[int, Row]:
        """Those that are there by now, by their points; from any thread."""
        return dict(self._rows)

    def progress(self) -> Progress:
        """How far it is; from any thread."""
        elapsed = time.monotonic() - self._began
        done = len(self._rows)
        return Progress(self.sweep.points, done, self._failed, self._computed, elapsed)

    def start(self) -> None:
        """Run in a thread of its own; the listener hears of the end."""
        self._thread = threading.Thread(target=self._run_quietly, name="sweep", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Stop soon; what is there stays. From any thread."""
        self._cancelled.set()

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the thread that `start` made; whether it has ended."""
        if self._thread is not None:
            self._thread.join(timeout)
        return self._thread is None or not self._thread.is_alive()

    def run(self) -> None:
        """Compute all that is missing; raises Cancelled, WorkersError, WrongVersion and
        ExportError."""
        self._began = time.monotonic()
        try:
            self._listener.progress(self.progress())
            try:
                self._work()
            finally:
                self._workers.close()
                if self._file is not None:
                    self._file.close()
        except Exception as error:
            self._listener.end(error)
            raise
        self._listener.end(None)

    def _run_quietly(self) -> None:
        with suppress(Exception):  # the listener has heard of it
            self.run()

    def _work(self) -> None:
        missing = [i for i in range(1, self.sweep.points + 1) if i not in self._rows]
        batches = Batches(missing, _together(self.sweep))
        waiting: dict[Future[Done], tuple[int, ...]] = {}
        executor: Executor | None = None
        try:
            while batches or waiting:
                if self._cancelled.is_set():
                    raise Cancelled
                executor = executor or self._workers.open()
                whole = self._hand_out(executor, batches, waiting)
                done, _ = wait(waiting, TICK, FIRST_COMPLETED)
                for future in done:
                    whole = self._land(future, waiting.pop(future), batches) and whole
                executor = executor if whole else None
            self._take_in_faults()
        finally:
            self._workers.stop()
            for future in waiting:
                future.cancel()

    def _hand_out(
        self, executor: Executor, batches: Batches, waiting: dict[Future[Done], tuple[int, ...]]
    ) -> bool:
        """Whether the executor still takes jobs."""
        while points := batches.take(self._workers.slots(), len(waiting)):
            try:
                waiting[self._workers.submit(executor, job(self.sweep, points))] = points
            except self._workers.lost:
                batches.not_begun(points)
                return False
            except Exception as error:
                raise WorkersError(f"a job cannot be sent: {_named(error)}") from error
        return True

    def _land(self, future: Future[Done], points: tuple[int, ...], batches: Batches) -> bool:
        """Take in what a job brought; False where its worker ended."""
        try:
            done = future.result()
        except self._workers.lost:
            fault = batches.lost(points)
            if fault is not None:
                self._take_in_fault(Row(fault, (), ENDED))
            return False
        except (Cancelled, WrongVersion):
            raise
        except CancelledError:
            if self._cancelled.is_set():
                raise Cancelled from None
            raise WorkersError("the connection to the scheduler was lost") from None
        except Exception as error:
            needs = self._workers.needs
            raise WorkersError(f"a worker could not begin ({_named(error)}){needs}") from error
        batches.done(points, done.seconds)
        self._take_in(done.rows, len(done.rows))
        self._take_in_faults()
        return True

    def _take_in_fault(self, row: Row) -> None:
        """Of a worker that ended: the point's fault, unless no worker ever computes anything."""
        self._faults.append(row)
        if self._computed:
            self._take_in_faults()
        elif len(self._faults) == MOST_FAULTS:
            raise WorkersError(f"{MOST_FAULTS} workers ended before any had computed a point")

    def _take_in_faults(self) -> None:
        rows, self._faults = self._faults, []
        if rows:
            self._take_in(rows, computed=0)

    def _take_in(self, rows: Sequence[Row], computed: int) -> None:
        if self._file is not None:
            self._file.write(rows)
        for row in rows:
            self._failed += bool(row.failure)
            self._rows[row.point] = row
        self._computed += computed
        self._listener.rows(rows)
        self._listener.progress(self.progress())


def _together(sweep: Sweep) -> int:
    """How many points that follow each other differ in the seed alone; a few of them at most, so
    that a map grows everywhere all the same."""
    last = sweep.axes[-1]
    return min(len(last.values), SEEDS_TOGETHER) if last.name == "seed" else 1


def _named(error: Exception) -> str:
    text = one_line(f"{type(error).__name__}: {error}")
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
