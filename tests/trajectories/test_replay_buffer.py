"""The buffer of TD errors against a plain loop."""

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.functions import rescaled
from engine.sampling.normals import block_generator
from engine.trajectories import LinearQuadraticTask
from engine.trajectories.off_policy import OffPolicy
from engine.trajectories.replay_buffer import replay_buffer
from engine.trajectories.rollouts import STREAM, Rollouts

TASK = LinearQuadraticTask(T=5, c=0.2, sigma=0.6, g=0.3, gamma=0.9)
PAIR = OffPolicy(TASK, -0.1, 0.75)


def value(t: int, s: float) -> float:
    rest = TASK.replace(T=TASK.T - t, m0=s, v0=0.0) if t < TASK.T else None
    return 0.0 if rest is None else rest.expected_return()


def loop(trajectories: int, factor: float, shift: float, rescale: bool) -> np.ndarray:
    size = Rollouts(PAIR.behaviour, trajectories, 4).block_size
    normals = block_generator(4, STREAM, 0).standard_normal((11, size))
    found = []
    for z in normals.T[:trajectories]:
        s = TASK.m0 + TASK.v0 * z[0]
        for t in range(TASK.T):
            a = TASK.K * s + PAIR.offset + PAIR.deviation * z[1 + 2 * t]
            after = TASK.A * s + TASK.B * a + TASK.tau * z[2 + 2 * t]
            reward = -(TASK.q * (s - TASK.g) ** 2 + TASK.r * a**2)
            now = factor * value(t, s) + shift
            later = factor * value(t + 1, after) + (shift if t + 1 < TASK.T else 0.0)
            target = reward + TASK.gamma * later
            found.append(rescaled(target) - rescaled(now) if rescale else target - now)
            s = after
    return np.array(found)


@pytest.mark.parametrize("rescale", [False, True])
def test_transitions_by_a_plain_loop(rescale: bool) -> None:
    buffer = replay_buffer(PAIR, 12, 4, factor=0.7, shift=-0.4, rescale=rescale)
    expected = loop(3, 0.7, -0.4, rescale)[:12]
    assert buffer.td_errors == pytest.approx(expected, rel=1e-10, abs=1e-12)
    assert buffer.priorities.tolist() == np.abs(buffer.td_errors).tolist()


def test_sequences_by_a_plain_loop() -> None:
    buffer = replay_buffer(PAIR, 5, 4, sequence=2, eta=0.8)
    errors = loop(3, 1.0, 0.0, False).reshape(3, 5)[:, :4].reshape(-1, 2)[:5]
    assert buffer.td_errors == pytest.approx(errors.mean(axis=1), rel=1e-10, abs=1e-12)
    sizes = np.abs(errors)
    expected = 0.8 * sizes.max(axis=1) + 0.2 * sizes.mean(axis=1)
    assert buffer.priorities == pytest.approx(expected, rel=1e-10)
    longer = replay_buffer(PAIR, 3, 4, sequence=50)
    assert longer.td_errors == pytest.approx(
        loop(3, 1.0, 0.0, False).reshape(3, 5).mean(axis=1), rel=1e-10, abs=1e-12
    )


def test_on_policy_the_exact_critic_is_right_on_average() -> None:
    same = OffPolicy(TASK, TASK.c, TASK.sigma)
    errors = replay_buffer(same, 100_000, 4).td_errors
    assert abs(errors.mean()) < 4.0 * errors.std() / np.sqrt(errors.size)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"items": 0}, "items"), ({"sequence": 0}, "sequence"), ({"eta": 1.1}, "eta"),
     ({"factor": 1e308}, "V times")],
)  # fmt: skip
def test_what_it_takes(given: dict, field: str) -> None:
    with pytest.raises(ParameterError, match=rf"^{field} = "):
        replay_buffer(PAIR, **{"items": 5, "seed": 1} | given)
