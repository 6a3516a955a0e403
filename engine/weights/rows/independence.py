"""Whether the rows of a file are as independent as their standard errors take them to be."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from engine.core.arrays import Array
from engine.core.run import Run
from engine.weights.rows.first_look import FirstLook

STRETCHES = 50
SHORTEST = 20  # rows
# Of independent rows the correlation time is within 0.2 of 1, two times of three.
LONG = 3.0


def correlation_time(logs: Array, look: FirstLook, run: Run) -> float:
    """How many times larger the squared error of a mean is than that of independent rows.

    By batch means of log w, (n,): the variance of the means of 50 stretches of m consecutive
    rows over that of one row, times m. About 1 for independent rows, their order being that of
    the file, and for too few rows to tell; at most m. A weight of 0 counts as the mean.
    """
    size = look.n // STRETCHES
    if size < SHORTEST or look.all_equal:
        return 1.0
    means, square = np.empty(STRETCHES), 0.0
    for i in range(STRETCHES):
        run.step(i / STRETCHES)
        rows = logs[i * size : (i + 1) * size] - look.mean
        if look.zeros:
            rows[rows == -np.inf] = 0.0
        means[i] = np.mean(rows)
        square += float(np.vecdot(rows, rows))
    variance = square / (STRETCHES * size) - float(np.mean(means)) ** 2
    return size * float(np.var(means, ddof=1)) / variance if variance > 0.0 else 1.0


def dependence_banner(n: int, time: float) -> Iterator[str]:
    """What a long correlation time means for the errors of n rows."""
    if time < LONG:
        return
    rows = n / time
    rounded = round(rows, 1 - math.floor(math.log10(rows)))
    yield (
        f"Rows near each other are alike: stretches of the file differ as if about {rounded:,.0f} "
        f"of its {n:,} rows were independent. Unless the file is sorted by these numbers, errors "
        f"are {math.sqrt(time):.2g} times as large as they look."
    )
