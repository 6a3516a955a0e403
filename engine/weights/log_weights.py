"""Sources of log w = log p(x) - log q(x), x drawn from q: a pair of Gaussians, or rows of a file.

Both give log w less a number near its mean, in chunks, so that one pass serves either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import worth_compiling
from engine.core.run import Run
from engine.gaussian.log_ratio import LogRatio
from engine.sampling.gather import Scratch, scratch
from engine.sampling.normals import (
    block_count,
    chunk_rows,
    contiguous_chunks,
    normal_chunks,
    threads_for,
)
from engine.weights.rows.first_look import FirstLook, rows_of

# exp(log w) overflows a double above this.
LARGEST_LOG = 709.0
ROWS = 16_384  # of a file, in a chunk


@dataclass(frozen=True, slots=True)
class SampledLogWeights:
    """Of n samples of q; ``of``: of a picture of so many, see `Run`."""

    ratio: LogRatio
    n: int
    dimension: int
    seed: int
    of: int = 0

    @property
    def blocks(self) -> int:
        """How many blocks hold the samples."""
        return block_count(self.n)

    @property
    def about(self) -> float:
        """E log w = -KL(q||p), exactly."""
        return self.ratio.mean

    def space(self, rows: int) -> Scratch:
        """Where a thread works: so many rows for a chunk's numbers, and d more."""
        return scratch(rows + self.dimension, chunk_rows(self.dimension))

    def chunks(self, block: int, space: Array, rows: int) -> Iterator[tuple[Array, Array | None]]:
        """log w - about, chunk by chunk, each in the first row of ``space``, (m,)."""
        for centred, _z in self.with_normals(block, space, rows):
            yield centred, None

    def with_normals(self, block: int, space: Array, rows: int) -> Iterator[tuple[Array, Array]]:
        """The same beside the standard normals that x is made of, (d, m)."""
        if self.compiled:
            yield from self._compiled(block, space)
            return
        for z in normal_chunks(self.n, block, self.dimension, self.seed):
            part = space[:, : z.shape[1]]
            yield self.ratio.centred(z, out=part[0], scratch=part[rows:]), z

    def _compiled(self, block: int, space: Array) -> Iterator[tuple[Array, Array]]:
        from engine.gaussian.loops import centred_log_ratios

        for z in self.compact_normals(block):
            centred = space[0, : z.shape[1]]
            centred_log_ratios(z, self.ratio.curvature, self.ratio.slope, centred)
            yield centred, z

    def compact_normals(self, block: int) -> Iterator[Array]:
        """The standard normals, (d, m), in C order: not whole blocks, but in chunks of the same
        samples as without loops, which fit the space."""
        return map(np.ascontiguousarray, normal_chunks(self.n, block, self.dimension, self.seed))

    @property
    def compiled(self) -> bool:
        """Whether loops over the normals are compiled."""
        return worth_compiling(max(self.n, self.of))

    def normals(self, block: int) -> Iterator[Array]:
        """The standard normals that x is made of, (d, m), in chunks for compiled loops."""
        return contiguous_chunks(self.n, block, self.dimension, self.seed)

    def run(self, run: Run) -> Run:
        """On one thread, where that is as quick."""
        return threads_for(run, self.n, self.dimension)


@dataclass(frozen=True, slots=True)
class RowLogWeights:
    """Of the rows of a file, (n,); those that are -inf stand at ``about``."""

    logs: Array
    look: FirstLook

    @property
    def blocks(self) -> int:
        """How many blocks hold the rows."""
        return block_count(len(self.logs))

    @property
    def about(self) -> float:
        """The mean of the finite rows."""
        return self.look.mean

    def space(self, rows: int) -> Scratch:
        """Where a thread works: so many rows for a chunk's numbers."""
        return scratch(rows, ROWS)

    def chunks(self, block: int, space: Array, rows: int) -> Iterator[tuple[Array, Array | None]]:
        """log w - about, chunk by chunk, each in the first row of ``space``, and log w, (m,)."""
        values = rows_of(self.logs, block)
        for start in range(0, len(values), ROWS):
            part = values[start : start + ROWS]
            yield np.subtract(part, self.about, out=space[0, : len(part)]), part

    def run(self, run: Run) -> Run:
        """As it is."""
        return run


LogWeights = SampledLogWeights | RowLogWeights
