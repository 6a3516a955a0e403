"""One JSON document with records somewhere in it, as UNIPO's viewer reads them.

The document is held as text; of what it means only one entry at a time is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from engine.data.error import DataError
from engine.data.rollouts.fields import Head, Notes
from engine.data.rollouts.json_table import JsonTable, Value
from engine.data.rollouts.json_text import DecodeError, Decoder, decoded
from engine.data.rollouts.stream import TextFile

MOST_BYTES = 2**32
_any = msgspec.json.Decoder()
_members = msgspec.json.Decoder(dict[str, msgspec.Raw])
_entries = msgspec.json.Decoder(list[msgspec.Raw])

Entry = tuple[msgspec.Raw, Mapping[str, Any]]  # and what stands around it


class JsonDocument:
    """The entries of the outermost lists of objects in a document."""

    unit = "entry"

    def __init__(self, path: str) -> None:
        self.path = path
        self.notes = Notes()
        file = TextFile(path)
        content = file.whole(MOST_BYTES)
        self.notes.add(*file.notes)
        try:
            self.entries = _outer(content)
        except DecodeError as error:
            raise DataError(path, f"is no JSON, or cut short ({error})") from None

    def read(self, decoder: Decoder) -> Iterator[Value]:
        """Each entry. Raises DataError."""
        for place, (raw, around) in enumerate(self.entries, 1):
            try:
                content = decoder.decode(raw)
            except msgspec.ValidationError:
                content = _any.decode(raw)
            except DecodeError as error:
                raise DataError(self.path, f"entry {place} is no JSON ({error})") from None
            yield Value(content, place, place / len(self.entries), around)


class JsonDocumentReader:
    """Files that begin as a JSON object or list does."""

    name = "JSON"
    order = 60

    def reads(self, head: Head) -> bool:
        """Whether the file is of this kind; JSON lines are asked about before."""
        start = head.start.lstrip()
        return start.startswith((b"{", b"[{", b"[[")) or start[:1] + start[1:].lstrip()[:1] == b"[{"

    def open(self, paths: Sequence[str]) -> JsonTable:
        """The one file."""
        return JsonTable(JsonDocument(paths[0]))


def _outer(content: bytes) -> list[Entry]:
    """The entries of the lists of objects, or the whole document where there are none."""
    whole = decoded(content, msgspec.json.Decoder(msgspec.Raw))
    if _start(whole).startswith(b"["):
        return [(raw, {}) for raw in _entries.decode(whole)]
    members = _members.decode(whole)
    plain = {
        name: _any.decode(raw)
        for name, raw in members.items()
        if not _start(raw).startswith((b"[", b"{"))
    }
    found: list[Entry] = []
    for name, raw in members.items():
        if _holds_objects(raw):
            entries = _entries.decode(raw)
            found += [(one, {**plain, name: str(index)}) for index, one in enumerate(entries)]
    return found or [(whole, {})]


def _start(raw: msgspec.Raw) -> bytes:
    return bytes(memoryview(raw)[:4096]).lstrip()


def _holds_objects(raw: msgspec.Raw) -> bool:
    start = _start(raw)
    return start.startswith(b"[") and start[1:].lstrip().startswith(b"{")


READER = JsonDocumentReader()
