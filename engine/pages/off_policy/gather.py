"""What every number and figure of the Off-policy page is made from."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.core.compiled import worth_compiling
from engine.core.run import Run
from engine.page.scene import Scene
from engine.pages.off_policy.options import Options
from engine.trajectories.off_policy import (
    OffPolicy,
    TargetMoments,
    per_decision,
    vtrace_target,
    whole_trajectory,
)
from engine.trajectories.off_policy_measured import (
    MeasuredTarget,
    compiled_sums,
    measure,
    per_decision_targets,
    vtrace_targets,
    whole_targets,
)

VTRACE, PER_DECISION, WHOLE = "vtrace", "per_decision", "whole"
TARGETS = (VTRACE, PER_DECISION, WHOLE)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Target and behaviour policy in the task, and three targets of V(s_0)."""

    scene: Scene
    options: Options
    pair: OffPolicy
    steps: int
    trajectories: int
    exact: dict[str, TargetMoments]
    measured: dict[str, MeasuredTarget]
    loops: bool  # whether sums and moments are made by compiled ones


def gather(scene: Scene, options: Options, run: Run) -> Gathered:
    """Passes over as many trajectories of the behaviour as the scene's samples are steps."""
    pair = pair_of(scene, options.distance)
    task = pair.task
    given = arguments(options, task.T)
    loops = worth_compiling(max(scene.samples, run.of))
    exact = {
        VTRACE: vtrace_target(pair, *given, loops=loops),
        PER_DECISION: per_decision(pair, loops),
        WHOLE: whole_trajectory(pair, loops),
    }
    targets = {
        VTRACE: vtrace_targets(pair, *given),
        PER_DECISION: per_decision_targets,
        WHOLE: whole_targets,
    }
    trajectories = max(scene.samples // task.T, 2)
    both = {name: (targets[name], exact[name]) for name in TARGETS}
    fast = compiled_sums(pair, *given) if loops else None
    return Gathered(
        scene=scene,
        options=options,
        pair=pair,
        steps=given[0],
        trajectories=trajectories,
        exact=exact,
        measured=measure(pair, both, trajectories, scene.seed, run, fast),
        loops=loops,
    )


def vtrace_of(pair: OffPolicy, options: Options, loops: bool) -> TargetMoments:
    """Exact moments of V-trace's target."""
    return vtrace_target(pair, *arguments(options, pair.task.T), loops=loops)


def arguments(options: Options, most: int) -> tuple[int, float, float, float, float, float]:
    """Steps, both clips, lambda, and the critic's factor and shift."""
    steps = min(options.steps, most)
    clips = options.clip_rho, options.clip_c, options.lam
    return steps, *clips, options.factor, options.shift


def pair_of(scene: Scene, distance: float) -> OffPolicy:
    """The target p, and a behaviour that has gone so much of the way to q."""
    task, other = scene.task_of("p"), scene.task_of("q")
    if distance in (0.0, 1.0):
        end = (task, other)[int(distance)]
        return OffPolicy(task, end.c, end.sigma)
    offset = task.c + distance * (other.c - task.c)
    logs = math.log(task.sigma) + distance * (math.log(other.sigma) - math.log(task.sigma))
    return OffPolicy(task, offset, math.exp(min(max(logs, -230.0), 230.0)))
