"""The arrays of each plot of the skills page."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import logsumexp

from engine.core.arrays import Array, frozen, sealed
from engine.core.cache import Cache
from engine.core.run import Run
from engine.pages.skills.gather import Gathered, log_count
from engine.policies.judging.quick import judged_each
from engine.policies.skill_guess import GaussianGuess, judged, pooled
from engine.policies.skill_panels import panels_each
from engine.policies.skills import States, log_densities
from engine.sampling.gather import over_blocks

POINTS = 401
REACH = 4.0  # stds beyond the outermost skills
LOWEST_REWARD = -12.0  # nats; below, the picture would show nothing else
SPREADS = 33
PARTS = 4  # in which compiled loops go over them
FARTHEST = 3.0


@dataclass(frozen=True, slots=True)
class Densities:
    """The states of each skill and of all together."""

    s: Array  # (m,)
    skills: Array  # (K, m), p(s|z)
    mixture: Array  # (m,)
    means: Array  # (K,)
    stds: Array  # (K,)
    peaks: Array  # (K,), p(s|z) at its mean


@dataclass(frozen=True, slots=True)
class Posteriors:
    """Which skill a state is thought to come from."""

    s: Array  # (m,)
    true: Array  # (K, m), p(z|s)
    guessed: Array  # (K, m), q(z|s)


@dataclass(frozen=True, slots=True)
class Rewards:
    """What a skill is paid where it goes, log q(z|s) + log K in nats, not below a floor."""

    s: Array  # (m,)
    paid: Array  # (K, m)
    ceiling: float


@dataclass(frozen=True, slots=True)
class Information:
    """I(S;Z) and its bounds."""

    information: float
    estimate: float
    estimate_error: float
    bound: float
    bound_estimate: float
    bound_error: float
    ceiling: float


@dataclass(frozen=True, slots=True)
class Spread:
    """I(S;Z) when the means are as many times as far apart, nats."""

    factor: Array  # (m,)
    information: Array  # (m,)
    pooled: Array  # (m,), the bound by one std for all
    ceiling: float
    current: float  # I(S;Z) at factor 1


def densities(gathered: Gathered, _: Run) -> Densities:
    """Over all skills' reach."""
    s = _states(gathered)
    logs = log_densities(s, gathered.means, gathered.stds)
    mixture = logsumexp(logs, axis=0) - log_count(gathered)
    return Densities(
        s=frozen(s.origin + s.step),
        skills=frozen(np.exp(logs)),
        mixture=frozen(np.exp(mixture)),
        means=frozen(gathered.means.copy()),
        stds=frozen(gathered.stds.copy()),
        peaks=frozen(1.0 / (gathered.stds * math.sqrt(2.0 * math.pi))),
    )


def posteriors(gathered: Gathered, _: Run) -> Posteriors:
    """By Bayes' rule, and by the guess."""
    s = _states(gathered)
    true = GaussianGuess(gathered.means, gathered.stds).log_guess(s)
    guessed = gathered.guess.log_guess(s)
    return Posteriors(frozen(s.origin + s.step), frozen(np.exp(true)), frozen(np.exp(guessed)))


def paid(gathered: Gathered, _: Run) -> Rewards:
    """Against the state."""
    s, ceiling = _states(gathered), log_count(gathered)
    found = np.maximum(gathered.guess.log_guess(s) + ceiling, LOWEST_REWARD)
    return Rewards(frozen(s.origin + s.step), frozen(found), ceiling)


def information(gathered: Gathered, _: Run) -> Information:
    """Exact beside sampled."""
    ceiling, moments = log_count(gathered), gathered.moments
    own, guessed, _right = (moments.mean + ceiling).tolist()
    own_error, guessed_error, _right = moments.standard_error.tolist()
    return Information(
        information=gathered.information,
        estimate=own,
        estimate_error=own_error,
        bound=gathered.bound,
        bound_estimate=guessed,
        bound_error=guessed_error,
        ceiling=ceiling,
    )


def spread(gathered: Gathered, run: Run) -> Spread:
    """The skills drawn together and apart about the mean of their means; raises Cancelled."""
    key = tuple(gathered.means.tolist()), tuple(gathered.stds.tolist()), gathered.loops
    found = _kept.get(key)
    if found is None:
        found = _spread(gathered, run)
        _kept.put(key, found)
    return Spread(*found, log_count(gathered), gathered.information)


FIGURES = {
    "densities": densities,
    "information": information,
    "posteriors": posteriors,
    "rewards": paid,
    "spread": spread,
}


def _states(gathered: Gathered) -> States:
    return _states_of(tuple(gathered.means.tolist()), tuple(gathered.stds.tolist()))


@lru_cache(maxsize=4)
def _states_of(means: tuple[float, ...], stds: tuple[float, ...]) -> States:
    mean, std = np.array(means), np.array(stds)
    low, high = float(np.min(mean - REACH * std)), float(np.max(mean + REACH * std))
    # Narrow skills are met as well, whatever lies between them.
    near = mean[:, np.newaxis] + std[:, np.newaxis] * np.linspace(-4, 4, 41)
    s = np.unique(np.concatenate([np.linspace(low, high, POINTS), near.ravel()]))
    return States(sealed(s), sealed(np.zeros(len(s))))


_kept: Cache[tuple[Array, Array, Array]] = Cache(8)


def _spread(gathered: Gathered, run: Run) -> tuple[Array, Array, Array]:
    means, stds = gathered.means, gathered.stds
    centre = float(means.mean())
    factor = np.linspace(0.0, FARTHEST, SPREADS)
    moved = centre + factor[:, np.newaxis] * (means - centre)
    over = _compiled if gathered.loops else _by_numpy
    exact, bound = over(moved, stds, run)
    return frozen(factor), frozen(exact), frozen(np.minimum(bound, exact))


def _compiled(moved: Array, stds: Array, run: Run) -> tuple[Array, Array]:
    """I(S;Z) of sets of means, (F, K), and the bound by one std for all, (F,) each."""
    parts = np.array_split(moved, PARTS)

    def at(place: int) -> tuple[Array, Array]:
        found = judged_each(parts[place], stds, pooled(parts[place], stds))
        return found.information, found.rewards.mean(axis=1)

    exact, bound = map(np.concatenate, zip(*over_blocks(len(parts), at, run), strict=True))
    return exact, bound


def _by_numpy(moved: Array, stds: Array, run: Run) -> tuple[Array, Array]:
    """The same."""
    panels = panels_each(moved, stds, pooled(moved, stds).breaks())

    def at(place: int) -> tuple[float, float]:
        means = moved[place]
        information, rewards = judged(means, stds, pooled(means, stds), panels[place])
        return information, float(rewards.mean())

    exact, bound = map(np.array, zip(*over_blocks(len(moved), at, run), strict=True))
    return exact, bound
