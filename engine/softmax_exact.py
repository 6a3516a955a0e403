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

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Numbers = tuple[Decimal, ...]

BASELINES = ("none", "mean", "leave_one_out", "optimal")
DIGITS = 60
CONTEXT = decimal.Context(
    prec=DIGITS, Emin=decimal.MIN_EMIN, Emax=decimal.MAX_EMAX, traps=[decimal.InvalidOperation]
)
# Of the mean square: two actions and the best b leave no more than the rounding of the digits.
NOTHING = Decimal(10) ** (40 - 2 * DIGITS)


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

    def variances(self, batch_size: int) -> dict[str, Numbers]:
        """Per sample and coordinate, by baseline; N > 1 matters to leave-one-out alone."""
        with decimal.localcontext(CONTEXT):
            mean = self._variance(Decimal(0))
            found = {
                "none": self._variance(-self.expected_reward),
                "mean": mean,
                "optimal": self._variance(self._best_away()),
            }
            found["leave_one_out"] = tuple(
                each
                + (self.reward_variance * p * q / self.temperature**2 + g * g) / (batch_size - 1)
                for each, p, q, g in zip(
                    mean, self.probabilities, self.others, self.gradient, strict=True
                )
            )
            return {name: found[name] for name in BASELINES}

    def _best_away(self) -> Decimal:
        """The best baseline E r |s|^2 / E |s|^2 less E r."""
        pairs = zip(self.probabilities, self.scores, strict=True)
        weights = [p * _sum(s * s for s in scores) for p, scores in pairs]
        return _sum(w * a for w, a in zip(weights, self.away, strict=True)) / _sum(weights)

    def _variance(self, baseline_away: Decimal) -> Numbers:
        found = []
        centred = [each - baseline_away for each in self.away]
        for j, gradient in enumerate(self.gradient):
            estimates = [a * scores[j] for a, scores in zip(centred, self.scores, strict=True)]
            pairs = list(zip(self.probabilities, estimates, strict=True))
            square = _sum(p * e * e for p, e in pairs)
            variance = _sum(p * (e - gradient) * (e - gradient) for p, e in pairs)
            found.append(variance if variance > NOTHING * square else Decimal(0))
        return tuple(found)


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
        away = tuple(_sum(q * (a - b) for q, b in zip(p, r, strict=True)) for a in r)
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


def length(values: Iterable[Decimal]) -> Decimal:
    """The root of the sum of squares."""
    with decimal.localcontext(CONTEXT):
        return _sum(each * each for each in values).sqrt()


def total(values: Iterable[Decimal]) -> Decimal:
    """The sum."""
    with decimal.localcontext(CONTEXT):
        return _sum(values)


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))
