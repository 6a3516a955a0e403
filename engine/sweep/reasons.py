"""Why a sweep has no number: at every place of a grid, in few different words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.sweep.columns import KNOWN, Columns
from engine.sweep.grid import seed_axes


@dataclass(frozen=True, slots=True)
class Reasons:
    """``places`` (n,) or (m, n) say which of ``texts`` stands where: `PENDING`, `KNOWN`, or why
    there is no number."""

    places: NDArray[np.int32]
    texts: tuple[str, ...]

    @property
    def pending(self) -> NDArray[np.bool_]:
        """Where nothing is computed yet."""
        return np.equal(self.places, 0)

    @property
    def unknown(self) -> NDArray[np.bool_]:
        """Where something was computed, and there is no number."""
        return np.greater(self.places, 1)

    @property
    def first(self) -> str:
        """The first that there is; "" where every place has a number."""
        without = np.flatnonzero(self.places.ravel() != 1)
        return self.texts[self.places.ravel()[without[0]]] if without.size else KNOWN

    def at(self, *place: int) -> str:
        """That of one place."""
        return self.texts[int(self.places[place])]


def reasons_of(columns: Columns, key: str) -> Reasons:
    """Of the quantity of this key, in the order of its grid; over several seeds a place without
    any number has the reason of the last seed that has one."""
    sweep = columns.sweep
    places = columns.reason[sweep.keys.index(key)].reshape(sweep.shape)
    seeds = seed_axes(sweep)
    if seeds:
        places = _over_seeds(np.moveaxis(places, seeds, range(-len(seeds), 0)), len(seeds))
    return Reasons(places.copy(), tuple(columns.texts))


def _over_seeds(places: NDArray[np.int32], count: int) -> NDArray[np.int32]:
    flat = places.reshape(*places.shape[:-count], -1)
    said = flat > 1
    last = flat.shape[-1] - 1 - np.argmax(said[..., ::-1], axis=-1)
    text = np.take_along_axis(flat, last[..., None], axis=-1)[..., 0]
    missing = np.where(said.any(axis=-1), text, 0)
    return np.where((flat == 1).any(axis=-1), 1, missing).astype(np.int32)
