"""Samples of two groups on the densities page: points, histograms, Q-Q plots, fitted Gaussians."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.array_cache import Kept
from engine.core.arrays import Array, frozen
from engine.core.quantity import Readout
from engine.core.run import Run
from engine.data.facts import DataFacts, facts_of, file_banners
from engine.data.file import groups
from engine.data.source import DataSource
from engine.data.table import Groups
from engine.gaussian.fit import Fit, fit
from engine.gaussian.quantiles import Quantiles, Shape, distances, quantiles, shape
from engine.pages.densities.data_readouts import banners, readouts

MOST_POINTS = 2_000  # of each group in the picture
REACH = 4.0  # standard deviations that a histogram reaches to either side
BINS = 60


@dataclass(frozen=True, slots=True)
class GroupPoints:
    """Some samples of each group along the axes shown, evenly spaced in the file."""

    p: Array  # (k, 1) or (k, 2)
    q: Array
    p_samples: int  # of which these are some
    q_samples: int


@dataclass(frozen=True, slots=True)
class GroupHistograms:
    """Densities of both groups in bins of their own, d = 1."""

    p_edges: Array  # (b + 1,)
    p_density: Array  # (b,), per unit of x, of all samples
    p_outside: int  # samples beyond the bins
    q_edges: Array
    q_density: Array
    q_outside: int


@dataclass(frozen=True, slots=True)
class FittedGroup:
    """A group's Gaussian with standard errors."""

    name: str
    samples: int
    shrinkage: float
    mean: Array  # (d,)
    mean_error: Array
    covariance: Array  # (d, d)
    covariance_error: Array


@dataclass(frozen=True, slots=True)
class GroupPlots:
    """What own data add to the plots of the densities page."""

    facts: DataFacts
    points: GroupPoints
    histograms: GroupHistograms | None  # d = 1
    p_quantiles: Quantiles
    q_quantiles: Quantiles
    p_fit: FittedGroup
    q_fit: FittedGroup


@dataclass(frozen=True, slots=True)
class GroupsResult:
    """What own data add to the densities page."""

    plots: GroupPlots
    readouts: tuple[Readout, ...]
    banners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Pass:
    """What depends on the samples only: of p, and of q."""

    fits: tuple[Fit, Fit]
    quantiles: tuple[Quantiles, Quantiles]
    shapes: tuple[Shape, Shape]


_kept: Kept[_Pass] = Kept()


def groups_result(source: DataSource, axes: tuple[int, ...], run: Run) -> GroupsResult:
    """The samples over the coordinates ``axes``; raises DataError and Cancelled."""
    data = groups(source, run)
    found = _found(data, run)
    plots = GroupPlots(
        facts=facts_of(source, data),
        points=_points(data, axes),
        histograms=_histograms(data, found.fits) if data.p.shape[1] == 1 else None,
        p_quantiles=found.quantiles[0],
        q_quantiles=found.quantiles[1],
        p_fit=_group(data.names[0], found.fits[0]),
        q_fit=_group(data.names[1], found.fits[1]),
    )
    return GroupsResult(
        plots=plots,
        readouts=readouts(data, found.fits, found.shapes),
        banners=(*file_banners(source, data), *banners(data, found.fits, found.shapes)),
    )


def _found(data: Groups, run: Run) -> _Pass:
    return _kept.answer(data.p, lambda: _pass(data, run))


def _pass(data: Groups, run: Run) -> _Pass:
    fits = (fit(data.p, run, data.columns), fit(data.q, run, data.columns))
    found = []
    for x, fitted in zip((data.p, data.q), fits, strict=True):
        values = distances(x, fitted.gaussian, run)
        d = x.shape[1]
        found.append((quantiles(values, d, fitted.shrinkage == 0.0), shape(values, d)))
    (p_quantiles, p_shape), (q_quantiles, q_shape) = found
    return _Pass(fits, (p_quantiles, q_quantiles), (p_shape, q_shape))


def _points(data: Groups, axes: tuple[int, ...]) -> GroupPoints:
    p, q = (
        frozen(x[np.linspace(0, len(x) - 1, min(MOST_POINTS, len(x))).astype(int)][:, list(axes)])
        for x in (data.p, data.q)
    )
    return GroupPoints(p, q, len(data.p), len(data.q))


def _histograms(data: Groups, fits: tuple[Fit, Fit]) -> GroupHistograms:
    found = []
    for x, fitted in zip((data.p[:, 0], data.q[:, 0]), fits, strict=True):
        mean, std = float(fitted.gaussian.mean[0]), float(fitted.gaussian.std[0])
        bins = int(min(max(2.0 * math.cbrt(len(x)), 8.0), BINS))
        counts, edges = np.histogram(x, bins, (mean - REACH * std, mean + REACH * std))
        density = counts / (len(x) * np.diff(edges))
        found.append((frozen(edges), frozen(density), len(x) - int(np.sum(counts))))
    return GroupHistograms(*found[0], *found[1])


def _group(name: str, fitted: Fit) -> FittedGroup:
    return FittedGroup(
        name=name,
        samples=fitted.n,
        shrinkage=fitted.shrinkage,
        mean=fitted.gaussian.mean,
        mean_error=fitted.mean_error,
        covariance=fitted.gaussian.covariance,
        covariance_error=fitted.covariance_error,
    )
