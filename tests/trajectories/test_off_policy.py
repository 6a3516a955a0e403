"""V-trace's targets and importance sampling over several steps: exact against sampled."""

import math

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.divergence import chi_square
from engine.trajectories import LinearQuadraticTask, vtrace
from engine.trajectories.off_policy import (
    OffPolicy,
    TargetMoments,
    per_decision,
    vtrace_target,
    whole_trajectory,
)

TASK = LinearQuadraticTask(T=4, c=0.2, sigma=0.6, v0=0.0, g=0.3, gamma=0.9)
PAIR = OffPolicy(TASK, -0.1, 0.75)
N = 300_000


def sampled(pair: OffPolicy) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """log w and rewards (T, N), states (T + 1, N) of the behaviour policy."""
    task, rng = pair.task, np.random.default_rng(21)
    s = np.full(N, task.m0)
    logs, rewards, states = [], [], [s]
    for _ in range(task.T):
        u = pair.offset + pair.deviation * rng.standard_normal(N)
        a = task.K * s + u
        new = -0.5 * ((u - task.c) / task.sigma) ** 2 - math.log(task.sigma)
        old = -0.5 * ((u - pair.offset) / pair.deviation) ** 2 - math.log(pair.deviation)
        logs.append(new - old)
        rewards.append(-(task.q * (s - task.g) ** 2 + task.r * a**2))
        s = task.A * s + task.B * a + task.tau * rng.standard_normal(N)
        states.append(s)
    return np.array(logs), np.array(rewards), np.array(states)


LOGS, REWARDS, STATES = sampled(PAIR)


def values_at_states() -> np.ndarray:
    """V_t of the target policy, from the value of every shorter task."""
    found = np.zeros_like(STATES)
    for t in range(TASK.T):
        rest = TASK.replace(T=TASK.T - t)
        at = [rest.replace(m0=m).expected_return() for m in (-1.0, 0.0, 1.0)]
        square, line = 0.5 * (at[0] + at[2]) - at[1], 0.5 * (at[2] - at[0])
        found[t] = (square * STATES[t] + line) * STATES[t] + at[1]
    return found


def check(found: TargetMoments, targets: np.ndarray) -> None:
    error = targets.std() / math.sqrt(N)
    assert abs(targets.mean() - found.mean) < 4.0 * error
    squares = (targets - found.mean) ** 2
    assert abs(squares.mean() - found.variance) < 4.0 * squares.std() / math.sqrt(N)
    assert found.bias == pytest.approx(found.mean - TASK.expected_return(), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("steps", [1, 2, 4])
@pytest.mark.parametrize(("clip_rho", "clip_c", "lam"), [(1.0, 1.0, 1.0), (0.7, 1.3, 0.8)])
@pytest.mark.parametrize(("factor", "shift"), [(1.0, 0.0), (0.6, -0.5)])
def test_vtrace_as_sampled(steps, clip_rho, clip_c, lam, factor, shift) -> None:
    critic = factor * values_at_states()
    critic[:-1] += shift
    targets = vtrace(
        LOGS[:steps],
        REWARDS[:steps],
        np.full((steps, N), TASK.gamma),
        critic[:steps],
        critic[steps],
        clip_rho=clip_rho,
        clip_c=clip_c,
        lam=lam,
    ).vs[0]
    check(vtrace_target(PAIR, steps, clip_rho, clip_c, lam, factor, shift), targets)


def test_importance_sampling_as_sampled() -> None:
    discount = TASK.gamma ** np.arange(float(TASK.T))[:, np.newaxis]
    whole = np.exp(LOGS.sum(axis=0)) * (discount * REWARDS).sum(axis=0)
    check(whole_trajectory(PAIR), whole)
    each = (np.exp(LOGS.cumsum(axis=0)) * discount * REWARDS).sum(axis=0)
    check(per_decision(PAIR), each)
    for found in (whole_trajectory(PAIR), per_decision(PAIR)):
        assert found.bias == pytest.approx(0.0, abs=1e-12)


def test_no_clip_has_no_bias_with_any_critic() -> None:
    for factor, shift in ((1.0, 0.0), (0.3, 4.0)):
        found = vtrace_target(PAIR, 4, None, None, 1.0, factor, shift)
        assert found.bias == pytest.approx(0.0, abs=1e-11)
    few = vtrace_target(PAIR, 2, None, None)
    assert few.bias == pytest.approx(0.0, abs=1e-12)


def test_on_policy_the_exact_critic_is_right() -> None:
    same = OffPolicy(TASK, TASK.c, TASK.sigma)
    assert vtrace_target(same, 4).bias == pytest.approx(0.0, abs=1e-12)
    assert same.clipped_value(1.0) == pytest.approx(TASK.expected_return(), rel=1e-12)


def test_the_critic_of_the_clipped_policy_is_a_fixed_point() -> None:
    """One step with V = 0 is E[rho r], Z times the reward under the clipped policy."""
    task = TASK.replace(T=1)
    pair = OffPolicy(task, -0.1, 0.75)
    found = vtrace_target(pair, 1, 0.8, 1.0, 1.0, factor=0.0)
    normaliser = float(pair.weighted(0.8).after(0)[0, 0])
    assert found.mean == pytest.approx(normaliser * pair.clipped_value(0.8), rel=1e-12)


def test_variance_grows_with_the_power_of_chi_square() -> None:
    quiet = LinearQuadraticTask(A=0.0, B=0.0, K=0.0, tau=0.0, v0=0.0, r=0.0, m0=1.0, gamma=1.0)
    task = quiet.replace(T=40, sigma=0.6, c=0.2)
    pair = OffPolicy(task, -0.1, 0.75)
    chi2 = chi_square(*pair.policies)
    variance = whole_trajectory(pair).variance  # the return is -1
    assert variance == pytest.approx((1.0 + chi2) ** 40 - 1.0, rel=1e-11)


def test_weights_of_infinite_variance() -> None:
    pair = OffPolicy(TASK, 0.0, 0.3)
    assert whole_trajectory(pair).variance == math.inf
    assert per_decision(pair).variance == math.inf
    assert math.isfinite(vtrace_target(pair, 4).variance)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"steps": 0}, "steps"),
        ({"steps": 5}, "steps"),
        ({"steps": 1, "clip_rho": 0.0}, "clip_rho"),
        ({"steps": 1, "clip_c": -1.0}, "clip_c"),
        ({"steps": 1, "lam": 2.0}, "lam"),
    ],
)
def test_what_it_takes(given: dict, field: str) -> None:
    with pytest.raises(ParameterError, match=rf"^{field} = "):
        vtrace_target(PAIR, **given)
    with pytest.raises(ParameterError, match=r"^deviation = "):
        OffPolicy(TASK, 0.0, 0.0)
