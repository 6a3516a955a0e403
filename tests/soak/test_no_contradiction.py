"""A page never contradicts itself, in many drawn scenes over many seeds."""

import pytest

from engine.page.page import Page, all_pages
from tests.helpers.contradictions import contradictions


@pytest.mark.parametrize("study", all_pages(), ids=lambda study: study.name)
def test_no_estimate_is_far_from_its_exact_twin(study: Page, capsys) -> None:
    compared, found = contradictions(study, range(100, 130), seeds=10, samples=20_000)
    with capsys.disabled():
        print(f"\n{study.name}: {compared:,} estimates beside their exact values")
    assert not found
