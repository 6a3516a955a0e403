"""What the softmax page adds to the scene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Self

import numpy as np
from numpy.typing import NDArray

from engine.core.parameter import Parameter, ParameterError, ParameterSet
from engine.policies.softmax import SoftmaxPolicy
from engine.policies.softmax_zeroth_order import Baseline

# Of as many actions as there may be.
LOGITS = (1.0, 0.2, 0.0, 0.5, -0.5, 0.0, 0.0, 0.0, 0.0, 0.0)
REWARDS = (4.0, 5.0, 6.0, 1.0, 3.0, 2.0, 0.0, 7.0, -1.0, 4.5)
FEWEST, MOST = 2, len(LOGITS)
EXAMPLES = {"calm": (4.0, 5.0, 6.0), "wild": (-10.0, 10.0, 15.0)}  # rewards of one mean


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """A softmax policy, its rewards, and how its gradients are estimated."""

    logits: Annotated[
        tuple[float, ...],
        Parameter(
            label="logits",
            symbol="θ",
            help="Logits of the actions, as many as there are; larger is likelier.",
            minimum=-1e6,
            maximum=1e6,
            typical=(-5.0, 5.0),
            length=(FEWEST, MOST),
        ),
    ] = LOGITS[:5]
    rewards: Annotated[
        tuple[float, ...],
        Parameter(
            label="rewards",
            symbol="r",
            help="What each action earns.",
            minimum=-1e9,
            maximum=1e9,
            typical=(-10.0, 15.0),
            length=(FEWEST, MOST),
        ),
    ] = REWARDS[:5]
    standardise: Annotated[
        bool,
        Parameter(
            label="standardise r",
            help="(r - mean) / standard deviation over the actions; needs rewards that differ.",
        ),
    ] = False
    temperature: Annotated[
        float,
        Parameter(
            label="temperature",
            symbol="τ",
            help="π = softmax(θ/τ): a small one makes the policy greedy, a large one even.",
            minimum=1e-6,
            maximum=1e6,
            typical=(0.1, 10.0),
            scale="log",
        ),
    ] = 1.0
    batch: Annotated[
        int,
        Parameter(
            label="batch",
            symbol="N",
            help="Actions in one batch; n/N batches are drawn, 2 at the least. "
            "Leave-one-out needs another action in the batch.",
            minimum=2,
            maximum=10**6,
            typical=(2, 1000),
            scale="log",
        ),
    ] = 16
    epsilon: Annotated[
        float,
        Parameter(
            label="perturbation",
            symbol="ε",
            help="θ is perturbed by ε u, u standard normal. The estimate divides by ε, so that "
            "it must be above 0.",
            minimum=1e-6,
            maximum=1e6,
            typical=(0.05, 20.0),
            scale="log",
        ),
    ] = 1.0
    baseline: Annotated[
        Baseline,
        Parameter(
            label="baseline",
            symbol="b",
            help="What the zeroth-order gradient takes off the reward, for the cosines: none: 0; "
            "at_theta: the reward at θ; best: the b of least variance.",
            shown_as=(("none", "b = 0"), ("at_theta", "r at θ"), ("best", "best b")),
        ),
    ] = "at_theta"
    step_size: Annotated[
        float,
        Parameter(
            label="step",
            symbol="η",
            help="How far each step of the ascent goes along the gradient.",
            minimum=1e-6,
            maximum=1e6,
            typical=(0.01, 10.0),
            scale="log",
        ),
    ] = 0.2
    steps: Annotated[
        int,
        Parameter(
            label="steps",
            help="How many steps the ascent takes.",
            minimum=1,
            maximum=500,
            typical=(10, 500),
            scale="log",
        ),
    ] = 100
    shown: Annotated[
        float,
        Parameter(
            label="shown",
            unit="%",
            help="How much of the ascent has been walked where the policies are shown.",
            minimum=0.0,
            maximum=100.0,
            typical=(0.0, 100.0),
        ),
    ] = 100.0
    unit_steps: Annotated[
        bool,
        Parameter(
            label="equal steps",
            help="Every gradient divided by its length, so that both walk at one speed.",
        ),
    ] = False

    def __post_init__(self) -> None:
        # ParameterSet's check is named, for dataclass(slots=True) breaks a bare super().
        ParameterSet.__post_init__(self)
        if len(self.rewards) != self.actions:
            allowed = f"must have {self.actions} entries, as the logits have"
            raise ParameterError("rewards", list(self.rewards), allowed)

    @property
    def actions(self) -> int:
        """K, how many there are."""
        return len(self.logits)

    @property
    def entries(self) -> int:
        """Every action acts."""
        return self.actions

    def presets(self) -> tuple[tuple[str, Self], ...]:
        """Equally likely actions whose rewards have the mean 5."""
        made = ((each, self.with_actions((0.0,) * len(each), each)) for each in EXAMPLES.values())
        return tuple((_listed(rewards), options) for rewards, options in made)

    @property
    def shown_step(self) -> int:
        """The step t that is shown, 0 to ``steps``."""
        return round(0.01 * self.shown * self.steps)

    def at_step(self, step: int) -> Self:
        """A copy that shows this step."""
        return self.replace(shown=100.0 * step / self.steps)

    def policy(self) -> SoftmaxPolicy:
        """The policy; raises ParameterError for equal rewards that are to be standardised."""
        rewards = np.array(self.rewards)
        if self.standardise:
            rewards = _standardised(rewards)
        return SoftmaxPolicy(self.logits, rewards, self.temperature)

    def with_actions(self, logits: Sequence[float], rewards: Sequence[float]) -> Self:
        """A copy with these actions, K of either."""
        return self.replace(logits=tuple(logits), rewards=tuple(rewards))

    def resized(self, actions: int) -> Self:
        """A copy with so many actions: the first ones stay, new ones start as they did."""
        if not FEWEST <= actions <= MOST:
            raise ParameterError("actions", actions, f"must be from {FEWEST} to {MOST}")
        logits, rewards = (
            self.logits + LOGITS[self.actions :],
            self.rewards + REWARDS[self.actions :],
        )
        return self.with_actions(logits[:actions], rewards[:actions])


def _listed(values: Sequence[float]) -> str:
    return ", ".join(f"{value:g}".replace("-", "−") for value in values)


def _standardised(rewards: NDArray[np.float64]) -> NDArray[np.float64]:
    # In fractions: the mean of large rewards that are nearly equal would be rounded.
    exact = [Fraction(each) for each in rewards.tolist()]
    mean = sum(exact) / len(exact)
    away = np.array([float(each - mean) for each in exact])
    longest = np.max(np.abs(away))
    if np.all(rewards == rewards[0]) or longest == 0.0:
        allowed = "equal rewards have no deviation to divide by; make two differ or switch it off"
        raise ParameterError("standardise", True, allowed)
    away /= longest  # or the squares of small ones would be 0
    return np.asarray(away / np.sqrt(np.mean(np.square(away))))
