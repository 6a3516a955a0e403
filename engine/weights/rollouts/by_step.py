"""Every number at every step of a training."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.data.rollouts.table import Rollouts
from engine.divergence.kl_estimators import Estimate
from engine.weights.rollouts.frameworks.catalogue import all_numbers
from engine.weights.rollouts.metrics import estimate_of
from engine.weights.rollouts.profile import Band
from engine.weights.rollouts.sequence_weights import sequence_weights
from engine.weights.rollouts.sums import RolloutSums, rollout_sums
from engine.weights.rollouts.verdict import verdict_of

MOST_STEPS = 200
SEQUENCE_SHARE = "sequence_ess_fraction"


@dataclass(frozen=True, slots=True)
class ByStep:
    """Of the steps of a file, in order; a number by its name, a framework's as "verl.kl"."""

    steps: Array  # (steps,)
    tokens: Array  # (steps,)
    numbers: dict[str, Band]  # an extreme has an error of 0
    faults: tuple[str, ...]  # what the verdict on each step alone is


def steps_of(rollouts: Rollouts) -> list[int]:
    """The steps that the file tells, in order; at most `MOST_STEPS`, evenly chosen."""
    if rollouts.step is None:
        return []
    steps = np.unique(rollouts.step[rollouts.step >= 0])
    if len(steps) > MOST_STEPS:
        steps = steps[np.linspace(0, len(steps) - 1, MOST_STEPS).round().astype(int)]
    return [int(each) for each in steps]


def by_step(rollouts: Rollouts, run: Run) -> ByStep | None:
    """None where the file tells fewer than two steps; raises Cancelled."""
    steps = steps_of(rollouts)
    if len(steps) < 2:
        return None
    found, faults, tokens = [], [], []
    for place, part in enumerate(parts_of(rollouts, steps)):
        run.step(place / len(steps))
        quiet = replace(run, report=lambda _: None)
        sums = rollout_sums(part, quiet)
        found.append(_numbers(sums, quiet))
        faults.append(verdict_of(sums, 0).fault)
        tokens.append(len(part.new))
    return ByStep(
        frozen(np.array(steps, dtype=float)),
        frozen(np.array(tokens, dtype=float)),
        {name: _band([at[name] for at in found]) for name in found[0]},
        tuple(faults),
    )


def parts_of(rollouts: Rollouts, steps: list[int]) -> Iterator[Rollouts]:
    """The rollouts of each step."""
    return (part_of(rollouts, step) for step in steps)


def part_of(rollouts: Rollouts, step: int) -> Rollouts:
    """The rollouts of one step, without a copy where the file is in order."""
    given = rollouts.step
    if given is None or np.any(given[1:] < given[:-1]):
        return rollouts.at_step(step)
    first, last = (int(np.searchsorted(given, step, side)) for side in ("left", "right"))
    return rollouts.between(first, last)


def _numbers(sums: RolloutSums, run: Run) -> dict[str, Estimate]:
    own = {SEQUENCE_SHARE: sequence_weights(sums, run).effective_share}
    return own | {name: estimate_of(each, sums) for name, each in all_numbers().items()}


def _band(estimates: list[Estimate]) -> Band:
    return Band(
        frozen(np.array([each.value for each in estimates])),
        frozen(np.array([each.standard_error for each in estimates])),
    )
