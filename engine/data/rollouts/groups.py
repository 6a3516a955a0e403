"""Numbers for the groups of sequences, whatever a file calls them."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.data.rollouts.fields import Values, Whole


class Groups:
    """One number for each name of a group within a step, in the order in which they come."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], int] = {}

    def numbers(self, names: Values, steps: Whole | None, scope: int) -> Whole:
        """(m,) of the groups ``names`` (m,); -1 where there is none.

        Where no step is known, groups of different files, by their ``scope``, differ.
        """
        told = steps if steps is not None else np.full(len(names), -1)
        found = []
        for name, step in zip(names.tolist(), told.tolist(), strict=True):
            if name is None or name == "" or name != name:
                found.append(-1)
                continue
            key = (step, name) if step >= 0 else (step, name, scope)
            found.append(self._known.setdefault(key, len(self._known)))
        return np.array(found, dtype=np.int64)
