"""Drawn questions to the Temperature page."""

from __future__ import annotations

import math

from engine.page.page import page_named

PAGE = page_named("temperature")


def drawn(draw):
    """(scene, options)."""
    bounded = draw.chance(0.4)
    curvature = draw.pick(1.0, draw.size(-1, 1), draw.size(-6, 6))
    options = PAGE.options(
        curvature=curvature,
        centre=draw.pick(0.5, 0.0, 1.0, draw.uniform(-2, 2), draw.signed(-6, 3)),
        # Near 1 / pi of the curvature the soft value is 0.
        alpha=draw.pick(0.2, draw.size(-2, 2), draw.size(-6, 6), min(curvature / math.pi, 1e6)),
        bounded=bounded,
        target=draw.pick(-1.0, draw.uniform(-3, 0.69), draw.uniform(-20, 20)),
        rate=draw.pick(0.03, draw.size(-6, 3)),
        steps=draw.pick(1, 3, 10) if bounded else draw.pick(1, 200, 1_000),
    )
    return draw.scene(), options
