"""Drawn questions to the Gradients page."""

from engine.gaussian.gaussian import Gaussian
from engine.page.page import page_named
from engine.page.scene import Scene

PAGE = page_named("gradient-variance")
NAMES = ("square", "exp", "cos", "linear", "cubic", "quartic", "step")


def drawn(draw):
    """(scene, options)."""
    scene = draw.scene() if draw.chance(0.9) else _plane(draw)
    name = draw.pick(*NAMES)
    mean, std = float(scene.p.mean[0]), float(scene.p.std[0])
    k = draw.pick(draw.uniform(-3, 3), draw.uniform(-3, 3), draw.signed(-6, 6), 0.0)
    if name in ("square", "step"):
        k = draw.pick(k, draw.near(mean, std), mean)
    if name == "cos":
        k = draw.pick(k, draw.size(-9, 2.5) / std)
    if name == "exp":
        k = draw.pick(abs(k), draw.size(-9, 9) / std**2)
    if name == "step":
        # Beyond, the oracle's digits do not tell f from a constant.
        k = max(k, *(scene.p.mean - 25.0 * scene.p.std).tolist(), -1e6)
    options = PAGE.options(
        objective=name,
        k=min(max(k, -1e6), 1e6),
        estimators="all",
        sampling=draw.pick("on-policy", "off-policy"),
        baseline=draw.pick(1.0, draw.uniform(-10, 10), draw.signed(-12, 12)),
        batch_size=draw.pick(1, 2, 3, 10, 100),
        constant=draw.pick(0.0, 0.0, 0.0, draw.uniform(-10, 10), draw.signed(-12, 12)),
        factor=draw.pick(1.0, 1.0, 1.0, draw.uniform(-5, 5), draw.signed(-6, 6)),
        epsilon=draw.pick(1.0, 1.0, draw.size(-2, 1), draw.size(-6, 6), 1.0 + draw.signed(-9, -1)),
        width=draw.pick("sigma", "log sigma"),
        coordinate=draw.pick(1, 2) if scene.dimension == 2 else 1,
        reward=draw.pick("sum", "one coordinate"),
    )
    return scene, options


def _plane(draw):
    def stds():
        return [draw.size(-1, 1), draw.size(-1, 1)]

    def means():
        return [draw.uniform(-5, 5), draw.uniform(-5, 5)]

    p, q = (Gaussian.from_std(means(), stds()) for _ in range(2))
    return Scene(p, q, samples=100)
