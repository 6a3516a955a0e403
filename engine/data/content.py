"""Whether the content of a source's files is still the one that was opened."""

from __future__ import annotations

import os
import zlib
from dataclasses import replace

from engine.core.atomic_file import reason
from engine.core.cache import Cache
from engine.data.error import DataError
from engine.data.source import DataSource, fingerprint

FILES = 32  # of many, whose content is looked at
_fingerprints: Cache[str] = Cache(20)


def stamps(source: DataSource) -> tuple[tuple[str, int, int, int], ...]:
    """What changes when a file does, found without reading it; raises DataError."""
    return tuple(_stamp(path) for path in _files(source))


def fingerprinted(source: DataSource) -> DataSource:
    """The source with the fingerprints of its files' present content; raises DataError."""
    prints = _fingerprints_of(source)
    second = prints[1] if len(prints) > 1 else ""
    return replace(source, fingerprint=prints[0], second_fingerprint=second)


def has_changed(source: DataSource) -> bool:
    """Whether a file has another fingerprint than the source says; raises DataError."""
    known = (source.fingerprint, source.second_fingerprint)
    if not any(known):
        return False
    present = _fingerprints_of(source)
    return any(old and old != new for new, old in zip(present, known, strict=False))


def _files(source: DataSource) -> list[str]:
    """The files themselves; of rollouts, all of a folder or of a pattern."""
    if source.kind != "rollouts":
        return list(source.paths)
    # Readers of rollouts are imported when they are needed: most programs need none.
    from engine.data.rollouts.files import files_behind

    return sorted(files_behind(source.path))


def _fingerprints_of(source: DataSource) -> list[str]:
    """Of each path; of several files behind one path, the checksum of some of theirs."""
    files = _files(source)
    if source.kind != "rollouts" or files == [source.path]:
        return [_fingerprint(path) for path in files]
    size = sum(stamp[1] for stamp in map(_stamp, files))
    names = "\n".join(os.path.relpath(path, source.path) for path in files)
    chosen = files[:: -(-len(files) // FILES)]
    text = "\n".join((names, *map(_fingerprint, chosen)))
    return [f"{size}-{zlib.crc32(text.encode('utf-8', 'surrogateescape')):08x}"]


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
