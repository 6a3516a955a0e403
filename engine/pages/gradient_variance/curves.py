"""The curves of the Gradients page: variance against N and against k."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.gradients.estimators.catalogue import BY_NAME
from engine.gradients.estimators.setting import Setting
from engine.gradients.measured import measure
from engine.pages.gradient_variance.gather import ExactByName, Gathered, all_numbers, exact_of
from engine.pages.gradient_variance.numbers import Numbers, exact_pair
from engine.pages.gradient_variance.records import AgainstK, AgainstN

SAMPLED_N = (2, 8, 32, 128, 512)
SAMPLED_ROWS = 16_384  # samples behind each dot
LARGEST_N = 1_024
K_POINTS = 49
FEWER_K_POINTS = 25  # where each point sums over many coordinates
MANY = 10
NEAR = np.array([0.003, 0.01, 0.02, 0.04, 0.07, 0.11, 0.16])  # in standard deviations
# Where the published figures look, and whether on a log axis.
K_RANGES = {"exp": (0.1, 10.0, True), "cos": (0.5, 5.0, False)}
USUAL_K_RANGE = (-3.0, 3.0, False)
# Coupled measure-valued and pathwise agree on mu where |mu - k| is this many sigma (square).
CROSSING = 2.0 / math.sqrt(16.0 / math.pi - 4.0)


def against_n(gathered: Gathered, run: Run) -> AgainstN:
    """Exact lines, and dots measured on about as many samples for each N."""
    names, current = gathered.names, gathered.setting.batch_size
    n = np.unique(np.append(np.geomspace(1, max(LARGEST_N, current), 31).round(), current))
    sizes = sorted({*SAMPLED_N, current})
    seen = [_numbers_at(gathered, size, run) for size in sizes]

    def measured(what: str) -> Array:
        rows = zip(sizes, seen, strict=True)
        return frozen(np.array([[getattr(each, what) / n for each in row] for n, row in rows]))

    return AgainstN(
        names=names,
        n=frozen(n),
        exact=frozen(np.stack([_variances_at(gathered, int(size)) for size in n])),
        sampled_n=frozen(np.array(sizes)),
        measured=measured("measured_variance"),
        measured_error=measured("variance_error"),
        current_n=current,
        by=gathered.by,
    )


def _numbers_at(gathered: Gathered, size: int, run: Run) -> list[Numbers]:
    """Of every estimator, measured on batches of this size."""
    if size == gathered.setting.batch_size:
        return list(gathered.numbers.values())
    options, names = gathered.options, gathered.names
    setting = replace(gathered.setting, batch_size=size)
    count = max(min(options.repetitions, SAMPLED_ROWS // size), 2)
    samples = measure(setting, count, gathered.scene.seed, run, names)
    return list(all_numbers(setting, options, exact_of(setting, names), samples).values())


def _variances_at(gathered: Gathered, size: int) -> Array:
    """Of an estimate from a batch of this size, (m, 2)."""
    names = gathered.names
    changing = tuple(name for name in names if BY_NAME[name].uses_batch)
    there = exact_of(replace(gathered.setting, batch_size=size), changing)
    exact = {name: found for name, found in gathered.exact.items() if name not in changing} | there
    return _variances(gathered, exact, names) / size


def against_k(gathered: Gathered, run: Run) -> AgainstK:
    """Exact variances for every k in the range of the published figures, and the current one."""
    setting, objective = gathered.setting, gathered.setting.objective
    low, high, logarithmic = K_RANGES.get(objective.name, USUAL_K_RANGE)
    if not logarithmic or objective.k > 0.0:
        low, high = min(low, objective.k), max(high, objective.k)
    k = _places(setting, low, high, logarithmic)
    names = tuple(name for name in gathered.names if name in gathered.exact)
    rows = []
    for index, value in enumerate(k):
        run.step(index / len(k))
        question = replace(setting, objective=objective.replace(k=value))
        rows.append(_variances(gathered, _kept_moments(question, names), names))
    distance = CROSSING * setting.std
    places = np.array([setting.mean - distance, setting.mean + distance])
    shown = {"pathwise", "measure_valued/coupled"} <= set(names)
    crossed = objective.name == "square" and shown
    return AgainstK(
        names=names,
        k=frozen(k),
        variance=frozen(np.stack(rows)),
        logarithmic=logarithmic,
        current_k=objective.k,
        crossing_k=frozen(places if crossed else np.array([])),
        crossing_variance=4.0 * (objective.scale * setting.std) ** 2,
        crossing_distance=distance,
        by=gathered.by,
        formula=objective.formula,
    )


def _places(setting: Setting, low: float, high: float, logarithmic: bool) -> Array:
    """Evenly spaced, and closer around a minimum or a jump at the mean."""
    points = K_POINTS if len(setting.others) < MANY else FEWER_K_POINTS
    if logarithmic:
        inner = np.geomspace(low, high, points)[1:-1]
        return np.array([low, *inner, high])
    inner = np.linspace(low, high, points)[1:-1]
    close = setting.mean + setting.std * np.concatenate([-NEAR, NEAR])
    close = close[(close > low) & (close < high)]
    shifted = setting.objective.name in ("square", "step")
    return np.unique(np.concatenate([[low, high], inner, close if shifted else []]))


@lru_cache(maxsize=256)
def _kept_moments(setting: Setting, names: tuple[str, ...]) -> ExactByName:
    # The same curve whatever the current k, so that a moving k only moves a mark.
    try:
        return exact_of(setting, names)
    except ParameterError:
        return {}


def _variances(gathered: Gathered, exact: ExactByName, names: tuple[str, ...]) -> Array:
    """Per sample, (m, 2), NaN where there is none."""
    pairs = [exact_pair(exact.get(name, {}), "variance") for name in names]
    return np.asarray(np.square(gathered.factors) * np.stack(pairs))
