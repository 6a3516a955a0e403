"""Texts about the user's own data."""

from __future__ import annotations

from engine.data.facts import DataFacts
from engine.data.source import DataSource
from engine.data.table import FileColumns

FORMATS = {"csv": "text", "npy": "NPY", "npz": "NPZ"}
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", " ": "space"}
UNITS = ("bytes", "kB", "MB", "GB", "TB")


def rows_text(summary: DataFacts) -> str:
    """How many rows were used, and how many masked or left out."""
    if summary.used == summary.rows:
        return f"{summary.rows:,} {summary.unit}"
    masked = f", {summary.masked:,} masked" if summary.masked else ""
    skipped = f", {summary.skipped:,} left out" if summary.skipped else ""
    return f"{summary.used:,} of {summary.rows:,} {summary.unit}{masked}{skipped}"


def summary_text(summary: DataFacts) -> str:
    """The rows, and what was decided about the file without asking."""
    return "; ".join((rows_text(summary), *summary.notes))


def columns_text(source: DataSource) -> str:
    """What the numbers are."""
    masked = f", masked by {source.mask}" if source.mask else ""
    if source.kind == "rollouts":
        names = " − ".join(name or "?" for name in source.columns) or "told by their names"
        return f"rollouts, log w = {names}{masked}"
    if source.kind == "log-ratios":
        return f"log w = {' − '.join(source.columns)}{masked}"
    by = f"by {source.group}" if source.group else "one file each"
    shown = ", ".join(source.columns[:4]) + (", …" if len(source.columns) > 4 else "")
    whose = " (p = {}, q = {})".format(*source.groups) if source.groups else ""
    return f"two groups {by}{whose}: {shown}{masked}"


def file_text(columns: FileColumns) -> str:
    """What was found in a file."""
    parts = [f"{FORMATS[columns.format]}, {size_text(columns.size)}"]
    if columns.delimiter:
        comma = ", decimal comma" if columns.decimal_comma else ""
        parts.append(f"{DELIMITERS.get(columns.delimiter, columns.delimiter)}-separated{comma}")
    if columns.format == "csv":
        parts.append("names in the first line" if columns.header else "no names: columns counted")
    if columns.rows is not None:
        parts.append(f"{columns.rows:,} rows")
    return "\n".join(("  ·  ".join(parts), *columns.notes, *map(_problem, columns.problems)))


def _problem(problem: str) -> str:
    return f"This file {problem}."


def size_text(size: float) -> str:
    """Bytes in readable units."""
    for unit in UNITS:
        if size < 1000.0 or unit == UNITS[-1]:
            return f"{size:.0f} {unit}" if unit == UNITS[0] else f"{size:.3g} {unit}"
        size /= 1000.0
    raise AssertionError
