"""Own data: a first look at a file, and the numbers that a DataSource refers to."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from engine.core.atomic_file import reason
from engine.core.cache import Cache
from engine.core.run import Run
from engine.data.collect import collect_groups, collect_log_ratios, collect_two_files
from engine.data.coordinates import left_out
from engine.data.error import BadRows, DataError
from engine.data.foreign_file import foreign_words
from engine.data.formats.csv import csv_batches
from engine.data.formats.npy import MAGIC
from engine.data.formats.numpy_arrays import (
    ArrayColumn,
    array_batches,
    array_columns,
    first_cells,
    fits,
)
from engine.data.mask import mask_columns, named_masks
from engine.data.names import suggestion
from engine.data.source import DataSource, fingerprint
from engine.data.table import Batch, FileColumns, Format, Groups, LogRatios
from engine.data.text import HEAD, SHOWN, TextFormat, first_columns, text_format

Kept = TypeVar("Kept", LogRatios, Groups)

LOOKED = 2_000  # rows
FEW = 50  # columns

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
        found = FileColumns(
            full, kind, size, form.names, form.numeric, form.first_rows, None, form.header,
            form.delimiter, form.decimal_comma, None, form.notes, problems,
        )  # fmt: skip
        return _understood(found, first_columns(form, head), tuple(map(bool, form.problems)))
    columns, notes = array_columns(full, kind == "npz")
    names = tuple(column.name for column in columns)
    numeric = tuple(column.numeric for column in columns)
    # Few columns are looked at further, for an index or a mask among them.
    cells = first_cells(full, columns, LOOKED if len(columns) <= FEW else SHOWN)
    height = min(max(map(len, cells)), SHOWN)
    padded = [column[:SHOWN] + [""] * (height - len(column)) for column in cells]
    header = names != tuple(str(i + 1) for i in range(len(names)))
    rows = max(column.rows for column in columns)
    first_rows = tuple(zip(*padded, strict=True))
    found = FileColumns(
        full, kind, size, names, numeric, first_rows, rows, header, "", False, None, notes
    )  # fmt: skip
    understood = _understood(found, dict(zip(names, cells, strict=True)))
    guess, by_name = understood.suggestion, {column.name: column for column in columns}
    if guess is None or not guess.mask or fits(by_name[guess.mask], by_name[guess.columns[0]]):
        return understood
    return replace(understood, suggestion=replace(guess, mask=""))


def _understood(
    found: FileColumns, cells: Mapping[str, Sequence[str]], meant: tuple[bool, ...] = ()
) -> FileColumns:
    """With what the columns may mean by their names and their first cells.

    Those ``meant`` for numbers may be log-probabilities by name: the reader says what is wrong.
    """
    aside = left_out(found.numeric_names, cells, found.header)
    guess = suggestion(found.names, found.numeric, cells, aside)
    if any(meant):
        either = tuple(map(max, found.numeric, meant))
        named = suggestion(found.names, either, cells, aside)
        if named is not None and named.kind == "log-ratios" and named.by_name:
            guess = named
    return replace(found, suggestion=guess, left_out=aside, masks=mask_columns(cells))


def log_ratios(source: DataSource, run: Run) -> LogRatios:
    """The log-ratios that a source of that kind refers to; kept for the next question.

    Raises DataError, BadRows (a DataError) and Cancelled.
    """
    key = ("log-ratios", source.columns, source.mask, _stamps(source))
    found = _kept.get(key)
    if not isinstance(found, LogRatios):
        batches = _batches(source, source.path, "", run)
        found = _looked_at(source, collect_log_ratios(source, batches, run))
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
    p_batches = _batches(source, source.path, source.group, run)
    if source.second_path:
        q_batches = _batches(source, source.second_path, "", run)
        read = _looked_at(source, collect_two_files(source, p_batches, q_batches, run))
    else:
        read = _looked_at(source, collect_groups(source, p_batches, run))
        named = replace(source, groups=read.names, turned=False)
        _kept.put(_groups_key(named), read)
    _kept.put(_groups_key(source), read)
    return _answer(source, read)


def _groups_key(source: DataSource) -> tuple[object, ...]:
    which = source.groups or source.turned
    return ("groups", source.columns, source.group, which, source.mask, _stamps(source))


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


def _looked_at(source: DataSource, found: Kept) -> Kept:
    """With what was decided about the file, or each of both, without asking, and the columns that
    are named like masks where none is used."""
    looks = [inspect(path) for path in source.paths]
    notes = tuple(
        f"{os.path.basename(look.path)}: {note}" if source.second_path else note
        for look in looks
        for note in look.notes
    )
    used = (*source.columns, source.group)
    names = dict.fromkeys(name for look in looks for name in look.names if name not in used)
    masks = () if source.mask else named_masks(names)
    return replace(found, notes=notes, other_masks=masks)


def _batches(source: DataSource, path: str, label: str, run: Run) -> Iterator[Batch]:
    """The rows of one of the source's files, whatever its kind; OSError as DataError."""
    kind, head = _beginning(path)
    columns, mask = source.columns, source.mask
    fields = dict.fromkeys(columns, "columns")
    fields |= {name: field for name, field in ((label, "group"), (mask, "mask")) if name}
    try:
        if kind == "csv":
            form = text_format(path, head)
            _check_names(path, fields, form.names)
            _check_numbers(path, fields, form)
            yield from csv_batches(path, form, columns, label, mask)
            return
        found, notes = _arrays(path, kind == "npz")
        _check_names(path, fields, tuple(found), notes)
        chosen = [_numbers(path, found[name]) for name in columns]
        yield from array_batches(path, chosen, found.get(label), run, found.get(mask))
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


def _arrays(path: str, packed: bool) -> tuple[dict[str, ArrayColumn], tuple[str, ...]]:
    """The columns by their names, the parts of sequences last, and what is left out."""
    shown, notes = array_columns(path, packed)
    found = {column.name: column for column in shown}
    for column in array_columns(path, packed, every=True)[0]:
        found.setdefault(column.name, column)
    return found, notes


def _check_names(
    path: str, fields: Mapping[str, str], names: tuple[str, ...], notes: tuple[str, ...] = ()
) -> None:
    """Whether the file has the columns; ``fields`` says what was asked for with each."""
    for name, field in fields.items():
        if name not in names:
            known = ", ".join(names[:20]) + (", ..." if len(names) > 20 else "")
            told = "; ".join(("", *notes[:3]))
            raise DataError(path, f"has no column {name}; known are {known}{told}", field)


def _check_numbers(path: str, fields: Mapping[str, str], form: TextFormat) -> None:
    for name, field in fields.items():
        problem = form.problems[form.names.index(name)]
        if problem and field != "group":
            raise DataError(path, problem, field)


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
