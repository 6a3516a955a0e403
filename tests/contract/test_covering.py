"""The error bars of every estimate that has an exact twin hold it in 95 % of the runs.

A short version: `make soak` runs more seeds, scenes, options and samples.
"""

import pytest

from engine.core.quantity import Readout
from engine.core.run import Run
from engine.page.page import page_named
from tests.helpers.covering import PLANE, Case, Count, cases, dishonest
from tests.helpers.readouts import readout as made_up

SHORT = {
    title: case
    for title, case in cases().items()
    if any(where in title for where in ("plane", "wider")) and "indicator" not in title
}
SEEDS = 60


@pytest.mark.parametrize("title", SHORT)
def test_error_bars_hold_the_exact_values(title: str) -> None:
    assert not dishonest(SHORT[title], range(SEEDS), 2_000)


def test_a_bar_that_is_too_small_is_found() -> None:
    found = Count()
    for away in range(100):
        found.add(made_up("x", 1.0 + 0.03 * away, 1.0, "estimated"), 1.0)
    assert found.share == pytest.approx(0.66)
    assert not found.honest


def readout(case: Case, name: str) -> Readout:
    page = page_named(case.page)
    found = page.compute(case.scene, page.options(**case.options), Run()).readouts
    return next(each for each in found if each.name == name)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("importance-weights, wider", "ESS/n"),
        ("importance-weights, wider", "sample variance of w f"),
        (
            "gradient-variance, wider, estimators all, sampling off-policy",
            "off_policy/none measured variance mu",
        ),
    ],
)
def test_where_the_error_itself_has_no_variance_no_small_bar_is_shown(title, name) -> None:
    found = readout(cases()[title], name)
    assert found.standard_error == float("inf")
    assert "cannot be trusted" in found.note


def test_a_mean_that_a_few_samples_carry_says_so() -> None:
    case = cases("tanh-squashing")["tanh-squashing, plane"]
    found = readout(case, "mean ratio, p only corrected")
    assert "trusted" in found.note
    assert case.scene == PLANE
