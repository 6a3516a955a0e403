"""The arrays of each plot of the Trajectories page."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.pages.trajectories.curves import against_lambda, against_steps
from engine.pages.trajectories.estimators import BY_NAME, ESTIMATORS, STANDARDISED
from engine.pages.trajectories.gather import Gathered
from engine.pages.trajectories.learning import learning
from engine.pages.trajectories.noise_map import noise_map
from engine.pages.trajectories.records import Fan, Split, Variances
from engine.trajectories.rollouts import Rollouts
from engine.trajectories.states import state_moments
from engine.trajectories.variance_split import variance_split

DRAWN = 40  # sampled paths in the fan
UNKNOWN = np.full(3, np.nan)


def fan(gathered: Gathered, _: Run) -> Fan:
    """The law of the states, and the first sampled trajectories."""
    task = gathered.task
    mean, variance = state_moments(task)
    paths = next(Rollouts(task, gathered.trajectories, gathered.scene.seed).chunks(0))
    return Fan(
        t=frozen(np.arange(task.T + 1.0)),
        mean=frozen(mean),
        std=frozen(np.sqrt(variance)),
        paths=frozen(paths.states[:, :DRAWN]),
        returns=frozen(paths.returns[0, :DRAWN]),
        goal=task.g,
    )


def variances(gathered: Gathered, _: Run) -> Variances:
    """Every estimator by every parameter."""
    exact, measured, error, bias = (
        frozen(np.array(rows))
        for rows in zip(*(_row(gathered, each.name) for each in ESTIMATORS), strict=True)
    )
    return Variances(
        names=tuple(each.name for each in ESTIMATORS),
        labels=tuple(BY_NAME[each.name].label for each in ESTIMATORS),
        exact=exact,
        measured=measured,
        measured_error=error,
        bias=bias,
        trajectories=gathered.trajectories,
        batch=gathered.options.batch,
    )


def _row(gathered: Gathered, name: str) -> tuple[Array, Array, Array, Array]:
    """Exact and measured variance, the error of this, and the bias."""
    if name == STANDARDISED:
        found, batch = gathered.standardised, gathered.options.batch
        if found is None:
            return UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN
        return UNKNOWN, batch * found.variance, batch * found.variance_error, UNKNOWN
    exact, measured = gathered.exact, gathered.measured[name]
    bias = exact.bias.get(name, np.zeros(3))
    return exact.variance[name], measured.variance, measured.variance_error, bias


def split(gathered: Gathered, _: Run) -> Split:
    """Where the variance of reward-to-go comes from, and what V as a baseline leaves of it."""
    task, place = gathered.task, gathered.options.parameter
    none, value = (variance_split(task, baseline) for baseline in ("none", "value"))
    return Split(
        t=frozen(np.arange(float(task.T))),
        state=frozen(none.state[:, place]),
        action=frozen(none.action[:, place]),
        action_with_value=frozen(value.action[:, place]),
        trajectory=frozen(none.trajectory[:, place]),
        by=gathered.options.by,
    )


FIGURES = {
    "fan": fan,
    "variances": variances,
    "against_steps": against_steps,
    "against_lambda": against_lambda,
    "noise_map": noise_map,
    "split": split,
    "learning": learning,
}
