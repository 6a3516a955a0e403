"""The word `sweep`: quantities of a page over products of parameters, into a file."""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing

from engine.cli.data import data_used, data_words
from engine.cli.parser import CommandError, CommandFailed
from engine.cli.request import complain, requested_pages, requested_session
from engine.cli.stoppable import stoppable
from engine.core.parameter import Described, Parameter
from engine.core.run import Cancelled
from engine.page.page import page_named
from engine.session.session import Session
from engine.sweep.axis import axis
from engine.sweep.cluster import Cluster
from engine.sweep.file import SweepFile, SweepFileError
from engine.sweep.job import WrongVersion
from engine.sweep.parquet_table import NoParquet
from engine.sweep.processes import Processes
from engine.sweep.progress import Progress
from engine.sweep.row import Row
from engine.sweep.runner import Listener, SweepRunner
from engine.sweep.sweep import MOST_POINTS, Sweep, keys_like, seeds
from engine.sweep.workers import Serial, Workers, WorkersError

WORKERS = Described(
    "workers", int, 1, (), Parameter("workers", "Local processes.", minimum=1, maximum=1024)
)
SEEDS = Described(
    "seeds", int, 1, (), Parameter("seeds", "How many.", minimum=1, maximum=MOST_POINTS)
)
LINE_EVERY = 60.0  # seconds, where progress goes to a file


def run_sweep(names: argparse.Namespace) -> None:
    """Compute what is missing of the sweep that the flags ask for."""
    if names.out is None:
        raise CommandError("sweep needs --out FILE, a .csv or .parquet file")
    session = requested_session(names, requested_pages(names))
    sweep = _requested_sweep(names, session)
    if (source := data_used(session, asked=names.data is not None)) is not None:
        print(data_words(source), flush=True)  # which reads them: no point need fail for that
    with stoppable() as stopped, closing(_file(names.out, sweep)) as file:
        runner = _runner(names, sweep, file, stopped)
        _run(runner, names.out)
    _tell(names.out, sweep, runner.rows())


def _file(path: str, sweep: Sweep) -> SweepFile:
    try:
        return SweepFile(path, sweep)
    except (SweepFileError, NoParquet) as error:
        raise CommandError(str(error)) from None


def _run(runner: SweepRunner, path: str) -> None:
    try:
        runner.run()
    except Cancelled:
        there = runner.progress()
        raise Cancelled(
            f"stopped: {there.done:,} of {there.total:,} points are in {path}; the same command "
            "computes the others"
        ) from None
    except (WorkersError, WrongVersion) as error:
        raise CommandFailed(str(error)) from None


def _runner(
    names: argparse.Namespace, sweep: Sweep, file: SweepFile, stopped: threading.Event
) -> SweepRunner:
    again = bool(vars(names)["retry-failed"])
    there = sum(not (again and row.failure) for row in file.rows.values())
    try:
        workers = _workers(names, sweep.points - there, stopped)
    except WorkersError as error:
        raise CommandError(str(error)) from None
    show = _progress_line()
    listener = Listener(progress=show, end=lambda _: show(None))
    return SweepRunner(sweep, workers, file, listener, again, stopped)


def _requested_sweep(names: argparse.Namespace, session: Session) -> Sweep:
    page = page_named(session.page)
    axes = [axis(text, page) for text in names.over]
    if names.seeds is not None:
        axes.append(seeds(session, SEEDS.parse(names.seeds)))
    if not axes:
        raise CommandError("sweep needs --over ADDRESS=VALUES, as --over q.mean=-3:3:41")
    if names.read is None:
        raise CommandError("sweep needs --read KEY[,KEY...]: quantities that `list` names")
    return Sweep(session, tuple(axes), keys_like(page, names.read.split(",")))


def _workers(names: argparse.Namespace, missing: int, stopped: threading.Event) -> Workers:
    flags = vars(names)
    given = [name for name in ("workers", "scheduler", "scheduler-file") if flags[name] is not None]
    if len(given) > 1:
        raise CommandError(f"give either --{given[0]} or --{given[1]}")
    count = (os.cpu_count() or 1) if names.workers is None else WORKERS.parse(names.workers)
    if given and names.workers is None:
        return Cluster(names.scheduler or "", flags["scheduler-file"] or "")
    count = min(count, missing)
    return Processes(count) if count > 1 else Serial(cancelled=stopped.is_set)


def _progress_line() -> Callable[[Progress | None], None]:
    """Shows the progress in place on stderr, or where that is no terminal a line a minute; None
    takes the line away."""
    terminal = sys.stderr.isatty()
    shown, last = 0, time.monotonic()

    def show(progress: Progress | None) -> None:
        nonlocal shown, last
        text = progress.words() if progress is not None else ""
        if terminal:
            print(f"\r{text.ljust(shown)}", end="" if text else "\r", file=sys.stderr, flush=True)
            shown = len(text)
        elif text and time.monotonic() - last > LINE_EVERY:
            last = time.monotonic()
            print(text, file=sys.stderr, flush=True)

    return show


def _tell(path: str, sweep: Sweep, rows: dict[int, Row]) -> None:
    failed = [rows[point] for point in sorted(rows) if rows[point].failure]
    print(f"{path}: {len(rows):,} points")
    if failed:
        first = failed[0]
        names = (each.name for each in sweep.axes)
        place = ", ".join(
            f"{n} = {v}" for n, v in zip(names, sweep.values(first.point), strict=True)
        )
        complain(f"{len(failed):,} points failed, the first at {place}: {first.failure}")
