"""Estimates beside their exact twins, in scenes and with options as they are drawn."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from engine.core.quantity import Readout
from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.page import Page
from engine.page.scene import Scene

FAR = 8.0  # standard errors
MEASURED = "measured "
# Rows of the table that are compared with a row of another name.
ROWS = {
    "variance, measured": "variance, exact",
    "KL(p||q) after": "KL(p||q) before",
    "KL(q||p) after": "KL(q||p) before",
}
# Methods whose mean is E_p f and their own bias.
METHODS = ("plain", "self-normalised", "clipped", "masked")
# Estimates of what n samples find, which tends to the exact value more slowly than its error.
OF_THE_SAMPLE = ("tail index k", "ESS/n", "max share", "cosine")


def drawn_scene(rng: np.random.Generator, samples: int) -> Scene:
    """p and q as in a training run: neither far apart nor the same."""
    d = int(rng.integers(1, 4))
    std = np.array([rng.uniform(0.8, 1.0, d), rng.uniform(0.95, 1.2, d)])
    mean = rng.normal(0.0, 0.3, (2, d))
    correlation = np.full((d, d), rng.uniform(-0.3, 0.6))
    np.fill_diagonal(correlation, 1.0)
    p, q = (Gaussian.from_std(m, s, correlation) for m, s in zip(mean, std, strict=True))
    return Scene(p, q, samples=samples)


def drawn_options(page: str, rng: np.random.Generator) -> dict[str, Any]:
    """Options that change what the page estimates."""

    def one_of(*values: object) -> Any:
        return values[int(rng.integers(len(values)))]

    def between(low: float, high: float) -> float:
        return float(rng.uniform(low, high))

    return {
        "kl-divergence": {"batch": int(rng.integers(1, 64)), "coefficient": between(0, 2)},
        "importance-weights": {
            "function": one_of("x", "x^2", "indicator", "sigmoid", "distance"),
            "direction": one_of("axis", "mean difference", "worst direction"),
            "point": between(-1, 1),
            "clip": between(0.5, 3),
        },
        "tanh-squashing": {
            "low": between(-3, -1),
            "high": between(1, 3),
            "second_bounds": one_of("same", "own"),
            "second_low": between(-2, 0),
            "second_high": between(1, 2),
        },
        "gradient-variance": {
            "estimators": "all",
            "objective": one_of("square", "exp", "cos", "linear", "cubic", "quartic", "step"),
            "k": between(0.2, 2),
            "constant": between(-1, 1),
            "factor": between(-2, 2),
            "sampling": one_of("on-policy", "off-policy"),
            "batch_size": int(rng.integers(2, 20)),
            "epsilon": between(0.5, 1.5),
            "width": one_of("sigma", "log sigma"),
            "reward": one_of("sum", "one coordinate", "mean difference"),
        },
        "softmax-policy": {
            "logits": tuple(between(-1, 1) for _ in range(4)),
            "rewards": tuple(between(-3, 3) for _ in range(4)),
            "temperature": between(0.5, 2),
        },
    }.get(page, {})


def twins(readouts: Iterable[Readout]) -> Iterator[tuple[Readout, float]]:
    """Every estimate whose error is trusted, with its exact value: the same row of the table in
    its own column, or in the column "exact"."""
    found = list(readouts)
    exact = {r.place: r.value for r in found if r.kind == "exact"}
    for readout in found:
        row, column = readout.place
        if readout.kind != "estimated" or "trust" in readout.note or row in OF_THE_SAMPLE:
            continue
        value = exact.get((ROWS.get(row, row), column.removeprefix(MEASURED)))
        if value is None:
            value = exact.get((ROWS.get(row, row), "exact"))
        if row in METHODS and (row, "bias") in exact:
            value = exact["E_p f", "exact"] + exact[row, "bias"]
        if row == "mean w":
            value = 1.0
        if value is not None and math.isfinite(value):
            yield readout, value


def distance(estimates: list[tuple[float, float]], value: float) -> float:
    """From the mean of several estimates, each with its error, to their exact value, in standard
    errors of the mean; rounding is none."""
    values, errors = np.array(estimates).T
    apart = abs(float(np.mean(values)) - value)
    if apart <= 1e-9 * max(abs(value), 1e-12):
        return 0.0
    error = math.sqrt(float(np.mean(errors**2)) / len(errors))
    return apart / error if error > 0.0 else math.inf


@dataclasses.dataclass(frozen=True)
class Contradiction:
    """An estimate too far from its exact value."""

    name: str
    scene: int
    errors: float  # of one seed, or of the mean over all
    exact: float
    estimates: list[tuple[float, float]]  # by seed, with their errors


def contradictions(
    page: Page, scenes: Iterable[int], seeds: int, samples: int
) -> tuple[int, list[Contradiction]]:
    """How many pairs were compared, and which are too far apart, for one seed or on average."""
    compared: int = 0
    found: list[Contradiction] = []
    for number in scenes:
        rng = np.random.default_rng([number, samples])
        scene = drawn_scene(rng, samples)
        options = page.options().replace(**drawn_options(page.name, rng))
        pairs: dict[tuple[str, float], list[tuple[float, float]]] = {}
        for seed in range(seeds):
            result = page.compute(scene.replace(seed=seed), options, Run(threads=1))
            for readout, value in twins(result.readouts):
                pair = readout.value, readout.standard_error or 0.0
                pairs.setdefault((readout.name, value), []).append(pair)
        for (name, value), estimates in pairs.items():
            compared += len(estimates)
            errors = max(distance(some, value) for some in (*[[e] for e in estimates], estimates))
            if errors > FAR:
                found.append(Contradiction(name, number, errors, value, estimates))
    return compared, found
