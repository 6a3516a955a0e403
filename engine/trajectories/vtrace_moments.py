"""Exact moments of V-trace's target for many of its options at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.numerics.gaussian_polynomials import LinearStep, sizes, times
from engine.trajectories.off_policy_pair import DEGREE, EPSILON, OffPolicy
from engine.trajectories.states import ahead, rewards, values
from engine.trajectories.target_moments import TargetMoments, back, target_moments
from engine.weights.clipped_moments import many_clipped_moments, many_excess_moments


def vtrace_moments(
    pair: OffPolicy,
    steps: ArrayLike,
    clip_rho: ArrayLike,
    clip_c: ArrayLike,
    lam: float = 1.0,
    factor: float = 1.0,
    shift: float = 0.0,
    loops: bool = False,
) -> list[TargetMoments]:
    """Moments of V-trace's target of V(s_0) after n steps, with V = factor V_pi + shift.

    ``steps`` and the clips are numbers or (m,), inf for no clip; what all of them share is
    made once; ``loops``: by compiled ones.

        vs_0 - V(s_0) = D_0, D_t = rho_t (r_t + gamma V(s_(t+1)) - V(s_t)) + gamma c_t D_(t+1),

    D_n = 0, c = lam min(clip_c, w); V is 0 after the last step of the task. Raises
    ParameterError for a number of steps outside 1 to T, clips not above 0 and a lam outside
    0 to 1. Source: Espeholt et al. 2018 (arXiv 1802.01561).
    """
    ends = np.atleast_1d(np.asarray(steps))
    rho, c = (np.atleast_1d(np.asarray(clip, dtype=float)) for clip in (clip_rho, clip_c))
    _check(pair, ends, {"clip_rho": rho, "clip_c": c}, lam)
    value = values(pair.task)
    if pair.task.gamma * lam == 0.0:  # later steps do not count, and may outgrow doubles
        ends = np.ones_like(ends)
    critic, wrong = factor * value, (factor - 1.0) * value
    for each in (critic, wrong):
        each[:-1, 0] += shift
    parts = _errors(pair, critic)[:, : ends.max()]
    delta = parts.sum(axis=0)
    # Whose square times the rounding holds that of delta itself, in which values cancel.
    most = np.abs(delta) + 8.0 * EPSILON / pair.rounding * np.abs(parts).sum(axis=0)
    with np.errstate(over="ignore", invalid="ignore"):
        by, differ = _Weighted.of(pair, rho, c, loops), np.not_equal(rho, c)
        if loops:
            found = _compiled(pair, ends, by, differ, lam, (delta, most), wrong)
        else:
            size, _ = _two_moments(pair, ends, by.size(), lam, most)
            bias = _bias(pair, ends, by, differ, lam, wrong)
            found = (*_two_moments(pair, ends, by, lam, delta), *bias, size)
        return target_moments(pair, ends, *found)


def weighted_return(pair: OffPolicy, loops: bool = False) -> tuple[Array, Array]:
    """E[(prod_t w_t sum_t gamma^t r_t)^2 | y_0] and the size of what it is the sum of, (1, 5).

    It is (E w^2)^T times the second moment of the return where w^2 / E w^2 weighs every step.
    """
    task, (_, twice) = pair.task, pair.unclipped
    square = twice.weights[0, 0]  # E w^2 = 1 + chi2
    if not np.isfinite(square):
        return np.full((1, 5), np.inf), np.full((1, 5), np.inf)
    by = _Weighted.alike(pair, twice.weights / square)
    nothing, ends = np.zeros((task.T + 1, 3)), np.array([task.T])
    reward = _errors(pair, nothing)[0]
    size = np.abs(reward)
    if loops:
        differ = np.zeros(1, dtype=bool)
        second, *_, most = _compiled(pair, ends, by, differ, 1.0, (reward, size), nothing)
    else:
        second, _ = _two_moments(pair, ends, by, 1.0, reward)
        most, _ = _two_moments(pair, ends, by.size(), 1.0, size)
    whole = square**task.T
    return whole * second, whole * most


def _two_moments(
    pair: OffPolicy, ends: Array, by: _Weighted, lam: float, delta: Array
) -> tuple[Array, Array]:
    """E D^2, (m, 5), and E D, (m, 3), given y_0."""
    there, fade = np.arange(ends.max()) < ends[:, np.newaxis], pair.task.gamma * lam
    first = back(_until(there, by.rho.expect(delta)), fade * by.c.after(2))
    squares = by.rho_rho.expect(times(delta, delta))
    mixed = by.rho_c.expect(delta, first[:, 1:])
    source = _until(there, squares + 2.0 * fade * mixed)
    second = back(source, fade**2 * by.c_c.after(4))
    return second[:, 0], first[:, 0]


def _compiled(
    pair: OffPolicy,
    ends: Array,
    by: _Weighted,
    differ: NDArray[np.bool_],
    lam: float,
    deltas: tuple[Array, Array],
    wrong: Array,
) -> tuple[Array, Array, Array, Array, Array]:
    """The two moments, the bias, its size and that of the second moment, as `_two_moments` and
    `_bias` have them."""
    from engine.trajectories.exact.loops import BIAS, FIRST, MOST, SECOND, SIZE, vtrace_rows

    moments, n = [each.weights for each in by], len(deltas[0])
    rows = max(len(ends), len(differ), *(len(each) for each in moments))
    weights = np.stack([np.broadcast_to(each, (rows, DEGREE + 1)) for each in moments])
    parts, task = _errors(pair, values(pair.task))[:, :n], pair.task
    both = np.stack(deltas)
    found = vtrace_rows(
        np.ascontiguousarray(np.broadcast_to(ends, rows), dtype=np.int64),
        np.stack([weights, sizes(weights)]),
        (task.carry, task.B * task.sigma, task.tau),
        (pair.task.gamma, lam),
        both,
        times(both, both),
        np.stack([-parts.sum(axis=0), np.abs(parts).sum(axis=0)]),
        wrong,
        np.ascontiguousarray(np.broadcast_to(differ, rows)),
    )
    two = found[:, SECOND], found[:, FIRST]
    return *two, found[:, BIAS], found[:, SIZE], found[:, MOST]


class _Weighted(NamedTuple):
    """Steps weighted by products of rho = min(clip_rho, w) and c = min(clip_c, w), and by what
    the clips take away."""

    rho: LinearStep
    c: LinearStep
    rho_rho: LinearStep
    rho_c: LinearStep
    c_c: LinearStep
    above_rho: LinearStep  # max(w - clip_rho, 0)
    above_c: LinearStep

    @classmethod
    def alike(cls, pair: OffPolicy, once: Array, twice: Array | None = None) -> _Weighted:
        """By these moments, (1, DEGREE + 1), of one weight and of products of two, with no
        clips."""
        one, two = pair.step(once), pair.step(once if twice is None else twice)
        nothing = pair.step(np.zeros((1, DEGREE + 1)))
        return cls(one, one, two, two, two, nothing, nothing)

    def size(self) -> _Weighted:
        """Of the terms that expectations are the sum of."""
        return _Weighted(*(step.size() for step in self))

    @classmethod
    def of(cls, pair: OffPolicy, rho: Array, c: Array, loops: bool) -> _Weighted:
        """For clips (m,) or (1,)."""
        if np.isinf(rho).all() and np.isinf(c).all():
            return cls.alike(pair, *(step.weights for step in pair.unclipped))
        alone = np.array(np.nan)
        factors = (rho, alone), (c, alone), (rho, rho), (rho, c), (c, c)
        clips = [np.stack(np.broadcast_arrays(*each), axis=1) for each in factors]
        ends = np.cumsum([len(each) for each in clips])[:-1]
        rows, places = _distinct(np.concatenate(clips))
        moments = many_clipped_moments(*pair.policies, rows, DEGREE, loops)[places]
        single, places = np.unique(np.concatenate([rho, c]), return_inverse=True)
        above = many_excess_moments(*pair.policies, single, DEGREE, loops)[places]
        parts = *np.split(moments, ends), *np.split(above, [len(rho)])
        return cls(*(pair.step(part) for part in parts))


def _distinct(pairs: Array) -> tuple[Array, NDArray[np.intp]]:
    """Pairs (m, 2) in any order, each once, (k, 2), and where each of all stands, (m,)."""
    # As complex numbers, which have an order; a factor less is a negative one meanwhile.
    ordered = np.sort(np.where(np.isnan(pairs), -1.0, pairs), axis=1)
    found, places = np.unique(ordered.view(complex)[:, 0], return_inverse=True)
    rows = found.view(float).reshape(-1, 2)
    return np.where(rows < 0.0, np.nan, rows), places


def _errors(pair: OffPolicy, critic: Array) -> Array:
    """The three terms of r_t + gamma V(s_(t+1)) - V(s_t) in (y, e, n), (3, T, 3, 3, 3), with y
    and e about the states and actions of the target policy."""
    task = pair.task
    parts = np.zeros((3, task.T, 3, 3, 3))
    parts[0, ..., :1] = rewards(task)
    parts[1] = pair.task.gamma * ahead(task, critic[1:])
    parts[2, :, :, 0, 0] = -critic[:-1]
    return parts


def _until(there: NDArray[np.bool_], source: Array) -> Array:
    """Sources (m, n, k) of the steps that each target looks ahead, 0 at others."""
    return np.where(there[..., np.newaxis], source, 0.0)


def _bias(
    pair: OffPolicy, ends: Array, by: _Weighted, differ: NDArray[np.bool_], lam: float, wrong: Array
) -> tuple[Array, Array]:
    """E[target - V(s_0) | s_0] where the critic is V + w, polynomials in y (m, 3), and the size
    of what they are the sum of.

    With delta that of V, whose mean under the target policy is 0, and x = max(w - clip_rho, 0),

        b_t = E[x] w_t - E[x delta] + gamma E[(rho - c) w_(t+1)] + gamma E[c b_(t+1)]

    and b_n = w_n: nothing where there is no clip, the critic is V and lam is 1.
    """
    gamma, c = pair.task.gamma, by.c.after(2)
    apart = (1.0 - lam) * c
    if differ.any():
        change = by.above_c.after(2) - by.above_rho.after(2)
        apart = apart + np.where(differ[:, np.newaxis, np.newaxis], change, 0.0)
    parts = _errors(pair, values(pair.task))

    def summed(delta: Array, step: LinearStep, wrong: Array, *kernels: Array) -> Array:
        passed, difference = kernels
        most = int(ends.max())
        source = step.expect(delta[:most])
        source = source + step.after(0) * wrong[:most]
        source = source + gamma * wrong[1 : most + 1] @ difference
        found = wrong[ends][:, np.newaxis]
        for t in reversed(range(most)):
            before = source[:, t : t + 1] + gamma * lam * found @ passed
            found = np.where((t < ends)[:, np.newaxis, np.newaxis], before, found)
        return np.asarray(found[:, 0])

    bias = summed(-parts.sum(axis=0), by.above_rho, wrong, c, apart)
    kernels = by.c.size().after(2), np.abs(apart)
    size = summed(np.abs(parts).sum(axis=0), by.above_rho.size(), np.abs(wrong), *kernels)
    return bias, size


def _check(pair: OffPolicy, steps: Array, clips: dict[str, Array], lam: float) -> None:
    allowed = f"must be a whole number from 1 to {pair.task.T}"
    for count in steps.tolist():
        if count not in range(1, pair.task.T + 1):
            raise ParameterError("steps", count, allowed)
    for field, each in clips.items():
        if not (each > 0.0).all():
            wrong = float(each[~(each > 0.0)][0])
            raise ParameterError(field, wrong, "must be above 0, or None for no clip")
    if not 0.0 <= lam <= 1.0:
        raise ParameterError("lam", lam, "must be from 0 to 1")
