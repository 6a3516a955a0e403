"""The estimators of the Trajectories page, in the order in which they are shown."""

from __future__ import annotations

from dataclasses import dataclass

from engine.trajectories.credit import Credit, named_credits
from engine.trajectories.learner import Learner

WRONG, USUAL, STANDARDISED = "gae/critic", "reward_to_go/no_discount", "reward_to_go/standardised"


@dataclass(frozen=True, slots=True)
class Estimator:
    """One way to estimate the gradient from a trajectory."""

    name: str
    label: str
    formula: str
    biased: bool = False  # its mean is not the gradient

    @property
    def key(self) -> str:
        """The name as a part of a quantity's key."""
        return self.name.replace("/", ".")

    @property
    def plain(self) -> str:
        """The label with a minus of the keyboard."""
        return self.label.replace("−", "-")


ESTIMATORS = (
    Estimator("total_reward", "total reward", "(Σ score) R"),
    Estimator("total_reward/mean", "total − mean", "(Σ score) (R − E R)"),
    Estimator("total_reward/best", "total − best", "(Σ score) (R − b), the best b of each"),
    Estimator("reward_to_go", "reward-to-go", "Σ γᵗ score G"),
    Estimator("reward_to_go/mean_each_step", "to-go − mean", "Σ γᵗ score (G − E G)"),
    Estimator("reward_to_go/value", "to-go − V", "Σ γᵗ score (G − V(s))"),
    Estimator("gae", "GAE", "Σ γᵗ score GAE(λ) with the exact V"),
    Estimator(WRONG, "GAE, wrong V", "Σ γᵗ score GAE(λ) with factor V + offset", biased=True),
    Estimator("advantage", "advantage", "Σ γᵗ score A(s, a), the exact advantage"),
    Estimator(USUAL, "to-go, no γᵗ", "Σ score G, as usual code has it", biased=True),
    Estimator(
        STANDARDISED,
        "standardised",
        "Σ γᵗ score (G − mean) / deviation of the batch",
        biased=True,
    ),
)
BY_NAME = {each.name: each for each in ESTIMATORS}
CLOSED = tuple(each.name for each in ESTIMATORS if each.name != STANDARDISED)
LEARNERS = {
    "total_reward": Learner(None),
    "reward_to_go": Learner(Credit("none")),
    "total_reward/standardised": Learner(None, standardised=True),
    STANDARDISED: Learner(Credit("none"), standardised=True),
    "reward_to_go/value": Learner(Credit("value")),
    "advantage": Learner(Credit("advantage", 0.0)),
}
LEARNER_LABELS = {name: each.label for name, each in BY_NAME.items()} | {
    "total_reward/standardised": "total, norm.",
    STANDARDISED: "to-go, norm.",
}


def credits_of(lam: float, factor: float, offset: float) -> dict[str, Credit]:
    """The credits of all that have one and a closed form."""
    return named_credits(lam) | more_credits(lam, factor, offset)


def more_credits(lam: float, factor: float, offset: float) -> dict[str, Credit]:
    """Those that are not unbiased: a wrong critic, and no gamma^t."""
    return {
        WRONG: Credit("value", lam, factor=factor, offset=offset),
        USUAL: Credit("none", discounted=False),
    }


def learner_of(name: str, lam: float, factor: float, offset: float) -> Learner:
    """By the name of its estimator."""
    if name in LEARNERS:
        return LEARNERS[name]
    return Learner(credits_of(lam, factor, offset)[name])
