"""Learning curves: a step against a plain loop, and where they end."""

import math

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.core.run import Cancelled, Run
from engine.sampling.normals import block_generator
from engine.trajectories import LinearQuadraticTask
from engine.trajectories.credit import Credit
from engine.trajectories.learner import Learner
from engine.trajectories.learning import REPEATS, STREAM, learn
from engine.trajectories.optimum import best_constant, riccati_bound
from engine.trajectories.policy_values import policy_values
from engine.trajectories.rollouts import Paths
from engine.trajectories.sampled_credit import estimates, standardised
from engine.trajectories.whole_return import whole_return_moments

TASK = LinearQuadraticTask(T=6, c=0.3, g=0.5, gamma=0.9)
CREDITS = {
    "to-go": Credit("none"),
    "usual code": Credit("none", discounted=False),
    "value": Credit("value"),
    "gae": Credit("value", 0.7),
    "wrong critic": Credit("value", 0.7, factor=1.4, offset=-2.0),
    "advantage": Credit("advantage", 0.0),
}
BATCH = 5


def first_step(learner: Learner) -> np.ndarray:
    """Returns after one iteration, (repeats,), recovered from the mean and its error."""
    return learn(TASK, [learner], BATCH, 0.01, 1, 3).mean[1, 0]


def expected_step(gradient_of) -> float:
    """The same by single trajectories."""
    normals = block_generator(3, STREAM, 0).standard_normal((1 + 2 * TASK.T, REPEATS, BATCH))
    found = []
    for repeat in range(REPEATS):
        by_K, by_c = gradient_of(Paths(TASK, normals[:, repeat]))[:2]
        moved = TASK.replace(K=TASK.K + 0.01 * by_K, c=TASK.c + 0.01 * by_c)
        found.append(moved.expected_return())
    return float(np.mean(found))


@pytest.mark.parametrize("name", CREDITS)
def test_a_step_is_that_of_the_estimator(name: str) -> None:
    whole = whole_return_moments(TASK)
    expected = expected_step(
        lambda paths: estimates(paths, {name: CREDITS[name]}, whole)[3].mean(axis=1)
    )
    assert first_step(Learner(CREDITS[name])) == pytest.approx(expected, rel=1e-11)


def test_a_step_of_the_total_reward() -> None:
    whole = whole_return_moments(TASK)
    expected = expected_step(lambda paths: estimates(paths, {}, whole)[0].mean(axis=1))
    assert first_step(Learner(None)) == pytest.approx(expected, rel=1e-11)


def test_a_step_of_standardised_batches() -> None:
    credit = Credit("none")
    expected = expected_step(lambda paths: standardised(paths, credit, BATCH)[:, 0])
    assert first_step(Learner(credit, standardised=True)) == pytest.approx(expected, rel=1e-11)

    def whole(paths: Paths) -> np.ndarray:
        returned = paths.returns[0]
        worth = (returned - returned.mean()) / returned.std()
        return (paths.scores.sum(axis=1) * worth).mean(axis=1)

    found = first_step(Learner(None, standardised=True))
    assert found == pytest.approx(expected_step(whole), rel=1e-11)


@pytest.mark.parametrize("optimiser", ["gradient ascent", "Adam"])
def test_a_quiet_estimator_finds_the_best_constant_policy(optimiser) -> None:
    found = learn(TASK, [Learner(CREDITS["advantage"])], 200, 0.02, 300, 1, optimiser)
    best = best_constant(TASK).expected_return
    assert found.mean[-1, 0] == pytest.approx(best, abs=5e-3)
    assert np.all(found.high <= best + 1e-12)
    assert best < riccati_bound(TASK).expected_return
    assert np.all(found.diverged == 0)


def test_fewer_good_steps_with_more_noise() -> None:
    learners = [Learner(None), Learner(CREDITS["value"])]
    found = learn(TASK, learners, 4, 0.003, 60, 1)
    assert found.mean[-1, 1] > found.mean[-1, 0]
    assert found.standard_error[-1, 1] < found.standard_error[-1, 0]
    assert np.all(found.low <= found.high)
    assert np.all(found.mean[0] == pytest.approx(TASK.expected_return(), rel=1e-13))


def test_what_diverges_is_counted_and_left_out() -> None:
    found = learn(TASK, [Learner(None)], 1, 10.0, 5, 1)
    assert found.diverged[0, 0] == 0
    assert found.diverged[-1, 0] == found.repeats
    assert math.isnan(found.mean[-1, 0])
    assert np.all(np.diff(found.diverged[:, 0]) >= 0)


def test_more_iterations_begin_as_fewer_do() -> None:
    learners = [Learner(CREDITS["gae"])]
    few, many = (learn(TASK, learners, 3, 0.01, steps, 5) for steps in (4, 9))
    assert np.array_equal(few.mean, many.mean[:5])


def test_values_of_many_policies() -> None:
    K, c = np.array([-0.5, 0.2, -1.0]), np.array([0.0, 1.0, -0.3])
    found = policy_values(TASK, K, c).expected_return
    for value, gain, offset in zip(found, K, c, strict=True):
        exact = TASK.replace(K=gain, c=offset).expected_return()
        assert value == pytest.approx(exact, rel=1e-12)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"batch": 0}, "batch"), ({"rate": 0.0}, "rate"), ({"iterations": 0.5}, "iterations")],
)
def test_what_it_takes(given: dict, field: str) -> None:
    usual = {"batch": 2, "rate": 0.1, "iterations": 2, "seed": 1}
    with pytest.raises(ParameterError, match=rf"^{field} = "):
        learn(TASK, [Learner(None)], **usual | given)
    with pytest.raises(Cancelled):
        learn(TASK, [Learner(None)], **usual, run=Run(cancelled=lambda: True))
