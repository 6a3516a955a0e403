"""What a readout says whose value a double cannot hold with all its digits."""

from __future__ import annotations

import sys

SMALLEST = sys.float_info.min  # with all its digits
TOO_SMALL = "not 0, but too small for a number"
FEW_DIGITS = "so small that the number holds only some of its digits"


def small_note(value: float, is_zero: bool) -> str:
    """Of an underflow; ``is_zero``: a 0 is one."""
    if value == 0.0:
        return "" if is_zero else TOO_SMALL
    return FEW_DIGITS if abs(value) < SMALLEST else ""
