"""How far a sweep is, and where a point of it lies, in the language of the window."""

from __future__ import annotations

from engine.core.words import tr
from engine.sweep.figures import value_text
from engine.sweep.progress import Progress, time_words
from engine.sweep.sweep import Sweep


def progress_words(progress: Progress) -> str:
    """The points that are there, those that failed, and the time that is left."""
    words = tr("{done} of {total} points").format(
        done=f"{progress.done:,}", total=f"{progress.total:,}"
    )
    parts = [words]
    if progress.failed:
        parts.append(tr("{count} failed").format(count=f"{progress.failed:,}"))
    if progress.left:
        parts.append(tr("{time} left").format(time=time_words(progress.left)))
    return " · ".join(parts)


def where(sweep: Sweep, point: int) -> str:
    """The values of a point on all axes."""
    pairs = zip(sweep.axes, sweep.values(point), strict=True)
    return ", ".join(f"{axis.name} = {value_text(value)}" for axis, value in pairs)
