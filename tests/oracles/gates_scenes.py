"""Drawn questions to the Gates page."""

from __future__ import annotations

from engine.page.page import page_named

PAGE = page_named("gates")


def _within_reach(scene):
    apart = abs(float(scene.p.mean[0] - scene.q.mean[0]))
    return apart < 1e12 * min(float(each.std[0]) for each in (scene.p, scene.q))


def drawn(draw):
    """(scene, options)."""
    scene = draw.scene()
    while not _within_reach(scene):  # further apart the oracle's own digits end
        scene = draw.scene()
    if draw.chance(0.3):
        scene = scene.replace(q=scene.q.__class__(scene.q.mean, scene.p.covariance))

    def of_advantage(usual):
        return draw.pick(usual, 0.0, draw.uniform(-3, 3), draw.signed(-9, 3))

    options = PAGE.options(
        slope=of_advantage(1.0),
        bend=of_advantage(0.0),
        constant=of_advantage(0.0),
        low=draw.pick(0.2, draw.size(-3, 0)),
        high=draw.pick(0.28, draw.size(-3, 1)),
        dual=draw.pick(3.0, 1.001 * draw.size(0, 2.9)),
        cap=draw.pick(2.0, draw.size(-2, 6)),
        mask_low=draw.pick(0.5, 0.0, draw.uniform(0, 1)),
        mask_high=draw.pick(5.0, draw.size(0, 6)),
        batch=draw.pick(1, 1024, 10**7),
        tokens=draw.pick(1, 400, int(draw.size(0, 6))),
        token_variance=draw.pick(0.0, 0.01, draw.size(-12, 2)),
    )
    return scene, options
