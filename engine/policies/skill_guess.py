"""A discriminator of skills: log q(z|s), and what the skills are paid by it.

Source: Eysenbach, Gupta, Ibarz, Levine, "Diversity is all you need", arXiv 1802.06070.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array, frozen
from engine.policies.linear_discriminator import best_linear_discriminator
from engine.policies.skills import States, checked_skills, for_each_panel, log_densities


@dataclass(frozen=True, slots=True)
class GaussianGuess:
    """q(z|s) by Bayes' rule from a Gaussian for each skill."""

    means: Array  # (K,)
    stds: Array  # (K,)

    def log_guess(self, s: States) -> Array:
        """log q(z|s), (K, m)."""
        return normalised(log_densities(s, self.means, self.stds))


@dataclass(frozen=True, slots=True)
class LinearGuess:
    """q(z|s) = softmax(slope_z s + offset_z)."""

    slopes: Array  # (K,)
    offsets: Array  # (K,)

    def log_guess(self, s: States) -> Array:
        """log q(z|s), (K, m)."""
        at = s.origin + s.step
        return normalised(self.slopes[:, np.newaxis] * at + self.offsets[:, np.newaxis])


Guess = GaussianGuess | LinearGuess


def normalised(logs: Array) -> Array:
    """Logs (K, m) less the log of their exponentials' sum over K; the argument is overwritten.

    What `scipy.special.log_softmax` gives, without its copies.
    """
    logs -= logs.max(axis=0)
    total = np.exp(logs).sum(axis=0)
    logs -= np.log(total, out=total)
    return logs


def rewards(means: Array, stds: Array, guess: Guess) -> Array:
    """E[log q(z|s) | z] + log K of each skill in nats, (K,): their mean is the bound on I(S;Z).

    By quadrature, to about 1e-13 of the largest part.
    """
    mean, std = checked_skills(means, stds)
    parts: list[Array] = []

    def gathered(states: States, logs: Array, weight: Array) -> None:
        parts.append((np.exp(logs) * guess.log_guess(states)) @ weight)

    for_each_panel(mean, std, gathered)
    total = [math.fsum(part[skill] for part in parts) for skill in range(len(mean))]
    return np.array(total) + math.log(len(mean))


def pooled(means: Array, stds: Array) -> GaussianGuess:
    """The true means, and for every skill the root of the mean variance: straight boundaries."""
    one = math.sqrt(float(np.mean(np.square(stds))))
    return GaussianGuess(frozen(means.copy()), frozen(np.full(len(means), one)))


def fitted(means: Array, stds: Array, normals: Array) -> GaussianGuess:
    """Means and stds (N - 1 in the denominator) of N states of each skill, mean + std normal.

    ``normals`` are (K, N), N at least 2.
    """
    centre, spread = normals.mean(axis=1), normals.std(axis=1, ddof=1)
    return GaussianGuess(frozen(means + stds * centre), frozen(stds * spread))


def linear(means: Array, stds: Array) -> LinearGuess:
    """The straight lines of the largest bound."""
    found = best_linear_discriminator(means, stds)
    return LinearGuess(found.slopes, found.offsets)
