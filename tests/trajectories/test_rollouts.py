"""Sampled trajectories and the estimators measured on them."""

import math

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.sampling.normals import block_generator
from engine.trajectories import LinearQuadraticTask
from engine.trajectories.credit import Credit
from engine.trajectories.credit_moments import credit_moments
from engine.trajectories.critic_bias import critic_bias
from engine.trajectories.measured import measure, measure_standardised
from engine.trajectories.rollouts import STREAM, Paths, Rollouts
from engine.trajectories.whole_return import whole_return_moments

MORE = {
    "scaled": Credit("value", 0.7, factor=1.4),
    "shifted": Credit("value", 0.6, offset=-2.0),
    "usual code": Credit("none", discounted=False),
    "usual gae": Credit("value", 0.9, discounted=False),
}


def drawn_tasks() -> list[LinearQuadraticTask]:
    rng = np.random.default_rng(12)
    tasks = []
    for i in range(20):
        z = rng.normal(size=6)
        sigma, tau, v0 = np.exp(0.5 * rng.normal(size=3) - 0.3)
        values = (0.9 + 0.1 * z[0], 0.6 + 0.2 * z[1], -0.5 + 0.2 * z[2], z[3], sigma, tau, z[4])
        more = (v0 * (i % 4 > 0), 1.0, (0.0, 0.1, 1.0)[i % 3], z[5], (1.0, 0.9)[i % 2])
        tasks.append(LinearQuadraticTask(*values, *more, T=(1, 2, 5, 12)[i % 4]))
    return tasks


@pytest.mark.parametrize("task", drawn_tasks(), ids=lambda task: f"T{task.T}")
def test_measured_agrees_with_exact(task: LinearQuadraticTask) -> None:
    """Every mean and variance within 4 standard errors."""
    found = measure(task, 60_000, 7, 0.8, MORE)
    more = credit_moments(task, tuple(MORE.values()))
    variances, gradient = task.variances(0.8), task.gradient()
    for i, parameter in enumerate(variances):
        exact = {name: (gradient[parameter], v) for name, v in variances[parameter].items()}
        exact |= {name: (more.mean[k, i], more.variance[k, i]) for k, name in enumerate(MORE)}
        assert exact.keys() == found.keys()
        for name, (mean, variance) in exact.items():
            one = found[name]
            assert abs(one.mean[i] - mean) <= 4.0 * one.mean_error[i] + 1e-12, name
            assert abs(one.variance[i] - variance) <= 4.0 * one.variance_error[i] + 1e-12, name


def test_biases_are_exact() -> None:
    task = LinearQuadraticTask(T=8, gamma=0.9, c=0.4)
    gradient = np.array(list(task.gradient().values()))
    found = credit_moments(task, tuple(MORE.values()))
    without = list(task.mean_without_gamma_t().values())
    assert found.mean[2] == pytest.approx(without, rel=1e-12)
    right = credit_moments(task, (Credit("value", 1.0, factor=0.3, offset=4.0),)).mean[0]
    assert right == pytest.approx(gradient, rel=1e-11)  # a wrong critic biases at lam < 1 alone
    assert np.all(np.abs(found.mean[0] - gradient) > 1e-3)
    bias = np.array([critic_bias(task, credit) for credit in list(MORE.values())[:2]])
    assert bias == pytest.approx(found.mean[:2] - gradient, rel=1e-9)
    usual = np.array(list(task.bias_without_gamma_t().values()))
    assert usual == pytest.approx(found.mean[2] - gradient, rel=1e-11)


def test_a_small_bias_keeps_its_digits() -> None:
    task = LinearQuadraticTask(T=8, gamma=0.9, c=0.4)
    small = critic_bias(task, Credit("value", 0.7, factor=1.0 + 2.0**-40))
    large = critic_bias(task, Credit("value", 0.7, factor=2.0))
    assert 2.0**40 * small == pytest.approx(large, rel=1e-12)
    assert not np.any(critic_bias(task, Credit("value", 1.0, factor=3.0, offset=1.0)))
    for gamma in (0.0, 1.0):
        there = task.replace(gamma=gamma)
        gradient, without = there.gradient(), there.mean_without_gamma_t()
        for name, bias in there.bias_without_gamma_t().items():
            assert bias == pytest.approx(without[name] - gradient[name], rel=1e-12)
    near = task.replace(gamma=1.0 - 2.0**-40).bias_without_gamma_t()
    assert near["c"] / near["K"] == pytest.approx(
        task.replace(gamma=1.0 - 2.0**-30).bias_without_gamma_t()["c"]
        / task.replace(gamma=1.0 - 2.0**-30).bias_without_gamma_t()["K"],
        rel=1e-7,
    )


def test_variance_of_the_return() -> None:
    task = LinearQuadraticTask(T=6, c=0.3, g=0.5, gamma=0.8)
    (paths, *_) = Rollouts(task, 20_000, 4).chunks(0)
    squares = np.square(paths.returns[0] - task.expected_return())
    error = squares.std() / math.sqrt(squares.size)
    exact = whole_return_moments(task).return_variance
    assert abs(squares.mean() - exact) < 4.0 * error


def test_answers_do_not_depend_on_threads() -> None:
    task = LinearQuadraticTask(T=7)
    one, two = (measure(task, 50_000, 3, run=Run(threads=k)) for k in (1, 2))
    for name, found in one.items():
        for field in ("mean", "mean_error", "variance", "variance_error", "cloud"):
            assert np.array_equal(getattr(found, field), getattr(two[name], field))


def test_kept_noise_changes_nothing() -> None:
    task = LinearQuadraticTask(T=11)
    first = measure(task, 20_000, 8)
    again = measure(task, 20_000, 8)
    measure(task, 20_000, 9)
    afresh = measure(task, 20_000, 8)
    for name, found in first.items():
        assert np.array_equal(found.mean, again[name].mean)
        assert np.array_equal(found.mean, afresh[name].mean)


def test_a_prefix_stays() -> None:
    task = LinearQuadraticTask(T=9)
    few, many = measure(task, 100, 5)["gae"], measure(task, 30_000, 5)["gae"]
    assert np.array_equal(few.cloud, many.cloud[:, :100])
    assert many.cloud.shape == (3, 2_000)


def test_paths_by_a_plain_loop() -> None:
    task = LinearQuadraticTask(T=6, c=0.3, g=0.5, gamma=0.8)
    source = Rollouts(task, 50, 4)
    (paths,) = source.chunks(0)
    normals = block_generator(4, STREAM, 0).standard_normal((13, source.block_size))
    for column in (0, 17, 49):
        z = normals[:, column]
        s, rewards = task.m0 + task.v0 * z[0], []
        for t in range(task.T):
            assert paths.states[t, column] == pytest.approx(s, rel=1e-12)
            e = z[1 + 2 * t]
            a = task.K * s + task.c + task.sigma * e
            rewards.append(-(task.q * (s - task.g) ** 2 + task.r * a**2))
            assert paths.scores[:, t, column] == pytest.approx(
                [e * s / task.sigma, e / task.sigma, e**2 - 1.0]
            )
            s = task.A * s + task.B * a + task.tau * z[2 + 2 * t]
        assert paths.rewards[:, column] == pytest.approx(rewards, rel=1e-11)
        returned = sum(task.gamma**t * r for t, r in enumerate(rewards))
        assert paths.returns[0, column] == pytest.approx(returned, rel=1e-11)


def test_standardised_batches() -> None:
    task, batch = LinearQuadraticTask(T=4, gamma=0.9), 10
    found = measure_standardised(task, 300, batch, 6)
    source = Rollouts(task, 300 * batch, 6, batch)
    (paths,) = source.chunks(0)
    for k in (0, 299):
        chosen = slice(k * batch, (k + 1) * batch)
        worth = paths.returns[:, chosen]
        worth = (worth - worth.mean()) / worth.std()
        worth = worth * task.gamma ** np.arange(4.0)[:, np.newaxis]
        estimate = np.sum(paths.scores[:, :, chosen] * worth, axis=(1, 2)) / batch
        assert found.cloud[:, k] == pytest.approx(estimate, rel=1e-11)
    assert found.variance == pytest.approx(found.cloud.var(axis=1, ddof=1), rel=1e-10)


def test_standardised_batches_over_blocks() -> None:
    task = LinearQuadraticTask(T=100)
    found = measure_standardised(task, 40, 64, 6)
    assert found.cloud.shape == (3, 40)
    assert np.all(np.isfinite(found.variance_error))


def test_steps_that_all_agree_teach_nothing() -> None:
    still = LinearQuadraticTask(T=1, v0=0.0, r=0.0)
    found = measure_standardised(still, 20, 5, 1)
    assert np.all(found.variance == 0.0)


def test_paths_of_one_step_have_their_noise() -> None:
    task = LinearQuadraticTask(T=1)
    paths = Paths(task, np.array([[0.5], [1.0], [-1.0]]))
    assert paths.states[0, 0] == task.m0 + 0.5 * task.v0
    assert math.isclose(
        paths.away[1, 0],
        0.5 * task.carry * task.v0 + task.B * task.sigma - task.tau,
    )


@pytest.mark.parametrize("trajectories", [0, 1, 2.5])
def test_how_many(trajectories: float) -> None:
    with pytest.raises(ParameterError, match=r"^trajectories = "):
        measure(LinearQuadraticTask(), trajectories, 1)


def test_estimates_that_overflow() -> None:
    task = LinearQuadraticTask(A=2.0, B=1.0, K=1.0, T=200, gamma=1.0)
    with pytest.raises(ParameterError, match=r"overflow here"):
        measure(task, 100, 1)
