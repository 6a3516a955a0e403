"""The files behind a path: one, those of a folder, or those that a pattern fits."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass

from engine.core.atomic_file import reason
from engine.data.error import DataError
from engine.data.rollouts.fields import Reader
from engine.data.rollouts.readers import head_of, reader_of
from engine.data.rollouts.steps import natural, step_of

MOST_FILES = 100_000
OWN_FOLDERS = 2  # above a file, whose names may tell its step


@dataclass(frozen=True, slots=True)
class Source:
    """One table: a file, or several that belong together."""

    paths: tuple[str, ...]
    reader: Reader
    name: str  # as it is told
    step: int  # -1 unknown
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Refused:
    """A file of a folder that is left out."""

    path: str
    why: DataError


def sources_of(path: str) -> tuple[list[Source], list[Refused]]:
    """The tables behind a path in the order of their steps, and the files that are none.

    Raises DataError where there is nothing, and where a single file cannot be read.
    """
    full, found, base = os.path.abspath(path), files_behind(path), ""
    if found != [full]:
        base = full if os.path.isdir(full) else os.path.dirname(full.partition("*")[0])
        return _several(path, found, base)
    _checked_size(full)
    head = head_of(full)
    parts = tuple(full.split(os.sep)[-1 - OWN_FOLDERS :])
    name = os.path.basename(full)
    return [Source((full,), reader_of(head), name, step_of(parts), _checked_size(full))], []


def files_behind(path: str) -> list[str]:
    """The files that a path stands for: itself, those of a folder, those that a pattern fits.

    Raises DataError where there are none.
    """
    full = os.path.abspath(path)
    if not os.path.lexists(full) and glob.has_magic(path):
        found = [name for name in glob.iglob(full, recursive=True) if os.path.isfile(name)]
        if not found:
            raise DataError(path, "fits no file")
        return found
    if not _is_folder(full):
        return [full]
    found = list(_inside(full))
    if not found:
        raise DataError(path, "is a folder without files")
    return found


def _several(path: str, found: list[str], base: str) -> tuple[list[Source], list[Refused]]:
    if len(found) > MOST_FILES:
        raise DataError(path, f"holds {len(found):,} files; at most {MOST_FILES:,} are read")
    refused: list[Refused] = []
    groups: dict[tuple[object, ...], list[tuple[str, Reader]]] = {}
    for name in sorted(found, key=natural):
        try:
            _checked_size(name)
            reader = reader_of(head_of(name))
        except DataError as error:
            refused.append(Refused(name, error))
            continue
        parts = _parts(name, base)
        together = getattr(reader, "together", False)
        key = (os.path.dirname(name), step_of(parts)) if together else (name,)
        groups.setdefault(key, []).append((name, reader))
    sources = [_source(group, base) for group in groups.values()]
    sources.sort(key=lambda source: (source.step, natural(source.paths[0])))
    return sources, refused


def _source(group: list[tuple[str, Reader]], base: str) -> Source:
    paths = tuple(name for name, _ in group)
    name = os.path.relpath(paths[0], base) if base else paths[0]
    size = sum(map(_checked_size, paths))
    return Source(paths, group[0][1], name, step_of(_parts(paths[0], base)), size)


def _parts(name: str, base: str) -> tuple[str, ...]:
    """The folders below ``base`` and its own name, then the file's name."""
    inner = os.path.relpath(name, base) if base else name
    return (os.path.basename(base.rstrip(os.sep)), *inner.split(os.sep))


def _inside(folder: str) -> Iterator[str]:
    """The files in a folder and in those below it, but hidden ones."""
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__"))]
        for name in names:
            full = os.path.join(here, name)
            if not name.startswith(".") and os.path.isfile(full):
                yield full


def _is_folder(path: str) -> bool:
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except (OSError, ValueError) as error:
        raise DataError(path, f"cannot be read: {reason(error)}") from None


def _checked_size(path: str) -> int:
    """Of a file that is one; opening a pipe or a device could never end. Raises DataError."""
    try:
        info = os.stat(path)
    except (OSError, ValueError) as error:
        raise DataError(path, f"cannot be read: {reason(error)}") from None
    if not stat.S_ISREG(info.st_mode):
        raise DataError(path, "cannot be read: it is not a file")
    if not info.st_size:
        raise DataError(path, "is empty")
    return info.st_size
