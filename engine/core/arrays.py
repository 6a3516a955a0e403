"""Arrays of doubles, and arrays that nobody can change."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def frozen(array: Array) -> Array:
    """A contiguous copy that cannot be written to."""
    return sealed(np.array(array, dtype=float, order="C"))


def sealed(array: Array) -> Array:
    """This very array, which from now on cannot be written to."""
    array.flags.writeable = False
    return array
