"""Files that memory does not hold come in pieces of whole sequences; progress, cancelling."""

import gzip
import tracemalloc

import numpy as np
import pytest

from engine.core.run import Cancelled, Run
from engine.data.rollouts import json_table, plane_table
from engine.data.rollouts.read import read_rollouts, rollout_pieces
from engine.data.rollouts.table import Rollouts
from tests.helpers.rollout_files import drawn, json_lines

MEMORY = 12 * 2**20  # bytes that a pass may hold at once


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch):
    for module in (json_table, plane_table):
        monkeypatch.setattr(module, "TOKENS", 2**14)


def arrays(path):
    rng = np.random.default_rng(1)
    old = -rng.exponential(2.0, (600, 500)).astype(np.float32)
    np.savez_compressed(path, new_logp=old, old_logp=old, mask=old < -0.1)


def lines(path):
    drawn_ = drawn(3, sequences=60, longest=500, prompt=20)
    content = json_lines(drawn_.records())
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(3):
            file.write(content)


def table(path):
    rows = "".join(f"{i // 50},{i % 50},-1.25,-1.5\n" for i in range(60_000))
    path.write_text("sequence,position,new_logp,old_logp\n" + rows)


@pytest.mark.parametrize("write", [arrays, lines, table])
def test_memory_does_not_grow_with_the_file(tmp_path, write):
    path = tmp_path / ("a.npz" if write is arrays else "a.txt")
    write(path)
    tracemalloc.start()
    try:
        tokens, sequences, parts = 0, 0, 0
        for piece in rollout_pieces(path):
            tokens += len(piece.new)
            sequences += len(piece.lengths)
            parts += 1
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert parts > 2
    assert peak < MEMORY
    whole = read_rollouts(path)
    assert (len(whole.new), len(whole.lengths)) == (tokens, sequences)


def test_pieces_join_to_what_is_read_at_once(tmp_path):
    for step in (1, 2, 3):
        lines(tmp_path / f"step_{step}.jsonl.gz")
    told = []
    pieces = [*rollout_pieces(tmp_path, run=Run(report=told.append))]
    joined, whole = Rollouts.joined(pieces), read_rollouts(tmp_path)
    assert np.array_equal(joined.log_ratio, whole.log_ratio)
    assert joined.found == whole.found
    assert told == sorted(told)
    assert told[0] < 0.34
    assert told[-1] == pytest.approx(1.0)


@pytest.mark.parametrize("write", [arrays, lines, table])
def test_a_pass_is_cancelled_in_the_middle(tmp_path, write):
    path = tmp_path / ("a.npz" if write is arrays else "a.txt")
    write(path)
    seen = []
    run = Run(report=seen.append, cancelled=lambda: len(seen) > 1)
    with pytest.raises(Cancelled):
        read_rollouts(path, run=run)
    assert seen[-1] < 1


def test_without_details_the_log_ratios_are_the_same(tmp_path):
    lines(tmp_path / "a.jsonl")
    whole, lean = read_rollouts(tmp_path / "a.jsonl"), read_rollouts(tmp_path, details=False)
    assert np.array_equal(whole.log_ratio, lean.log_ratio)
    assert np.array_equal(whole.lengths, lean.lengths)
    assert whole.token_id is not None
    assert lean.token_id is None
