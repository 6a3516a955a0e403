"""Which cards of a picture that moves are drawn anew, where there is no time for all."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence

BUDGET = 0.002  # seconds of the thread that draws; a card that is begun is finished


class InTurn:
    """The first card each time, then as many of the others as there is time for, those first that
    have waited longest."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}  # when each was drawn, by a count
        self._count = 0

    def order(self, shown: Sequence[str], wanted: Collection[str], all_of: bool) -> Iterator[str]:
        """The wanted cards of those that are shown, the first of which is the main one; all of
        them, or as far as there is time."""
        begin = time.thread_time()
        others = sorted(shown[1:], key=lambda name: self._last.get(name, 0))
        for name in (*shown[:1], *others):
            if name not in wanted:
                continue
            if not all_of and name != shown[0] and time.thread_time() - begin > BUDGET:
                return
            self._count += 1
            self._last[name] = self._count
            yield name
