"""The variance of a step's term, split into state, action and trajectory."""

import numpy as np
import pytest

from engine.trajectories import LinearQuadraticTask
from engine.trajectories.variance_split import variance_split
from tests.oracles.linear_quadratic import Forms, product_mean

NAMES = ("A", "B", "K", "c", "sigma", "tau", "m0", "v0", "q", "r", "g", "gamma", "T")
VALUES = (0.9, 0.6, -0.3, 0.4, 0.8, 0.5, 0.7, 0.6, 1.0, 0.3, -0.2, 0.9, 5)
GIVEN = dict(zip(NAMES, VALUES, strict=True))
CREDITS = {
    "none": "reward_to_go",
    "mean": "reward_to_go/mean_each_step",
    "value": "reward_to_go/value",
}


@pytest.mark.parametrize("baseline", CREDITS)
def test_the_parts_add_up(baseline: str) -> None:
    split, forms = variance_split(LinearQuadraticTask(**GIVEN), baseline), Forms(GIVEN)
    credits = forms.credits(CREDITS[baseline], 1.0)
    for i, scores in enumerate(forms.scores.values()):
        for t, (score, credit) in enumerate(zip(scores, credits, strict=True)):
            mean = product_mean(score, credit)
            whole = product_mean(score, credit, score, credit) - mean**2
            parts = split.state[t, i] + split.action[t, i] + split.trajectory[t, i]
            assert parts == pytest.approx(GIVEN["gamma"] ** (2 * t) * whole, rel=1e-11)


@pytest.mark.parametrize("baseline", CREDITS)
def test_the_later_part(baseline: str) -> None:
    """E[score^2 (G - Q)^2], with G - Q as a form of its own."""
    split, forms = variance_split(LinearQuadraticTask(**GIVEN), baseline), Forms(GIVEN)
    returns = forms.returns()
    for i, scores in enumerate(forms.scores.values()):
        for t, score in enumerate(scores):
            away = returns[t] - forms.known(returns[t], [*forms.before(t), 2 + t])
            exact = GIVEN["gamma"] ** (2 * t) * product_mean(score, score, away, away)
            assert split.trajectory[t, i] == pytest.approx(exact, rel=1e-11, abs=1e-12)


def test_a_baseline_changes_the_action_alone() -> None:
    task = LinearQuadraticTask(**GIVEN)
    none, value = variance_split(task, "none"), variance_split(task, "value")
    assert np.allclose(none.state, value.state, rtol=1e-10)
    assert np.array_equal(none.trajectory, value.trajectory)
    assert np.all(value.action < none.action)


@pytest.mark.parametrize("gamma", [0.0, 1.0])
def test_ends_of_the_discount(gamma: float) -> None:
    split = variance_split(LinearQuadraticTask(T=3, gamma=gamma), "value")
    for part in (split.state, split.action, split.trajectory):
        assert np.all(np.isfinite(part))
        assert gamma == 1.0 or np.all(part[1:] == 0.0)
