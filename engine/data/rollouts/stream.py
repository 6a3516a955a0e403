"""Text files as whole lines of UTF-8, unpacked and recoded while they are read.

Memory is bounded whatever the file holds or promises: a compressed file is unpacked piece by
piece, and a line that grows beyond LONGEST is refused.
"""

from __future__ import annotations

import codecs
import gzip
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO

from engine.core.atomic_file import reason
from engine.data.encoding import encoding_note, encoding_of, recoded
from engine.data.error import DataError

PIECE = 2**17  # bytes read at a time, which the processor's own memory holds
LONGEST = 2**28  # bytes of a line
# What a compressed file may unpack to at once: so much, and so many times its size.
SPARE, TIMES = 2**26, 50
FEW = 32  # ends of lines in a piece
GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of a file: a first one, and those of ``content`` from ``begin`` to ``end``."""

    head: bytes  # without "\n"
    content: bytes
    begin: int
    end: int
    first: int  # the number of the first one, from 1
    done: float  # share of the file read, 0 to 1
    open_end: bool = False  # the last one has no "\n": the file ends so, or is still being written

    def __iter__(self) -> Iterator[tuple[int, memoryview]]:
        """(number, line without its end); nothing is copied."""
        yield self.first, memoryview(self.head)
        content, view = self.content, memoryview(self.content)
        begin, number = self.begin, self.first + 1
        while begin < self.end:
            end = content.find(b"\n", begin)
            yield number, view[begin:end]
            begin, number = end + 1, number + 1

    def __contains__(self, part: bytes) -> bool:
        """Whether a part of a line stands somewhere in them."""
        return part in self.head or self.content.find(part, self.begin, self.end) >= 0

    @property
    def count(self) -> int:
        """How many lines there are."""
        return 1 + _line_ends(self.content, self.begin, self.end)

    @property
    def text(self) -> bytes:
        """All of them, with their ends."""
        return b"".join((self.head, b"\n", self.content[self.begin : self.end]))

    def since(self, number: int) -> Lines | None:
        """Those from this one on."""
        if number <= self.first:
            return self
        begin, first = self.begin, self.first + 1
        while first < number and begin < self.end:
            begin, first = self.content.find(b"\n", begin) + 1, first + 1
        if begin >= self.end:
            return None
        end = self.content.find(b"\n", begin)
        head = self.content[begin:end]
        return replace(self, head=head, begin=end + 1, first=first)


def _line_ends(content: bytes, begin: int, end: int) -> int:
    """How many there are: to search is many times as fast as to count where they are rare."""
    found = 0
    while found < FEW:
        begin = content.find(b"\n", begin, end) + 1
        if not begin:
            return found
        found += 1
    return found + content.count(b"\n", begin, end)


class TextFile:
    """A text file, told by its first piece; raises DataError where it cannot be read."""

    def __init__(self, path: str) -> None:
        self.path = path
        with _told(path), open(path, "rb") as file:
            self.size = max(os.fstat(file.fileno()).st_size, 1)
            self.packed = file.read(2) == GZIP
        self.cut = False
        raw = next(self._pieces(), (b"", 1.0))[0]
        self.encoding = encoding_of(raw)
        self.head = recoded(raw, self.encoding)
        self.lone_returns = b"\n" not in self.head and b"\r" in self.head

    @property
    def notes(self) -> tuple[str, ...]:
        """What was decided without asking."""
        cut = "the compressed file ends in the middle: it is read up to there" if self.cut else ""
        return tuple(filter(None, (encoding_note(self.encoding), cut)))

    def lines(self, start: int = 1) -> Iterator[Lines]:
        """All lines from the number ``start`` on, about a megabyte at a time."""
        rest: list[bytes] = []
        held, number, done = 0, 1, 0.0
        longest = self._most(LONGEST)
        self.cut = False
        for content, done in self._recoded_pieces():
            line_end, end = content.find(b"\n"), content.rfind(b"\n") + 1
            rest.append(content[:line_end] if end else content)
            held += len(rest[-1])
            if held > longest:
                raise DataError(self.path, f"has more than {longest // 2**20} MB in line {number}")
            if not end:
                continue
            lines = Lines(b"".join(rest), content, line_end + 1, end, number, done)
            rest = [content[end:]]
            held = len(rest[0])
            number += lines.count
            if found := lines.since(start):
                yield found
        if (last := b"".join(rest)) and number >= start:
            yield Lines(last, b"", 0, 0, number, done, True)

    def whole(self, limit: int) -> bytes:
        """All of it at once, at most ``limit`` bytes."""
        pieces, size = [], 0
        limit = self._most(limit)
        for content, _ in self._recoded_pieces():
            size += len(content)
            if size > limit:
                raise DataError(
                    self.path, f"holds more than {limit // 2**20:,} MB; save it as JSON lines"
                )
            pieces.append(content)
        return b"".join(pieces)

    def _most(self, limit: int) -> int:
        """The limit, or less where the file is packed and small."""
        return min(limit, SPARE + TIMES * self.size) if self.packed else limit

    def _recoded_pieces(self) -> Iterator[tuple[bytes, float]]:
        decoder = codecs.getincrementaldecoder(self.encoding)(errors="replace")
        first = True
        for raw, done in self._pieces():
            if self.encoding == "utf-8":
                content = raw.removeprefix(codecs.BOM_UTF8) if first else raw
            else:
                content = decoder.decode(raw).encode("utf-8", "replace")
            first = False
            yield (content.replace(b"\r", b"\n") if self.lone_returns else content), done

    def _pieces(self) -> Iterator[tuple[bytes, float]]:
        with _told(self.path), open(self.path, "rb") as raw:
            file: IO[bytes] = raw
            if self.packed:
                file = gzip.GzipFile(fileobj=raw)  # type: ignore[assignment]
            while piece := self._piece(file):
                yield piece, min(raw.tell() / self.size, 1.0)

    def _piece(self, file: IO[bytes]) -> bytes:
        """The next bytes, none at the end; what is there of a file that is still being written."""
        if not self.packed:
            return file.read(PIECE)
        parts, size = [], 0
        while size < PIECE and not self.cut:
            try:
                part = file.read1(PIECE)  # type: ignore[attr-defined]
            except EOFError:
                self.cut = True
                break
            if not part:
                break
            parts.append(part)
            size += len(part)
        return b"".join(parts)


class _told:  # noqa: N801
    """A context in which what a damaged file raises becomes a DataError."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, gzip.BadGzipFile | zlib.error):
            raise DataError(self.path, f"is a damaged gzip file ({error})") from None
        if isinstance(error, OSError):
            raise DataError(self.path, f"cannot be read: {reason(error)}") from None
