"""Importance weights w = p/q of samples of q: their shape, whether they can be trusted, and what
each usual repair costs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np

from engine.core.parameter import Parameter, ParameterError, ParameterSet
from engine.core.run import Run
from engine.functions.test_function import Name, TestFunction
from engine.gaussian.projection import projection
from engine.gaussian.relative import relative
from engine.page.page import Page
from engine.page.scene import MAXIMUM_DIMENSION, Scene
from engine.page.undivided import undivided
from engine.pages.importance_weights.banners import ONE_DIMENSION, banners, direction_text
from engine.pages.importance_weights.concentration import concentration as lorenz_curve
from engine.pages.importance_weights.curves import (
    clipping_frontier,
    dimension_curve,
    repair_errors,
    variance_map,
    worst_coordinate,
)
from engine.pages.importance_weights.data import weights_of_data
from engine.pages.importance_weights.data_result import WeightsDataResult
from engine.pages.importance_weights.demo import blind_result
from engine.pages.importance_weights.histogram import fine_bins, histogram
from engine.pages.importance_weights.monte_carlo import WeightSamples, weight_samples
from engine.pages.importance_weights.pictures import (
    TOP,
    concentration,
    diagnostics,
    estimates,
)
from engine.pages.importance_weights.readouts import Facts, readouts
from engine.pages.importance_weights.result import ImportanceResult
from engine.weights.errors import ess_error, largest_share_error, top_share_error
from engine.weights.exact.errors import tail_errors, with_exact_errors
from engine.weights.exact.estimates import ExactEstimates, exact_estimates
from engine.weights.importance import weight_limits


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """What this page adds to the scene."""

    function: Annotated[
        Name,
        Parameter(
            label="function",
            own_data=False,
            symbol="f",
            help="The function whose mean under p is wanted: 1, x, x², the indicator of x > a, "
            "the sigmoid of x - a, or the distance |x - a|; x is taken along one direction.",
        ),
    ] = "x"
    point: Annotated[
        float,
        Parameter(
            label="point",
            own_data=False,
            symbol="a",
            help="Threshold of the indicator, centre of the sigmoid, end of the distance.",
            minimum=-1e12,
            maximum=1e12,
            typical=(-5.0, 5.0),
        ),
    ] = 0.0
    clip: Annotated[
        float,
        Parameter(
            label="clip at",
            symbol="c",
            help="Weights above c are clipped to c, or masked to 0: V-trace's rho-bar.",
            minimum=1e-3,
            maximum=1e9,
            typical=(0.1, 100.0),
            scale="log",
        ),
    ] = 1.0
    direction: Annotated[
        Literal["axis", "mean difference", "worst direction"],
        Parameter(
            label="direction",
            own_data=False,
            help="What f looks along: one axis, the difference of the means, or the direction "
            "that adds most to log(1 + chi-square).",
            dimensions=(2, math.inf),
        ),
    ] = "axis"
    axis: Annotated[
        int,
        Parameter(
            label="axis",
            own_data=False,
            help="Which coordinate f takes, 1 being the first.",
            minimum=1,
            maximum=MAXIMUM_DIMENSION,
            typical=(1, 20),
            dimensions=(2, math.inf),
        ),
    ] = 1
    histogram: Annotated[
        Literal["log10 w", "w"],
        Parameter(
            label="histogram of",
            help="Show the logarithm of the weights, or the weights themselves.",
        ),
    ] = "log10 w"
    slow_curves: Annotated[
        bool,
        Parameter(
            label="slow exact curves",
            own_data=False,
            help="Draw the exact curves also where they take seconds: several directions.",
            dimensions=(2, math.inf),
        ),
    ] = False
    blind_ess: Annotated[
        bool,
        Parameter(
            label="blind ESS demo",
            own_data=False,
            help="Replace p by half N(-10, 1), half N(10, 1), q by N(10, 1) and f by 1[x < 0]: "
            "ESS is n and the estimate is 0, while the truth is 0.5.",
            dimensions=(1, 1),
        ),
    ] = False


def compute(scene: Scene, options: Options, run: Run) -> ImportanceResult | WeightsDataResult:
    """Weights, diagnostics and estimates beside the exact values, or those of own log-ratios;
    raises Cancelled, and ParameterError for an axis beyond the dimension and for a file that
    cannot be used."""
    if PAGE.shows_data(scene) and scene.data is not None:
        return weights_of_data(scene.data, options.clip, options.histogram, run)
    if options.blind_ess and scene.dimension == 1:
        return blind_result(scene, options.clip, options.histogram, run)
    f = TestFunction(options.function, options.point)
    direction, along = _direction(scene, options)
    exact = exact_estimates(scene.p, scene.q, f, direction)
    bins = fine_bins(scene.p, scene.q)
    samples = weight_samples(scene, f, direction, options.clip, bins, run)
    run.step(1.0)
    return _result(scene, options, run, f, direction, along, exact, samples)


def _result(
    scene: Scene,
    options: Options,
    run: Run,
    f: TestFunction,
    direction: tuple[float, ...],
    along: str,
    exact: ExactEstimates,
    samples: WeightSamples,
) -> ImportanceResult:
    limits, slow = weight_limits(scene.p, scene.q), options.slow_curves
    shown = histogram(
        scene, samples.histogram, limits.kl_qp, options.clip, options.histogram, run, slow
    )
    run.step(1.0)
    frontier, why_not = clipping_frontier(scene, f, direction, options.clip, exact, slow)
    run.step(1.0)
    final, counted = samples.final, samples.histogram.samples
    lorenz = lorenz_curve(samples.histogram, samples.picture_largest)
    shares = concentration(*lorenz, counted, final.largest_share, scene)
    tails = tail_errors(scene.p, scene.q, f, direction, final.n)
    facts = Facts(
        samples=scene.samples,
        c=options.clip,
        formula=f.formula,
        truth=exact.mean,
        along=along,
        limits=limits,
        exact=exact,
        repairs=repair_errors(scene, f, direction, options.clip, frontier is not None),
        final=final,
        shown=with_exact_errors(final, scene.p, scene.q, exact, limits),
        ess_error=ess_error(*lorenz, scene.samples),
        tails=tails,
        largest_share_error=largest_share_error(
            samples.largest, final.largest_share, final.ess, final.n
        ),
        top_percent=shares.top_percent,
        top_percent_error=top_share_error(*lorenz, TOP, counted),
        counted=counted,
        kurtosis=samples.kurtosis,
        largest_log_weight=samples.largest_log_weight,
    )
    trusted = not math.isinf(exact.plain_variance) or not facts.infinite
    return ImportanceResult(
        histogram=shown,
        concentration=shares,
        diagnostics=diagnostics(samples.running, limits),
        estimates=estimates(samples.running, exact.mean, f.formula, trusted),
        frontier=frontier,
        frontier_note=why_not,
        dimensions=dimension_curve(scene),
        variance_map=variance_map(scene),
        readouts=readouts(facts),
        banners=(
            *banners(facts, same=scene.p == scene.q),
            *([ONE_DIMENSION] if options.blind_ess else []),
        ),
    )


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


PAGE = Page(
    name="importance-weights",
    title="Weights",
    summary="Weights p/q of samples of q: can they be trusted, and what does each repair cost.",
    order=3,
    options=Options,
    **undivided(compute, ImportanceResult, WeightsDataResult),
    data="log-ratios",
)
