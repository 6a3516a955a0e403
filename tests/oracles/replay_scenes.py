"""Drawn questions to the Replay page."""

from __future__ import annotations

from engine.page.page import page_named
from tests.oracles.trajectories_scenes import drawn_task

PAGE = page_named("replay")


def drawn(draw):
    """(scene, options)."""
    task = drawn_task(draw, most=12)
    scene = draw.scene().replace(task=task)
    options = PAGE.options(
        items=draw.pick(2, 7, 60),
        a=draw.pick(0.0, 0.9, 1.0, draw.uniform(0, 10)),
        b=draw.pick(0.0, 0.6, 1.0, draw.near(1.0, 1e-3) % 10.0, draw.uniform(0, 10)),
        sequence=draw.pick(1, 1, 3, 50),
        eta=draw.pick(0.0, 0.9, 1.0),
        factor=draw.pick(0.5, 1.0, draw.signed(-3, 3)),
        rescale=draw.chance(0.3),
        w=draw.pick(0.0, 0.9, -0.7, draw.uniform(-0.999, 0.999)),
        u=draw.pick(1.0, draw.signed(-6, 6)),
        v=draw.pick(1.0, draw.signed(-6, 6)),
        rate=draw.pick(0.0, -1e-4, draw.uniform(-0.1, 0.1)),
        age=draw.pick(0.0, 500.0, draw.size(-6, 3)),
        burn_in=draw.pick(0, 10, int(draw.uniform(0, 1_000))),
    )
    return scene, options
