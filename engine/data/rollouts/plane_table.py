"""Several arrays that belong together, as pieces of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack

import numpy as np

from engine.core.run import Run
from engine.data.error import DataError
from engine.data.rollouts.fields import TOKENS, Column, Field, Notes, Piece, Values, Whole
from engine.data.rollouts.planes import Plane, Take
from engine.data.rollouts.role_words import is_length

WIDEST = 2**27  # values in one row
MOST_ROWS = 2**16  # of a piece
SHOWN = 64
LOOKED = 2**16  # values of an array that tell what it holds
MOST_LENGTHS = 2**24


class PlaneTable:
    """Arrays whose first axis counts sequences, or that hold one sequence after the other."""

    def __init__(self, path: str, planes: Sequence[Plane], notes: Sequence[str] = ()) -> None:
        self.path = path
        self.planes = {plane.name: plane.squeezed() for plane in planes}
        self._notes = Notes()
        self._notes.add(*notes)
        self.lengths = self._flat_lengths()
        self.fields = tuple(self._field(plane) for plane in self.planes.values())

    @property
    def notes(self) -> tuple[str, ...]:
        """What was decided about the file without asking."""
        return tuple(self._notes)

    def pieces(self, names: Sequence[str], run: Run) -> Iterator[Piece]:
        """The arrays in order, only these; the first says how many sequences there are."""
        wanted = [self.planes[name] for name in names]
        main = wanted[0]
        flat = self.lengths if self._is_flat(main) else None
        count = main.rows if flat is None else len(flat)
        width = main.width if flat is None else int(np.max(flat, initial=1))
        if width > WIDEST:
            raise DataError(self.path, f"holds a row of {width:,} values; at most {WIDEST:,} fit")
        step = max(min(TOKENS // max(width, 1), MOST_ROWS), 1)
        with ExitStack() as opened:
            takes = {plane.name: opened.enter_context(plane.open()) for plane in wanted}
            once = {p.name: takes[p.name](p.width) for p in wanted if p.rows == 1 != count}
            for start in range(0, count, step):
                run.step(start / count)
                end = min(start + step, count)
                lengths = None if flat is None else flat[start:end]
                yield self._piece(wanted, takes, once, (start, end, count), lengths)
        run.step(1.0)

    def _piece(
        self,
        wanted: Sequence[Plane],
        takes: Mapping[str, Take],
        once: Mapping[str, Values],
        span: tuple[int, int, int],
        lengths: Whole | None,
    ) -> Piece:
        start, end, count = span
        rows = end - start
        tokens, records = {}, {}
        for plane in wanted:
            name = plane.name
            if name in once and plane.axes == 2:
                tokens[name] = Column.even(np.tile(once[name], (rows, 1)))
            elif name in once:
                records[name] = np.repeat(once[name], rows)
            elif lengths is not None and self._is_flat(plane):
                tokens[name] = Column(takes[name](int(np.sum(lengths))), lengths)
            elif plane.rows == count and plane.axes == 2:
                tokens[name] = Column.even(takes[name](rows * plane.width).reshape(rows, -1))
            elif plane.rows == count:
                records[name] = takes[name](rows)
        return Piece(tokens, records, np.arange(start + 1, end + 1), end / count)

    def _field(self, plane: Plane) -> Field:
        flat = self.lengths if self._is_flat(plane) else None
        with plane.open() as take:
            first = take(min(plane.rows * plane.width, LOOKED))
        largest = float(np.max(first, initial=0)) if plane.kind == "whole" else 0.0
        shown = tuple(first[:SHOWN].tolist())
        if flat is not None:
            lengths = tuple(flat[:4].tolist())
            return Field(plane.name, plane.kind, 2, lengths, shown, len(flat), largest)
        lengths = (plane.width,) * min(plane.rows, 4) if plane.axes == 2 else ()
        return Field(plane.name, plane.kind, plane.axes, lengths, shown, plane.rows, largest)

    def _is_flat(self, plane: Plane) -> bool:
        if self.lengths is None or plane.axes != 1:
            return False
        return plane.rows == int(np.sum(self.lengths)) != len(self.lengths)

    def _flat_lengths(self) -> Whole | None:
        """The lengths of sequences that stand one after the other in arrays of one axis."""
        sizes = {plane.rows for plane in self.planes.values() if plane.axes == 1}
        if any(plane.axes == 2 and plane.kind == "float" for plane in self.planes.values()):
            return None
        for plane in self.planes.values():
            able = plane.axes == 1 and plane.kind == "whole" and is_length(plane.name)
            if not able or not 1 <= plane.rows <= MOST_LENGTHS:
                continue
            with plane.open() as take:
                values = take(plane.rows).astype(np.int64)
            # Where each begins and the last one ends, or how long each is.
            bounds = values[0] == 0 and np.all(np.diff(values) >= 0) and int(values[-1]) in sizes
            lengths = np.diff(values) if bounds else values
            if np.all(lengths >= 0) and int(np.sum(lengths)) in sizes:
                self._notes.add(f"sequences are parted by {plane.name}")
                return lengths
        return None
