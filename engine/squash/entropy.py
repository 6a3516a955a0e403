"""The entropy of a squashed Gaussian against its std: it rises, has one maximum, and falls."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.numerics.root_finding import root
from engine.squash.moments import tanh_jacobian, tanh_moments

BASE_CONSTANT = 0.5 * (1.0 + math.log(2.0 * math.pi))


@dataclass(frozen=True, slots=True)
class EntropyCurve:
    """Entropies in nats of one action against the std before squashing; squashed = base + term."""

    std: Array  # (n,)
    base: Array  # (n,), of the Gaussian
    jacobian_term: Array  # (n,), E ln(d action / du)
    squashed: Array  # (n,), of the action
    best_std: float  # where the entropy of the action is largest
    best_entropy: float


def entropy_curve(
    mean: float, stds: Sequence[float] | Array, low: float = -1.0, high: float = 1.0
) -> EntropyCurve:
    """The three entropies for u ~ N(mean, std^2), by quadrature."""
    std = np.asarray(stds, dtype=float)
    log_half = math.log(0.5 * (high - low))
    base = BASE_CONSTANT + np.log(std)
    term = np.array([tanh_moments(mean, each).log_jacobian for each in std.tolist()]) + log_half
    best = highest_entropy_std(mean)
    return EntropyCurve(
        std=frozen(std),
        base=frozen(base),
        jacobian_term=frozen(term),
        squashed=frozen(base + term),
        best_std=best,
        best_entropy=squashed_entropy(mean, best) + log_half,
    )


def squashed_entropy(mean: float, std: float) -> float:
    """The entropy of tanh(u), u ~ N(mean, std^2), in nats."""
    return BASE_CONSTANT + math.log(std) + tanh_moments(mean, std).log_jacobian


@lru_cache(maxsize=64)
def highest_entropy_std(mean: float) -> float:
    """The std at which tanh(u), u ~ N(mean, std^2), has the largest entropy.

    The slope by std is 1 / std - 2 std E(1 - tanh^2 u) (Stein's lemma), so at the maximum
    2 std^2 E(1 - tanh^2 u) = 1. For mean 0 that is std = 0.8744, entropy 0.6836, against
    ln 2 = 0.6931 of the uniform law.
    """

    def excess(log_std: float) -> float:
        std = math.exp(log_std)
        return 2.0 * std * std * tanh_jacobian(mean, std) - 1.0

    # 1 - tanh^2 is at most 1; and at std = 2 + |mean| enough of the mass is spread out.
    low, high = math.log(0.7), math.log(2.0 + abs(mean))
    return math.exp(root(excess, low, high))
