"""Scenes and options drawn from the whole of what sliders reach, and well past it."""

from __future__ import annotations

import numpy as np

from engine.functions.test_function import NAMES
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.importance_weights.options import Options as WeightsOptions
from engine.pages.kl_divergence.options import Options as KlOptions

HOW = ("ordinary", "wide", "near", "special", "ratio")


def draws(seed, count):
    """So many (scene, generator); every kind of scene in turn."""
    rng = np.random.default_rng(seed)
    for number in range(count):
        p, q = _pair(rng, HOW[number % len(HOW)])
        samples = int(10.0 ** rng.uniform(2.0, 3.0))
        yield Scene(Gaussian.from_std(*p), Gaussian.from_std(*q), samples=samples), rng


def _pair(rng, how):
    if how == "ordinary":
        return [(rng.uniform(-5.0, 5.0), 10.0 ** rng.uniform(-1.0, 1.0)) for _ in "pq"]
    if how == "wide":
        size = 10.0 ** rng.uniform(-1.0, 3.0)
        return [(rng.uniform(-size, size), 10.0 ** rng.uniform(-3.0, 3.0)) for _ in "pq"]
    mean, std = rng.uniform(-5.0, 5.0), 10.0 ** rng.uniform(-3.0, 3.0)
    if how == "near":
        off = 10.0 ** rng.uniform(-12.0, 0.0, 2) * rng.choice([-1.0, 0.0, 1.0], 2)
        return [(mean, std), (mean + std * off[0], std * (1.0 + 0.9 * off[1]))]
    if how == "ratio":
        # Within some standard deviations of each other, the stds about alike.
        ratio = 10.0 ** rng.uniform(-0.5, 0.5)
        shift = rng.choice([1.0, 10.0, 40.0]) * rng.uniform(-1.0, 1.0)
        return [(mean + shift * std, std * ratio), (mean, std)]
    whole = rng.choice([0.0, 1.0, -1.0, 2.0, 6.0, -3.0, 0.5], 2)
    stds = rng.choice([0.5, 1.0, 1.5, 2.0, 3.0], 2)
    return [(whole[0], stds[0]), (whole[1], stds[1])]


def weights_options(scene, rng, number):
    """Any function, any point, any c."""
    means = [float(scene.p.mean[0]), float(scene.q.mean[0])]
    stds = [float(scene.p.std[0]), float(scene.q.std[0])]
    which = int(rng.integers(2))
    point = float(
        rng.choice(
            [
                rng.uniform(-5.0, 5.0),
                means[which],
                means[which] + stds[which] * rng.uniform(-10.0, 10.0),
                means[which] + stds[which] * rng.uniform(-40.0, 40.0),
                0.0,
            ]
        )
    )
    clip = float(rng.choice([1.0, 10.0 ** rng.uniform(-3.0, 9.0), 10.0 ** rng.uniform(-1.0, 2.0)]))
    return WeightsOptions(NAMES[number % len(NAMES)], point, clip)


def kl_options(scene, rng, number):
    """Any batch, any c."""
    batch = 1 if number % 4 == 0 else int(10.0 ** rng.uniform(0.0, 6.0 if number % 2 else 3.0))
    coefficient = float(rng.choice([0.0, 1.0, rng.uniform(-0.5, 2.0), rng.uniform(-100.0, 100.0)]))
    return KlOptions(batch, coefficient)
