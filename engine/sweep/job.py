"""What a worker does: some points of a sweep, as a pure function of short texts and numbers."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy
import scipy

from engine import __version__
from engine.core.compiled import numba_version
from engine.core.parameter import ParameterError
from engine.core.quantity import Readout
from engine.core.run import Cancelled, Run
from engine.page.page import page_named
from engine.session.file import session_from_text
from engine.session.reader import PROGRAM
from engine.session.session import Session
from engine.sweep.axis import Value
from engine.sweep.row import Cell, Row, cell, one_line
from engine.sweep.sweep import Sweep, changed

LONGEST = 500  # letters of a failure


class WrongVersion(Exception):
    """A worker that would not give the same numbers; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Job:
    """Some points: the session they start from, the values at these addresses, and the keys."""

    versions: tuple[tuple[str, str], ...]
    session: str
    addresses: tuple[str, ...]
    keys: tuple[str, ...]
    points: tuple[tuple[int, tuple[Value, ...]], ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The rows of a job, and the seconds that they took the worker."""

    rows: tuple[Row, ...]
    seconds: float


def versions() -> tuple[tuple[str, str], ...]:
    """What the numbers depend on to their last bit."""
    libraries = (("numpy", numpy.__version__), ("scipy", scipy.__version__))
    return ((PROGRAM, __version__), *libraries, ("numba", numba_version()))


def job(sweep: Sweep, points: Sequence[int]) -> Job:
    """These points of a sweep."""
    return Job(
        versions(),
        sweep.session_text(),
        tuple(axis.name for axis in sweep.axes),
        sweep.keys,
        tuple((point, sweep.values(point)) for point in points),
    )


def compute(job: Job, run: Run | None = None) -> Done:
    """The rows of a job, in its order; the same wherever and beside whatever it is computed.

    What goes wrong at a point becomes the failure of its row. Raises WrongVersion where the
    worker's libraries differ from those of who asked, and Cancelled.
    """
    check_versions(dict(job.versions))
    start = time.perf_counter()
    run = run or Run(threads=1)
    base = _session(job.session)
    rows = tuple(_row(base, job, point, values, run) for point, values in job.points)
    return Done(rows, time.perf_counter() - start)


def check_versions(wanted: Mapping[str, str]) -> None:
    """Raises WrongVersion that names what differs here."""
    for name, version in versions():
        if wanted.get(name) != version:
            raise WrongVersion(
                f"a worker has {name} {version}, and this program {wanted.get(name, 'none')}: "
                "install the same versions on every worker"
            )


@lru_cache(maxsize=4)
def _session(text: str) -> Session:
    return session_from_text(text)


def _row(base: Session, job: Job, point: int, values: tuple[Value, ...], run: Run) -> Row:
    try:
        session = changed(base, dict(zip(job.addresses, values, strict=True)))
        return Row(point, measured(session, job.keys, run))
    except Cancelled:
        raise
    except MemoryError:
        return Row(point, (), "there is not enough memory for this many samples or dimensions")
    except ParameterError as error:
        return _failure(point, str(error))
    except Exception as error:  # a fault of the program at one point is no reason to lose the rest
        return _failure(point, f"{type(error).__name__}: {error}")


def _failure(point: int, text: str) -> Row:
    line = one_line(text)
    return Row(point, (), line if len(line) <= LONGEST else f"{line[: LONGEST - 3]}...")


def measured(session: Session, keys: Sequence[str], run: Run) -> tuple[Cell, ...]:
    """A cell for each key, read of the session's page; no figure is made."""
    page = page_named(session.page)
    gathered = page.gather(session.scene, session.options[page.name], run)
    wanted, found = set(keys), dict[str, Readout]()
    for readout in page.measure(gathered):
        if readout.key in wanted:
            found[readout.key] = readout
            wanted.remove(readout.key)
        if not wanted:
            break
    return tuple(cell(found.get(key)) for key in keys)
