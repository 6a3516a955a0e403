"""Drawn questions to the Trajectories page."""

from __future__ import annotations

from engine.gaussian.gaussian import Gaussian
from engine.page.page import page_named
from engine.page.scene import Scene
from engine.trajectories.task import LinearQuadraticTask

PAGE = page_named("trajectories")


def drawn_task(draw, most=2):
    """Of one step or two, whose numbers are often next to 0 or 1."""

    def number(*usual):
        return draw.pick(*usual, draw.uniform(-1.5, 1.5), draw.signed(-3, 2))

    return LinearQuadraticTask(
        A=number(1.0, 0.0),
        B=number(1.0, 0.5, 0.0),
        K=number(-0.5, 0.0),
        tau=draw.pick(0.0, 0.2, draw.size(-3, 2)),
        m0=number(0.0, 1.0),
        v0=draw.pick(0.0, 0.5, draw.size(-3, 2)),
        q=draw.pick(0.0, 1.0, draw.size(-3, 3)),
        r=draw.pick(0.0, 0.1, draw.size(-3, 3)),
        g=number(0.0, 1.0),
        gamma=draw.pick(0.0, 0.95, 1.0, draw.uniform(0, 1)),
        T=draw.pick(*range(1, most + 1)),
    )


def drawn(draw):
    """(scene, options)."""
    p = Gaussian.from_std(draw.mean(), draw.std())
    scene = Scene(p=p, samples=100, seed=int(draw.rng.integers(100)), task=drawn_task(draw))
    options = PAGE.options(
        by=draw.pick("K", "c", "log sigma"),
        lam=draw.pick(0.0, 0.95, 1.0, draw.uniform(0, 1)),
        factor=draw.pick(0.0, 1.0, 0.5, draw.near(1.0, 1.0)),
        offset=draw.pick(0.0, draw.uniform(-5, 5), draw.signed(-9, 3)),
    )
    return scene, options
