"""Texts about the user's own data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.core.words import tr, tr_noop
from engine.data.source import DataSource

if TYPE_CHECKING:
    from engine.data.facts import DataFacts
    from engine.data.table import FileColumns

FORMATS = {"csv": tr_noop("text"), "npy": "NPY", "npz": "NPZ"}
DELIMITERS = {
    ",": tr_noop("comma"),
    ";": tr_noop("semicolon"),
    "\t": tr_noop("tab"),
    " ": tr_noop("space"),
}
UNITS = (tr_noop("bytes"), "kB", "MB", "GB", "TB")


def rows_text(summary: DataFacts) -> str:
    """How many rows were used, and how many masked or left out."""
    if summary.used == summary.rows:
        return _count(summary.rows, summary.unit)
    parts = [
        tr("{used} of {all}").format(
            used=f"{summary.used:,}", all=_count(summary.rows, summary.unit)
        )
    ]
    if summary.masked:
        parts.append(tr("{count} masked").format(count=f"{summary.masked:,}"))
    if summary.skipped:
        parts.append(tr("{count} left out").format(count=f"{summary.skipped:,}"))
    return tr(", ").join(parts)


def _count(number: int, unit: str) -> str:
    return tr("{number} {unit}").format(number=f"{number:,}", unit=tr(unit))


def summary_text(summary: DataFacts) -> str:
    """The rows, and what was decided about the file without asking."""
    return tr("; ").join((rows_text(summary), *(tr(note) for note in summary.notes)))


def columns_text(source: DataSource) -> str:
    """What the numbers are."""
    masked = tr(", masked by {mask}").format(mask=source.mask) if source.mask else ""
    if source.kind == "rollouts":
        if not any(source.columns):
            return tr("rollouts, p and q told by the names of their fields") + masked
        names = " − ".join(name or "?" for name in source.columns)
        return tr("rollouts, log w = {names}").format(names=names) + masked
    if source.kind == "log-ratios":
        return f"log w = {' − '.join(source.columns)}{masked}"
    if source.group:
        what = tr("two groups by {column}").format(column=source.group)
    else:
        what = tr("two groups, one file each")
    shown = ", ".join(source.columns[:4]) + (", …" if len(source.columns) > 4 else "")
    whose = " (p = {}, q = {})".format(*source.groups) if source.groups else ""
    return f"{what}{whose}{tr(': ')}{shown}{masked}"


def file_text(columns: FileColumns) -> str:
    """What was found in a file."""
    parts = [f"{tr(FORMATS[columns.format])}, {size_text(columns.size)}"]
    if columns.delimiter:
        delimiter = tr(DELIMITERS.get(columns.delimiter, columns.delimiter))
        parts.append(tr("separated by {delimiter}").format(delimiter=delimiter))
        if columns.decimal_comma:
            parts.append(tr("decimal comma"))
    if columns.format == "csv":
        header = columns.header
        parts.append(tr("names in the first line") if header else tr("no names: columns counted"))
    if columns.rows is not None:
        parts.append(tr("{count} rows").format(count=f"{columns.rows:,}"))
    notes = (tr(note) for note in columns.notes)
    return "\n".join(("  ·  ".join(parts), *notes, *map(_problem, columns.problems)))


def _problem(problem: str) -> str:
    return tr("This file {problem}.").format(problem=tr(problem))


def size_text(size: float) -> str:
    """Bytes in readable units."""
    for unit in UNITS:
        if size < 1000.0 or unit == UNITS[-1]:
            return f"{size:.0f} {tr(unit)}" if unit == UNITS[0] else f"{size:.3g} {unit}"
        size /= 1000.0
    raise AssertionError
