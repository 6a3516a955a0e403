"""What every number and figure of the Trajectories page is made from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.core.cache import Cache
from engine.core.run import Run
from engine.page.scene import Scene
from engine.pages.trajectories.estimators import CLOSED, USUAL, WRONG, credits_of, more_credits
from engine.pages.trajectories.options import Options
from engine.sampling.accumulators.moments import Moments, MomentSums
from engine.sampling.gather import Mapped
from engine.sampling.gather import gather as pass_over
from engine.trajectories.credit import Credit
from engine.trajectories.credit_moments import credit_moments
from engine.trajectories.critic_bias import critic_bias
from engine.trajectories.measured import (
    MeasuredEstimator,
    measure,
    measure_standardised,
)
from engine.trajectories.rollouts import Rollouts
from engine.trajectories.task import LinearQuadraticTask
from engine.trajectories.whole_return import WholeReturn, whole_return_moments


@dataclass(frozen=True, slots=True)
class Exact:
    """Means and variances of one trajectory's estimates, by name, by (K, c, log sigma), (3,)."""

    mean: dict[str, Array]
    variance: dict[str, Array]  # inf where it is too large for a double
    bias: dict[str, Array]  # of the biased ones
    gradient: Array  # (3,)


_Pass = tuple[WholeReturn, Exact, dict[str, MeasuredEstimator], MeasuredEstimator | None, Moments]
_passes: Cache[_Pass] = Cache(4)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The task with p as its policy, and its estimators exact and measured."""

    scene: Scene
    options: Options
    task: LinearQuadraticTask
    trajectories: int
    whole: WholeReturn
    exact: Exact
    measured: dict[str, MeasuredEstimator]
    standardised: MeasuredEstimator | None  # None: fewer than two batches
    returns: Moments  # of the sampled returns, (1,)


def gather(scene: Scene, options: Options, run: Run) -> Gathered:
    """Passes over as many trajectories as the scene's samples are steps, 2 at least."""
    task = scene.task_of("p")
    trajectories = max(scene.samples // task.T, 2)
    # Most options change no number that is measured: what is played asks for the same pass.
    own = Options(
        lam=options.lam, factor=options.factor, offset=options.offset, batch=options.batch
    )
    key = (task, trajectories, scene.seed, own)
    found = _passes.get(key)
    if found is None:
        found = _pass(task, trajectories, scene.seed, own, run)
        _passes.put(key, found)
    return Gathered(scene, options, task, trajectories, *found)


def _pass(
    task: LinearQuadraticTask, trajectories: int, seed: int, options: Options, run: Run
) -> _Pass:
    more = more_credits(options.lam, options.factor, options.offset)
    measured = measure(task, trajectories, seed, options.lam, more, run)
    batches, standardised = trajectories // options.batch, None
    if batches > 1:
        credit = Credit("none")
        standardised = measure_standardised(task, batches, options.batch, seed, credit, run)
    whole = whole_return_moments(task)
    exact = exact_of(task, whole, options)
    return whole, exact, measured, standardised, _returns(task, trajectories, seed, run)


def exact_of(task: LinearQuadraticTask, whole: WholeReturn, options: Options) -> Exact:
    """Of every estimator that has a closed form."""
    credits = credits_of(options.lam, options.factor, options.offset)
    found = credit_moments(task, tuple(credits.values()))
    baselines: dict[str, float | Array] = {
        "total_reward": -whole.mean_return,
        "total_reward/mean": 0.0,
        "total_reward/best": whole.best,
    }
    variance = {name: whole.variance(b) for name, b in baselines.items()}
    variance |= dict(zip(credits, found.variance, strict=True))
    gradient = np.array(list(task.gradient().values()))
    bias = {
        WRONG: critic_bias(task, credits[WRONG]),
        USUAL: np.array(list(task.bias_without_gamma_t().values())),
    }
    mean = {name: gradient + bias.get(name, 0.0) for name in CLOSED}
    mean[USUAL] = np.array(list(task.mean_without_gamma_t().values()))
    return Exact(mean, {name: variance[name] for name in CLOSED}, bias, gradient)


def _returns(task: LinearQuadraticTask, trajectories: int, seed: int, run: Run) -> Moments:
    about = task.expected_return()
    source = Mapped(Rollouts(task, trajectories, seed), lambda paths: paths.returns[:1] - about)
    return pass_over(source, lambda _: MomentSums((about,)), run).moments()
