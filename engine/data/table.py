"""What is found in a data file: its columns, log-ratios, or two groups of samples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.data.cell_kind import ERROR
from engine.data.error import BadRow
from engine.data.source import Kind

Format = Literal["csv", "npy", "npz"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """How a file may be meant: log-ratios (two columns or one) or groups."""

    kind: Kind
    columns: tuple[str, ...]
    group: str = ""
    by_name: bool = True  # the names say so; else it is a guess, for a person to decide
    mask: str = ""  # the column that is named and filled like a mask
    why: str = ""  # what the names leave open


@dataclass(frozen=True, slots=True)
class FileColumns:
    """A first look at a file: what its columns are called and what stands in its first rows."""

    path: str  # absolute
    format: Format
    size: int  # bytes
    names: tuple[str, ...]
    numeric: tuple[bool, ...]  # by column: most cells of the first rows are numbers
    first_rows: tuple[tuple[str, ...], ...]  # as text, at most 20
    rows: int | None  # exact for arrays, None for text
    header: bool  # the names stand in the file
    delimiter: str  # ",", ";", tab or " " (any spaces); "" for arrays
    decimal_comma: bool
    suggestion: Suggestion | None  # None where no column is numeric
    notes: tuple[str, ...] = ()  # what was decided without asking: comments, decimal commas, ...
    problems: tuple[str, ...] = ()  # columns that should hold numbers and hold lists or the like
    left_out: Mapping[str, str] = field(default_factory=dict)  # no coordinates, and why
    masks: tuple[str, ...] = ()  # columns of 0 and 1, those named like masks first

    @property
    def numeric_names(self) -> tuple[str, ...]:
        """The columns of numbers."""
        return tuple(n for n, yes in zip(self.names, self.numeric, strict=True) if yes)

    def coordinates(self, *others: str) -> tuple[str, ...]:
        """The columns of numbers that may be taken unasked, without ``others``."""
        return tuple(n for n in self.numeric_names if n not in self.left_out and n not in others)


@dataclass(frozen=True, slots=True)
class Labels:
    """The group of each row: its name is ``names[code]``, empty where it has none."""

    names: list[str]
    codes: NDArray[np.int64]  # (m,)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Labels:
        """From the name of each row's group; white space in them counts as one space.

        A spreadsheet's error, as "#N/A", is no name.
        """
        known: dict[str, int] = {}
        codes = [known.setdefault(text, len(known)) for text in texts]
        names = [" ".join(text.split()) for text in known]
        names = ["" if ERROR.fullmatch(name) else name for name in names]
        return cls(names, np.array(codes, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a file, in its order, on their way to LogRatios or Groups."""

    numbers: Array  # (m, k), of the wanted columns
    labels: Labels | None  # the rows' groups, where a column names them
    lines: NDArray[np.int64]  # (m,), where each stands
    bad: list[BadRow]  # rows between them that hold no such numbers
    done: float  # share of the file read, 0 to 1
    unit: Literal["line", "row"] = "line"
    mask: Labels | None = None  # the cells of the mask, where there is one


@dataclass(frozen=True, slots=True)
class Repeated:
    """A number that stands in more rows than accident explains."""

    value: float
    columns: tuple[str, ...]  # one, or all of them at once
    rows: int
    end: Literal["", "least", "largest"] = ""  # of its column, as where numbers are clamped
    file: str = ""  # its name, where there are two


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Which rows of a file, or of two, count, and what was noted about them."""

    rows: int  # all, the skipped and the masked ones too
    skipped: int
    bad_rows: tuple[BadRow, ...]  # the first ten of the skipped
    masked: int = 0  # rows that the mask leaves out
    repeated: tuple[Repeated, ...] = ()  # among the rows that count
    changed: bool = False  # the content is not that of the source's fingerprint
    other_masks: tuple[str, ...] = ()  # columns named like masks, while none is used
    notes: tuple[str, ...] = ()  # as those of FileColumns

    @property
    def used(self) -> int:
        """The rows that count."""
        return self.rows - self.skipped - self.masked


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRatios(Counted):
    """log w = log p(x) - log q(x) of the usable rows, in nats; -inf is a weight of 0."""

    log_weights: Array  # (n,), read-only; finite or -inf, at least two rows, not all -inf
    rounding: float = 0.0  # how far apart, by rounding, log-ratios were that are equal here


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups(Counted):
    """Samples of two groups, in the order of the file."""

    p: Array  # (n, d), read-only
    q: Array  # (m, d), read-only
    names: tuple[str, str]  # of p's group and q's: values of the group column, or file names
    columns: tuple[str, ...]  # the coordinates' names
