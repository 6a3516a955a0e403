"""Estimates of the gradient from sampled trajectories, by any credit and by the whole return."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.core.arrays import Array
from engine.trajectories.credit import Credit
from engine.trajectories.rollouts import Paths
from engine.trajectories.states import state_moments, values
from engine.trajectories.task import LinearQuadraticTask
from engine.trajectories.whole_return import WholeReturn


def credit_values(paths: Paths, credit: Credit) -> Array:
    """What multiplies each score, (T, m)."""
    task = paths.task
    if credit.baseline == "none":
        return _faded_rewards(paths, credit)
    if credit.baseline == "mean":
        return np.asarray(_faded_rewards(paths, credit) - mean_returns(task)[:, np.newaxis])
    if credit.baseline == "advantage":
        return _advantages(paths)
    baseline = credit.factor * paths.values
    if credit.offset:
        baseline[:-1] += credit.offset
    if credit.lam == 1.0:
        return np.asarray(paths.returns - baseline[:-1])
    deltas = task.gamma * baseline[1:]
    deltas += paths.rewards
    deltas -= baseline[:-1]
    return paths.faded(deltas, task.gamma * credit.lam)


def _faded_rewards(paths: Paths, credit: Credit) -> Array:
    if credit.lam == 1.0:
        return paths.returns
    return paths.faded(paths.rewards, paths.task.gamma * credit.lam)


def mean_returns(task: LinearQuadraticTask) -> Array:
    """E G_t, (T,)."""
    value = values(task)[:-1]
    return np.asarray(value[:, 0] + value[:, 2] * state_moments(task)[1][:-1])


def _advantages(paths: Paths) -> Array:
    """A_t(s, a) = x e + z y e + w (e^2 - 1), (T, m)."""
    delta = Credit("advantage", 0.0).deltas(paths.task)[..., np.newaxis]
    e, y = paths.actions_noise, paths.away[:-1]
    found = delta[:, 0, 2, 0] * e
    found += delta[:, 0, 1, 0]
    found += delta[:, 1, 1, 0] * y
    found *= e
    found += delta[:, 0, 0, 0]
    return np.asarray(found)


def estimates(paths: Paths, credits: Mapping[str, Credit], whole: WholeReturn) -> Array:
    """Of each trajectory, (3 + k, 3, m): the whole return without, with the mean and with the
    best baseline, then the k credits; by K, c and log sigma."""
    scores = paths.scores
    found = np.empty((3 + len(credits), 3, scores.shape[-1]))
    total = scores.sum(axis=1)
    returned = paths.returns[0]
    found[0] = total * returned
    found[1] = total * (returned - whole.mean_return)
    found[2] = total * (returned - (whole.mean_return + whole.best)[:, np.newaxis])
    discount = paths.task.gamma ** np.arange(float(paths.task.T))
    for into, credit in zip(found[3:], credits.values(), strict=True):
        worth = credit_values(paths, credit)
        if credit.discounted:
            worth = worth * discount[:, np.newaxis]
        np.einsum("ptm,tm->pm", scores, worth, out=into)
    return found


def standardised(paths: Paths, credit: Credit, batch: int) -> Array:
    """Mean over each batch of sum_t gamma^t score_t (x_t - mean) / sd, (3, batches).

    x_t is the credit; mean and deviation are the batch's own, over all its steps (0 where all
    agree). What stands over when the batches are full is left out.
    """
    count = paths.scores.shape[-1] // batch
    used = slice(0, count * batch)
    steps = paths.task.T
    worth = credit_values(paths, credit)[:, used].reshape(steps, count, batch)
    centre = worth.mean(axis=(0, 2), keepdims=True)
    spread = worth.std(axis=(0, 2), keepdims=True)
    worth = (worth - centre) / np.where(spread > 0.0, spread, 1.0)
    if credit.discounted:
        worth *= (paths.task.gamma ** np.arange(float(steps)))[:, np.newaxis, np.newaxis]
    scores = paths.scores[:, :, used].reshape(3, steps, count, batch)
    return np.asarray(np.einsum("ptcb,tcb->pc", scores, worth) / batch)
