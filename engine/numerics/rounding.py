"""Whether numbers are equal but for rounding."""

from __future__ import annotations

import sys

# Logarithms that differ by so many units in the last place differ by rounding.
EQUAL_ULPS = 8.0


def all_equal(low: float, high: float, size: float = 1.0) -> bool:
    """Whether log-weights from ``low`` to ``high`` are those of equal weights but for rounding: of
    the weights, of the logarithms, or of numbers of this ``size`` that they are differences of."""
    return high - low <= EQUAL_ULPS * sys.float_info.epsilon * max(1.0, size, abs(high))
