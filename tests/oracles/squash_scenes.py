"""Drawn questions to the Squash page."""

import numpy as np

from engine.gaussian.gaussian import Gaussian
from engine.page.page import page_named
from engine.page.scene import Scene

PAGE = page_named("tanh-squashing")


def drawn(draw):
    """(scene, options)."""
    scene = draw.scene() if draw.chance(0.9) else _plane(draw)
    low, high = draw.pick(
        (-1.0, 1.0), (-1.0, 1.0), (-2.0, 2.0), (0.0, 1.0), (-draw.size(-6, 6), draw.size(-6, 6))
    )
    share = draw.pick(0.5, draw.uniform(0, 1), draw.size(-12, -1), 1 - draw.size(-12, -1))
    options = PAGE.options(
        low=low,
        high=high,
        action=float(np.clip(low + (high - low) * share, low, high)),
        cursor=draw.pick(8.0, draw.uniform(0, 50), draw.size(-9, 1)),
        reward=draw.pick("quadratic", "linear", "step"),
        target=draw.uniform(low, high),
        alpha=draw.pick(0.2, draw.size(-2, 1)),
        coordinate=1,
    )
    return scene, options


def _plane(draw):
    def gaussian():
        means = [draw.uniform(-3, 3), draw.uniform(-3, 3)]
        stds = [draw.size(-1, 0.5), draw.size(-1, 0.5)]
        return Gaussian.from_std(means, stds, draw.pick(0.0, draw.uniform(-0.9, 0.9)))

    return Scene(gaussian(), gaussian(), samples=100)
