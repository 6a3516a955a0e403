"""The examples of sweeps can be computed, and hold what their sentences say."""

from __future__ import annotations

import math

import pytest

from engine.core.run import Run
from engine.session.examples import Example, all_examples
from engine.sweep.figures import drawable
from engine.sweep.job import measured
from engine.sweep.planned import plan_of, planned
from engine.sweep.sweep import changed

EXAMPLES = {each.name: each for each in all_examples() if each.session().shows_sweep}


def numbers(name: str, *places: float) -> list[float]:
    """What an example reads at these places of its axes."""
    sweep = planned(EXAMPLES[name].session())
    axes = [axis.name for axis in sweep.axes if axis.name != "seed"]
    session = changed(sweep.session, dict(zip(axes, places, strict=True)))
    cells = measured(session, sweep.keys, Run(threads=1))
    return [math.nan if cell.value is None else cell.value for cell in cells]


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_an_example_plans_a_sweep_with_a_picture(example: Example) -> None:
    session = example.session()
    sweep = planned(session)
    assert drawable(sweep)
    assert sweep.points <= 1000, "it starts when it is opened"
    assert plan_of(sweep) == session.sweep


def test_the_variance_of_k3_is_infinite_from_a_ratio_on() -> None:
    below, above = math.sqrt(2.0) - 1e-3, math.sqrt(2.0) + 1e-3
    for shift in (0.0, 1.0, 2.0):
        assert math.isfinite(numbers("sweep-k3", shift, below)[0])
        k3, k1 = numbers("sweep-k3", shift, above)
        assert math.isinf(k3)
        assert math.isfinite(k1)


@pytest.mark.parametrize(("shift", "ratio"), [(0.1, 1.0), (1.0, 1.0), (0.5, 0.7), (1.0, 0.5)])
def test_k3_spreads_less_where_p_is_near_and_narrow(shift: float, ratio: float) -> None:
    k3, k1 = numbers("sweep-k3", shift, ratio)
    assert k3 < k1


def test_where_pathwise_and_score_function_change_places() -> None:
    for k, better in ((0.86, "pathwise"), (0.88, "score")):
        score, pathwise, _ = numbers("sweep-gradients", k, 1.0)
        assert (pathwise < score) == (better == "pathwise"), k


def test_the_gap_of_the_bound_halves() -> None:
    gaps = {}
    for k in (1, 2, 32, 64, 2048, 4096):
        bound, _, evidence = numbers("sweep-bound", k)
        gaps[k] = evidence - bound
    assert gaps[1] == pytest.approx(0.39, abs=5e-3)
    assert gaps[64] == pytest.approx(0.007, abs=5e-4)
    for k in (1, 32, 2048):
        assert gaps[k] / gaps[2 * k] == pytest.approx(2.0, rel=0.07)


def test_what_staleness_costs_v_trace() -> None:
    bias, variance = numbers("sweep-vtrace", 5.0, 0.2)
    clipped, less = numbers("sweep-vtrace", 1.0, 0.2)
    assert abs(bias) < 1e-3
    assert clipped == pytest.approx(-0.25, abs=2e-3)
    assert less < 0.8 * variance
