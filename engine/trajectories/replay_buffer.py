"""A buffer of TD errors from the steps of a behaviour policy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array, sealed
from engine.core.parameter import ParameterError
from engine.core.whole_number import checked_count
from engine.functions.rescaling import rescaled
from engine.trajectories.off_policy import OffPolicy
from engine.trajectories.rollouts import Paths, Rollouts
from engine.weights.replay import ETA


@dataclass(frozen=True, slots=True)
class ReplayBuffer:
    """n items: what each updates by and its priority, (n,) each.

    A transition updates by its TD error d and has the priority |d|; a sequence updates by the
    mean of its d, and has eta max |d| + (1 - eta) mean |d|.
    """

    td_errors: Array
    priorities: Array


def replay_buffer(
    pair: OffPolicy,
    items: int,
    seed: int,
    sequence: int = 1,
    eta: float = ETA,
    factor: float = 1.0,
    shift: float = 0.0,
    rescale: bool = False,
) -> ReplayBuffer:
    """The first items of the behaviour's trajectories, ``sequence`` steps each, at most T.

    d_t = r_t + gamma v_(t+1) - v_t with the critic v = factor V_pi + shift, 0 after the last
    step; ``rescale``: h of both sides, as R2D2 has it. What is left of a trajectory when its
    sequences are cut off is not kept. Raises ParameterError for fewer than one item or step, an
    eta outside 0 to 1 and TD errors that outgrow doubles.
    Source: Kapturowski et al. 2019 (R2D2).
    """
    n = checked_count("items", items, "must be a whole number, 1 or more", 1)
    steps = checked_count("sequence", sequence, "must be a whole number, 1 or more", 1)
    length = min(steps, pair.task.T)
    if not 0.0 <= eta <= 1.0:
        raise ParameterError("eta", eta, "must be from 0 to 1")
    each = pair.task.T // length
    source = Rollouts(pair.behaviour, -(-n // each), seed)
    rows = []
    with np.errstate(over="ignore", invalid="ignore"):
        for block in range(source.blocks):
            for paths in source.chunks(block):
                errors = _td_errors(pair, paths, factor, shift, rescale)
                rows.append(errors[: each * length].T.reshape(-1, length))
    errors = np.concatenate(rows)[:n]
    if not np.isfinite(errors).all():
        raise ParameterError("V times", factor, "makes TD errors that outgrow doubles here")
    sizes = np.abs(errors)
    priorities = eta * sizes.max(axis=1) + (1.0 - eta) * sizes.mean(axis=1)
    return ReplayBuffer(
        td_errors=sealed(np.array(errors.mean(axis=1))),
        priorities=sealed(sizes[:, 0].copy() if length == 1 else priorities),
    )


def _td_errors(pair: OffPolicy, paths: Paths, factor: float, shift: float, rescale: bool) -> Array:
    """(T, m)."""
    constant, line, square = pair.target_values.T[:, :, np.newaxis]
    critic = factor * ((square * paths.away + line) * paths.away + constant)
    critic[:-1] += shift
    target = paths.rewards + pair.task.gamma * critic[1:]
    if rescale:
        return np.asarray(np.asarray(rescaled(target)) - np.asarray(rescaled(critic[:-1])))
    return np.asarray(target - critic[:-1])
