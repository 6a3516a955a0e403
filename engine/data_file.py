"""Own data: a first look at a file, and the numbers that a DataSource refers to."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from engine.atomic_file import reason
from engine.data_cache import Cache
from engine.data_collect import collect_groups, collect_log_ratios, collect_two_files
from engine.data_csv import csv_batches
from engine.data_error import BadRows, DataError
from engine.data_names import suggestion
from engine.data_npy import MAGIC
from engine.data_numpy import ArrayColumn, array_batches, array_columns, first_cells
from engine.data_source import DataSource, fingerprint
from engine.data_table import Batch, FileColumns, Format, Groups, LogRatios, Suggestion
from engine.data_text import HEAD, SHOWN, TextFormat, text_format
from engine.foreign_file import foreign_words
from engine.run import Run

Kept = TypeVar("Kept", LogRatios, Groups)

_kept: Cache[LogRatios | Groups] = Cache(3)
_fingerprints: Cache[str] = Cache(20)


def inspect(path: str) -> FileColumns:
    """A quick first look at a CSV, NPY or NPZ file, in bounded time; raises DataError."""
    full = os.path.abspath(path)
    kind, head = _beginning(full)
    size = os.path.getsize(full)
    if kind == "csv":
        form = text_format(full, head)
        problems = tuple(problem for problem in form.problems if problem)
        return FileColumns(
            full, kind, size, form.names, form.numeric, form.first_rows, None, form.header,
            form.delimiter, form.decimal_comma, _text_suggestion(form), form.notes, problems,
        )  # fmt: skip
    columns, notes = array_columns(full, kind == "npz")
    names = tuple(column.name for column in columns)
    numeric = tuple(column.numeric for column in columns)
    shown = first_cells(full, columns, SHOWN)
    height = max(map(len, shown))
    padded = [column + [""] * (height - len(column)) for column in shown]
    header = names != tuple(str(i + 1) for i in range(len(names)))
    guess = suggestion(names, numeric, dict(zip(names, shown, strict=True)))
    rows = max(column.rows for column in columns)
    first_rows = tuple(zip(*padded, strict=True))
    return FileColumns(
        full, kind, size, names, numeric, first_rows, rows, header, "", False, guess, notes
    )  # fmt: skip


def _text_suggestion(form: TextFormat) -> Suggestion | None:
    """By the names of the columns that hold numbers, or should: the reader says what is wrong."""
    cells = {
        name: [row[i] for row in form.first_rows if i < len(row)]
        for i, name in enumerate(form.names)
    }
    meant = tuple(map(bool, form.problems))
    if any(meant):
        either = tuple(map(max, form.numeric, meant))
        guess = suggestion(form.names, either, cells)
        if guess is not None and guess.kind == "log-ratios" and guess.by_name:
            return guess
    return suggestion(form.names, form.numeric, cells)


def log_ratios(source: DataSource, run: Run) -> LogRatios:
    """The log-ratios that a source of that kind refers to; kept for the next question.

    Raises DataError, BadRows (a DataError) and Cancelled.
    """
    key = ("log-ratios", source.columns, _stamps(source))
    found = _kept.get(key)
    if not isinstance(found, LogRatios):
        batches = _batches(source.path, source.columns, "", run)
        found = replace(collect_log_ratios(source, batches, run), notes=_notes(source))
        _kept.put(key, found)
    return _answer(source, found)


def groups(source: DataSource, run: Run) -> Groups:
    """The samples of both groups that a source of that kind refers to; kept likewise."""
    found = _kept.get(_groups_key(source))
    turned = _kept.get(_groups_key(source.swapped()))
    if isinstance(found, Groups):
        return _answer(source, found)
    if isinstance(turned, Groups):
        return _answer(source, _turned(turned))
    p_batches = _batches(source.path, source.columns, source.group, run)
    if source.second_path:
        q_batches = _batches(source.second_path, source.columns, "", run)
        read = collect_two_files(source, p_batches, q_batches, run)
        read = replace(read, notes=_notes(source))
    else:
        read = replace(collect_groups(source, p_batches, run), notes=_notes(source))
        named = replace(source, groups=read.names, turned=False)
        _kept.put(_groups_key(named), read)
    _kept.put(_groups_key(source), read)
    return _answer(source, read)


def _groups_key(source: DataSource) -> tuple[object, ...]:
    which = source.groups or source.turned
    return ("groups", source.columns, source.group, which, _stamps(source))


def _turned(found: Groups) -> Groups:
    return replace(found, p=found.q, q=found.p, names=found.names[::-1])


def fingerprinted(source: DataSource) -> DataSource:
    """The source with the fingerprints of its files' present content; raises DataError."""
    prints = [_fingerprint(path) for path in source.paths]
    second = prints[1] if len(prints) > 1 else ""
    return replace(source, fingerprint=prints[0], second_fingerprint=second)


def _answer(source: DataSource, found: Kept) -> Kept:
    if found.skipped and not source.skip_bad_rows:
        raise BadRows(source.path, found.skipped, found.rows, found.bad_rows)
    known = (source.fingerprint, source.second_fingerprint)
    changed = any(
        old and old != _fingerprint(path) for path, old in zip(source.paths, known, strict=False)
    )
    return replace(found, changed=True) if changed else found


def _batches(path: str, columns: tuple[str, ...], label: str, run: Run) -> Iterator[Batch]:
    """The file's rows, whatever its kind; OSError as DataError."""
    kind, head = _beginning(path)
    wanted = (*columns, *([label] if label else []))
    try:
        if kind == "csv":
            form = text_format(path, head)
            _check_names(path, wanted, form.names, label)
            _check_numbers(path, columns, form)
            yield from csv_batches(path, form, columns, label)
            return
        arrays, notes = array_columns(path, kind == "npz")
        found = {column.name: column for column in arrays}
        _check_names(path, wanted, tuple(found), label, notes)
        chosen = [_numbers(path, found[name]) for name in columns]
        yield from array_batches(path, chosen, found[label] if label else None, run)
    except OSError as error:
        raise DataError(path, f"cannot be read: {reason(error)}") from None


def _beginning(path: str) -> tuple[Format, bytes]:
    """The kind of file, by its content, and its first bytes."""
    try:
        # Opening a pipe or a device could wait for ever.
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise DataError(path, "cannot be read: it is not a file")
        with open(path, "rb") as file:
            head = file.read(HEAD)
    except (OSError, ValueError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(path, f"cannot be read: {reason(error)}") from None
    if not head:
        raise DataError(path, "is empty")
    if foreign := foreign_words(path, head):
        raise DataError(path, foreign)
    if head.startswith(MAGIC):
        return "npy", head
    return ("npz" if head.startswith(b"PK\x03\x04") else "csv"), head


def _notes(source: DataSource) -> tuple[str, ...]:
    """What was decided about the file, or each of both, without asking."""
    found = [(path, note) for path in source.paths for note in inspect(path).notes]
    if not source.second_path:
        return tuple(note for _, note in found)
    return tuple(f"{os.path.basename(path)}: {note}" for path, note in found)


def _check_names(
    path: str,
    wanted: tuple[str, ...],
    names: tuple[str, ...],
    label: str,
    notes: tuple[str, ...] = (),
) -> None:
    for name in wanted:
        if name not in names:
            known = ", ".join(names[:20]) + (", ..." if len(names) > 20 else "")
            field = "group" if name == label else "columns"
            told = "; ".join(("", *notes[:3]))
            raise DataError(path, f"has no column {name}; known are {known}{told}", field)


def _check_numbers(path: str, columns: tuple[str, ...], form: TextFormat) -> None:
    for name in columns:
        if problem := form.problems[form.names.index(name)]:
            raise DataError(path, problem, "columns")


def _numbers(path: str, column: ArrayColumn) -> ArrayColumn:
    if not column.numeric:
        raise DataError(path, f"holds no numbers in column {column.name}", "columns")
    return column


def _stamps(source: DataSource) -> tuple[tuple[str, int, int, int], ...]:
    """What changes when a file does."""
    return tuple(_stamp(path) for path in source.paths)


def _stamp(path: str) -> tuple[str, int, int, int]:
    try:
        info = os.stat(path)
    except (OSError, ValueError) as error:
        raise DataError(path, f"cannot be read: {reason(error)}") from None
    return path, info.st_size, info.st_mtime_ns, info.st_ino


def _fingerprint(path: str) -> str:
    key = _stamp(path)
    found = _fingerprints.get(key)
    if found is None:
        try:
            found = fingerprint(path)
        except OSError as error:
            raise DataError(path, f"cannot be read: {reason(error)}") from None
        _fingerprints.put(key, found)
    return found
