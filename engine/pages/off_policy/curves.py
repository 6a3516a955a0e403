"""Growth with the steps of a task, and what staleness costs."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import frozen
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.divergence.closed_forms import kl, log1p_chi_square
from engine.pages.off_policy.gather import Gathered, pair_of, vtrace_of
from engine.pages.off_policy.records import Growth, Staleness
from engine.trajectories.off_policy import OffPolicy, per_decision, whole_trajectory
from engine.trajectories.task import MOST_STEPS

LENGTHS = 20
DISTANCES = 25
FARTHEST = 2.0


def growth(gathered: Gathered, run: Run) -> Growth:
    """From one step to twice as many as there are, as far as doubles reach."""
    pair, T, loops = gathered.pair, gathered.pair.task.T, gathered.loops
    longest = min(max(2 * T, 10), MOST_STEPS)
    lengths = sorted({round(each) for each in np.geomspace(1, longest, LENGTHS)} | {T})
    log = log1p_chi_square(*pair.policies)
    rows = []
    for steps in lengths:
        run.step(0.0)
        try:
            other = OffPolicy(pair.task.replace(T=steps), pair.offset, pair.deviation)
        except ParameterError:  # states of longer trajectories outgrow doubles
            break
        found = vtrace_of(other, gathered.options.replace(steps=steps), loops)
        weight = math.expm1(log * steps) if log * steps < 700.0 else math.inf
        decision_, whole_ = per_decision(other, loops), whole_trajectory(other, loops)
        each = decision_.variance, whole_.variance
        rows.append((steps, found.variance, *each, weight))
    steps_, vtrace, decision, whole, weight_ = np.array(rows, dtype=float).T
    return Growth(
        steps=frozen(steps_),
        vtrace=frozen(vtrace),
        per_decision=frozen(decision),
        whole=frozen(whole),
        weight=frozen(weight_),
        current_steps=T,
    )


def staleness(gathered: Gathered, run: Run) -> Staleness:
    """From on-policy to beyond q."""
    current, clip = gathered.options.distance, gathered.options.clip_rho
    grid = np.append(np.linspace(0.0, max(FARTHEST, current), DISTANCES), (1.0, current))
    rows = []
    for distance in np.unique(grid):
        run.step(0.0)
        try:
            pair = pair_of(gathered.scene, float(distance))
        except ParameterError:
            break
        found = vtrace_of(pair, gathered.options, gathered.loops)
        target, behaviour = pair.policies
        rows.append(
            (
                distance,
                kl(behaviour, target),
                math.exp(-log1p_chi_square(target, behaviour)),
                found.bias,
                math.sqrt(found.variance),
                pair.value_bias(clip),
                math.sqrt(per_decision(pair, gathered.loops).variance),
            )
        )
    distances, divergence, share, bias, std, value_bias, decision = (
        frozen(column) for column in np.array(rows, dtype=float).T
    )
    return Staleness(
        distance=distances,
        kl=divergence,
        share=share,
        bias=bias,
        std=std,
        value_bias=value_bias,
        per_decision_std=decision,
        current_distance=current,
    )
