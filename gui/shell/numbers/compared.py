"""Two states of a page side by side: the numbers of B, those of A, and B - A; no Qt."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from engine.core.quantity import Readout
from engine.core.words import tr, tr_noop
from gui.shell.numbers.grid import Grid, Line, listed

SHOWN, PINNED, DIFFERENCE = "B", "A", "B − A"
HELP = tr_noop("The value of B less that of A.")
# With one seed both states use the same normals, and their errors partly cancel.
ERROR = tr_noop("The error is that of independent samples: with the same seed it is too large.")


def compared(
    readouts: Iterable[Readout], references: Iterable[Readout], order: Sequence[str] = ()
) -> Grid:
    """One quantity a line, of either state; ``order`` are keys, the first one matters most."""
    ours, theirs = listed(readouts, order), listed(references, order)
    pinned = {_identity(line): line for line in theirs.lines}
    lines = [_line(line, pinned.pop(_identity(line), None)) for line in ours.lines]
    lines += [_line(None, line) for line in pinned.values()]
    columns = (SHOWN, PINNED, DIFFERENCE)
    return Grid(columns, columns, tuple(sorted(lines, key=lambda line: line.rank)))


def difference(b: Readout, a: Readout) -> Readout:
    """B - A with the standard error of independent estimates; unknown where it is undefined."""
    value = b.value - a.value
    if math.isnan(value):
        known = "unknown" not in (a.kind, b.kind)
        return b.quantity.unknown(tr("both are infinite") if known else tr("unknown"))
    errors = [each.standard_error for each in (a, b) if each.standard_error is not None]
    if not errors:
        return Readout(b.quantity, value, note=tr(HELP))
    note = f"{tr(HELP)} {tr(ERROR)}" if len(errors) == 2 else tr(HELP)
    return Readout(b.quantity, value, math.hypot(*errors), "estimated", note)


def _line(b: Line | None, a: Line | None) -> Line:
    cells = {}
    for column, line in ((SHOWN, b), (PINNED, a)):
        if line is not None:
            cells[column] = _only(line)
    if b is not None and a is not None:
        cells[DIFFERENCE] = difference(_only(b), _only(a))
    here = b or a
    assert here is not None
    return Line(here.row, here.label, here.rank, cells)


def _only(line: Line) -> Readout:
    return next(iter(line.cells.values()))


def _identity(line: Line) -> tuple[str, str]:
    readout = _only(line)
    return readout.key, readout.row
