"""What a softmax policy could reach: the rearrangement of its probabilities, and ascent."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.core.whole_number import checked_count
from engine.policies.softmax import SoftmaxPolicy
from engine.policies.softmax_zeroth_order import exact_argmax_gradient
from engine.sampling.normals import block_generator

Direction = Literal["policy", "zeroth_order"]

EVERY = 6  # the most actions whose permutations are all listed


@dataclass(frozen=True, slots=True)
class Rearrangements:
    """sum_y p(y) r(y) over ways to hand the probabilities out to the actions."""

    values: Array  # (m,), ascending
    complete: bool  # every permutation, or a sample of them
    current: float
    best: float  # the order of p is the order of r
    worst: float  # the order of p is the reverse
    best_probabilities: Array  # (K,)


def rearrangements(
    probabilities: ArrayLike, rewards: ArrayLike, sampled: int = 720, seed: int = 0
) -> Rearrangements:
    """All K! values for K up to 6, above that of ``sampled`` random permutations.

    The rearrangement inequality (Hardy, Littlewood, Polya 1934, theorem 368): the sum is largest
    when both stand in the same order. Raises ParameterError for shapes that differ.
    """
    p = np.array(probabilities, dtype=float, ndmin=1)
    checked_count("sampled", sampled, "must be a whole number, 1 or more", 1)
    if not (np.all(p >= 0.0) and abs(float(p.sum()) - 1.0) < 1e-9):
        allowed = "must be 0 or more and add up to 1"
        raise ParameterError("probabilities", p.tolist(), allowed)
    r = SoftmaxPolicy(np.zeros(len(p)), rewards).rewards
    complete = len(p) <= EVERY
    if complete:
        orders = np.array(list(itertools.permutations(range(len(p)))))
    else:
        rows = np.broadcast_to(np.arange(len(p)), (sampled, len(p)))
        orders = block_generator(seed, 0, 0).permuted(rows, axis=1)
    values = np.sort(p[orders] @ r)
    ordered = np.sort(p)
    handed = np.empty_like(p)
    handed[np.argsort(r, kind="stable")] = ordered
    for each in (values, handed):
        each.flags.writeable = False
    return Rearrangements(
        values=values,
        complete=complete,
        current=math.fsum(p * r),
        best=math.fsum(ordered * np.sort(r)),
        worst=math.fsum(ordered[::-1] * np.sort(r)),
        best_probabilities=handed,
    )


@dataclass(frozen=True, slots=True)
class Ascent:
    """Steps uphill from the current logits, T + 1 points."""

    logits: Array  # (T + 1, K)
    expected_reward: Array  # (T + 1,), E r under the softmax
    argmax_reward: Array  # (T + 1,), r of the largest logit


def ascent(
    policy: SoftmaxPolicy,
    direction: Direction,
    step: float,
    steps: int,
    epsilon: float = 1.0,
    normalised: bool = False,
) -> Ascent:
    """theta + step * gradient, again and again, by an exact gradient.

    ``policy``: of E r; ``zeroth_order``: of E r(argmax(theta + eps u)). ``normalised`` divides
    each gradient by its length, so that both walk at one speed. Raises ParameterError.
    """
    if not (math.isfinite(step) and step > 0.0):
        raise ParameterError("step", step, "must be a finite number above 0")
    checked_count("steps", steps, "must be a whole number, 1 or more", 1)
    if direction not in ("policy", "zeroth_order"):
        raise ParameterError("direction", direction, "must be one of policy, zeroth_order")
    now = policy
    path = [now]
    for _ in range(steps):
        slope = now.gradient() if direction == "policy" else exact_argmax_gradient(now, epsilon)
        length = math.hypot(*slope)
        if normalised and length > 0.0:
            slope = slope / length
        now = SoftmaxPolicy(now.logits + step * slope, policy.rewards, policy.temperature)
        path.append(now)
    found = (
        np.array([each.logits for each in path]),
        np.array([each.expected_reward for each in path]),
        np.array([each.argmax_reward for each in path]),
    )
    for each in found:
        each.flags.writeable = False
    return Ascent(*found)
