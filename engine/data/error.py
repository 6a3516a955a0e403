"""What is wrong with a data file, in words."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

from engine.core.parameter import ParameterError

NAMED = 10  # bad rows that are named; the others are counted


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used: its line in a text file or its row in an array, the first is 1."""

    line: int
    reason: str
    unit: Literal["line", "row"] = "line"
    file: str = ""  # its name, where there are two

    @property
    def place(self) -> str:
        """As "line 7" or "q.csv, line 7"."""
        return f"{self.file}, {self.unit} {self.line}" if self.file else f"{self.unit} {self.line}"


class DataError(ParameterError):
    """Data that cannot be used; names the file, the place in it and what is allowed.

    As with every ParameterError: ``field`` is what was asked for ("data", "columns", ...),
    ``value`` the file's name and ``allowed`` the rest in words.
    """

    def __init__(self, path: str, allowed: str, field: str = "data") -> None:
        super().__init__(field, os.path.basename(path) or path, allowed)
        self.path = path


class BadRows(DataError):
    """Rows with text, missing cells or no finite number, where none may be left out.

    Attributes
    ----------
    count : how many rows are bad
    rows : how many rows there are
    first : the first ten of the bad ones, in the order of the file
    """

    def __init__(self, path: str, count: int, rows: int, first: tuple[BadRow, ...]) -> None:
        self.count = count
        self.rows = rows
        self.first = first
        shown = "; ".join(f"{bad.place}: {bad.reason}" for bad in first)
        more = f"; and {count - len(first):,} more" if count > len(first) else ""
        super().__init__(
            path,
            f"{count:,} of {rows:,} rows cannot be used and may be left out "
            f"(--skip-bad-rows): {shown}{more}",
        )
