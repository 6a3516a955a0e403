"""Memory for arrays that come and go with every chunk of samples."""

from __future__ import annotations

import numpy as np

REUSED = 31 * 2**20  # bytes; GNU's C library takes no more than 32 MB for this


def reuse_freed_memory() -> None:
    """Make the C library keep what arrays of up to ``REUSED`` bytes gave back for those to come.

    GNU's raises its limits to the largest block that was ever freed (mallopt(3),
    M_MMAP_THRESHOLD): until then an array of 128 KB is new memory each time, and to get it from
    the system costs several times a sum over it. An array that nobody writes to costs nothing.
    """
    np.empty(REUSED, dtype=np.uint8)
