"""Whether the content of a source's files is still the one that was opened."""

from __future__ import annotations

import os
from dataclasses import replace

from engine.core.atomic_file import reason
from engine.core.cache import Cache
from engine.data.error import DataError
from engine.data.source import DataSource, fingerprint

_fingerprints: Cache[str] = Cache(20)


def stamps(source: DataSource) -> tuple[tuple[str, int, int, int], ...]:
    """What changes when a file does, found without reading it; raises DataError."""
    return tuple(_stamp(path) for path in source.paths)


def fingerprinted(source: DataSource) -> DataSource:
    """The source with the fingerprints of its files' present content; raises DataError."""
    prints = [_fingerprint(path) for path in source.paths]
    second = prints[1] if len(prints) > 1 else ""
    return replace(source, fingerprint=prints[0], second_fingerprint=second)


def has_changed(source: DataSource) -> bool:
    """Whether a file has another fingerprint than the source says; raises DataError."""
    known = (source.fingerprint, source.second_fingerprint)
    return any(
        old and old != _fingerprint(path) for path, old in zip(source.paths, known, strict=False)
    )


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
