"""Learning curves of the chosen estimators, and the lines that they cannot pass."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import frozen
from engine.core.cache import Cache
from engine.core.run import Run
from engine.pages.trajectories.estimators import LEARNER_LABELS, learner_of
from engine.pages.trajectories.gather import Gathered
from engine.pages.trajectories.options import COMPARED, Options
from engine.pages.trajectories.records import Learning
from engine.trajectories.learning import LearningCurves, learn
from engine.trajectories.optimum import best_constant, riccati_bound

_curves: Cache[LearningCurves] = Cache(4)


def learning(gathered: Gathered, run: Run) -> Learning:
    """Up to the iteration that is shown; playing it computes it once."""
    task, options = gathered.task, gathered.options
    found = _learned(gathered, options, run)
    shown = slice(0, options.shown_iteration + 1)
    names = COMPARED[options.compared]
    known = found.low[np.isfinite(found.low)]
    return Learning(
        names=names,
        labels=tuple(LEARNER_LABELS[name] for name in names),
        iteration=frozen(found.iteration[shown]),
        mean=frozen(found.mean[shown]),
        standard_error=frozen(found.standard_error[shown]),
        low=frozen(found.low[shown]),
        high=frozen(found.high[shown]),
        diverged=frozen(found.diverged[options.shown_iteration]),
        repeats=found.repeats,
        iterations=options.iterations,
        lowest=float(known.min()),
        start=task.expected_return(),
        best_constant=best_constant(task).expected_return,
        riccati=riccati_bound(task).expected_return,
    )


def _learned(gathered: Gathered, options: Options, run: Run) -> LearningCurves:
    # What is shown of it, and the curves' own options, change nothing.
    same = options.replace(shown=1_000, by="K", mapped="total reward")
    key = (gathered.task, gathered.scene.seed, same)
    found = _curves.get(key)
    if found is None:
        learners = [
            learner_of(name, options.lam, options.factor, options.offset)
            for name in COMPARED[options.compared]
        ]
        found = learn(
            gathered.task,
            learners,
            options.batch,
            options.rate,
            options.iterations,
            gathered.scene.seed,
            options.optimiser,
            run,
        )
        _curves.put(key, found)
    return found
