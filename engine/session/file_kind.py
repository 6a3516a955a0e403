"""Whether a file is a session, an exported figure or somebody's data, told from its beginning."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Literal

from engine.core.atomic_file import ReadError, reason
from engine.data.foreign_file import UNKNOWN, foreign_words, is_html
from engine.session.provenance_reader import KEY, PNG
from engine.session.reader import PROGRAM

Kind = Literal["session", "figure", "data"]

HEAD = 65536  # bytes that are looked at, and as many at the end of an archive
NPY = b"\x93NUMPY"
ZIP = b"PK\x03\x04"
MARK = b"# " + KEY.encode() + b":"
OWN = f'"{PROGRAM}"'.encode()
BEGINNING = 100  # bytes in which a session names the program
KEYS = (b'"program"', b'"scene"')  # of a session, be the rest of it damaged
XML = (b"<?xml", b"<svg")
TABLES = (".csv", ".tsv", ".txt", ".dat")


def file_kind(path: str | Path) -> Kind:
    """What to do with a file: read the session, the one in a figure, or the data.

    "figure" is also an exported table or array file, and "data" a table or arrays that this
    program did not write, or a file of a kind that is not read: the reader says which. A session
    may be damaged, and what tells nothing is called one. Raises ReadError.
    """
    head = _head(path)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(ZIP):
        return "figure" if _has_provenance(path) else "data"
    if start.startswith((PNG, b"%PDF-")) or MARK in _comments(start):
        return "figure"
    if start.startswith(b"<") and not is_html(head) and any(mark in head for mark in XML):
        return "figure"
    if start.startswith(b"{") and any(key in head for key in KEYS):
        return "session"
    if head.startswith(NPY) or start.startswith(b"#"):
        return "data"
    if foreign_words(str(path), head) not in ("", UNKNOWN):
        return "data"
    return "data" if Path(path).suffix.lower() in TABLES else "session"


def is_own_session(path: str | Path) -> bool:
    """Whether a file begins as every session does that this program writes."""
    start = _head(path, BEGINNING).lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"{") and OWN in start


def _head(path: str | Path, length: int = HEAD) -> bytes:
    try:
        # Opening a pipe or a device could wait without end.
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise ReadError("it is not a file")
        with open(path, "rb") as file:
            return file.read(length)
    except (OSError, ValueError) as error:
        raise ReadError(reason(error)) from error


def _comments(start: bytes) -> bytes:
    """The lines before the first that is no comment."""
    lines = start.splitlines(keepends=True)
    ends = (place for place, line in enumerate(lines) if not line.startswith(b"#"))
    return b"".join(lines[: next(ends, len(lines))])


def _has_provenance(path: str | Path) -> bool:
    """Whether a zip archive names it in the directory at its end."""
    try:
        with open(path, "rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - HEAD, 0))
            return b"provenance.npy" in file.read(HEAD)
    except OSError as error:
        raise ReadError(reason(error)) from error
