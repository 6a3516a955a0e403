"""V-trace's targets and importance sampling over several steps: exact against sampled."""

import math

import mpmath
import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.divergence import chi_square
from engine.trajectories import LinearQuadraticTask, vtrace
from engine.trajectories.off_policy import (
    OffPolicy,
    TargetMoments,
    per_decision,
    vtrace_target,
    whole_trajectory,
)
from engine.trajectories.off_policy_measured import (
    log_weights,
    measure,
    per_decision_targets,
    vtrace_targets,
    whole_targets,
)
from engine.trajectories.rollouts import Paths
from engine.trajectories.vtrace_moments import vtrace_moments
from engine.weights.clipped_moments import clip_shift, clipped_moments

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


@pytest.mark.parametrize(
    "many",
    [
        {"steps": np.arange(1, 5)},
        {"clip_rho": np.array([0.05, 0.8, 3.0, np.inf])},
        {"clip_c": np.array([0.05, 0.7, 3.0])},
        {"steps": np.array([4, 2, 3]), "clip_rho": np.array([0.1, 0.5, 1.0])},
    ],
    ids=lambda many: "-".join(many),
)
def test_many_targets_are_each_of_them(many: dict) -> None:
    one = {"steps": 3, "clip_rho": 0.8, "clip_c": 0.7, "lam": 0.9, "factor": 0.6, "shift": -0.5}
    found = vtrace_moments(PAIR, **one | many)
    for i, each in enumerate(found):
        alone = vtrace_target(PAIR, **one | {name: values[i] for name, values in many.items()})
        numbers = [(e.mean, e.bias, e.variance, e.known_variance) for e in (each, alone)]
        assert numbers[0] == pytest.approx(numbers[1], rel=1e-12)
        assert each.given == pytest.approx(alone.given, rel=1e-12)


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
    normaliser = float(clipped_moments(*pair.policies, (0.8,), 0)[0])
    assert found.mean == pytest.approx(normaliser * pair.clipped_value(0.8), rel=1e-12)


def test_variance_grows_with_the_power_of_chi_square() -> None:
    quiet = LinearQuadraticTask(A=0.0, B=0.0, K=0.0, tau=0.0, v0=0.0, r=0.0, m0=1.0, gamma=1.0)
    task = quiet.replace(T=40, sigma=0.6, c=0.2)
    pair = OffPolicy(task, -0.1, 0.75)
    chi2 = chi_square(*pair.policies)
    variance = whole_trajectory(pair).variance  # the return is -1
    assert variance == pytest.approx((1.0 + chi2) ** 40 - 1.0, rel=1e-11)


def drawn_pairs() -> list[OffPolicy]:
    rng = np.random.default_rng(31)
    pairs = []
    for i in range(20):
        z, sigma = rng.normal(size=4), math.exp(0.3 * rng.normal())
        task = TASK.replace(
            T=(1, 3, 6)[i % 3], c=z[0], sigma=sigma, g=z[1], v0=0.4 * (i % 2), tau=0.3 * (i % 4)
        )
        pairs.append(OffPolicy(task, z[0] + 0.3 * sigma * z[2], sigma * (1.0 + 0.1 * (i % 5))))
    return pairs


@pytest.mark.parametrize("pair", drawn_pairs(), ids=lambda pair: f"T{pair.task.T}")
def test_measured_agrees_with_exact(pair: OffPolicy) -> None:
    """Every mean and variance within 4 standard errors."""
    steps = max(pair.task.T - 1, 1)
    clips = (1.0, 0.8, 0.9, 0.7, 0.5)
    named = {
        "v-trace": (vtrace_targets(pair, steps, *clips), vtrace_target(pair, steps, *clips)),
        "whole": (whole_targets, whole_trajectory(pair)),
        "each": (per_decision_targets, per_decision(pair)),
    }
    found, n = measure(pair, named, 60_000, 3), 60_000
    for name, (_, exact) in named.items():
        error = math.sqrt(exact.whole_variance / n)
        one = found[name]
        assert one.finite
        assert abs(one.mean - exact.mean) < 4.0 * error
        assert abs(one.variance - exact.variance) < 4.0 * one.variance_error
    again = measure(pair, named, 60_000, 3, Run(threads=2))
    assert again == measure(pair, named, 60_000, 3, Run(threads=1)) == found


def test_log_weights_are_those_of_the_densities() -> None:
    paths = Paths(PAIR.behaviour, np.random.default_rng(2).standard_normal((9, 50)))
    actions = PAIR.offset + PAIR.deviation * paths.actions_noise
    target, behaviour = PAIR.policies
    for found, u in zip(log_weights(PAIR, paths).ravel(), actions.ravel(), strict=True):
        expected = target.log_density(u) - behaviour.log_density(u)
        assert found == pytest.approx(float(expected), abs=1e-12)


def test_a_small_bias_keeps_its_digits() -> None:
    """Clipped at large weights, by many digits."""
    pair = OffPolicy(TASK.replace(T=1, v0=0.0), -0.1, 0.75)
    with mpmath.workdps(40):
        c, sigma = mpmath.mpf(TASK.c), mpmath.mpf(TASK.sigma)
        offset, std = mpmath.mpf(-0.1), mpmath.mpf(0.75)

        def log_w(u):
            return (
                ((u - offset) / std) ** 2 / 2 - ((u - c) / sigma) ** 2 / 2 + mpmath.log(std / sigma)
            )

        def lost(f, clip):
            ends = sorted(
                mpmath.findroot(lambda u: log_w(u) - mpmath.log(clip), start)
                for start in (c - 3 * sigma, c + 4 * sigma)
            )
            top = (offset * sigma**2 - c * std**2) / (sigma**2 - std**2)
            points = [ends[0], top, ends[1]]
            return mpmath.quad(
                lambda u: (
                    f(u) * -mpmath.expm1(mpmath.log(clip) - log_w(u)) * mpmath.npdf(u, c, sigma)
                ),
                points,
            )

        highest = float(mpmath.exp(log_w((offset * sigma**2 - c * std**2) / (sigma**2 - std**2))))
        for clip in (0.99 * highest, highest - 1e-6):
            zero, one, two = (lost(lambda u, k=k: (u - c) ** k, mpmath.mpf(clip)) for k in range(3))
            mean = -one / (1 - zero)
            variance = (sigma**2 - two) / (1 - zero) - mean**2 - sigma**2
            found = clip_shift(*pair.policies, clip)[:2]
            assert found == pytest.approx((float(mean), float(variance)), rel=1e-8)
            K, m0 = mpmath.mpf(TASK.K), mpmath.mpf(TASK.m0)
            at = K * m0 + c
            bias = -mpmath.mpf(TASK.r) * ((at + mean) ** 2 - at**2 + variance)
            assert pair.value_bias(clip) == pytest.approx(float(bias), rel=1e-7)
    assert pair.value_bias(2.0 * highest) == 0.0
    assert pair.value_bias(None) == 0.0


def test_the_value_of_the_clipped_policy() -> None:
    for clip in (0.3, 1.0, 1.2):
        difference = PAIR.clipped_value(clip) - TASK.expected_return()
        assert PAIR.value_bias(clip) == pytest.approx(difference, rel=1e-10)
    clips = np.geomspace(0.05, 20.0, 9)
    each = [PAIR.value_bias(float(clip)) for clip in clips]
    assert PAIR.value_biases(clips) == pytest.approx(each, rel=1e-12)


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
