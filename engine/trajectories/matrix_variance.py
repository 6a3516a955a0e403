"""Exact variance of REINFORCE for a linear-quadratic task of vectors, by traces.

With z = (1, noises) every score S and the return R are quadratic forms z' M z. A joint cumulant
of n of them is 2^(n-1) times a sum over cyclic orders of c(M1 .. Mn) = f(0) + f'(0), where
f(x) = tr(M1 D M2 D .. Mn D), D = diag(x, 1, .., 1). A score is a sum over steps of a product of
two linear forms, a noise and a state, so that all traces are ones of (T, T) matrices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from engine.core.arrays import Array, sealed

if TYPE_CHECKING:
    from engine.trajectories.matrix_task import MatrixTask


@dataclass(frozen=True, slots=True)
class MatrixVariances:
    """Of one trajectory's estimate without, with the mean and with each entry's best baseline.

    Each holds K (m, n), c (m,) and log_sigma (m,).
    """

    gradient: dict[str, Array]
    total_reward: dict[str, Array]
    mean_baseline: dict[str, Array]
    best_baseline: dict[str, Array]

    def noise_to_signal(self, *parameters: str) -> float:
        """Summed variance without a baseline over the squared length of the gradient."""
        noise = sum(float(self.total_reward[name].sum()) for name in parameters)
        signal = sum(float(np.square(self.gradient[name]).sum()) for name in parameters)
        return noise / signal if signal else float("inf")


class _Dual(NamedTuple):
    """A matrix at x = 0 and its slope there."""

    value: Array
    slope: Array

    def block(self, rows: int, columns: int) -> _Dual:
        """Those of two of the linear forms, (T, T)."""
        return _Dual(self.value[:, rows, :, columns], self.slope[:, rows, :, columns])

    def trace(self, other: _Dual) -> float:
        """f(0) + f'(0) for the trace of the product."""
        turned = other.value.T
        slopes = np.sum(self.slope * turned) + np.sum(self.value * other.slope.T)
        return float(np.sum(self.value * turned) + slopes)


def reinforce_variances(task: MatrixTask) -> MatrixVariances:
    """By every entry of K, c and log sigma; memory grows with (T (n + m))^2."""
    with np.errstate(over="ignore", invalid="ignore"):
        return _variances(task)


def _variances(task: MatrixTask) -> MatrixVariances:
    m, n = task.K.shape
    forms = linear_forms(task)
    whole = _return_form(task, forms)
    plain, once, twice = _sandwiches(forms, whole)
    mean, spread = _return_moments(whole)
    pairs = {
        "K": [(i, m + j) for i in range(m) for j in range(n)],
        "c": [(i, m + n) for i in range(m)],
        "log_sigma": [(i, i) for i in range(m)],
    }
    scale = {"K": 1.0 / task.sigma[:, np.newaxis], "c": 1.0 / task.sigma}
    found: list[dict[str, Array]] = [{}, {}, {}, {}]
    for name, places in pairs.items():
        rows = [_moments(plain, once, twice, *place) for place in places]
        columns = np.array(rows).T.reshape(4, *(task.K.shape if name == "K" else (m,)))
        factor = scale.get(name, np.ones(m))
        SR, S2, S2R, S2R2 = columns
        without = S2R2 + 2.0 * mean * S2R + S2 * (spread + mean**2) + SR**2
        centred = S2R2 + S2 * spread + SR**2
        best = centred - np.square(S2R) / np.where(S2 > 0.0, S2, 1.0)
        found[0][name] = sealed(SR * factor)
        for into, variance in zip(found[1:], (without, centred, best), strict=True):
            large = np.where(np.isnan(variance), np.inf, np.maximum(variance, 0.0))
            into[name] = sealed(large * factor**2)
    return MatrixVariances(*found)


def linear_forms(task: MatrixTask) -> Array:
    """The noises e_t, the states s_t and 1 as rows over z, (T, m + n + 1, 1 + n + T (m + n)).

    z = (1, noise of s_0, e_0, n_0, e_1, n_1, ..).
    """
    m, n = task.K.shape
    size = 1 + n + task.T * (m + n)
    found = np.zeros((task.T, m + n + 1, size))
    state = np.zeros((n, size))
    state[:, 0], state[:, 1 : 1 + n] = task.m0, task.v0
    for t in range(task.T):
        place = 1 + n + t * (m + n)
        found[t, np.arange(m), place + np.arange(m)] = 1.0
        found[t, m : m + n] = state
        found[t, m + n, 0] = 1.0
        state = _after(task, found[t])
    return found


def _action(task: MatrixTask, forms: Array) -> Array:
    m, n = task.K.shape
    action: Array = task.K @ forms[m : m + n] + task.sigma[:, np.newaxis] * forms[:m]
    action[:, 0] += task.c
    return action


def _after(task: MatrixTask, forms: Array) -> Array:
    """The next state from the forms of a step, (n, size)."""
    m, n = task.K.shape
    state: Array = task.A @ forms[m : m + n] + task.B @ _action(task, forms)
    place = int(np.flatnonzero(forms[0])[-1]) + m
    state[:, place : place + n] += task.tau
    return state


def _return_form(task: MatrixTask, forms: Array) -> Array:
    """The matrix of sum_t gamma^t r_t over z."""
    m, n = task.K.shape
    left, right = [], []
    for t, form in enumerate(forms):
        away = _after(task, form) if task.on_next else form[m : m + n].copy()
        away[:, 0] -= task.g
        action = _action(task, form)
        discount = task.gamma**t
        left += [away, action]
        right += [-discount * task.Q @ away, -discount * task.R @ action]
    whole: Array = np.concatenate(left).T @ np.concatenate(right)
    return 0.5 * (whole + whole.T)


def _sandwiches(forms: Array, whole: Array) -> tuple[_Dual, _Dual, _Dual]:
    """U D U', U D R D U' and U D R D R D U' of the forms U, (T, r, T, r) each."""
    steps, rows, size = forms.shape
    U = forms.reshape(steps * rows, size)
    constant, noises = U[:, 0], U[:, 1:]
    V = noises @ whole[1:]
    w, x = V[:, 0], V[:, 1:] @ whole[0, 1:]
    shape = (steps, rows, steps, rows)

    def dual(value: Array, slope: Array) -> _Dual:
        return _Dual(value.reshape(shape), slope.reshape(shape))

    def both(first: Array, second: Array) -> Array:
        return np.outer(first, second) + np.outer(second, first)

    return (
        dual(noises @ noises.T, np.outer(constant, constant)),
        dual(V[:, 1:] @ noises.T, both(constant, w)),
        dual(V[:, 1:] @ V[:, 1:].T, both(constant, x) + np.outer(w, w)),
    )


def _return_moments(whole: Array) -> tuple[float, float]:
    """Mean and variance of the return."""
    inner = whole[1:, 1:]
    mean = np.trace(inner) + whole[0, 0]
    return float(mean), float(2.0 * np.sum(inner**2) + 4.0 * np.sum(whole[0, 1:] ** 2))


def _moments(
    plain: _Dual, once: _Dual, twice: _Dual, noise: int, state: int
) -> tuple[float, float, float, float]:
    """Cumulants of S = sum_t e_t s_t (less its mean) and R: SR, SS, SSR, SSRR."""

    def traced(first: _Dual, second: _Dual) -> float:
        mixed = first.block(state, noise).trace(second.block(state, noise))
        crossed = first.block(state, state).trace(second.block(noise, noise))
        return 0.25 * (
            2.0 * mixed + crossed + first.block(noise, noise).trace(second.block(state, state))
        )

    block = once.block(state, noise)
    SR = 2.0 * float(np.trace(block.value) + np.trace(block.slope))
    SS = 2.0 * traced(plain, plain)
    SSR = 8.0 * traced(plain, once)
    return SR, SS, SSR, 8.0 * (4.0 * traced(plain, twice) + 2.0 * traced(once, once))
