"""Thousands of ill-conditioned pairs in 2 to 100 dimensions against mpmath."""

import mpmath as mp
import numpy as np
import pytest

from tests.oracles.gaussian_pairs import DIGITS, Truth
from tests.oracles.ill_conditioned_pairs import KINDS, drawn_pair
from tests.oracles.pair_checks import check_closed_forms, check_decisions, check_log_w

PAIRS = 300  # of each kind
MANY = ((20, 20), (50, 4), (100, 1))  # dimensions, and how many pairs of each kind


@pytest.mark.parametrize("kind", KINDS)
def test_drawn_pairs(kind: str) -> None:
    for seed in range(PAIRS):
        rng = np.random.default_rng([len(kind), seed])
        d = int(rng.integers(2, 9))
        p, q = drawn_pair(rng, kind, d)
        with mp.workdps(DIGITS):
            truth = Truth(p, q)
            try:
                check_decisions(p, q, truth)
                check_closed_forms(p, q, truth)
                check_log_w(p, q, truth, rng.normal(size=(d, 2)))
            except AssertionError as error:
                raise AssertionError(f"{kind}, seed {seed}, d = {d}: {error}") from None
    print(f"\n{kind}: {PAIRS} pairs in 2 to 8 dimensions agree with mpmath")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("d", "count"), MANY)
def test_decisions_in_many_dimensions(kind: str, d: int, count: int) -> None:
    for seed in range(count):
        p, q = drawn_pair(np.random.default_rng([d, seed]), kind, d)
        with mp.workdps(DIGITS):
            check_decisions(p, q, Truth(p, q))
    print(f"\n{kind}: {count} pairs in {d} dimensions decided as by mpmath")
