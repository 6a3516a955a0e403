"""Every readout of the Evidence page that is called exact, a second time in many digits."""

import math

import numpy as np
import pytest

from engine.gaussian.gaussian import Gaussian
from engine.page.page import page_named
from engine.page.scene import Scene
from tests.oracles import evidence_bound
from tests.oracles.compare import check

PAGE = page_named("evidence-bound")
HOW = ("ordinary", "wide", "near", "special")


def drawn(seed):
    """Models and encoders from all that the sliders reach, and near the posterior."""
    rng = np.random.default_rng(seed)
    how = HOW[seed % len(HOW)]
    tau, s = 10.0 ** rng.uniform(-1.0, 1.0, 2)
    x, mean, std = rng.uniform(-5.0, 5.0), rng.uniform(-5.0, 5.0), 10.0 ** rng.uniform(-1.0, 1.0)
    if how == "wide":
        tau, s, std = 10.0 ** rng.uniform(-3.0, 3.0, 3)
    if how == "special":
        tau, s, std = rng.choice([0.5, 1.0, 2.0], 3)
        x, mean = rng.choice([0.0, 1.0, -2.0], 2)
    if how == "near":
        off = 10.0 ** rng.uniform(-12.0, 0.0, 2) * rng.choice([-1.0, 0.0, 1.0], 2)
        posterior = tau * s / math.hypot(tau, s)
        mean = x * tau**2 / (tau**2 + s**2) + posterior * off[0]
        std = posterior * (1.0 + 0.5 * off[1])
    k = int(rng.choice([1, 2, 2, 8, 512]))
    return scene_of(mean, std), PAGE.options(float(tau), float(s), float(x), k)


def scene_of(mean, std):
    q = Gaussian.from_std(mean, std)
    return Scene(q, q, samples=200)


@pytest.mark.parametrize("seed", range(32))
def test_drawn_models(seed: int) -> None:
    found, _ = check(PAGE, evidence_bound, *drawn(seed))
    assert not found, "\n".join(found)


def test_no_oracle_is_left_behind() -> None:
    scene, options = scene_of(0.3, 0.6), PAGE.options(k=2)
    found, readouts = check(PAGE, evidence_bound, scene, options)
    assert not found, "\n".join(found)
    assert set(evidence_bound.truths(scene, options)) <= {each.name for each in readouts}


def test_several_coordinates() -> None:
    q = Gaussian.from_std([0.3, -1.0, 0.001], [0.6, 1.3, 1.001], 0.4)
    scene = Scene(Gaussian.from_std([0.0] * 3, 1.0), q, samples=200)
    found, _ = check(PAGE, evidence_bound, scene, PAGE.options(k=1))
    assert not found, "\n".join(found)
