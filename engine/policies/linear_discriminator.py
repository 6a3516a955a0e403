"""The best linear discriminator of skills: what a softmax of slopes and offsets can tell."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import softmax

from engine.core.arrays import Array, frozen
from engine.core.parameter import ParameterError
from engine.policies.skills import (
    States,
    checked_skills,
    for_each_panel,
    linear_discriminator_bound,
)

MOST_SKILLS = 60
STEPS = 200
SETTLED = 1e-12


@dataclass(frozen=True, slots=True)
class LinearDiscriminator:
    """q(z|s) = softmax(slope_z s + offset_z), slopes and offsets adding up to 0."""

    slopes: Array  # (K,)
    offsets: Array  # (K,)
    bound: float  # E log q(z|s) + log K, nats, at most I(S; Z)


def best_linear_discriminator(means: ArrayLike, stds: ArrayLike) -> LinearDiscriminator:
    """The largest bound there is, by Newton's steps on a concave function.

    Far skills are told apart by ever steeper slopes, which end where nothing is gained any more.
    Raises ParameterError as `mutual_information`, and for more than 60 skills.
    """
    mean, std = checked_skills(means, stds)
    if len(mean) > MOST_SKILLS:
        raise ParameterError("means", len(mean), f"must be at most {MOST_SKILLS} skills")
    # In units in which the states have mean 0 and variance 1, where a single slope fits all.
    centre = float(np.mean(mean))
    scale = math.sqrt(float(np.mean(std**2 + (mean - centre) ** 2)))
    m, s = (mean - centre) / scale, std / scale
    found = np.zeros(2 * len(m))
    bound = 0.0
    for _ in range(STEPS):
        step = _step(m, s, found)
        size, better = 1.0, -math.inf
        while size > 1e-6:
            better = _bound(m, s, found + size * step)
            if better > bound:
                break
            size *= 0.5
        if not better > bound + SETTLED:
            break
        found, bound = found + size * step, better
    slopes, offsets = found[: len(m)] / scale, found[len(m) :]
    offsets = offsets - slopes * centre
    return LinearDiscriminator(
        frozen(slopes - slopes.mean()), frozen(offsets - offsets.mean()), bound
    )


def _bound(m: Array, s: Array, found: Array) -> float:
    return linear_discriminator_bound(m, s, found[: len(m)], found[len(m) :])


def _step(m: Array, s: Array, found: Array) -> Array:
    """Newton's, (2K,): K times the gradient by (slopes, offsets), and minus the second derivatives
    with a little added, for a softmax does not change where all logits move."""
    k = len(m)
    moments = _moments(m, s, found)
    gradient = np.concatenate([m - moments[1].sum(axis=0), 1.0 - moments[0].sum(axis=0)])
    bends = np.empty((2 * k, 2 * k))
    bends[:k, :k], bends[:k, k:] = _bend(moments[2]), _bend(moments[1])
    bends[k:, :k], bends[k:, k:] = bends[:k, k:].T, _bend(moments[0])
    ridge = 1e-9 * max(float(np.trace(bends)), 1e-12) / k
    return np.asarray(np.linalg.solve(bends + ridge * np.eye(2 * k), gradient))


def _bend(shares: Array) -> Array:
    """diag(sum_j M_ij) - M of M = sum over states of q_i q_j."""
    return np.asarray(np.diag(shares.sum(axis=1)) - shares)


def _moments(m: Array, s: Array, found: Array) -> Array:
    """K E s^n q_i q_j under the mixture for n = 0, 1, 2, (3, K, K)."""
    k = len(m)
    total = np.zeros((3, k, k))

    def gathered(states: States, logs: Array, weight: Array) -> None:
        at = states.origin + states.step
        q = softmax(found[:k, np.newaxis] * at + found[k:, np.newaxis], axis=0)
        density = np.exp(logs).sum(axis=0) * weight
        for n in range(3):
            total[n] += (q * (density * at**n)) @ q.T

    for_each_panel(m, s, gathered)
    return total
