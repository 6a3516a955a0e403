"""Records of JSON values as pieces of a table, whether they stand in lines or in one document."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import msgspec

from engine.core.run import Run
from engine.data.rollouts.fields import TOKENS, Notes, Piece
from engine.data.rollouts.json_records import Record, fields_of, records_in
from engine.data.rollouts.json_text import Decoder
from engine.data.rollouts.record_batch import RecordBatch
from engine.data.rollouts.record_decoder import RecordDecoder

PEEKED = 20  # values that tell what the file holds
MOST_RECORDS = 2**16  # of a piece
UNUSUAL = re.compile(r'[\\"\x00-\x1f]')  # in names, which no decoder of fields takes


class Value(NamedTuple):
    """One JSON value of a file."""

    content: Any
    place: int  # its line or number, from 1
    done: float
    around: Mapping[str, Any]


class Values(Protocol):
    """The JSON values of a file, in its order."""

    path: str
    unit: str
    notes: Notes

    def read(self, decoder: Decoder) -> Iterator[Value]:
        """Each value; what the decoder does not fit is decoded plainly. Raises DataError."""


class JsonTable:
    """The records in the JSON values of a file."""

    def __init__(self, values: Values) -> None:
        self.values = values
        first = list(itertools.islice(values.read(msgspec.json.Decoder()), PEEKED))
        self.named = any(_records(value, True) for value in first)
        found = [_records(value, self.named) for value in first]
        records = [record for some in found for record in some]
        plain = [Record(v.content, v.around) for v in first if isinstance(v.content, dict)]
        self.fields = fields_of(records or plain)
        self.direct = bool(records) and all(
            len(some) <= 1 and all(record.own is value.content for record in some)
            for value, some in zip(first, found, strict=True)
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What was decided about the file without asking."""
        return tuple(self.values.notes)

    def pieces(self, names: Sequence[str], run: Run) -> Iterator[Piece]:
        """The file in order, only these fields of it."""
        wanted = [field for field in self.fields if field.name in names]
        given = [field.name for field in wanted]
        batch = RecordBatch(self.values.path, wanted, self.values.unit)
        direct = self.direct and not any(map(UNUSUAL.search, given))
        decoder: Decoder = RecordDecoder(wanted) if direct else msgspec.json.Decoder()
        without, done, count = 0, 0.0, 0
        for value in self.values.read(decoder):
            content, done = value.content, value.done
            if isinstance(content, tuple):
                cells = content
                if value.around:
                    pairs = zip(given, cells, strict=True)
                    cells = tuple(value.around.get(n) if c is None else c for n, c in pairs)
                batch.add(cells, value.place)
                count += 1
            else:
                records = _records(value, self.named)
                without += not records
                for record in records:
                    batch.add([record.cell(name) for name in given], value.place)
                count += len(records)
            if batch.tokens >= TOKENS or count >= MOST_RECORDS:
                run.step(done)
                yield batch.take(done)
                count = 0
        if without:
            what = "lines hold" if self.values.unit == "line" else "entries hold"
            self.values.notes.add(f"{without:,} {what} no log-probabilities and are left out")
        run.step(done)
        yield batch.take(1.0)


def _records(value: Value, named: bool) -> list[Record]:
    return records_in(value.content, value.around, str(value.place), named)
