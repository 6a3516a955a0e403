"""Small sweeps, and workers that end where a test wants them to."""

from __future__ import annotations

import os
import signal
from concurrent.futures import Executor, Future
from functools import partial

from engine.page.page import page_named
from engine.session.session import Session
from engine.sweep import processes
from engine.sweep.axis import axis
from engine.sweep.job import Done, Job
from engine.sweep.processes import Processes
from engine.sweep.row import Row
from engine.sweep.runner import SweepRunner
from engine.sweep.sweep import Sweep
from engine.sweep.workers import Serial

READ = ("k1.mean", "k3.std", "k3.estimate", "chi_square.p_q")


def sweep(*texts: str, keys: tuple[str, ...] = READ, page: str = "kl-divergence") -> Sweep:
    """Of a page's default session, over these axes."""
    found = page_named(page)
    session = Session(page=page)
    session = session.replace(scene=session.scene.replace(samples=1_000))
    return Sweep(session, tuple(axis(text, found) for text in texts), keys)


def serial_rows(sweep: Sweep) -> dict[int, Row]:
    """The whole table, computed in this process."""
    runner = SweepRunner(sweep, Serial(threads=1))
    runner.run()
    return runner.rows()


class Mortal(Processes):
    """A process ends by SIGKILL before it computes one of the ``fatal`` points; where ``once``, no
    process does so after another has."""

    def __init__(self, count: int, fatal: frozenset[int], once: str = "") -> None:
        super().__init__(count)
        self._fatal, self._once = fatal, once

    def submit(self, executor: Executor, job: Job) -> Future[Done]:
        return executor.submit(partial(compute_or_end, job, self._fatal, self._once))


def compute_or_end(job: Job, fatal: frozenset[int], once: str) -> Done:
    """In a worker's process."""
    if any(point in fatal for point, _ in job.points) and not (once and os.path.exists(once)):
        if once:
            with open(once, "x"):
                pass
        os.kill(os.getpid(), signal.SIGKILL)
    return processes._compute(job)
