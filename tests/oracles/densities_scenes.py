"""Drawn questions to the Densities page, d = 1."""

from engine.gaussian.gaussian import Gaussian
from engine.page.page import page_named

PAGE = page_named("densities")


def drawn(draw):
    """(scene, options)."""
    scene = draw.scene()
    alpha = draw.pick(2.0, draw.uniform(0.1, 3), draw.size(-2, 2), 1.0 + draw.signed(-12, -1), 0.5)
    alpha = min(max(alpha, 0.01), 100.0)
    if alpha > 1.0 and draw.chance(0.2):
        # Next to where the divergence becomes infinite.
        edge = alpha / (alpha - 1.0) * (1.0 - draw.size(-12, -1))
        std = min(float(scene.q.std[0]) * edge**0.5, 1e12)
        scene = scene.replace(p=Gaussian.from_std(float(scene.p.mean[0]), std))
    return scene, PAGE.options(alpha=alpha)
