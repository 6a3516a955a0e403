"""Every readout of the Trust region page that is called exact, a second time in many digits."""

import numpy as np
import pytest

from engine.gaussian.gaussian import Gaussian
from engine.page.page import page_named
from engine.page.scene import Scene
from tests.oracles import trust_region
from tests.oracles.compare import check

PAGE = page_named("trust-region")
NAMES = ("square", "exp", "cos", "linear", "cubic", "quartic", "step")
HOW = ("ordinary", "small", "special", "large")


def drawn(seed):
    """Policies, rewards and steps of every size that a slider reaches, and smaller ones."""
    rng = np.random.default_rng(seed)
    how = HOW[seed % len(HOW)]
    name = NAMES[seed % len(NAMES)]
    mean, other = rng.uniform(-5.0, 5.0, 2)
    std, width = 10.0 ** rng.uniform(-1.0, 1.0, 2)
    k, factor, delta = (
        rng.uniform(-3.0, 3.0),
        rng.uniform(-5.0, 5.0),
        10.0 ** rng.uniform(-4.0, 0.0),
    )
    if how == "small":
        delta = 10.0 ** rng.uniform(-12.0, -4.0)
    if how == "large":
        delta = rng.uniform(1.0, 5.0)
    if how == "special":
        mean, k, factor = (
            rng.choice([1.0, 0.5, -2.0]),
            rng.choice([1.0, 3.0]),
            rng.choice([1.0, -1.0]),
        )
        std = rng.choice([0.5, 1.0, 2.0])
    if name in ("exp", "step", "cos"):
        # Where it still matters.
        k = (
            abs(k)
            if name == "exp"
            else mean + std * rng.uniform(-2.0, 2.0)
            if name == "step"
            else k
        )
        std, mean = min(std, 1.5), float(np.clip(mean, -2.0, 2.0))
    options = PAGE.options(
        objective=name, k=float(k), factor=float(factor), delta=float(delta),
        ball=str(rng.choice(["old||new", "new||old"])),
    )  # fmt: skip
    p, q = Gaussian.from_std(other, width), Gaussian.from_std(mean, std)
    return Scene(p, q, samples=200), options


@pytest.mark.parametrize("seed", range(28))
def test_drawn_steps(seed: int) -> None:
    found, _ = check(PAGE, trust_region, *drawn(seed))
    assert not found, "\n".join(found)


def test_no_oracle_is_left_behind() -> None:
    scene = Scene(Gaussian(0.0, 1.0), Gaussian(1.0, 1.0), samples=200)
    found, readouts = check(PAGE, trust_region, scene, PAGE.options())
    assert not found, "\n".join(found)
    assert set(trust_region.truths(scene, PAGE.options())) <= {each.name for each in readouts}
