"""Guided policy search: the return of a policy from the samples of guides, and its regulariser.

Source: Levine, Koltun, "Guided policy search", ICML 2013, equation 3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logsumexp

from engine.core.arrays import Array, frozen
from engine.core.parameter import ParameterError


@dataclass(frozen=True, slots=True)
class GuidedReturn:
    """Of n sampled trajectories of T steps; a step's weights are those of all up to it."""

    estimate: Array  # (T,), (1 / Z_t) sum_i w_(i,t) r_(i,t)
    log_normaliser: Array  # (T,), log Z_t, Z_t = sum_i w_(i,t)
    effective: Array  # (T,), effective sample size, from 1 to n

    @property
    def value(self) -> float:
        """The self-normalised estimate of the return."""
        return float(np.sum(self.estimate))

    def objective(self, regulariser: float) -> float:
        """Phi = sum_t [estimate_t + w_r log Z_t]: log Z_t falls where no guide has sampled."""
        return self.value + regulariser * float(np.sum(self.log_normaliser))


def guided_return(log_ratios: ArrayLike, rewards: ArrayLike) -> GuidedReturn:
    """From log pi(a_t|s_t) - log q(a_t|s_t) and r_t of each step, (n, T) each, or (n,) for T = 1.

    Raises ParameterError for shapes that differ, and numbers that are not finite.
    """
    weights, reward = _weights(log_ratios, rewards)
    log_normaliser = logsumexp(weights, axis=0)
    with np.errstate(under="ignore"):
        share = np.exp(weights - log_normaliser)
        effective = np.exp(2.0 * log_normaliser - logsumexp(2.0 * weights, axis=0))
    return GuidedReturn(
        estimate=frozen(np.sum(share * reward, axis=0)),
        log_normaliser=frozen(log_normaliser),
        effective=frozen(effective),
    )


def guided_gradient(
    log_ratios: ArrayLike, rewards: ArrayLike, scores: ArrayLike, regulariser: float
) -> Array:
    """d Phi / d theta, (k,), from the score of each step, (n, T, k), or (n, k) for T = 1.

    sum_t sum_i (w_(i,t) / Z_t) (r_(i,t) - estimate_t + w_r) S_(i,t), S the sum of the scores up
    to t. Raises ParameterError as `guided_return`.
    """
    weights, reward = _weights(log_ratios, rewards)
    score = np.asarray(scores, dtype=float)
    if score.ndim == 2:
        score = score[:, np.newaxis]
    if score.shape[:2] != weights.shape:
        raise ParameterError("scores", score.shape, f"must begin with {weights.shape}")
    with np.errstate(under="ignore"):
        share = np.exp(weights - logsumexp(weights, axis=0))
    away = reward - np.sum(share * reward, axis=0) + regulariser
    return np.asarray(np.einsum("it,itk->k", share * away, np.cumsum(score, axis=1)))


def _weights(log_ratios: ArrayLike, rewards: ArrayLike) -> tuple[Array, Array]:
    """The logs of the weights of all steps up to each, and the rewards, (n, T)."""
    steps, reward = (np.asarray(each, dtype=float) for each in (log_ratios, rewards))
    if steps.ndim == 1 and reward.ndim == 1:
        steps, reward = steps[:, np.newaxis], reward[:, np.newaxis]
    if steps.ndim != 2 or steps.size == 0:
        raise ParameterError("log_ratios", steps.shape, "must be n trajectories of T steps")
    if reward.shape != steps.shape:
        raise ParameterError("rewards", reward.shape, f"must be as the log-ratios, {steps.shape}")
    for field, values in (("log_ratios", steps), ("rewards", reward)):
        if not np.all(np.isfinite(values)):
            raise ParameterError(field, "a number that is not finite", "must be finite")
    return np.cumsum(steps, axis=1), reward
