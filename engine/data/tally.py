"""Which rows of a file are usable, which count, and why others are not or do not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.data.error import NAMED, BadRow, DataError
from engine.data.mask import ALLOWED, counts
from engine.data.repeats import Repeats
from engine.data.table import Batch

Mask = NDArray[np.bool_]

MOST_VALUES = 4 * 10**8


class Tally:
    """Counts rows, keeps the good ones' batches and names the first bad ones."""

    def __init__(
        self,
        path: str,
        columns: tuple[str, ...],
        file: str = "",
        filling: tuple[float, ...] = (),
    ) -> None:
        self.path = path
        self.columns = columns
        self.file = file
        self.rows = 0
        self.masked = 0
        self.skipped = 0
        self.values = 0
        self.bad: list[BadRow] = []
        self.repeats = Repeats(columns, filling)

    def unmasked(self, batch: Batch, mask: str) -> Batch:
        """The rows that count; raises DataError for a cell that is none of a mask."""
        if batch.mask is None:
            return batch
        told = [counts(name) for name in batch.mask.names]
        unknown = np.array([each is None for each in told], dtype=bool)[batch.mask.codes]
        if unknown.any():
            row = int(np.argmax(unknown))
            text = batch.mask.names[batch.mask.codes[row]]
            place = f"{batch.unit} {batch.lines[row]}"
            raise DataError(self.path, f"{place}: {text!r} in mask {mask}, which {ALLOWED}", "mask")
        keep = np.array(told, dtype=bool)[batch.mask.codes]
        masked = int(np.count_nonzero(~keep))
        self.rows += masked
        self.masked += masked
        return only(batch, keep) if masked else batch

    def add(self, batch: Batch, good: Mask) -> None:
        """Take note of a batch whose rows are usable or not, by ``good``."""
        wrong = np.flatnonzero(~good)
        self.repeats.add(batch.numbers if not len(wrong) else batch.numbers[good])
        self.rows += len(good) + len(batch.bad)
        self.skipped += len(wrong) + len(batch.bad)
        self.values += batch.numbers.size
        if self.values > MOST_VALUES:
            raise DataError(self.path, f"holds more than {MOST_VALUES:,} numbers")
        if len(self.bad) < NAMED:
            named = [
                BadRow(int(batch.lines[i]), self._reason(batch, int(i)), batch.unit)
                for i in wrong[:NAMED]
            ]
            found = sorted([*batch.bad[:NAMED], *named], key=lambda bad: bad.line)
            room = NAMED - len(self.bad)
            self.bad += [replace(bad, file=self.file) for bad in found[:room]]

    def _reason(self, batch: Batch, row: int) -> str:
        for name, value in zip(self.columns, batch.numbers[row].tolist(), strict=True):
            if value != value:
                return f"NaN in column {name}"
            if value == np.inf:
                return f"+inf in column {name}"
        if batch.labels is not None and not batch.labels.names[batch.labels.codes[row]]:
            return "no name of a group"
        if batch.labels is None and not np.isfinite(batch.numbers[row, -1]):
            return f"-inf in column {self.columns[-1]}, which drew this sample"
        return "-inf is no coordinate" if batch.labels is not None else "log w is infinite"


def only(batch: Batch, keep: Mask) -> Batch:
    """The batch with these of its rows alone."""
    labels, mask = (
        None if texts is None else replace(texts, codes=texts.codes[keep])
        for texts in (batch.labels, batch.mask)
    )
    return replace(
        batch, numbers=batch.numbers[keep], labels=labels, lines=batch.lines[keep], mask=mask
    )
