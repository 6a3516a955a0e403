"""Drawn questions to the Off-policy page."""

from __future__ import annotations

from engine.page.page import page_named
from engine.page.scene import Scene
from tests.oracles.trajectories_scenes import drawn_task

PAGE = page_named("off-policy")


def _within_reach(p, q):
    own, other = float(p.std[0]), float(q.std[0])
    apart = abs(float(p.mean[0] - q.mean[0]))
    return 1e-6 < own / other < 1e6 and apart < 1e3 * own


def drawn(draw):
    """(scene, options)."""
    # Further apart nothing of the weights is left to look at, in the oracle's digits too.
    p, q = draw.pair()
    while not _within_reach(p, q):
        p, q = draw.pair()
    task = drawn_task(draw, most=draw.pick(2, 2, 12))
    scene = Scene(p, q, samples=100, seed=int(draw.rng.integers(100)), task=task)
    clip = draw.pick(1.0, draw.size(-1, 1), draw.size(-3, 4))
    options = PAGE.options(
        clip_rho=clip,
        clip_c=draw.pick(clip, 1.0, draw.size(-1, 1)),
        steps=draw.pick(1, 2, 5),
        lam=draw.pick(1.0, 0.0, draw.uniform(0, 1)),
        distance=draw.pick(1.0, 1.0, 0.0, draw.uniform(0, 2)),
        factor=draw.pick(1.0, 0.0, draw.near(1.0, 1.0)),
        shift=draw.pick(0.0, draw.uniform(-5, 5)),
    )
    return scene, options
