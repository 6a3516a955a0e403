"""Reproducible standard normals: sample k is the same whatever n, the threads or the order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np

from engine.core.arrays import Array, sealed
from engine.core.parameter import ParameterError
from engine.core.run import Run

BLOCK_ROWS = 65_536
# Numbers in a chunk: few enough for a core's own cache, enough to make the calls on it cheap.
CHUNK_SIZE = 131_072
KEPT_BYTES = 48 * 2**20
KEPT_QUESTIONS = 16  # whose blocks are kept: more than a page asks at once
# So few blocks of normals at hand are done before a second thread has started.
FEW_BLOCKS, FEW_DIMENSIONS = 4, 2

_Key = tuple[int | str, ...]  # the question, and the block last
_kept: dict[_Key, Array] = {}
_lock = Lock()


def block_count(n: int) -> int:
    """How many blocks hold n rows."""
    return -(-n // BLOCK_ROWS)


def block_rows(n: int, block: int) -> int:
    """How many of the first n rows lie in this block."""
    return min(BLOCK_ROWS, n - block * BLOCK_ROWS)


def chunk_rows(dimension: int) -> int:
    """How many rows a chunk has at most."""
    return max(1_024, min(BLOCK_ROWS, CHUNK_SIZE // dimension))


def threads_for(run: Run, n: int, dimension: int) -> Run:
    """The same run on one thread, where n rows of normals gain nothing from a second one."""
    few = dimension <= FEW_DIMENSIONS and block_count(n) <= FEW_BLOCKS
    return replace(run, threads=1) if few else run


def block_generator(seed: int, stream: int, block: int) -> np.random.Generator:
    """The counter-based generator (Philox) of one block, keyed by (seed, stream, block).

    The blocks of a stream lie 2^192 steps apart on one counter, so they never overlap.
    """
    key = np.array([seed, stream], dtype=np.uint64)
    counter = np.array([0, 0, 0, block], dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=key, counter=counter))


def normal_chunks(
    n: int, block: int, dimension: int, seed: int, stream: int = 0, step: int | None = None
) -> Iterator[Array]:
    """The standard normals of one block of the first n rows, in read-only chunks (d, m), of a kept
    block with at most ``step`` rows, `chunk_rows` where None.

    Whole blocks of recent questions are kept, for a moving slider asks for the same ones again
    and again; a block that does not fit is made chunk by chunk and never held whole.
    """
    rows = block_rows(n, block)
    key = (dimension, seed, stream, block)
    few = chunk_rows(dimension)
    kept = _kept.get(key)
    if kept is None or kept.shape[1] < rows:
        generator = block_generator(seed, stream, block)
        if rows * dimension * 8 > KEPT_BYTES // 4:
            for start in range(0, rows, few):
                yield _transposed(generator, min(few, rows - start), dimension)
            return
        kept = _keep(key, _transposed(generator, rows, dimension))
    step = step or few
    for start in range(0, rows, step):
        yield kept[:, start : min(start + step, rows)]


def contiguous_chunks(
    n: int, block: int, dimension: int, seed: int, stream: int = 0
) -> Iterator[Array]:
    """What `normal_chunks` gives, for compiled loops, which go from tile to tile by themselves: in
    C order, and a block that is kept in one."""
    return map(
        np.ascontiguousarray, normal_chunks(n, block, dimension, seed, stream, step=BLOCK_ROWS)
    )


@dataclass(frozen=True, slots=True)
class Normals:
    """The source of n rows of d standard normals, in chunks (d, m); see `normal_chunks`.

    No chunk has more than ``rows``: with few a core's own cache has room for what is made of them.
    """

    n: int
    dimension: int
    seed: int
    stream: int = 0
    rows: int = BLOCK_ROWS

    @property
    def blocks(self) -> int:
        """How many hold the rows."""
        return block_count(self.n)

    def chunks(self, block: int) -> Iterator[Array]:
        """Those of one block."""
        for chunk in normal_chunks(self.n, block, self.dimension, self.seed, self.stream):
            for start in range(0, chunk.shape[1], self.rows):
                yield chunk[:, start : start + self.rows]


def standard_normals(n: int, dimension: int, seed: int, stream: int = 0) -> Array:
    """n rows of d standard normals, (n, d); the first n of 2n are the n.

    ``n`` and ``seed`` are non-negative; another ``stream`` gives independent numbers.
    """
    for field, value in (("n", n), ("seed", seed)):
        if not isinstance(value, int | np.integer) or value < 0:
            raise ParameterError(field, value, "must be a whole number, 0 or more")
    normals = np.empty((n, dimension))
    for block in range(block_count(n)):
        rows = block_rows(n, block)
        part = block_generator(seed, stream, block).standard_normal((rows, dimension))
        normals[block * BLOCK_ROWS : block * BLOCK_ROWS + rows] = part
    return normals


def _transposed(generator: np.random.Generator, rows: int, dimension: int) -> Array:
    # Rows are drawn one after the other, so that a prefix of the samples is a prefix here too.
    normals = np.ascontiguousarray(generator.standard_normal((rows, dimension)).T)
    normals.flags.writeable = False
    return normals


def let_go_of_blocks() -> None:
    """Keep none of those of before."""
    with _lock:
        _kept.clear()


def kept_block(key: _Key, make: Callable[[], Array]) -> Array:
    """The numbers of a block, ``key[-1]``, of the question that is the rest of the key: those of
    before, or what ``make`` makes, which is kept while there is room."""
    found = _kept.get(key)
    return _keep(key, sealed(make())) if found is None else found


def _keep(key: _Key, normals: Array) -> Array:
    """Keep a block if there is room; the blocks of other questions make room for it, and those of
    the questions that were asked first go before they are many."""
    with _lock:
        _kept.pop(key, None)
        others = list(dict.fromkeys(other[:-1] for other in _kept if other[:-1] != key[:-1]))
        if _kept_bytes() + normals.nbytes > KEPT_BYTES:
            _let_go_of(others)
        else:
            _let_go_of(others[: max(len(others) + 1 - KEPT_QUESTIONS, 0)])
        if _kept_bytes() + normals.nbytes <= KEPT_BYTES:
            _kept[key] = normals
    return normals


def _kept_bytes() -> int:
    return sum(array.nbytes for array in _kept.values())


def _let_go_of(questions: list[_Key]) -> None:
    for key in [key for key in _kept if key[:-1] in questions]:
        del _kept[key]
