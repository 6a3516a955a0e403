"""A scalar linear-quadratic task and its Gaussian policy."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from engine.core.parameter import Parameter, ParameterError, ParameterSet
from engine.core.words import tr_noop
from engine.trajectories.credit import named_credits
from engine.trajectories.credit_moments import credit_moments
from engine.trajectories.expectations import expected_return, score_sums
from engine.trajectories.whole_return import whole_return_moments

PARAMETERS = ("K", "c", "log_sigma")
MOST_STEPS = 200
Variances = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class LinearQuadraticTask(ParameterSet):
    """T steps of a state s and an action a, both numbers:

        s_0 ~ N(m0, v0^2),   a = K s + c + sigma e,   s' = A s + B a + tau n,
        reward -(q (s - g)^2 + r a^2), discounted by gamma^t;  e, n ~ N(0, 1)

    The policy has the parameters K, c and log sigma. Raises ParameterError for anything that is
    not a number in its range, and for states that outgrow doubles within the T steps.
    """

    A: Annotated[
        float, Parameter("state kept", "what a step keeps of the state", "A", typical=(0.0, 1.2))
    ] = 1.0
    B: Annotated[
        float, Parameter("action effect", "what an action adds to the state", "B", typical=(0, 1.0))
    ] = 0.5
    K: Annotated[
        float, Parameter("policy gain", "gain of the policy", "K", typical=(-1.5, 0.5))
    ] = -0.5
    c: Annotated[
        float, Parameter("policy offset", "offset of the policy", "c", typical=(-2.0, 2.0))
    ] = 0.0
    sigma: Annotated[
        float,
        Parameter(
            "action std",
            "standard deviation of the action",
            symbol="σ",
            minimum=1e-100,
            maximum=1e100,
            typical=(0.05, 3.0),
            scale="log",
        ),
    ] = 0.5
    tau: Annotated[
        float,
        Parameter(
            "noise std",
            "standard deviation of the noise of a step",
            symbol="τ",
            minimum=0.0,
            typical=(0.0, 2.0),
        ),
    ] = 0.2
    m0: Annotated[
        float, Parameter("first mean", "mean of the first state", "m₀", typical=(-3.0, 3.0))
    ] = 1.0
    v0: Annotated[
        float,
        Parameter(
            "first std",
            "standard deviation of the first state",
            "v₀",
            minimum=0.0,
            typical=(0.0, 2.0),
        ),
    ] = 0.5
    q: Annotated[
        float,
        Parameter(
            "state cost", "cost of the state's distance", "q", minimum=0.0, typical=(0.0, 2.0)
        ),
    ] = 1.0
    r: Annotated[
        float, Parameter("action cost", "cost of the action", "r", minimum=0.0, typical=(0.0, 2.0))
    ] = 0.1
    g: Annotated[
        float, Parameter("wanted state", "the state that is wanted", "g", typical=(-3.0, 3.0))
    ] = 0.0
    gamma: Annotated[
        float,
        Parameter(
            tr_noop("discount"),
            "discount of a step",
            symbol="γ",
            minimum=0.0,
            maximum=1.0,
            typical=(0.5, 1.0),
        ),
    ] = 0.95
    T: Annotated[
        int,
        Parameter(
            "steps",
            "steps of a trajectory",
            "T",
            minimum=1,
            maximum=MOST_STEPS,
            typical=(1, MOST_STEPS),
        ),
    ] = 20

    def __post_init__(self) -> None:
        # Not super(): a class with slots is made anew, and super() would look for the old one.
        ParameterSet.__post_init__(self)
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                found = (self.expected_return(), *self.mean_without_gamma_t().values())
        except OverflowError:
            found = (math.inf,)
        if not all(math.isfinite(number) for number in found):
            size = f"|A + B K| = {abs(self.carry):.3g}"
            allowed = f"must keep the rewards of {self.T} steps within doubles; {size} does not"
            raise ParameterError("K", self.K, allowed)

    @property
    def carry(self) -> float:
        """A + B K: what a step keeps of a deviation, on average."""
        return self.A + self.B * self.K

    def expected_return(self) -> float:
        """J = E sum_t gamma^t r_t."""
        return expected_return(self)

    def gradient(self) -> dict[str, float]:
        """dJ/dK, dJ/dc and dJ/d log sigma."""
        return score_sums(self, [self.gamma**t for t in range(self.T)])

    def mean_without_gamma_t(self) -> dict[str, float]:
        """E sum_t score_t sum_(u >= t) gamma^(u-t) r_u: what the usual code estimates.

        It leaves out gamma^t before each step's score, so it is the gradient of J only where
        gamma = 1 or T = 1 (Nota and Thomas 2020, arXiv 1906.07073).
        """
        return score_sums(self, [1.0] * self.T)

    def bias_without_gamma_t(self) -> dict[str, float]:
        """`mean_without_gamma_t` less the gradient, formed without cancellation."""
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.arange(float(self.T)) * np.log(self.gamma)
        return score_sums(self, [0.0, *(-math.expm1(log) for log in logs[1:])])

    def variances(self, lam: float = 0.95) -> Variances:
        """Exact variance of one trajectory's estimate by K, c and log sigma, for each estimator:

            total_reward                 sum_t score_t sum_u gamma^u r_u
            total_reward/mean, /best     less J; less the constant of the least variance
            reward_to_go                 sum_t gamma^t score_t G_t
            reward_to_go/mean_each_step  G_t less E G_t
            reward_to_go/value           G_t less V_t(s_t)
            gae                          sum_(u >= t) (gamma lam)^(u-t) delta_u, exact V
            advantage                    the exact A_t(s_t, a_t)

        What is too large for a double is inf. Raises ParameterError for a lam outside 0 to 1.
        """
        whole = whole_return_moments(self)
        credits = named_credits(lam)
        found = credit_moments(self, tuple(credits.values()))
        rows = {
            "total_reward": whole.variance(-whole.mean_return),
            "total_reward/mean": whole.variance(0.0),
            "total_reward/best": whole.variance(whole.best),
        } | dict(zip(credits, found.variance, strict=True))
        return {
            parameter: {name: float(row[i]) for name, row in rows.items()}
            for i, parameter in enumerate(PARAMETERS)
        }
