"""The arrays of each plot of guided policy search."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.pages.guided_search.gather import Gathered, Slide

POINTS = 301
FACTORS = (0.0, 0.1, 1.0, 10.0)  # of the regulariser


@dataclass(frozen=True, slots=True)
class Replay:
    """The policy, the guides and what they have left."""

    action: Array  # (m,)
    policy: Array  # (m,), density
    guides: Array  # (G, m), densities
    reward: Array  # (m,)
    sampled: Array  # (n,), the first step's actions
    sampled_reward: Array  # (n,)
    share: Array  # (n,), of the weight at the last step
    policy_mean: float


@dataclass(frozen=True, slots=True)
class Returns:
    """Policies of many means: what they earn, and what the replay says they earn, (m,) each."""

    mean: Array
    exact: Array
    estimate: Array
    phi: Array  # estimate + w_r log Z
    best_exact: float  # the mean of the largest
    best_estimate: float
    best_phi: float
    current: float  # the policy's mean
    current_exact: float
    current_estimate: float
    current_error: float


@dataclass(frozen=True, slots=True)
class Trust:
    """How much the replay knows of each policy, (m,) each."""

    mean: Array
    effective: Array  # trajectories
    log_z: Array  # nats
    trajectories: int
    current: float


@dataclass(frozen=True, slots=True)
class Objectives:
    """Phi by regulariser, less its largest."""

    mean: Array  # (m,)
    regulariser: Array  # (4,)
    phi: Array  # (4, m)
    best: Array  # (4,), the mean of the largest
    exact: Array  # (m,), the return, less its largest
    best_exact: float


def replay(gathered: Gathered, _: Run) -> Replay:
    """Over what the policy and the guides reach."""
    mean = gathered.slide.mean
    action = np.linspace(mean[0], mean[-1], POINTS)
    return Replay(
        action=frozen(action),
        policy=frozen(_density(gathered.policy, action)),
        guides=frozen(np.array([_density(each, action) for each in gathered.guides])),
        reward=frozen(gathered.options.objective().value(action)),
        sampled=frozen(gathered.actions[:, 0].copy()),
        sampled_reward=frozen(gathered.rewards[:, 0].copy()),
        share=frozen(gathered.weighed.share[:, -1].copy()),
        policy_mean=float(gathered.policy.mean[0]),
    )


def returns(gathered: Gathered, _: Run) -> Returns:
    """Against the mean of the policy."""
    slide, weighed = gathered.slide, gathered.weighed
    phi = slide.objective(gathered.options.regulariser)
    influence = weighed.return_influence(gathered.rewards)
    n = len(influence)
    return Returns(
        mean=frozen(slide.mean.copy()),
        exact=frozen(slide.exact.copy()),
        estimate=frozen(slide.estimate.copy()),
        phi=frozen(phi),
        best_exact=_best(slide, slide.exact),
        best_estimate=_best(slide, slide.estimate),
        best_phi=_best(slide, phi),
        current=float(gathered.policy.mean[0]),
        current_exact=gathered.exact,
        current_estimate=float(weighed.estimate.sum()),
        current_error=math.sqrt(float(np.sum(influence**2)) / (n * (n - 1.0))),
    )


def trust(gathered: Gathered, _: Run) -> Trust:
    """Against the mean of the policy."""
    slide = gathered.slide
    return Trust(
        frozen(slide.mean.copy()),
        frozen(slide.effective.copy()),
        frozen(slide.log_z.copy()),
        len(gathered.actions),
        float(gathered.policy.mean[0]),
    )


def objectives(gathered: Gathered, _: Run) -> Objectives:
    """For none, a tenth, all and ten times the regulariser."""
    slide = gathered.slide
    weights = np.array(FACTORS) * (gathered.options.regulariser or 1.0)
    phi = np.array([slide.objective(each) for each in weights.tolist()])
    return Objectives(
        mean=frozen(slide.mean.copy()),
        regulariser=frozen(weights),
        phi=frozen(phi - phi.max(axis=1, keepdims=True)),
        best=frozen(slide.mean[phi.argmax(axis=1)]),
        exact=frozen(slide.exact - slide.exact.max()),
        best_exact=_best(slide, slide.exact),
    )


FIGURES = {"returns": returns, "replay": replay, "trust": trust, "objectives": objectives}


def _best(slide: Slide, curve: Array) -> float:
    return float(slide.mean[np.argmax(curve)])


def _density(gaussian: Gaussian, x: Array) -> Array:
    with np.errstate(under="ignore"):
        return np.asarray(np.exp(gaussian.log_density(x[:, np.newaxis])))
