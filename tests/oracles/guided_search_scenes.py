"""Drawn questions to the Guided search page."""

from __future__ import annotations

from engine.page.page import page_named

PAGE = page_named("guided-search")
NAMES = ("square", "exp", "cos", "linear", "cubic", "quartic", "step")


def drawn(draw):
    """(scene, options)."""
    scene = draw.scene()
    name = draw.pick(*NAMES)
    k = draw.pick(3.0, draw.uniform(-3, 3), draw.signed(-3, 3))
    options = PAGE.options(
        reward=name,
        k=abs(k) if name == "exp" else k,
        factor=draw.pick(-1.0, 1.0, draw.signed(-6, 6)),
        regulariser=draw.pick(0.0, 1.0, draw.size(-3, 6)),
        steps=draw.pick(1, 5, 20),
        per_guide=draw.pick(2, 10),
        guides=draw.pick("one", "two"),
    )
    return scene, options
