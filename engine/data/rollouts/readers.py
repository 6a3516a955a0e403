"""The readers of all kinds of files, found in `formats`, and which of them reads a file."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from engine.core.atomic_file import reason
from engine.data.error import DataError
from engine.data.foreign_file import UNKNOWN, archive_words, foreign_words
from engine.data.rollouts import formats
from engine.data.rollouts.fields import Head, Reader
from engine.data.rollouts.refused import pickle_words
from engine.data.rollouts.stream import TextFile

HEAD = 2**16


@cache
def readers() -> tuple[Reader, ...]:
    """All of them, in the order in which they are asked."""
    found: list[Reader] = []
    for module in pkgutil.iter_modules(formats.__path__):
        found.append(importlib.import_module(f"{formats.__name__}.{module.name}").READER)
    return tuple(sorted(found, key=lambda reader: reader.order))


def head_of(path: str) -> Head:
    """How a file begins; raises DataError."""
    try:
        with open(path, "rb") as file:
            raw = file.read(HEAD)
    except OSError as error:
        raise DataError(path, f"cannot be read: {reason(error)}") from None
    return Head(path, TextFile(path).head, raw)


def reader_of(head: Head) -> Reader:
    """The reader of a file; raises DataError where none reads it, with what to do."""
    if refused := pickle_words(head):
        raise DataError(head.path, refused)
    if head.raw.startswith(b"PK\x03\x04") and (words := archive_words(head.path)):
        raise DataError(head.path, words)
    for reader in readers():
        if reader.reads(head):
            break
    else:
        raise DataError(head.path, foreign_words(head.path, head.raw) or UNKNOWN)
    if reader.order >= TEXT and (words := foreign_words(head.path, head.start)):
        raise DataError(head.path, words)
    return reader


TEXT = 90  # from this order on a reader takes what no other one has
