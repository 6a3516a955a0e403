"""The curves of the Gradients page: variance against b, against N and against k."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.gradients.estimators.catalogue import BY_NAME
from engine.gradients.estimators.estimator import Exact
from engine.gradients.estimators.setting import Setting
from engine.gradients.measured import measure
from engine.gradients.noise import policy_moments
from engine.pages.gradient_variance.facts import Facts, exact_of, with_objective
from engine.pages.gradient_variance.result import AgainstK, AgainstN, BaselineCurve

BASELINES = 161
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


def baseline_curve(facts: Facts) -> BaselineCurve:
    """Var (f - b) s, a parabola in b, by each coordinate, and their sum."""
    moments = policy_moments(facts.setting)
    pair = moments["mu"], moments["sigma"]
    squares = np.square(facts.factors)
    fisher = squares * [each.fisher for each in pair]
    best = np.array([each.best_baseline for each in pair])
    total = float(fisher @ best / fisher.sum())
    marks = np.array([0.0, pair[0].mean, *best, total])

    def variances(b: Array) -> Array:
        parts = squares * np.column_stack([each.variance_with(b) for each in pair])
        return np.column_stack([parts, parts.sum(axis=1)])

    chosen = facts.setting.baseline
    low, high = min(*marks, chosen), max(*marks, chosen)
    reach = 0.25 * (high - low) or max(1.0, abs(high))
    b = np.linspace(low - reach, high + reach, BASELINES)
    return BaselineCurve(
        b=frozen(b),
        variance=frozen(variances(b)),
        mark_b=frozen(marks),
        mark_variance=frozen(variances(marks)),
        chosen_b=chosen,
        chosen_variance=frozen(variances(np.array([chosen]))[0]),
        by=facts.by,
    )


def against_n(facts: Facts, repetitions: int, seed: int, run: Run) -> AgainstN:
    """Exact lines, and dots measured on about as many samples for each N."""
    setting, names = facts.setting, facts.names
    today = setting.batch_size
    n = np.unique(np.append(np.geomspace(1, max(LARGEST_N, today), 31).round(), today))
    exact = np.stack([_variances_at(facts, int(size)) for size in n])
    sampled_n, measured, errors = [], [], []
    for size in sorted({*SAMPLED_N, today}):
        count = facts.samples.repetitions
        samples = facts.samples
        if size != today:
            count = max(min(repetitions, SAMPLED_ROWS // size), 2)
            samples = measure(replace(setting, batch_size=size), count, seed, run, names)
        seen = replace(facts, samples=samples)
        found = [seen.measured_variances(name) for name in names]
        sampled_n.append(size)
        measured.append([variance / size for variance, _ in found])
        errors.append([error / size for _, error in found])
    return AgainstN(
        names=names,
        n=frozen(n),
        exact=frozen(exact),
        sampled_n=frozen(np.array(sampled_n)),
        measured=frozen(np.array(measured)),
        measured_error=frozen(np.array(errors)),
        chosen_n=today,
        by=facts.by,
    )


def _variances_at(facts: Facts, size: int) -> Array:
    """Of an estimate from a batch of this size, (m, 2)."""
    setting = replace(facts.setting, batch_size=size)
    changing = tuple(name for name in facts.names if BY_NAME[name].uses_batch)
    exact = facts.exact | {name: {} for name in changing} | exact_of(setting, changing)
    return np.stack([facts.scaled_variances(exact.get(name, {})) for name in facts.names]) / size


def against_k(facts: Facts, run: Run) -> AgainstK:
    """Exact variances for every k in the range of the published figures, and today's."""
    setting, objective = facts.setting, facts.setting.objective
    low, high, logarithmic = K_RANGES.get(objective.name, USUAL_K_RANGE)
    if not logarithmic or objective.k > 0.0:
        low, high = min(low, objective.k), max(high, objective.k)
    k = _places(setting, low, high, logarithmic)
    names = tuple(name for name in facts.names if name in facts.exact)
    rows = []
    for index, value in enumerate(k):
        run.step(index / len(k))
        question = with_objective(setting, objective.replace(k=value))
        rows.append(_variances_of(facts, question, names))
    distance = CROSSING * setting.std
    places = np.array([setting.mean - distance, setting.mean + distance])
    shown = {"pathwise", "measure_valued/coupled"} <= set(names)
    crossed = objective.name == "square" and shown
    return AgainstK(
        names=names,
        k=frozen(k),
        variance=frozen(np.stack(rows)),
        logarithmic=logarithmic,
        chosen_k=objective.k,
        crossing_k=frozen(places if crossed else np.array([])),
        crossing_variance=4.0 * (objective.scale * setting.std) ** 2,
        crossing_distance=distance,
        by=facts.by,
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
def _kept_moments(setting: Setting, names: tuple[str, ...]) -> dict[str, dict[str, Exact]]:
    # The same curve for every k of today, so that a moving k only moves a mark.
    try:
        return exact_of(setting, names)
    except ParameterError:
        return {}


def _variances_of(facts: Facts, setting: Setting, names: tuple[str, ...]) -> Array:
    """Per sample, (m, 2); NaN where a reward overflows or turns too fast."""
    exact = _kept_moments(setting, names)
    return np.stack([facts.scaled_variances(exact.get(name, {})) for name in names])
