"""What sums over rows are made of: w, log w and w log w, chunk by chunk.

Weights are taken times exp(-reference) where they are too large for their squares.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.sampling.gather import scratch
from engine.weights.log_weights import ROWS, RowLogWeights

TERMS = 6


@dataclass(frozen=True, slots=True)
class Terms:
    """Of a few thousand rows, (m,) each."""

    logs: Array
    values: Array  # (6, m): w, w^2, l, l^2, w log w and its square; l = log w less its mean


@dataclass(frozen=True, slots=True)
class TermSource:
    """Rows of a file, seen as `Terms`; a weight of 0 has l = 0 and w log w = 0."""

    weights: RowLogWeights
    reference: float  # of w, in nats

    @property
    def blocks(self) -> int:
        """Those of the rows."""
        return self.weights.blocks

    def chunks(self, block: int) -> Iterator[Terms]:
        """Those of each chunk; the next one overwrites them."""
        space = scratch(TERMS, ROWS).array
        # The third row holds log w less its mean.
        for centred, logs in self.weights.chunks(block, space[2:], 1):
            assert logs is not None
            yield Terms(logs, self._fill(space[:, : len(centred)], logs))

    def _fill(self, rows: Array, logs: Array) -> Array:
        w, square, centred, centred_square, product, product_square = rows
        with np.errstate(under="ignore"):
            np.exp(logs - self.reference if self.reference else logs, out=w)
            np.multiply(w, w, out=square)
            if self.weights.look.zeros:
                zero = logs == -np.inf
                centred[zero] = 0.0
                logs = np.where(zero, 0.0, logs)
            np.multiply(centred, centred, out=centred_square)
            np.multiply(w, logs, out=product)
            np.multiply(product, product, out=product_square)
        return rows
