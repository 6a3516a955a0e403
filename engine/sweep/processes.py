"""Workers that are processes of this machine, each with an interpreter of its own."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection
from multiprocessing.synchronize import Event

from engine.core.postponed import postpone
from engine.core.run import Run
from engine.sweep.job import Done, Job, compute

_stopped: Event | None = None


class Processes:
    """Spawned and not forked, so that they are the same on every system, and threads and Qt are
    no part of them. Each computes on one thread."""

    lost: tuple[type[BaseException], ...] = (BrokenProcessPool,)
    needs = ""

    def __init__(self, count: int | None = None) -> None:
        self._count = count or os.cpu_count() or 1
        self._context = multiprocessing.get_context("spawn")
        self._stop = self._context.Event()
        self._executor: ProcessPoolExecutor | None = None

    def open(self) -> Executor:
        """New processes; they start when jobs come."""
        self.close()
        self._executor = ProcessPoolExecutor(
            self._count, self._context, initializer=_start, initargs=(self._stop,)
        )
        return self._executor

    def slots(self) -> int:
        """How many processes there are."""
        return self._count

    def submit(self, executor: Executor, job: Job) -> Future[Done]:
        """To the next that is free."""
        return executor.submit(_compute, job)

    def stop(self) -> None:
        """What is under way ends at its next block of samples."""
        self._stop.set()

    def close(self) -> None:
        """The processes end when they have done what is under way."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None


def _start(stopped: Event) -> None:
    """In a new process: Ctrl+C is for the one that asked, and no process outlives it."""
    global _stopped
    _stopped = stopped
    postpone()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


def _compute(job: Job) -> Done:
    assert _stopped is not None
    return compute(job, Run(threads=1, cancelled=_stopped.is_set))
