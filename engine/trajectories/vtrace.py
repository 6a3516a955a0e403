"""V-trace: targets and advantages from the actions of another policy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array, sealed
from engine.core.parameter import ParameterError


@dataclass(frozen=True, slots=True)
class VTrace:
    """What V-trace makes of T steps; the shape of the rewards."""

    vs: Array  # targets of the values V(s_t)
    pg_advantages: Array  # what multiplies grad log pi(a_t | s_t)


def vtrace(
    log_rhos: ArrayLike,
    rewards: ArrayLike,
    discounts: ArrayLike,
    values: ArrayLike,
    bootstrap_value: ArrayLike,
    clip_rho: float | None = 1.0,
    clip_pg_rho: float | None = 1.0,
    clip_c: float | None = 1.0,
    lam: float = 1.0,
) -> VTrace:
    """Targets and policy-gradient advantages of V-trace, time first: (T,) or (T, ...).

        delta_t = rho_t (r_t + gamma_t V_(t+1) - V_t)
        vs_t    = V_t + sum_(u >= t) (prod_(i=t)^(u-1) gamma_i c_i) delta_u
        adv_t   = min(clip_pg_rho, w_t) (r_t + gamma_t [lam vs_(t+1) + (1 - lam) V_(t+1)] - V_t)

    with w = exp(log_rhos) = pi / mu, rho = min(clip_rho, w), c = lam min(clip_c, w), and
    ``bootstrap_value`` (a number or (...)) for V_T and vs_T. The product of c runs to u - 1
    inclusive. A clip of None clips nothing. Raises ParameterError for shapes that do not fit,
    a clip below 0 and a lam outside 0 to 1.
    Source: Espeholt et al. 2018 (arXiv 1802.01561); the advantage with lam as in rlax.
    """
    logs, reward, discount, value, last = _checked(
        log_rhos, rewards, discounts, values, bootstrap_value
    )
    if not 0.0 <= lam <= 1.0:
        raise ParameterError("lam", lam, "must be from 0 to 1")
    following = np.concatenate([value[1:], last[np.newaxis]])
    deltas = _clipped("clip_rho", logs, clip_rho) * (reward + discount * following - value)
    carried = discount * lam * _clipped("clip_c", logs, clip_c)
    vs = value + corrections(deltas, carried)
    mixed = lam * np.concatenate([vs[1:], last[np.newaxis]]) + (1.0 - lam) * following
    weight = _clipped("clip_pg_rho", logs, clip_pg_rho)
    return VTrace(sealed(vs), sealed(weight * (reward + discount * mixed - value)))


def corrections(deltas: Array, carried: Array) -> Array:
    """sum_(u >= t) (prod_(i=t)^(u-1) carried_i) delta_u, made in place of the deltas (T, ...)."""
    for t in reversed(range(len(deltas) - 1)):
        deltas[t] += carried[t] * deltas[t + 1]
    return deltas


def _clipped(field: str, logs: Array, clip: float | None) -> Array:
    """min(clip, exp(logs))."""
    if clip is not None and not clip >= 0.0:
        raise ParameterError(field, clip, "must be at least 0, or None for no clip")
    with np.errstate(over="ignore"):
        weights = np.exp(logs)
    return weights if clip is None else np.minimum(weights, clip)


def _checked(
    log_rhos: ArrayLike,
    rewards: ArrayLike,
    discounts: ArrayLike,
    values: ArrayLike,
    bootstrap_value: ArrayLike,
) -> tuple[Array, Array, Array, Array, Array]:
    logs = np.asarray(log_rhos, dtype=float)
    if logs.ndim == 0 or len(logs) == 0:
        raise ParameterError("log_rhos", logs.shape, "must have one step or more, time first")
    found = [logs]
    given = (("rewards", rewards), ("discounts", discounts), ("values", values))
    for field, numbers in given:
        array = np.asarray(numbers, dtype=float)
        if array.shape != logs.shape:
            raise ParameterError(field, array.shape, f"must have the shape {logs.shape}")
        found.append(array)
    last = np.asarray(bootstrap_value, dtype=float)
    if last.shape not in ((), logs.shape[1:]):
        allowed = f"must be a number or have the shape {logs.shape[1:]}"
        raise ParameterError("bootstrap_value", last.shape, allowed)
    found.append(np.broadcast_to(last, logs.shape[1:]))
    for field, array in zip(("log_rhos", "rewards", "discounts", "values"), found, strict=False):
        if np.isnan(array).any():
            raise ParameterError(field, float("nan"), "must be numbers")
    return found[0], found[1], found[2], found[3], found[4]
