"""Own data: the numbers that a DataSource refers to."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from engine.core.atomic_file import reason
from engine.core.cache import Cache
from engine.core.run import Run
from engine.data.collect import collect_groups, collect_log_ratios, collect_two_files
from engine.data.content import has_changed, stamps
from engine.data.error import BadRows, DataError
from engine.data.file_format import file_format
from engine.data.formats.csv import csv_batches
from engine.data.formats.numpy_arrays import ArrayColumn, array_batches, array_columns
from engine.data.inspection import inspect
from engine.data.mask import named_masks
from engine.data.source import DataSource
from engine.data.table import Batch, Groups, LogRatios
from engine.data.text import TextFormat, text_format

Data = TypeVar("Data", LogRatios, Groups)

_cache: Cache[LogRatios | Groups] = Cache(3)


def log_ratios(source: DataSource, run: Run) -> LogRatios:
    """The log-ratios that a source of that kind refers to; cached.

    Of rollouts, their tokens or sequences are rows. Raises DataError, BadRows (a DataError) and
    Cancelled.
    """
    if source.kind == "rollouts":
        # Imported when it is needed: most programs read no rollouts.
        from engine.data.rollouts.own import rollout_log_ratios

        return rollout_log_ratios(source, run)
    key = ("log-ratios", source.columns, source.mask, stamps(source))
    found = _cache.get(key)
    if not isinstance(found, LogRatios):
        batches = _batches(source, source.path, "", run)
        found = _with_notes(source, collect_log_ratios(source, batches, run))
        _cache.put(key, found)
    return _checked(source, found)


def groups(source: DataSource, run: Run) -> Groups:
    """The samples of both groups that a source of that kind refers to; cached likewise."""
    found = _cache.get(_groups_key(source))
    swapped = _cache.get(_groups_key(source.swapped()))
    if isinstance(found, Groups):
        return _checked(source, found)
    if isinstance(swapped, Groups):
        return _checked(source, _swapped(swapped))
    p_batches = _batches(source, source.path, source.group, run)
    if source.second_path:
        q_batches = _batches(source, source.second_path, "", run)
        read = _with_notes(source, collect_two_files(source, p_batches, q_batches, run))
    else:
        read = _with_notes(source, collect_groups(source, p_batches, run))
        named = replace(source, groups=read.names, turned=False)
        _cache.put(_groups_key(named), read)
    _cache.put(_groups_key(source), read)
    return _checked(source, read)


def _groups_key(source: DataSource) -> tuple[object, ...]:
    which = source.groups or source.turned
    return ("groups", source.columns, source.group, which, source.mask, stamps(source))


def _swapped(found: Groups) -> Groups:
    return replace(found, p=found.q, q=found.p, names=found.names[::-1])


def _checked(source: DataSource, found: Data) -> Data:
    if found.skipped and not source.skip_bad_rows:
        raise BadRows(source.path, found.skipped, found.rows, found.bad_rows)
    return replace(found, changed=True) if has_changed(source) else found


def _with_notes(source: DataSource, found: Data) -> Data:
    """With what was decided about the file, or each of both, without asking, and the columns that
    are named like masks where none is used."""
    files = [inspect(path) for path in source.paths]
    notes = tuple(
        f"{os.path.basename(file.path)}: {note}" if source.second_path else note
        for file in files
        for note in file.notes
    )
    used = (*source.columns, source.group)
    names = dict.fromkeys(name for file in files for name in file.names if name not in used)
    masks = () if source.mask else named_masks(names)
    return replace(found, notes=notes, other_masks=masks)


def _batches(source: DataSource, path: str, label: str, run: Run) -> Iterator[Batch]:
    """The rows of one of the source's files, whatever its kind; OSError as DataError."""
    kind, head = file_format(path)
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
