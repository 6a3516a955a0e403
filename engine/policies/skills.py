"""Skills as Gaussians over the state: what the state tells of the skill, and its bounds.

Source: Eysenbach, Gupta, Ibarz, Levine, "Diversity is all you need", arXiv 1802.06070.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logsumexp

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import LOG_2PI, vector
from engine.numerics.small_differences import expm1_minus_x
from engine.policies.skill_panels import RULE, panels_each

MOST_NUMBERS = 2**21
NO_BREAKS = np.zeros(0)
MOST_SKILLS = 1_000
LOG_LARGE = 700.0


class States(NamedTuple):
    """origin + step, which keeps its digits where skills are narrow and far from 0."""

    origin: Array  # (m,)
    step: Array  # (m,)


# From log p(s|z) (K, m) of every skill: a value for each skill and state, (K, m).
Integrand = Callable[[States, Array], Array]


def mutual_information(means: ArrayLike, stds: ArrayLike) -> float:
    """I(S; Z) in nats of equally likely skills z, s|z ~ N(mean_z, std_z^2); at most log K.

    The entropy of the mixture less the mean entropy of the skills, computed as the mean of
    KL(skill||mixture), whose integrand p (m / p - 1 - log(m / p)) is never below 0: by quadrature,
    to about 1e-13. Raises ParameterError for lists that differ in length, and stds not above 0.
    """
    mean, std = checked_skills(means, stds)
    if len(mean) == 1:
        return 0.0

    def integrand(_: States, logs: Array) -> Array:
        mixture = log_mean(logs)
        return excess(mixture - logs, np.exp(logs), mixture)

    found = integral(mean, std, integrand) / len(mean)
    return min(max(found, 0.0), math.log(len(mean)))


def log_mean(logs: Array) -> Array:
    """log of the mean over skills of the exponentials of logs (K, m), (m,)."""
    top = logs.max(axis=0)
    less = logs - top
    mean = np.expm1(less, out=less).mean(axis=0)
    return np.asarray(top + np.log1p(mean))


def excess(log_ratio: Array, density: Array, log_other: Array) -> Array:
    """p (m / p - 1 - log(m / p)), never below 0, from log(m / p), p (K, m) and log m."""
    found = density * expm1_minus_x(np.minimum(log_ratio, LOG_LARGE))
    far = log_ratio >= LOG_LARGE
    if np.any(far):
        # Where p is next to nothing beside m, m - p - p log(m / p).
        other = np.exp(np.broadcast_to(log_other, far.shape)[far])
        found[far] = other - density[far] * (1.0 + log_ratio[far])
    return np.asarray(found)


def entropy_of_states(means: ArrayLike, stds: ArrayLike) -> float:
    """H(S) of the mixture in nats: the mean entropy of the skills plus I(S; Z)."""
    mean, std = checked_skills(means, stds)
    own = 0.5 * (1.0 + LOG_2PI) + float(np.mean(np.log(std)))
    return own + mutual_information(mean, std)


def gaussian_discriminator_bound(
    means: ArrayLike, stds: ArrayLike, guessed_means: ArrayLike, guessed_stds: ArrayLike
) -> float:
    """E log q(z|s) + log K in nats, at most I(S; Z), q(z|s) by Bayes' rule from other Gaussians.

    With the skills' own it is I(S; Z). Raises ParameterError as `mutual_information`.
    """
    mean, std = checked_skills(means, stds)
    guessed_mean, guessed_std = checked_skills(guessed_means, guessed_stds)
    if len(guessed_mean) != len(mean):
        raise ParameterError("guessed_means", len(guessed_mean), f"must be {len(mean)} numbers")

    def integrand(s: States, logs: Array) -> Array:
        guess = log_densities(s, guessed_mean, guessed_std)
        return np.asarray(np.exp(logs) * (guess - logsumexp(guess, axis=0)))

    return integral(mean, std, integrand) / len(mean) + math.log(len(mean))


def linear_discriminator_bound(
    means: ArrayLike, stds: ArrayLike, slopes: ArrayLike, offsets: ArrayLike
) -> float:
    """E log q(z|s) + log K in nats for q(z|s) = softmax(slope_z s + offset_z)."""
    mean, std = checked_skills(means, stds)
    slope, offset = vector("slopes", slopes), vector("offsets", offsets)
    for field, values in (("slopes", slope), ("offsets", offset)):
        if len(values) != len(mean):
            raise ParameterError(field, len(values), f"must be {len(mean)} numbers")

    def integrand(s: States, logs: Array) -> Array:
        logits = slope[:, np.newaxis] * (s.origin + s.step) + offset[:, np.newaxis]
        return np.asarray(np.exp(logs) * (logits - logsumexp(logits, axis=0)))

    return integral(mean, std, integrand) / len(mean) + math.log(len(mean))


def checked_skills(means: ArrayLike, stds: ArrayLike) -> tuple[Array, Array]:
    """(K,) each, a single std standing for all; raises ParameterError."""
    mean, std = vector("means", means), vector("stds", stds)
    if len(std) == 1:
        std = np.repeat(std, len(mean))
    if len(std) != len(mean):
        raise ParameterError("stds", len(std), f"must be 1 or {len(mean)} numbers")
    if len(mean) > MOST_SKILLS:
        raise ParameterError("means", len(mean), f"must be at most {MOST_SKILLS} skills")
    for value in std:
        if value <= 0.0:
            raise ParameterError("stds", float(value), "must be greater than 0")
    return mean, std


def log_densities(s: States, mean: Array, std: Array) -> Array:
    """log N(s; mean_z, std_z^2), (K, m)."""
    logs = np.asarray(s.origin - mean[:, np.newaxis] + s.step)
    # In place: new memory for each step costs more than the sums.
    logs *= (math.sqrt(0.5) / std)[:, np.newaxis]
    logs *= logs
    return np.subtract(-0.5 * LOG_2PI - np.log(std)[:, np.newaxis], logs, out=logs)


def integral(mean: Array, std: Array, integrand: Integrand) -> float:
    """The sum over skills of the integrals over s, on panels that fit every skill's std."""
    total = []

    def gathered(states: States, logs: Array, weight: Array) -> None:
        total.append(float(integrand(states, logs).sum(axis=0) @ weight))

    for_each_panel(mean, std, gathered)
    return math.fsum(total)


def for_each_panel(
    mean: Array,
    std: Array,
    gathered: Callable[[States, Array, Array], None],
    breaks: Array = NO_BREAKS,
) -> None:
    """Calls with nodes of s, log p(s|z) of every skill there, (K, m), and weights, (m,); no panel
    holds a break, around which something bends sharply."""
    (panels,) = panels_each(mean[np.newaxis], std, breaks[np.newaxis])
    over_panels(panels, mean, std, gathered)


def over_panels(
    panels: Array, mean: Array, std: Array, gathered: Callable[[States, Array, Array], None]
) -> None:
    """`for_each_panel` of panels that are known, (n, 3)."""
    nodes, weights = RULE
    parts = len(panels) * len(nodes) * len(mean) // MOST_NUMBERS + 1
    with np.errstate(over="ignore", under="ignore"):
        for part in np.array_split(panels, parts):
            origin, low, high = part.T[:, :, np.newaxis]
            half = 0.5 * (high - low)
            step = 0.5 * ((high - origin) + (low - origin)) + half * nodes
            s = States(np.repeat(origin, len(nodes)), step.ravel())
            gathered(s, log_densities(s, mean, std), (half * weights).ravel())
