"""Ranges that stay still until what they show leaves them, so that a slider does not shake them."""

from __future__ import annotations

Range = tuple[float, float]
SMALLEST_SHARE = 0.25  # what fills less of a range has become too small to see


class Steady:
    """One axis: fitted to ``wanted`` when ``seen`` is no longer inside, or has become small.

    While something is held only a range that ``follows`` moves, to what must be seen.
    """

    def __init__(self, follows: bool = False) -> None:
        self._follows = follows
        self.shown: Range | None = None

    def next(self, wanted: Range, seen: Range, held: bool) -> Range:
        """The range to show now."""
        if self.shown is None or not self._still(self.shown, wanted, seen, held):
            self.shown = wanted
        return self.shown

    def _still(self, shown: Range, wanted: Range, seen: Range, held: bool) -> bool:
        inside = shown[0] <= seen[0] and seen[1] <= shown[1]
        if held:
            return inside or not self._follows
        return inside and wanted[1] - wanted[0] >= SMALLEST_SHARE * (shown[1] - shown[0])
