"""What is exact about a softmax policy, by enumeration of its actions.

In decimal arithmetic of many digits: with a policy that is nearly certain, or rewards that are
nearly equal, the sums over the actions cancel, and K actions cost little.
"""

from __future__ import annotations

import decimal
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

Numbers = tuple[Decimal, ...]

BASELINES = ("none", "mean", "leave_one_out", "optimal")
DIGITS = 60
CONTEXT = decimal.Context(
    prec=DIGITS, Emin=decimal.MIN_EMIN, Emax=decimal.MAX_EMAX, traps=[decimal.InvalidOperation]
)
# Of equal values rounding leaves no more than this share as a difference.
NOTHING = Decimal(10) ** (10 - DIGITS)


@dataclass(frozen=True, slots=True)
class Enumerated:
    """pi(y) = softmax(theta / tau)_y with rewards r; scores s_j(y) = (1[y = j] - pi(j)) / tau."""

    probabilities: Numbers
    others: Numbers  # 1 - pi
    rewards: Numbers
    away: Numbers  # r - E r
    scores: tuple[Numbers, ...]  # by action y, and by coordinate j
    temperature: Decimal
    expected_reward: Decimal
    reward_variance: Decimal
    gradient: Numbers  # pi(j) (r(j) - E r) / tau

    def reordered(self, reverse: bool) -> Decimal:
        """E r if the probabilities stood in the order of the rewards, or in its reverse."""
        pairs = zip(sorted(self.probabilities, reverse=reverse), sorted(self.rewards), strict=True)
        with decimal.localcontext(CONTEXT):
            return _sum(p * r for p, r in pairs)

    def variances(self, batch_size: int) -> dict[str, Numbers]:
        """Per sample and coordinate, by baseline; N > 1 matters to leave-one-out alone."""
        with decimal.localcontext(CONTEXT):
            mean = self._variance(self.away)
            found = {
                "none": self._variance(self.rewards),
                "mean": mean,
                "optimal": self._variance(self._less_best()),
            }
            level = self.reward_variance / self.temperature**2
            parts = zip(mean, self.probabilities, self.others, self.gradient, strict=True)
            found["leave_one_out"] = tuple(
                each + (level * p * q + g * g) / (batch_size - 1) for each, p, q, g in parts
            )
            return {name: found[name] for name in BASELINES}

    def _less_best(self) -> Numbers:
        """The rewards less the best baseline E r |s|^2 / E |s|^2."""
        pairs = zip(self.probabilities, self.scores, strict=True)
        weights = [p * _sum(s * s for s in scores) for p, scores in pairs]
        return _less_mean(self.rewards, weights)

    def _variance(self, rewards: Numbers) -> Numbers:
        """Of these rewards, less any baseline, times the score, by coordinate."""
        return tuple(
            self._spread([a * scores[j] for a, scores in zip(rewards, self.scores, strict=True)])
            for j in range(len(rewards))
        )

    def _spread(self, values: list[Decimal]) -> Decimal:
        """The variance of one value for each action, from their differences: for an action that
        is nearly certain they are no smaller than the variance."""
        total, p = Decimal(0), self.probabilities
        for i, first in enumerate(values):
            for j, second in enumerate(values[:i]):
                away = first - second
                if abs(away) > NOTHING * max(abs(first), abs(second)):
                    total += p[i] * p[j] * away * away
        return total


@lru_cache(maxsize=16)
def enumerated(
    logits: tuple[float, ...], rewards: tuple[float, ...], temperature: float
) -> Enumerated:
    """Of at least two actions."""
    with decimal.localcontext(CONTEXT):
        tau, r = Decimal(temperature), tuple(Decimal(each) for each in rewards)
        largest = Decimal(max(logits))
        weights = [((Decimal(each) - largest) / tau).exp() for each in logits]
        total = _sum(weights)
        p = tuple(each / total for each in weights)
        others = tuple(
            _sum(each for i, each in enumerate(weights) if i != j) / total for j in range(len(p))
        )
        away = _less_mean(r, p)
        low, high = [-each / tau for each in p], [each / tau for each in others]
        scores = tuple(
            tuple(high[j] if j == y else low[j] for j in range(len(p))) for y in range(len(p))
        )
        return Enumerated(
            scores=scores,
            probabilities=p,
            others=others,
            rewards=r,
            away=away,
            temperature=tau,
            expected_reward=_sum(q * a for q, a in zip(p, r, strict=True)),
            reward_variance=_sum(q * a * a for q, a in zip(p, away, strict=True)),
            gradient=tuple(q * a / tau for q, a in zip(p, away, strict=True)),
        )


@lru_cache(maxsize=16)
def enumerated_variances(
    logits: tuple[float, ...], rewards: tuple[float, ...], temperature: float, batch_size: int
) -> dict[str, Numbers]:
    """`Enumerated.variances`, which several plots and numbers ask for."""
    return enumerated(logits, rewards, temperature).variances(batch_size)


def length(values: Iterable[Decimal]) -> Decimal:
    """The root of the sum of squares."""
    with decimal.localcontext(CONTEXT):
        return _sum(each * each for each in values).sqrt()


def batch_total(values: Iterable[Decimal], batch_size: int) -> Decimal:
    """Their sum over N: all coordinates of one batch's estimate."""
    with decimal.localcontext(CONTEXT):
        return _sum(values) / batch_size


def _less_mean(values: Numbers, weights: Iterable[Decimal]) -> Numbers:
    """Less their weighted mean, from their differences: nothing is lost to one large weight."""
    held = tuple(weights)
    level = _sum(held)
    return tuple(
        _sum(w * (a - b) for w, b in zip(held, values, strict=True)) / level for a in values
    )


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))
