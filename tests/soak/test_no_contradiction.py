"""A page never contradicts itself, in many drawn scenes over many seeds."""

import pytest

from engine.page.page import Page, all_pages
from tests.helpers.contradictions import contradictions


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.name)
def test_no_estimate_is_far_from_its_exact_twin(page: Page, capsys) -> None:
    compared, found = contradictions(page, range(100, 130), seeds=10, samples=20_000)
    with capsys.disabled():
        print(f"\n{page.name}: {compared:,} estimates beside their exact values")
    assert not found
