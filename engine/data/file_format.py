"""Which kind of file it is, by its content."""

from __future__ import annotations

import os
import stat

from engine.core.atomic_file import reason
from engine.data.encoding import UTF8, encoding_of, recoded
from engine.data.error import DataError
from engine.data.foreign_file import foreign_words, signature_words
from engine.data.formats.npy import MAGIC
from engine.data.table import Format
from engine.data.text import HEAD


def file_format(path: str) -> tuple[Format, bytes]:
    """The kind of file and its first bytes; raises DataError."""
    try:
        # Opening a pipe or a device could never end.
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
    encoding = encoding_of(head)
    start = head if encoding == UTF8 else recoded(head, encoding)
    if foreign := signature_words(path, head) or foreign_words(path, start):
        raise DataError(path, foreign)
    if head.startswith(MAGIC):
        return "npy", head
    return ("npz" if head.startswith(b"PK\x03\x04") else "csv"), head
