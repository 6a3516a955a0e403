"""Memory for arrays that come and go with every chunk of samples."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

import numpy as np

REUSED = 31 * 2**20  # bytes; GNU's C library takes no more than 32 MB for this
ARENA_MAX = -8  # the number of this setting of GNU's mallopt(3)


def reuse_freed_memory() -> None:
    """Make the C library keep what arrays of up to ``REUSED`` bytes gave back for those to come.

    GNU's raises its limits to the largest block that was ever freed (mallopt(3),
    M_MMAP_THRESHOLD): until then an array of 128 KB is new memory each time, and to get it from
    the system costs several times a sum over it. An array that nobody writes to costs nothing.
    """
    np.empty(REUSED, dtype=np.uint8)


def share_freed_memory() -> None:
    """Let all threads use what any of them gave back, where the C library is GNU's; called before
    there are any.

    By default each thread has memory of its own (mallopt(3), M_ARENA_MAX), in which the few arrays
    that are kept hold up what was freed around them.
    """
    _library_call("mallopt", ARENA_MAX, 1)


def return_freed_memory() -> None:
    """Give what nobody uses back to the system, where the C library can (malloc_trim(3)); in less
    than a millisecond."""
    _library_call("malloc_trim", 0)


def _library_call(name: str, *arguments: int) -> None:
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):  # of another library, which does as it likes
            getattr(ctypes.CDLL(None), name)(*arguments)
