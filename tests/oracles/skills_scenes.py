"""Drawn questions to the Skills page."""

from __future__ import annotations

from engine.page.page import page_named

PAGE = page_named("skills")


def drawn(draw):
    """(scene, options)."""
    count = draw.pick(2, 2, 3, 4, 8)
    centre, unit = draw.pick((0.0, 1.0), (draw.uniform(-5, 5), draw.size(-4, 4)))
    how = draw.pick("apart", "near", "any")

    def mean():
        if how == "near":
            return draw.near(centre, unit)
        return centre + unit * draw.uniform(-8, 8)

    def std():
        if how == "near":
            return unit * (1.0 + draw.signed(-12, -1))
        return unit * (draw.size(-1, 1) if how == "apart" else draw.size(-3, 3))

    options = PAGE.options(
        skills=count,
        means=tuple(mean() for _ in range(count)),
        stds=tuple(min(max(std(), 1e-6), 1e6) for _ in range(count)),
        discriminator=draw.pick("fitted", "pooled", "linear"),
        fit_samples=draw.pick(2, 3, 10, 1_000),
    )
    return draw.scene(), options
