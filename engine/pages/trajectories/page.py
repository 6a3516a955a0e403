"""Policy gradients over several steps: every estimator's exact variance beside its samples."""

from __future__ import annotations

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.page.parts import ImportedParts

PAGE = Page(
    name="trajectories",
    title="Trajectories",
    group="Sequences",
    summary="Policy gradients over several steps: each estimator's exact variance and its samples.",
    order=1,
    parts=ImportedParts(__package__),
    chips=(
        "return.expected",
        "total_reward.variance.k",
        "reward_to_go.variance.k",
        "reward_to_go.value.variance.k",
        "gae.variance.k",
        "advantage.variance.k",
        "total_reward.noise_to_signal",
    ),
    inputs=("gaussians", "task", "sampling"),
    gaussians=("p",),
    first_sweep=FirstSweep(
        "task.T=1:50:50",
        ("total_reward.variance.k", "reward_to_go.variance.k", "advantage.variance.k"),
    ),
)
