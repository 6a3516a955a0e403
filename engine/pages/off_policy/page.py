"""Values from another policy's steps: V-trace, and importance sampling beside it."""

from __future__ import annotations

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.pages.off_policy.banners import banners
from engine.pages.off_policy.figures import FIGURES
from engine.pages.off_policy.gather import gather
from engine.pages.off_policy.measure import measure
from engine.pages.off_policy.options import Options
from engine.pages.off_policy.quantities import QUANTITIES

PAGE = Page(
    name="off-policy",
    title="Off-policy",
    group="Sequences",
    summary="V-trace and importance sampling over several steps: bias, variance, another policy.",
    order=2,
    options=Options,
    quantities=QUANTITIES,
    gather=gather,
    measure=measure,
    figures=FIGURES,
    banners=banners,
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
