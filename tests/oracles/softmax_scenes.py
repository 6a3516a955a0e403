"""Drawn questions to the Softmax page."""

from engine.page.page import page_named
from engine.page.scene import Scene

PAGE = page_named("softmax-policy")


def drawn(draw):
    """(scene, options)."""
    count = draw.pick(2, 2, 3, 4, 6, 10)
    near = draw.chance(0.3)
    logits = [
        draw.pick(draw.uniform(-5, 5), draw.uniform(-5, 5), draw.signed(-6, 6))
        for _ in range(count)
    ]
    rewards = [
        draw.pick(draw.uniform(-10, 15), float(draw.rng.integers(-5, 6)), draw.signed(-6, 9))
        for _ in range(count)
    ]
    if near:
        logits = [draw.near(logits[0], 1e-3) for _ in range(count)]
    if draw.chance(0.2):
        rewards = [draw.near(rewards[0], 1.0) for _ in range(count)]
    logits = [min(max(each, -1e6), 1e6) for each in logits]
    rewards = [min(max(each, -1e9), 1e9) for each in rewards]
    options = PAGE.options(
        temperature=draw.pick(1.0, draw.size(-1, 1), draw.size(-6, 6)),
        batch=draw.pick(2, 3, 16, 100),
        epsilon=draw.pick(1.0, draw.size(-1, 1), draw.size(-1, 1), draw.size(-6, 6)),
        standardise=draw.chance(0.1) and len(set(rewards)) == count,
    ).with_actions(logits, rewards)
    return Scene(samples=100, seed=int(draw.rng.integers(100))), options
