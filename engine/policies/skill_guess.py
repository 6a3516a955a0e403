"""A discriminator of skills: log q(z|s), and what the skills are paid by it.

Source: Eysenbach, Gupta, Ibarz, Levine, "Diversity is all you need", arXiv 1802.06070.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array, frozen
from engine.gaussian.gaussian import LOG_2PI
from engine.policies.linear_discriminator import best_linear_discriminator
from engine.policies.skill_panels import panels_each
from engine.policies.skills import (
    States,
    checked_skills,
    excess,
    for_each_panel,
    log_densities,
    log_mean,
    over_panels,
)

_BENDS = 2.0 ** np.arange(0.0, 6.0)
BENDS = np.concatenate([-_BENDS[::-1], [0.0], _BENDS])  # in widths of a bend


@dataclass(frozen=True, slots=True)
class GaussianGuess:
    """q(z|s) by Bayes' rule from a Gaussian for each skill; or several, each by its own."""

    means: Array  # (..., K)
    stds: Array  # (..., K)

    def log_guess(self, s: States) -> Array:
        """log q(z|s), (K, m)."""
        return normalised(self.logits(s))

    def logits(self, s: States) -> Array:
        """log q(z|s) and something that is the same for every skill, (K, m)."""
        return log_densities(s, self.means, self.stds)

    def form(self) -> Array:
        """a, b, c, d of every skill, (..., 4, K), whose logit is a + b s - ((s - c) d)^2."""
        level = -0.5 * LOG_2PI - np.log(self.stds)
        scale = math.sqrt(0.5) / self.stds
        return np.stack([level, np.zeros_like(level), self.means, scale], axis=-2)

    def breaks(self) -> Array:
        """Around every place where two skills are as likely as each other, (..., m), sorted, not a
        number at the end."""
        i, j = np.triu_indices(self.means.shape[-1], 1)
        (mean, other), (std, wide) = (
            (each[..., i], each[..., j]) for each in (self.means, self.stds)
        )
        # In standard deviations of the first from its mean.
        ratio, apart = std / wide, (mean - other) / wide
        a, b = 0.5 * (ratio - 1.0) * (ratio + 1.0), ratio * apart
        c = 0.5 * apart**2 - np.log(ratio)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            steepness = np.sqrt(b * b - 4.0 * a * c)
            larger = -0.5 * (b + np.copysign(steepness, b))
            places = np.concatenate([larger / a, c / larger], axis=-1)
            mean, std, steepness = (
                np.concatenate([each, each], axis=-1) for each in (mean, std, steepness)
            )
            return around(mean + std * places, std / steepness)


@dataclass(frozen=True, slots=True)
class LinearGuess:
    """q(z|s) = softmax(slope_z s + offset_z)."""

    slopes: Array  # (K,)
    offsets: Array  # (K,)

    def log_guess(self, s: States) -> Array:
        """log q(z|s), (K, m)."""
        return normalised(self.logits(s))

    def logits(self, s: States) -> Array:
        """log q(z|s) and something that is the same for every skill, (K, m)."""
        at = s.origin + s.step
        return np.asarray(self.slopes[:, np.newaxis] * at + self.offsets[:, np.newaxis])

    def form(self) -> Array:
        """As `GaussianGuess.form`, with no square, (4, K)."""
        nothing = np.zeros((2, len(self.slopes)))
        return np.stack([self.offsets, self.slopes, *nothing])

    def breaks(self) -> Array:
        """As `GaussianGuess.breaks`, (m,)."""
        i, j = np.triu_indices(len(self.slopes), 1)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            width = 1.0 / np.abs(self.slopes[i] - self.slopes[j])
            centre = -(self.offsets[i] - self.offsets[j]) / (self.slopes[i] - self.slopes[j])
        return around(centre, width)


Guess = GaussianGuess | LinearGuess


def around(centre: Array, width: Array) -> Array:
    """Where log(1 + exp((s - centre) / width)) bends, (..., k), in panels on which it is smooth:
    (..., m), sorted, not a number at the end where there are fewer."""
    with np.errstate(invalid="ignore"):
        found = centre[..., np.newaxis] + width[..., np.newaxis] * BENDS
    found[~np.isfinite(found)] = np.nan
    return np.sort(found.reshape(*centre.shape[:-1], -1), axis=-1)


def along(form: Array, mean: float, std: float) -> Array:
    """a, b, c, d of every skill, (4, K): at mean + std z a logit of this form, (4, K), is
    a + b z - (c + d z)^2."""
    level, slope, centre, scale = form
    moved = level + slope * mean, slope * std, (mean - centre) * scale, std * scale
    return np.stack(moved)


def normalised(logs: Array) -> Array:
    """Logs (K, m) less the log of their exponentials' sum over K; the argument is overwritten.

    What `scipy.special.log_softmax` gives, without its copies.
    """
    logs -= logs.max(axis=0)
    total = np.exp(logs).sum(axis=0)
    logs -= np.log(total, out=total)
    return logs


def log_share(logs: Array, skill: int) -> Array:
    """The row of one skill of what `normalised` makes of logs (K, m), (m,); these are spoilt."""
    logs -= logs.max(axis=0)
    own = logs[skill].copy()
    own -= np.log(np.exp(logs, out=logs).sum(axis=0))
    return np.asarray(own)


def judged(
    means: Array, stds: Array, guess: Guess, panels: Array | None = None
) -> tuple[float, Array]:
    """I(S;Z), and E[log q(z|s) | z] + log K of each skill, (K,), whose mean is the bound on it.

    In nats, by quadrature, to about 1e-13 of the largest part; on panels, (n, 3), that are parted
    at the guess's breaks, where these are known.
    """
    mean, std = checked_skills(means, stds)
    ceiling = math.log(len(mean))
    parts: list[tuple[float, Array]] = []

    def gathered(states: States, logs: Array, weight: Array) -> None:
        mixture, density = log_mean(logs), np.exp(logs)
        information = excess(mixture - logs, density, mixture)
        paid = (density * guess.log_guess(states)) @ weight
        parts.append((float((information @ weight).sum()), paid))

    if panels is None:
        (panels,) = panels_each(mean[np.newaxis], std, guess.breaks()[np.newaxis])
    over_panels(panels, mean, std, gathered)
    information, paid = zip(*parts, strict=True)
    rewards = np.array([math.fsum(each) for each in zip(*paid, strict=True)]) + ceiling
    return min(math.fsum(information) / len(mean), ceiling), rewards


def lost(means: Array, stds: Array, guess: Guess) -> float:
    """I(S;Z) less the discriminator bound in nats: the mean of KL(p(z|s)||q(z|s)) over states.

    Never below 0, and without the cancellation of that difference.
    """
    mean, std = checked_skills(means, stds)
    parts: list[float] = []

    def gathered(states: States, logs: Array, weight: Array) -> None:
        whole = log_mean(logs) + math.log(len(mean))
        log_guess = guess.log_guess(states)
        log_ratio = log_guess - (logs - whole)
        parts.append(float((excess(log_ratio, np.exp(logs), log_guess + whole) @ weight).sum()))

    for_each_panel(mean, std, gathered, guess.breaks())
    return math.fsum(parts) / len(mean)


def pooled(means: Array, stds: Array) -> GaussianGuess:
    """The true means, (..., K), and for every skill the root of the mean variance of stds, (K,):
    straight boundaries."""
    one = math.sqrt(float(np.mean(np.square(stds))))
    return GaussianGuess(frozen(means.copy()), frozen(np.full(means.shape, one)))


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
