"""What the softmax page adds to the scene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from engine.core.parameter import Parameter, ParameterError, ParameterSet
from engine.policies.softmax import SoftmaxPolicy
from engine.policies.softmax_zeroth_order import Baseline

Plots = Literal["gradients", "direction", "rearrangement", "ascent"]

FEWEST, MOST = 2, 10
ASCENT = ("plots", "ascent")


def _logit(action: int) -> Parameter:
    return Parameter(
        label=f"logit {action}",
        help=f"Logit of action {action}; larger is likelier.",
        minimum=-1e6,
        maximum=1e6,
        typical=(-5.0, 5.0),
        at_least=("actions", action),
        row="logits θ",
    )


def _reward(action: int) -> Parameter:
    return Parameter(
        label=f"reward {action}",
        help=f"What action {action} earns.",
        minimum=-1e9,
        maximum=1e9,
        typical=(-10.0, 15.0),
        at_least=("actions", action),
        row="rewards r",
    )


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """A softmax policy, its rewards, and how its gradients are estimated."""

    plots: Annotated[
        Plots,
        Parameter(
            label="plots",
            help="gradients: REINFORCE with baselines; direction: the zeroth-order gradient of the "
            "argmax beside the policy gradient; rearrangement: the same probabilities in every "
            "order; ascent: uphill by either gradient.",
        ),
    ] = "gradients"
    actions: Annotated[
        int,
        Parameter(
            label="actions",
            symbol="K",
            help="How many actions the policy chooses from.",
            minimum=FEWEST,
            maximum=MOST,
            typical=(FEWEST, MOST),
        ),
    ] = 5
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
            when=("plots", "gradients"),
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
            when=("plots", "direction", "ascent"),
        ),
    ] = 1.0
    baseline: Annotated[
        Baseline,
        Parameter(
            label="baseline",
            symbol="b",
            help="What the zeroth-order gradient takes off the reward, for the cosines: none: 0; "
            "at_theta: the reward at θ; best: the b of least variance.",
            when=("plots", "direction"),
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
            when=ASCENT,
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
            when=ASCENT,
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
            when=ASCENT,
        ),
    ] = 100.0
    unit_steps: Annotated[
        bool,
        Parameter(
            label="equal steps",
            help="Every gradient divided by its length, so that both walk at one speed.",
            when=ASCENT,
        ),
    ] = False
    logit_1: Annotated[float, _logit(1)] = 1.0
    logit_2: Annotated[float, _logit(2)] = 0.2
    logit_3: Annotated[float, _logit(3)] = 0.0
    logit_4: Annotated[float, _logit(4)] = 0.5
    logit_5: Annotated[float, _logit(5)] = -0.5
    logit_6: Annotated[float, _logit(6)] = 0.0
    logit_7: Annotated[float, _logit(7)] = 0.0
    logit_8: Annotated[float, _logit(8)] = 0.0
    logit_9: Annotated[float, _logit(9)] = 0.0
    logit_10: Annotated[float, _logit(10)] = 0.0
    reward_1: Annotated[float, _reward(1)] = 4.0
    reward_2: Annotated[float, _reward(2)] = 5.0
    reward_3: Annotated[float, _reward(3)] = 6.0
    reward_4: Annotated[float, _reward(4)] = 1.0
    reward_5: Annotated[float, _reward(5)] = 3.0
    reward_6: Annotated[float, _reward(6)] = 2.0
    reward_7: Annotated[float, _reward(7)] = 0.0
    reward_8: Annotated[float, _reward(8)] = 7.0
    reward_9: Annotated[float, _reward(9)] = -1.0
    reward_10: Annotated[float, _reward(10)] = 4.5

    @property
    def logits(self) -> tuple[float, ...]:
        """theta, K of them."""
        return tuple(getattr(self, f"logit_{i}") for i in range(1, self.actions + 1))

    @property
    def rewards(self) -> tuple[float, ...]:
        """r as they are set, K of them."""
        return tuple(getattr(self, f"reward_{i}") for i in range(1, self.actions + 1))

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
        changes: dict[str, Any] = {"actions": len(logits)}
        pairs = zip(logits, rewards, strict=True)
        for action, (logit, reward) in enumerate(pairs, 1):
            changes |= {f"logit_{action}": logit, f"reward_{action}": reward}
        return self.replace(**changes)


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
