"""Several steps: what a score-function gradient gains from leaving earlier rewards out."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.parameter import ParameterError


@dataclass(frozen=True, slots=True)
class StepVariances:
    """Of the gradient by mu from one episode, whose mean is ``gradient`` for all three."""

    gradient: float
    total_reward: float
    reward_to_go: float
    reward_to_go_mean: float  # with the mean of the reward-to-go as baseline


def step_variances(steps: int, mean: float, std: float = 1.0) -> StepVariances:
    """Exact variances over T = ``steps`` independent steps, each of which earns its action.

    a_t ~ N(mu, sigma^2), r_t = a_t, s_t = (a_t - mu) / sigma^2. All estimate
    d/dmu E sum_t r_t = T:

        total reward    (sum_t s_t) (sum_t r_t)                T^3 m^2 + 2 T^2,  m = mu / sigma
        reward-to-go    sum_t s_t sum_{u >= t} r_u             T (T+1) (2T+1) m^2 / 6 + R
        less its mean   sum_t s_t sum_{u >= t} (r_u - mu)      R = 2 T + T (T-1) / 2

    Raises ParameterError for fewer than one step and for a std that is not positive.
    Source: Sutton et al. 2000 (a reward before an action has mean 0 with its score).
    """
    if steps < 1:
        raise ParameterError("steps", steps, "must be at least 1")
    if not std > 0.0:
        raise ParameterError("std", std, "must be above 0")
    square = (mean / std) ** 2
    noise = 2.0 * steps + 0.5 * steps * (steps - 1)
    return StepVariances(
        gradient=float(steps),
        total_reward=steps**3 * square + 2.0 * steps**2,
        reward_to_go=steps * (steps + 1) * (2 * steps + 1) / 6.0 * square + noise,
        reward_to_go_mean=noise,
    )
