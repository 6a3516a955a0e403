"""1,000 drawn rollouts of each kind: how often the verdict names another fault than is there."""

from collections import Counter

import pytest

from engine.core.run import Run
from engine.weights.rollouts.verdict import verdict
from tests.helpers.drawn_rollouts import KINDS, PLAIN, draw, named

FILES = 1_000
MOST_WRONG = 0.01


@pytest.mark.parametrize("style", [None, PLAIN], ids=["any", "as the fixtures"])
@pytest.mark.parametrize("kind", KINDS)
def test_error_rates(kind, style, capsys):
    found = Counter(verdict(draw(kind, seed, style), Run(threads=1)).fault for seed in range(FILES))
    wrong = {fault: count for fault, count in found.items() if fault != named(kind)}
    with capsys.disabled():
        rate = 100.0 * sum(wrong.values()) / FILES
        print(f"\n{kind}: {rate:.1f} % of {FILES:,} called something else {wrong or ''}")
    assert sum(wrong.values()) <= MOST_WRONG * FILES
