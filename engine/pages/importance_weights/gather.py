"""What every number and figure of the Weights page is made from."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.array_cache import Kept
from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.data.facts import DataFacts, facts_of
from engine.data.file import log_ratios
from engine.data.source import DataSource
from engine.data.table import LogRatios
from engine.divergence.kl_estimators import Estimate
from engine.functions.test_function import TestFunction
from engine.gaussian.projection import projection
from engine.gaussian.relative import relative
from engine.page.scene import Scene
from engine.pages.importance_weights import demo
from engine.pages.importance_weights.bins import fine_bins
from engine.pages.importance_weights.findings import (
    Findings,
    findings_of_rows,
    findings_of_samples,
)
from engine.pages.importance_weights.frontier import repair_errors
from engine.pages.importance_weights.options import Options
from engine.pages.importance_weights.samples import weight_samples
from engine.pages.importance_weights.target import Target
from engine.pages.importance_weights.variance_map import worst_coordinate
from engine.weights.exact.errors import tail_errors, with_exact_errors
from engine.weights.exact.estimates import exact_estimates
from engine.weights.importance import WeightLimits, weight_limits
from engine.weights.rows.first_look import usable_look
from engine.weights.rows.independence import correlation_time
from engine.weights.rows.shares import clipped_at
from engine.weights.rows.tail import inverse_mean
from engine.weights.rows.weights import RowWeights, row_weights

SHOWN_ENTRIES = 4


@dataclass(frozen=True, slots=True)
class Rows:
    """What the rows of a file say beside `Findings`."""

    source: DataSource
    data: LogRatios
    weights: RowWeights
    inverse: tuple[float, float]  # mean of 1/w and its standard error
    time: float  # of correlation
    clipped_rows: Estimate  # the share with w > c
    clipped_weight: Estimate  # the share of the weight that min(w, c) takes away


@dataclass(frozen=True, slots=True)
class Gathered:
    """Samples of q with what is known of their weights, or rows of a file, of which nothing is."""

    scene: Scene
    options: Options
    findings: Findings
    limits: WeightLimits | None = None
    target: Target | None = None  # what the weights are used for
    rows: Rows | None = None

    @property
    def infinite(self) -> bool:
        """Whether the variance of the weights is known to be infinite."""
        return self.limits is not None and math.isinf(self.limits.log1p_chi_square)

    @property
    def gaussians(self) -> Target | None:
        """What the weights of Gaussians, and not of the demonstration, are used for."""
        return None if self.target is None or self.target.exact is None else self.target

    @property
    def facts(self) -> DataFacts | None:
        """The own data that took the place of samples."""
        return None if self.rows is None else facts_of(self.rows.source, self.rows.data)


_Pass = tuple[Findings, RowWeights, tuple[float, float], float]
_kept: Kept[_Pass] = Kept()


def gather(scene: Scene, options: Options, run: Run) -> Gathered:
    """The pass over the scene's samples, or over own log-ratios; raises Cancelled, ParameterError
    for an axis beyond the dimension, and DataError for a file that cannot be used."""
    source = scene.data
    if source is not None and source.kind != "groups":
        return _of_rows(scene, options, source, run)
    if options.blind_ess and scene.dimension == 1:
        target, findings = demo.blind_target(scene, options.clip, run)
        return Gathered(scene, options, findings, demo.LIMITS, target)
    return _of_gaussians(scene, options, run)


def _of_rows(scene: Scene, options: Options, source: DataSource, run: Run) -> Gathered:
    data = log_ratios(source, run)
    logs = data.log_weights
    findings, weights, inverse, time = _kept.answer(logs, lambda: _passes(source, logs, run))
    clipped = clipped_at(logs, weights, options.clip, run)
    rows = Rows(source, data, weights, inverse, time, *clipped)
    return Gathered(scene, options, findings, rows=rows)


def _passes(source: DataSource, logs: Array, run: Run) -> _Pass:
    look = usable_look(source, logs, run)
    found = row_weights(logs, look, run)
    findings = findings_of_rows(logs, found, run)
    return findings, found, inverse_mean(logs, look, run), correlation_time(logs, look, run)


def _of_gaussians(scene: Scene, options: Options, run: Run) -> Gathered:
    p, q, f = scene.p, scene.q, TestFunction(options.function, options.point)
    direction, along = _direction(scene, options)
    passing = weight_samples(scene, f, direction, options.clip, fine_bins(p, q), run)
    # Meanwhile:
    exact, limits = exact_estimates(p, q, f, direction), weight_limits(p, q)
    tails = tail_errors(p, q, f, direction, scene.samples)
    repairs = repair_errors(scene, f, direction, options.clip, options.slow_curves)
    samples = passing()
    shown = with_exact_errors(samples.final, p, q, exact, limits)
    target = Target(
        formula=f.formula,
        along=along,
        truth=exact.mean,
        running=samples.running,
        shown=shown,
        tails=tails,
        counts=samples.binned.counts,
        largest_log_weight=samples.largest_log_weight,
        trusted=not (math.isinf(exact.plain_variance) and math.isinf(limits.log1p_chi_square)),
        f=f,
        direction=direction,
        exact=exact,
        repairs=repairs,
        kurtosis=samples.kurtosis,
    )
    return Gathered(scene, options, findings_of_samples(samples, shown, tails), limits, target)


def _direction(scene: Scene, options: Options) -> tuple[tuple[float, ...], str]:
    """The direction that f looks along, and in words."""
    d = scene.dimension
    if d == 1:
        return (1.0,), ""
    if options.direction == "axis" and options.axis > d:
        raise ParameterError("axis", options.axis, f"must be at most {d}, the dimension")
    vector = np.eye(d)[options.axis - 1] if options.direction == "axis" else np.zeros(d)
    if options.direction == "mean difference":
        vector = scene.p.mean - scene.q.mean
    elif options.direction == "worst direction":
        pair = relative(scene.p, scene.q)
        vector = pair.directions[:, worst_coordinate(pair)]
    if not np.any(vector):
        return tuple(np.eye(d)[0].tolist()), "along the first axis, for the means are equal"
    unit = projection(scene.p, scene.q, vector).direction
    unit = unit * np.sign(unit[np.argmax(np.abs(unit))])
    return tuple(unit.tolist()), f"along {direction_text(unit)}"


def direction_text(direction: Array) -> str:
    """A vector (d,) as (0.80, 0.60), shortened after some entries."""
    shown = ", ".join(f"{value + 0.0:.2f}" for value in direction[:SHOWN_ENTRIES].round(2))
    return f"({shown}{', ...' if len(direction) > SHOWN_ENTRIES else ''})"
