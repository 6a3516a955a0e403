"""Values from another policy's steps: V-trace, and importance sampling beside it."""

from __future__ import annotations

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.page.parts import ImportedParts

PAGE = Page(
    name="off-policy",
    title="Off-policy",
    group="Sequences",
    summary="V-trace and importance sampling over several steps: bias, variance, another policy.",
    order=2,
    parts=ImportedParts(__package__),
    chips=(
        "return.target",
        "return.clipped",
        "vtrace.bias",
        "vtrace.variance",
        "kl.behaviour_target",
        "share.trajectory",
    ),
    inputs=("gaussians", "task", "sampling"),
    first_sweep=FirstSweep("off-policy.clip_rho=0.1:10:31:log", ("vtrace.bias", "vtrace.variance")),
)
