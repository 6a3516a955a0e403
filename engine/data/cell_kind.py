"""What a cell of a text table holds: a number, nothing, or what should have been a number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

CellKind = Literal["number", "missing", "error", "list", "call", "comment", "comma", "sign", "text"]

LONGEST = 200  # characters that are looked at
_DIGITS = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_NUMBER = rf"(?:{_DIGITS}|[+-]?(?:inf(?:inity)?|nan))"
_START = rf"['\"]?\s*(?:{_NUMBER}|none\b|\.\d)"
_TYPE = r"(?:b?float\d*|u?int\d*|double|half|tensor|(?:device)?array|decimal|parameter)"
NUMBER = re.compile(_NUMBER, re.IGNORECASE)
DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?")
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")
MISSING = frozenset(("", "na", "n/a", "null", "none", "-", "?"))

# Of Excel, LibreOffice and Google Sheets, in every language: #NUM!, #NAME?, #N/A, #NV, Err:502.
ERROR = re.compile(
    r"#[¡¿]?[^\W_][\w/]*[!?]|#N/?[ADV]|#Н/Д|#GETTING_DATA|#N/A N/A|Err:\d+", re.IGNORECASE
)
_PATTERNS: tuple[tuple[CellKind, re.Pattern[str]], ...] = (
    ("error", ERROR),
    ("comment", re.compile(rf"{_NUMBER}(?:\s*#|\s+(?://|--|/\*|%\s*\w)).*", re.I | re.S)),
    # "[-0.1, -0.2]" whole, and what is left of one that commas have cut.
    (
        "list",
        re.compile(rf"(?:[\[({{]+\s*(?:{_START}|[\])}}]).*|{_NUMBER}\s*[\])}}]+)", re.I | re.S),
    ),
    # "np.float64(-1.2)", "tensor([-1.2])", "<tf.Tensor: ... numpy=-1.2>"
    (
        "call",
        re.compile(rf"(?:\w+\.)*{_TYPE}\(\s*[\[(]*\s*(?:{_START}).*|<[^<>]*numpy=.*", re.I | re.S),
    ),
    ("comma", re.compile(r"[+-]?[\d.,'’ \u00a0\u202f]*\d[,'’]\d[\d.,'’]*(?:[eE][+-]?\d+)?")),
    ("sign", re.compile(rf"[\u2010-\u2015\u2212\ufe63\uff0d]\s*(?:{_DIGITS}|inf)", re.I)),
)
# What a bad cell is called, and what a whole column of them is and wants.
_CELLS: dict[CellKind, str] = {
    "error": "spreadsheet error",
    "list": "list",
    "call": "value with its type",
    "comment": "comment behind a number:",
    "comma": "comma in a number:",
    "sign": "no plain minus sign:",
}
_COLUMNS: dict[CellKind, tuple[str, str]] = {
    "list": ("lists of numbers", "write one number a row (in pandas: DataFrame.explode)"),
    "call": (
        "numbers with their type around them",
        "write them as plain numbers (float(x) or x.item() before saving)",
    ),
    "comment": ("comments behind its numbers", "put them in a column of their own"),
    "comma": (
        "numbers with commas that may part decimals or thousands",
        "write decimals with a point and nothing between thousands",
    ),
    "sign": ("minus signs that are not the plain '-'", "replace them by '-'"),
}


def cell_kind(cell: str) -> CellKind:
    """The kind of one cell, without spaces around it; decimal commas are a "comma"."""
    start = cell[:LONGEST]
    if NUMBER.fullmatch(start):  # nothing else looks like one
        return "number"
    if start.lower() in MISSING:
        return "missing"
    return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(start)), "text")


def column_kind(cells: Iterable[str], decimal_comma: bool) -> CellKind:
    """What most of a column's cells are that hold anything; "text" where nothing is.

    Where there are only a spreadsheet's errors, they stand for numbers.
    """
    kinds = Counter(cell_kind(cell) for cell in cells)
    if decimal_comma:
        kinds["number"] += kinds.pop("comma", 0)
    present = {kind: n for kind, n in kinds.items() if kind not in ("missing", "error")}
    for kind, count in present.items():
        if 2 * count > sum(present.values()):
            return kind
    return "text" if present or not kinds["error"] else "number"


def cell_words(cell: str, name: str) -> str:
    """Why a cell in the column ``name`` is no number, as "text 'x' in column old"."""
    if not cell:
        return f"no number in column {name}"
    what = _CELLS.get(cell_kind(cell), "text")
    return f"{what} {short(cell)!r} in column {name}"


def column_words(kind: CellKind, name: str, cells: Iterable[str]) -> str:
    """Why no numbers are read from a column of this kind, and what to do; "" of others."""
    if kind not in _COLUMNS:
        return ""
    what, advice = _COLUMNS[kind]
    example = next((cell for cell in cells if cell_kind(cell) == kind), "")
    return f"holds {what}, in column {name}, as {short(example)!r}; {advice}"


def short(cell: str) -> str:
    """Its beginning, if it is long."""
    return cell if len(cell) <= 30 else cell[:27] + "..."
