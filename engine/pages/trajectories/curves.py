"""Exact variances against the number of steps and against GAE's lambda."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.pages.trajectories.estimators import BY_NAME, CLOSED
from engine.pages.trajectories.gather import Gathered, exact_of
from engine.pages.trajectories.options import Options
from engine.pages.trajectories.records import AgainstLambda, AgainstSteps
from engine.trajectories.credit import Credit
from engine.trajectories.credit_moments import credit_moments
from engine.trajectories.critic_bias import critic_bias
from engine.trajectories.task import MOST_STEPS, LinearQuadraticTask
from engine.trajectories.whole_return import whole_return_moments

LENGTHS = 22
LAMBDAS = 41


def against_steps(gathered: Gathered, run: Run) -> AgainstSteps:
    """From one step to twice as many as there are, as far as doubles reach."""
    task, options = gathered.task, gathered.options
    longest = min(max(2 * task.T, 10), MOST_STEPS)
    lengths = {round(T) for T in np.geomspace(1, longest, LENGTHS)} | {task.T}
    question = Options(lam=options.lam, factor=options.factor, offset=options.offset)
    rows = []
    for T in sorted(lengths):
        run.step(0.0)
        try:
            rows.append((T, _variances(task.replace(T=T), question)))
        except ParameterError:  # states of longer trajectories outgrow doubles
            break
    return AgainstSteps(
        names=CLOSED,
        labels=tuple(BY_NAME[name].label for name in CLOSED),
        steps=frozen(np.array([float(T) for T, _ in rows])),
        variance=frozen(np.stack([found[:, options.parameter] for _, found in rows])),
        current_steps=task.T,
        by=options.by,
    )


@lru_cache(maxsize=64)
def _variances(task: LinearQuadraticTask, options: Options) -> Array:
    """(k, 3)."""
    exact = exact_of(task, whole_return_moments(task), options)
    return frozen(np.stack(list(exact.variance.values())))


def against_lambda(gathered: Gathered, _: Run) -> AgainstLambda:
    """Variance with the exact critic; variance, bias and error with the wrong one."""
    options, place = gathered.options, gathered.options.parameter
    grid = np.unique(np.append(np.linspace(0.0, 1.0, LAMBDAS), options.lam))
    right = [Credit("value", float(lam)) for lam in grid]
    wrong = [
        Credit("value", float(lam), factor=options.factor, offset=options.offset) for lam in grid
    ]
    found = credit_moments(gathered.task, (*right, *wrong))
    variance = found.variance[:, place]
    bias = np.array([critic_bias(gathered.task, credit)[place] for credit in wrong])
    with np.errstate(over="ignore"):
        error = np.square(bias) + variance[len(grid) :] / options.batch
    return AgainstLambda(
        lam=frozen(grid),
        variance=frozen(variance[: len(grid)]),
        wrong_variance=frozen(variance[len(grid) :]),
        wrong_bias=frozen(bias),
        error=frozen(error),
        best_lam=float(grid[np.argmin(error)]),
        current_lam=options.lam,
        batch=options.batch,
        by=options.by,
    )
