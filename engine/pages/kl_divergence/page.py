"""KL(q||p), exact and by the estimators k1, k2, k3 from samples of q or from own data."""

from __future__ import annotations

from engine.page.first_sweep import FirstSweep
from engine.page.page import Page
from engine.page.parts import ImportedParts

PAGE = Page(
    name="kl-divergence",
    title="KL",
    group="Two Gaussians",
    summary="KL(q||p) exact and by k1, k2, k3: bias, variance, and how often a batch is negative.",
    order=2,
    parts=ImportedParts(__package__),
    chips=("kl.q_p", "k1.estimate", "k2.estimate", "k3.estimate", "k1.negative_batch"),
    facts=lambda gathered: gathered.facts,
    sources=("samples", "log-ratios", "rollouts"),
    first_sweep=FirstSweep(
        "q.mean=-3:3:61", ("kl.q_p", "k1.estimate", "k2.estimate", "k3.estimate")
    ),
)
