"""Sweeps that were computed without a file of the user's: each has one of the program's own, so
that no row is lost when a window closes or the program ends otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from engine.core.atomic_file import ExportError
from engine.sweep import csv_table
from engine.sweep.file import SweepFile, SweepFileError
from engine.sweep.heading import NotThisSweep, heading
from engine.sweep.saved import sweep_of
from engine.sweep.sweep import Sweep

MOST_AT_ONCE = 20  # programs that compute the same sweep, each into a file of its own
HEADING_LINES = 3
PIECE = 2**20


@dataclass(frozen=True, slots=True)
class KeptSweep:
    """``rows`` lines of points are in the file, which was written last at ``seconds``."""

    path: Path
    sweep: Sweep
    rows: int
    seconds: float


class KeptSweeps:
    """Those of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, sweep: Sweep) -> SweepFile:
        """Where the rows of this sweep are kept, with those that were kept before; raises
        SweepFileError and ExportError."""
        *paths, last = self._paths(sweep)
        for path in paths:
            try:
                return SweepFile(path, sweep)
            except SweepFileError:
                continue  # another program writes it
        return SweepFile(last, sweep)

    def all(self) -> list[KeptSweep]:
        """Those that can be read, the newest first."""
        found = []
        try:
            files = sorted(self.folder.glob("*.csv"))
        except OSError:
            return []
        for path in files:
            try:
                at = path.stat()
                kept = _read(path, at.st_mtime, at.st_size)
            except OSError:
                continue
            if kept is not None and kept.rows:
                found.append(kept)
        return sorted(found, key=lambda kept: -kept.seconds)

    def discard(self, sweep: Sweep) -> None:
        """Forget the rows of this sweep: a file of the user's holds them all."""
        for path in self._paths(sweep):
            if not path.exists():
                return
            self.discard_file(path)

    def discard_file(self, path: Path) -> None:
        """Forget the rows of one file; raises ExportError."""
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise ExportError(path, str(error.strerror)) from error

    def _paths(self, sweep: Sweep) -> Iterator[Path]:
        found = heading(sweep)
        name = hashlib.sha256(f"{found.session}\n{found.sweep}".encode()).hexdigest()[:16]
        yield self.folder / f"{name}.csv"
        for number in range(2, MOST_AT_ONCE + 1):
            yield self.folder / f"{name}-{number}.csv"


@lru_cache(maxsize=1024)
def _read(path: Path, seconds: float, size: int) -> KeptSweep | None:
    """What a file holds; its time and size make the answer another one when it has changed."""
    with path.open("rb") as file:
        lines = [file.readline() for _ in range(HEADING_LINES)]
        rows = sum(piece.count(b"\n") for piece in iter(lambda: file.read(PIECE), b""))
    try:
        sweep = sweep_of(csv_table.read_heading(b"".join(lines).decode()))
    except (NotThisSweep, UnicodeDecodeError):
        return None  # of a version that this one cannot read
    return KeptSweep(path, sweep, min(rows, sweep.points), seconds)
