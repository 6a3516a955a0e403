"""Places for several names by compiled loops, once there are such in this process."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gui.plotkit import kept_spots
from gui.plotkit.clear_spot import LIMITS, Crowd, Spot
from gui.plotkit.kept_spots import Name
from gui.plotkit.ready_loops import Loops

NOWHERE = (np.nan,) * 4


def ready() -> bool:
    """Whether the loops may be taken; they are made meanwhile if not."""
    if not _loops.ready:
        _loops.begin()
    return _loops.ready


def placed(names: Sequence[Name], shown: Sequence[bool], crowd: Crowd) -> list[Spot | None]:
    """What `kept_spots.placed` finds, bit for bit."""
    if ready():
        return placed_by_loops(names, shown, crowd)
    return kept_spots.placed(names, shown, crowd)


def placed_by_loops(
    names: Sequence[Name], shown: Sequence[bool], crowd: Crowd
) -> list[Spot | None]:
    """The same, in a quarter of the time."""
    from gui.plotkit.loops import place_names  # with numba

    if not names:
        return []
    own = np.array([name.own for name in names], dtype=bool).reshape(len(names), -1)
    curves = np.array([name.curve for name in names], dtype=bool).reshape(len(names), -1)
    spots = np.array([_row(name.before) for name in names], dtype=float)
    place_names(
        crowd.points, own, curves, np.array([name.wide for name in names], dtype=float),
        np.array(shown, dtype=bool), np.array(crowd.bars, dtype=float),
        np.array((crowd.width, crowd.height), dtype=float), LIMITS, spots,
    )  # fmt: skip
    return [Spot(*row) if row[0] == row[0] else None for row in spots.tolist()]


def _row(spot: Spot | None) -> tuple[float, ...]:
    return NOWHERE if spot is None else (spot.x, spot.y, spot.aside, spot.above)


def _first() -> None:
    """A call of each loop."""
    from gui.plotkit.quick_points import seen_points_by_loops

    ends = np.array([0.0, 1.0])
    seen_points_by_loops([(ends, ends)], ends, (0.0, 1.0, 0.0, 1.0), (1.0, 1.0))
    whole = np.ones(1, dtype=bool)
    one = Name(1.0, whole, None, whole)
    placed_by_loops([one], [True], Crowd(np.zeros((1, 2)), (), (), 1.0, 1.0))


_loops = Loops(_first)
