"""The file of a sweep: rows land in it one by one, and what is there need not be computed again.

A CSV file takes the rows as they come, each a line. When all are there it is written anew in the
order of the points, so that it is the same however it came about. A Parquet file is written at
the end; until then the rows land in a CSV file beside it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from engine.core.atomic_file import ExportError, reason, write_whole
from engine.sweep import csv_table, parquet_table
from engine.sweep.heading import Heading, NotThisSweep, check_same, heading
from engine.sweep.row import Row
from engine.sweep.sweep import Sweep

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

ENDINGS = (".csv", ".parquet")
BESIDE = ".partial.csv"
SYNC_EVERY = 1.0  # seconds between two waits for the disk


class SweepFileError(Exception):
    """A file that a sweep cannot be written to; the message names it."""


class SweepFile:
    """``rows`` are those that are there, by their points, and ``damaged`` counts lines that are
    no whole rows, as the one that a killed program had begun: their points are computed again.

    Raises SweepFileError for a file that holds something else or is in use, NoParquet and
    ExportError.
    """

    def __init__(self, path: str | Path, sweep: Sweep) -> None:
        self.path = Path(path)
        self._sweep = sweep
        ending = self.path.suffix.lower()
        if ending not in ENDINGS:
            raise SweepFileError(f"{path}: a sweep's file must end in {' or '.join(ENDINGS)}")
        self._parquet = ending == ".parquet"
        self._journal = self.path.with_name(self.path.name + BESIDE) if self._parquet else self.path
        self._heading = heading(sweep)
        self._synced = 0.0
        self.rows: dict[int, Row] = {}
        self.damaged = 0
        try:
            if self._parquet:
                self._read_parquet()
            self._file: BinaryIO | None = self._opened()
        except NotThisSweep as error:
            raise SweepFileError(f"{path} {error}: name another file") from None
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def write(self, rows: Iterable[Row]) -> None:
        """Take in rows; they are in the file when this returns, and on the disk soon after."""
        assert self._file is not None
        new = list(rows)
        self.rows |= {row.point: row for row in new}
        try:
            self._file.write(csv_table.rows_text(self._sweep, new).encode())
            self._file.flush()
            if time.monotonic() - self._synced > SYNC_EVERY:
                os.fsync(self._file.fileno())
                self._synced = time.monotonic()
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def close(self) -> None:
        """End the writing; where every row is there, put them into the order of the points."""
        if self._file is None:
            return
        self._file.close()  # not every system replaces a file that is open
        self._file = None
        if not self.rows:
            self._journal.unlink(missing_ok=True)  # nothing but its heading
        elif len(self.rows) == self._sweep.points:
            self._finish()

    def _finish(self) -> None:
        if not self._parquet:
            text = csv_table.table_text(self._heading, self._sweep, self.rows).encode()
            if text != self.path.read_bytes():
                write_whole(self.path, text)
            return
        parquet_table.write(self.path, self._heading, self._sweep, self.rows)
        self._journal.unlink(missing_ok=True)

    def _read_parquet(self) -> None:
        parquet_table.pyarrow()
        if self.path.exists():
            found, table = parquet_table.read(self.path)
            self._take_heading(found)
            self.rows = parquet_table.rows_of(self._sweep, table)

    def _take_heading(self, found: Heading) -> None:
        check_same(found, self._sweep)
        self._heading = found

    def _opened(self) -> BinaryIO:
        """The journal, read and ready for more, with a lock that ends with the program."""
        self._journal.parent.mkdir(parents=True, exist_ok=True)
        if self._journal.exists() and not self._journal.is_file():
            raise NotThisSweep("is no file")
        file = self._journal.open("a+b")
        try:
            _lock(file, self.path)
            self._read_journal(file)
        except BaseException:
            file.close()
            raise
        return file

    def _read_journal(self, file: BinaryIO) -> None:
        start = csv_table.heading_text(self._heading, self._sweep).encode()
        file.seek(0)
        content = file.read(len(start))
        if len(content) < len(start) and start.startswith(content):
            file.truncate(0)  # new, or left by a program that was killed before it began
            file.write(start)
            file.flush()
            return
        if not content.startswith(csv_table.MARKS[0].encode()):
            raise NotThisSweep("holds no sweep of this program")
        content += file.read()
        text = content.decode(errors="replace")
        self._take_heading(csv_table.read_heading(text))
        rows, self.damaged = csv_table.read_rows(self._sweep, text)
        self.rows |= rows
        file.truncate(content.rfind(b"\n") + 1)


def _lock(file: BinaryIO, path: Path) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SweepFileError(f"{path}: another sweep is writing it") from None
    except OSError:
        return  # a file system without locks


def _unwritable(path: Path, error: OSError) -> ExportError:
    return error if isinstance(error, ExportError) else ExportError(path, reason(error))
