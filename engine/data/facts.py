"""What a result on own data is about: the file, its rows, and what must be said of them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.core.number_format import estimate_text, value_text
from engine.core.parameter import number_text
from engine.data.repeats import is_mark
from engine.data.source import DataSource
from engine.data.table import Groups, LogRatios, Repeated

if TYPE_CHECKING:
    from engine.data.rollouts.table import Rollouts

UNKNOWN = "unknown for data"
INDEPENDENT = "The error takes the rows as independent."
# Standard errors from which a mean weight other than 1 is no accident.
FAR_ERRORS = 5.0


@dataclass(frozen=True, slots=True)
class DataFacts:
    """The data that a result was computed from."""

    file: str  # name, without the folder
    columns: str
    rows: int  # in the file
    used: int
    skipped: int
    masked: int
    notes: tuple[str, ...] = ()  # what was decided about the file without asking
    unit: str = "rows"  # what is counted


def facts_of_rollouts(source: DataSource, rollouts: Rollouts) -> DataFacts:
    """Counted in tokens."""
    used, found = len(rollouts.new), rollouts.found
    return DataFacts(
        file=source.name,
        columns=f"{rollouts.new_name} - {rollouts.old_name}",
        rows=used + found.left_out + found.masked,
        used=used,
        skipped=found.left_out,
        masked=found.masked,
        notes=(found.which, *found.notes) if found.which else found.notes,
        unit="tokens",
    )


def facts_of(source: DataSource, data: LogRatios | Groups) -> DataFacts:
    """In the words of the source."""
    return DataFacts(
        file=source.name,
        columns=", ".join(source.columns)
        if source.kind == "groups"
        else " - ".join(source.columns),
        rows=data.rows,
        used=data.used,
        skipped=data.skipped,
        masked=data.masked,
        notes=data.notes,
        unit=f"{source.level}s" if source.kind == "rollouts" else "rows",
    )


def file_banners(source: DataSource, data: LogRatios | Groups) -> Iterator[str]:
    """What was left out, and whether the file is still the one that was opened."""
    if data.changed:
        yield (
            f"{source.name} has changed since it was opened: the numbers are those of its "
            "present content."
        )
    if isinstance(data, LogRatios) and data.rounding:
        yield (
            f"The log-ratios of {source.name} differ by rounding only, by "
            f"{value_text(data.rounding, 2)} at most: they are taken as equal, and so are the "
            "weights."
        )
    if data.skipped:
        lines = ", ".join(str(row.line) for row in data.bad_rows[:3])
        more = ", ..." if data.skipped > 3 else ""
        yield (
            f"{data.skipped:,} of {data.rows:,} rows of {source.name} could not be used and are "
            f"left out (line {lines}{more})."
        )
    for repeated in data.repeated:
        place = f"{data.used:,} rows of {repeated.file or source.name}"
        yield f"{repeated.rows:,} of {place} hold {_likeness(repeated)}"
    for name in data.other_masks:
        yield f"Column {name} is named like a mask, and none is used: every row counts."


def _likeness(repeated: Repeated) -> str:
    """The number, where it stands, and what else looks like that."""
    value = number_text(repeated.value).replace("e+", "e")
    if len(repeated.columns) > 1:
        pair = len(repeated.columns) == 2
        what = f"({value}, {value})" if pair else value
        where = " and ".join(repeated.columns) if pair else "every column"
        sure = ", or samples that both are sure of" if repeated.value == 0.0 else ""
        return f"{what} in {where}: padding{sure}? A mask leaves such rows out."
    name = repeated.columns[0]
    if is_mark(repeated.value):
        return f"{value} in {name}: a mark for padding or for a missing value?"
    if repeated.end:
        return f"{value} in {name}, its {repeated.end} number: padding, or clamped?"
    return f"{value} in {name}: padding, or a number like the others?"


def mean_weight_banner(
    mean: float, error: float, inverse: tuple[float, float], unreliable: bool, time: float
) -> Iterator[str]:
    """Whether the mean of w is 1, as it must be; ``inverse`` is the mean of 1/w and its error,
    which is 1 where the samples came from the other policy. Errors are those of independent rows,
    ``time`` is that of `engine.weights.rows.independence.correlation_time`."""
    larger = math.sqrt(max(time, 1.0))
    error, inverse = larger * error, (inverse[0], larger * inverse[1])
    if abs(mean - 1.0) <= FAR_ERRORS * error:
        return
    start = f"The mean of w is {estimate_text(mean, error)} and should be 1: "
    if abs(inverse[0] - 1.0) <= FAR_ERRORS * inverse[1] < FAR_ERRORS * 0.1:
        yield (
            f"{start}the mean of 1/w is {estimate_text(*inverse)}, as if the samples came from "
            "the new policy. Are the two columns the right way round?"
        )
    elif unreliable:
        yield f"{start}the samples have not met the weights that matter."
    else:
        yield (
            f"{start}part of the new policy was never visited, or the log-probabilities are not "
            "normalised, of other actions, or lack a Jacobian."
        )
