"""A page never contradicts itself: an estimate stands near the exact value beside it."""

import pytest

from engine.page.page import Page, all_pages
from tests.helpers.contradictions import contradictions, distance, twins
from tests.helpers.readouts import readout

SAMPLES = 20_000
WITHOUT_TWINS = ("densities", "rollouts")  # of the one all is exact, of the other nothing


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.name)
def test_no_estimate_is_far_from_its_exact_twin(page: Page) -> None:
    compared, found = contradictions(page, range(1, 6), seeds=2, samples=SAMPLES)
    assert not found
    assert compared >= 10 or page.name in WITHOUT_TWINS


def test_a_contradiction_is_found():
    exact = readout("k1 mean", 1.0, place=("k1", "exact"))
    near = readout("k1 estimate", 1.7, 0.1, "estimated", place=("k1", "estimate"))
    assert [(r.name, value) for r, value in twins([exact, near])] == [("k1 estimate", 1.0)]
    assert distance([(1.7, 0.1)], 1.0) == pytest.approx(7.0)
    assert distance([(1.7, 0.1), (1.7, 0.1)], 1.0) == pytest.approx(7.0 * 2**0.5)
    doubted = readout("k1 estimate", 1.7, 0.1, "estimated", "do not trust it", place=near.place)
    assert not list(twins([exact, doubted]))
