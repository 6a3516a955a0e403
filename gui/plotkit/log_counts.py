"""Counts on a log axis, where an empty bin has a place as well."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array

# An empty bin is drawn here, below the first count, and the axis begins a little above it.
EMPTY = math.log10(0.5)
FLOOR = EMPTY + 0.15


def log_counts(counts: Array) -> Array:
    """log10 of the counts (b,), an empty bin at `EMPTY`."""
    logs: Array = np.log10(np.maximum(counts, 0.5))
    return logs
