"""JSON lines: a record a line with lists in its cells, as most training programs write them.

A line may hold one sequence, several, or a row of packed ones. A file that is still being written
is read up to its last whole line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from engine.data.error import DataError
from engine.data.rollouts.fields import Head, Notes
from engine.data.rollouts.json_table import JsonTable, Value
from engine.data.rollouts.json_text import DecodeError, Decoder, decoded
from engine.data.rollouts.stream import Lines, TextFile

CUT = "the last line is cut short and left out; the file may still be written"
_any = msgspec.json.Decoder()


class JsonLines:
    """The values of a file with one JSON value a line."""

    unit = "line"

    def __init__(self, path: str) -> None:
        self.path = path
        self.file = TextFile(path)
        self.notes = Notes()

    def read(self, decoder: Decoder) -> Iterator[Value]:
        """Each line that holds anything. Raises DataError."""
        for lines in self.file.lines():
            plain = b"N" not in lines and b"I" not in lines  # no NaN, no Infinity
            for place, line in lines:
                if len(line) < 2 and not bytes(line).strip():
                    continue
                try:
                    content = decoder.decode(line) if plain else decoded(bytes(line), decoder)
                except DecodeError:
                    content = self._again(bytes(line), place, lines)
                    if content is None:
                        continue
                yield Value(content, place, lines.done, {})
        self.notes.add(*self.file.notes)

    def _again(self, line: bytes, place: int, lines: Lines) -> Any:
        """What a line holds that the decoder did not fit; None where it is empty or cut short."""
        if not line.strip():
            return None
        try:
            return decoded(line, _any)
        except DecodeError as error:
            if lines.open_end:
                self.notes.add(CUT)
                return None
            raise DataError(self.path, f"line {place} is no JSON ({error})") from None


class JsonLinesReader:
    """Files whose first line is a whole JSON value."""

    name = "JSON lines"
    order = 50

    def reads(self, head: Head) -> bool:
        """Whether the file is of this kind."""
        if not head.start.lstrip().startswith((b"{", b"[")):
            return False
        first = head.start.lstrip().partition(b"\n")
        line = first[0] if first[1] else next(TextFile(head.path).lines()).head
        try:
            decoded(line, _any)
        except DecodeError:
            return False
        return True

    def open(self, paths: Sequence[str]) -> JsonTable:
        """The one file."""
        return JsonTable(JsonLines(paths[0]))


READER = JsonLinesReader()
