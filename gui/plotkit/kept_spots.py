"""Places for several names, which stay where they were, as seen from their curves, while they are
clear there: they move with these, and do not jump."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gui.plotkit.clear_spot import (
    CLEAR,
    LEAST,
    MOST,
    ROUNDING,
    Crowd,
    Mask,
    Spot,
    clear_spot,
    squares,
    with_those_on,
)


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """How wide it is, which points of all curves, (k,), are ``own`` and need not be told from it,
    where it was, if anywhere, and which of its own are of the ``curve`` that it names."""

    wide: float
    own: Mask
    before: Spot | None
    curve: Mask


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a name would stand now, and how far it is there from its own curve, in pixels."""

    spot: Spot
    mine: float

    def clear_of(self, wide: float, crowd: Crowd) -> bool:
        """Whether it is clear of the names that have their places already, too."""
        beside = crowd.beside(self.spot.x, self.spot.y, wide)
        return beside >= LEAST + CLEAR - ROUNDING and beside - self.mine >= CLEAR


def placed(names: Sequence[Name], shown: Sequence[bool], crowd: Crowd) -> list[Spot | None]:
    """A place for each name, clear of those before it; None where there is none. One whose curve
    is not shown stays where it was. ``crowd`` has the points of all curves, and no names.

    Where most of a curve lies on others, its name may stand beside them too.
    """
    shared = _with_those_on(names, crowd)
    moved = [name for name, seen in zip(shared, shown, strict=True) if seen and name.before]
    kept = dict(zip(map(id, moved), kept_spots(moved, crowd), strict=True))
    taken: list[tuple[Spot, float]] = []
    with_names = replace(crowd, names=taken)
    found: list[Spot | None] = []
    for name, beside, seen in zip(names, shared, shown, strict=True):
        spot = name.before
        if seen:
            stays = kept.get(id(beside))
            if stays is not None and stays.clear_of(name.wide, with_names):
                spot = stays.spot
            else:
                spot = _searched(name, with_names)
        if spot is not None:
            taken.append((spot, name.wide))
        found.append(spot)
    for place, (name, seen) in enumerate(zip(shared, shown, strict=True)):
        if seen and found[place] is None:
            found[place] = spot = _searched(name, with_names)
            if spot is not None:
                taken.append((spot, name.wide))
    return found


def _with_those_on(names: Sequence[Name], crowd: Crowd) -> list[Name]:
    """Names that need not be told from what lies on their curves either."""
    shape = len(names), len(crowd.points)
    own = np.array([name.own for name in names], dtype=bool).reshape(shape)
    curves = np.array([name.curve for name in names], dtype=bool).reshape(shape)
    found = with_those_on(own, curves, crowd.points, crowd.width, crowd.height)
    return [replace(name, own=each) for name, each in zip(names, found, strict=True)]


def _searched(name: Name, crowd: Crowd) -> Spot | None:
    others = replace(crowd, points=crowd.points[~name.own])
    return clear_spot(crowd.points[name.own], name.wide, others)


def kept_spots(names: Sequence[Name], crowd: Crowd) -> list[Kept | None]:
    """Where names that were somewhere before would stand now, all at once; None of one that would
    not be clear of edges, lines and curves there."""
    points = crowd.points
    if not names or not len(points):
        return [None] * len(names)
    spots = [name.before for name in names if name.before is not None]
    old = np.array([(spot.x, spot.y, spot.aside, spot.above) for spot in spots])
    wide = np.array([name.wide for name in names])
    own = np.stack([name.own for name in names])
    across = np.abs(points[:, 0] - (old[:, 0] - old[:, 2])[:, None])
    places = points[np.argmin(np.where(own, across, np.inf), axis=1)] + old[:, 2:]
    away = squares(places, points, wide[:, None])
    to_own = np.where(own, away, np.inf)
    mine = np.sqrt(to_own.min(axis=1))
    margin = crowd.margin(places, wide)
    room = np.minimum(margin, np.sqrt(np.where(own, np.inf, away).min(axis=1)))
    clear = (margin >= LEAST + CLEAR - ROUNDING) & (room - mine >= CLEAR)
    clear &= (mine >= LEAST) & (mine <= MOST)
    ends = places - points[np.argmin(to_own, axis=1)]
    rows = np.column_stack((places, ends, mine)).tolist()
    each = zip(rows, clear.tolist(), strict=True)
    return [Kept(Spot(*row[:4]), row[4]) if stays else None for row, stays in each]
