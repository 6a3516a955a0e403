"""The arrays of each plot of the Evidence page."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.divergence.importance_gradients import SIGNALS
from engine.divergence.importance_limits import signal_limits
from engine.gaussian.gaussian import Gaussian
from engine.pages.evidence_bound.encoder import IN_USE, coordinate_costs
from engine.pages.evidence_bound.estimators import NAMES, PARAMETERS, row_of
from engine.pages.evidence_bound.gather import Gathered
from engine.pages.evidence_bound.records import (
    Bound,
    Bounds,
    Densities,
    Encoder,
    Gradients,
    Parts,
    Signals,
)
from engine.pages.evidence_bound.sweep import CURVE, Sweep

REACH = 4.0
POINTS = 301
STDS = 121
# From this K on a slope is that of large K.
LARGE = 32
EMPTY = frozen(np.empty(0))


def parts(gathered: Gathered, _: Run) -> Parts:
    """log evidence, ELBO and L_K."""
    found, means = gathered.bound, gathered.set_means
    return Parts(
        log_evidence=found.log_evidence,
        elbo=found.value,
        gap=found.gap,
        reconstruction=found.reconstruction,
        cost=found.cost,
        iwae=None if means is None else found.value + float(means[0]),
        k=gathered.options.k,
    )


def densities(gathered: Gathered, _: Run) -> Densities:
    """Over the posterior and q, and over the prior and the likelihood where they are not far
    wider."""
    options, found = gathered.options, gathered.bound
    prior = Gaussian.from_std(0.0, options.tau)
    likelihood = Gaussian.from_std(options.x, options.s)
    all_four = prior, likelihood, found.posterior, found.q
    narrow = min(float(each.std[0]) for each in all_four)
    places = [
        float(each.mean[0]) + float(each.std[0]) * np.linspace(-REACH, REACH, POINTS)
        for each in all_four
        if float(each.std[0]) < 50.0 * narrow or each in (found.posterior, found.q)
    ]
    z = np.unique(np.concatenate(places))
    heights = [np.exp(each.log_density(z)) for each in all_four]
    return Densities(frozen(z), *(frozen(each) for each in heights))


def bound(gathered: Gathered, _: Run) -> Bound:
    """From a tenth to ten times the stds of q and of the posterior."""
    q, found = gathered.bound.q, gathered.bound
    ends = sorted([float(q.std[0]), float(found.posterior.std[0])])
    std = np.geomspace(0.1 * ends[0], 10.0 * ends[1], STDS)
    # The gap is half of what the width of q costs and of what its mean costs.
    rho = found.rho * np.square(std / float(q.std[0]))
    shift = found.log_ratio.slope**2 / found.rho
    elbo = found.log_evidence - 0.5 * (rho - 1.0 - np.log(rho) + shift)
    return Bound(frozen(std), frozen(elbo), found.log_evidence)


def bounds(gathered: Gathered, _: Run) -> Bounds:
    """L_K against K: exactly, as predicted, and as measured."""
    found, swept = gathered.bound, gathered.sweep
    curve = np.array(CURVE, dtype=float)
    finite = not math.isinf(found.log1p_chi_square) and found.log1p_chi_square < 700.0
    predicted = [found.iwae_predicted(k) for k in CURVE] if finite else []
    known = np.isfinite(swept.curve[:, 0])
    return Bounds(
        k=frozen(curve[known]),
        exact=frozen(found.value + swept.curve[known, 0]),
        predicted_k=frozen(curve) if finite else EMPTY,
        predicted=frozen(np.array(predicted)),
        measured_k=swept.k,
        measured=frozen(found.value + swept.mean[:, 0]),
        measured_error=frozen(swept.mean_error[:, 0]),
        samples=swept.samples,
        log_evidence=found.log_evidence,
        elbo=found.value,
        current=gathered.options.k,
    )


def gradients(gathered: Gathered, _: Run) -> Gradients:
    """Of the ELBO: exact variances beside measured ones."""
    exact, measured = gathered.bound.variances, gathered.estimators
    rows = [[row_of(name, parameter) for parameter in PARAMETERS] for name in NAMES]
    return Gradients(
        names=tuple(NAMES),
        exact=frozen(np.array([[exact[name][each] for each in PARAMETERS] for name in NAMES])),
        measured=frozen(measured.variance[rows]),
        measured_error=frozen(gathered.variance_error[rows]),
    )


def signals(gathered: Gathered, _: Run) -> Signals | None:
    """None where q is so far from the posterior that no mean is known."""
    swept = gathered.sweep
    known = np.isfinite(swept.exact[:, 0])
    if not np.any(known & (swept.k > 1)):
        return None
    ratio, error = _ratios(swept)
    slopes = [_slope(swept.k, *pair) for pair in zip(ratio, error, strict=True)]
    by_name = signal_limits(gathered.bound)
    limits = [by_name[name][parameter] for name, parameter in SIGNALS]
    curve = np.array(CURVE, dtype=float)
    return Signals(
        names=tuple(f"{name}.{parameter}" for name, parameter in SIGNALS),
        k=swept.k,
        ratio=frozen(ratio),
        error=frozen(error),
        limit_k=frozen(curve),
        limit=frozen(np.array([each.at(curve) for each in limits])),
        slope=frozen(np.array([each[0] for each in slopes])),
        slope_error=frozen(np.array([each[1] for each in slopes])),
        powers=tuple(each.power for each in limits),
        current=gathered.options.k,
        samples=swept.samples,
    )


def encoder(gathered: Gathered, _: Run) -> Encoder:
    """Of every coordinate of the scene's q."""
    return Encoder(frozen(coordinate_costs(gathered.scene.q, gathered.options.tau)), IN_USE)


FIGURES = {
    "parts": parts,
    "densities": densities,
    "bound": bound,
    "bounds": bounds,
    "gradients": gradients,
    "signals": signals,
    "encoder": encoder,
}


def _ratios(swept: Sweep) -> tuple[Array, Array]:
    """Signal to noise and its standard error, (5, j) each; NaN where nothing varies or no mean is
    known."""
    variance = np.where(swept.variance[:, 1:] > 0.0, swept.variance[:, 1:], np.nan)
    ratio = np.abs(swept.exact[:, 1:]) / np.sqrt(variance)
    return ratio.T, (0.5 * ratio * swept.variance_error[:, 1:] / variance).T


def _slope(k: Array, ratio: Array, error: Array) -> tuple[float, float]:
    """Of log ratio by log K, weighted by the errors, and its standard error."""
    some = (k >= LARGE) & (ratio > 0.0) & (error > 0.0)
    if np.count_nonzero(some) < 2:
        return math.nan, math.nan
    x, y = np.log(k[some]), np.log(ratio[some])
    weight = np.square(ratio[some] / error[some])
    away = x - np.average(x, weights=weight)
    total = float(np.sum(weight * away * away))
    return float(np.sum(weight * away * y)) / total, 1.0 / math.sqrt(total)
