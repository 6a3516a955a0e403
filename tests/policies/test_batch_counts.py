"""Counts that a compiled loop draws are NumPy's."""

import numpy as np
import pytest

pytest.importorskip("numba")

from engine.policies import batch_counts
from engine.policies.batch_counts import MOST_INVERTED, BatchCounts
from engine.policies.softmax import SoftmaxPolicy

LOGITS = [
    (0.0, 0.0),
    (1.0, 0.2, 0.0, 0.5, -0.5),
    (0.3, -2.0, 900.0, 0.0),  # certain
    (-900.0, 0.0, 0.0, -30.0, 1.0),
    (0.1, -0.2, 0.0, 0.5, -0.5, 1.0, 2.0, -3.0, 0.3, 0.0),
]


def counts(policy: SoftmaxPolicy, batch: int, compiled: bool) -> np.ndarray:
    source = BatchCounts(policy, batch, 20_000, seed=5, compiled=compiled)
    parts = [part for block in range(source.blocks) for part in source.chunks(block)]
    return np.concatenate(parts)


@pytest.mark.parametrize("batch", [2, 3, 16, MOST_INVERTED, MOST_INVERTED + 1])
@pytest.mark.parametrize("logits", LOGITS)
def test_they_are_the_same(logits, batch, monkeypatch):
    policy = SoftmaxPolicy(logits, np.zeros(len(logits)))
    found = counts(policy, batch, compiled=True)
    monkeypatch.setattr(batch_counts, "at_hand", lambda: True)
    again = counts(policy, batch, compiled=False)
    monkeypatch.setattr(batch_counts, "at_hand", lambda: False)
    plain = counts(policy, batch, compiled=False)
    assert np.array_equal(found, plain)
    assert np.array_equal(again, plain)
    assert np.all(found.sum(axis=1) == batch)
