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
from engine.data.rollouts.json_text import DecodeError, decoded
from engine.data.rollouts.stream import TextFile

CUT = "the last line is cut short and left out; the file may still be written"
_any = msgspec.json.Decoder()


class JsonLines:
    """The values of a file with one JSON value a line."""

    unit = "line"

    def __init__(self, path: str) -> None:
        self.path = path
        self.file = TextFile(path)
        self.notes = Notes()
        self.notes.add(*self.file.notes)

    def read(self, decoder: msgspec.json.Decoder[Any]) -> Iterator[Value]:
        """Each line that holds anything. Raises DataError."""
        for lines in self.file.lines():
            for place, line in enumerate(lines.lines, lines.first):
                if not line or line.isspace():
                    continue
                try:
                    content = self._value(line, decoder)
                except DecodeError as error:
                    if lines.open_end:
                        self.notes.add(CUT)
                        return
                    raise DataError(self.path, f"line {place} is no JSON ({error})") from None
                yield Value(content, place, lines.done, {})

    def _value(self, line: bytes, decoder: msgspec.json.Decoder[Any]) -> Any:
        try:
            return decoded(line, decoder)
        except msgspec.ValidationError:
            return decoded(line, _any)


class JsonLinesReader:
    """Files whose first line is a whole JSON value."""

    name = "JSON lines"
    order = 50

    def reads(self, head: Head) -> bool:
        """Whether the file is of this kind."""
        if not head.start.lstrip().startswith((b"{", b"[")):
            return False
        first = head.start.lstrip().partition(b"\n")
        line = first[0] if first[1] else next(JsonLines(head.path).file.lines()).lines[0]
        try:
            decoded(line, _any)
        except DecodeError:
            return False
        return True

    def open(self, paths: Sequence[str]) -> JsonTable:
        """The one file."""
        return JsonTable(JsonLines(paths[0]))


READER = JsonLinesReader()
