"""The error bars of every estimate that has an exact twin, over 1,000 seeds."""

import pytest

from tests.helpers.covering import cases, dishonest

SEEDS = 1_000


@pytest.mark.parametrize("samples", [2_000, 100_000])
@pytest.mark.parametrize("title", cases())
def test_error_bars_hold_the_exact_values(title: str, samples: int) -> None:
    wrong = dishonest(cases()[title], range(SEEDS), samples)
    print(
        f"{title}, n = {samples:,}: {SEEDS:,} seeds, {len(wrong)} estimates whose bars do not hold"
    )
    assert not wrong
