"""The pictures of pages as SciPy and Matplotlib make them, beside the step of the same page."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np
import pytest
from scipy import stats

from tests.benchmarks import test_squash_speed
from tests.benchmarks.moved import P, Q
from tests.benchmarks.results import Results

N, ROUNDS, LEAST = 10**6, 3, 8.0


def kl(axes: Any) -> None:
    """The three estimates as they run, their histograms, and the integrand's samples."""
    p, q = (stats.multivariate_normal(each.mean, each.covariance) for each in (P, Q))
    x = q.rvs(N, random_state=np.random.default_rng(7))
    log_w = p.logpdf(x) - q.logpdf(x)
    terms = (-log_w, log_w**2 / 2.0, np.expm1(log_w) - log_w)
    count = np.arange(1, N + 1)
    places = np.unique(np.geomspace(1, N, 200).astype(int)) - 1
    for term, axis in zip(terms, axes[1:], strict=True):
        axes[0].plot(count[places], (np.cumsum(term) / count)[places])
        axis.hist(term, bins=120, range=(-4.0, 4.0), histtype="step")
    axes[0].set_xscale("log")


def weights(axes: Any) -> None:
    """The histogram of log w, the sorted shares, and the running mean of w and of w f."""
    p, q = (stats.multivariate_normal(each.mean, each.covariance) for each in (P, Q))
    x = q.rvs(N, random_state=np.random.default_rng(7))
    log_w = p.logpdf(x) - q.logpdf(x)
    w, count = np.exp(log_w), np.arange(1, N + 1)
    places = np.unique(np.geomspace(1, N, 200).astype(int)) - 1
    axes[0].hist(log_w / np.log(10.0), bins=120, histtype="step")
    axes[1].plot(places, (np.cumsum(np.sort(w)[::-1]) / np.sum(w))[places])
    for terms, axis in zip((w, w * x[:, 0]), axes[2:], strict=True):
        axis.plot(count[places], (np.cumsum(terms) / count)[places])


def squash(axes: Any) -> None:
    """The actions' histogram beside the density, and the entropy."""
    *_, counts = test_squash_speed.with_scipy()
    axes[0].stairs(counts)
    a = np.linspace(-0.999, 0.999, 800)
    for axis, scale in zip(axes[1:], (0.5, 1.0, 1.5), strict=True):
        axis.plot(a, stats.norm(0.5, scale).pdf(np.arctanh(a)) / (1.0 - a * a))


def densities(axes: Any) -> None:
    """Contours of both densities, and their marginals."""
    line = np.linspace(-4.0, 4.0, 200)
    grid = np.dstack(np.meshgrid(line, line))
    for each in (P, Q):
        axes[0].contour(line, line, stats.multivariate_normal(each.mean, each.covariance).pdf(grid))
        for place in range(2):
            axes[1 + place].plot(line, stats.norm(each.mean[place], each.std[place]).pdf(line))


PICTURES: dict[str, Callable[[Any], None]] = {
    "kl-divergence": kl,
    "importance-weights": weights,
    "tanh-squashing": squash,
    "densities": densities,
}


@pytest.mark.parametrize("page", PICTURES)
def test_the_same_picture(page: str, results: Results) -> None:
    figures = pytest.importorskip("matplotlib.figure", reason="matplotlib is not installed")
    agg = pytest.importorskip("matplotlib.backends.backend_agg")
    figure = figures.Figure(figsize=(13.6, 8.6), dpi=100)
    canvas, axes = agg.FigureCanvasAgg(figure), figure.subplots(2, 2).ravel()

    def seconds() -> float:
        begin = time.perf_counter()
        for axis in axes:
            axis.clear()
        PICTURES[page](axes)
        canvas.draw()
        return time.perf_counter() - begin

    theirs = 1e3 * median(seconds() for _ in range(ROUNDS))
    results.add(f"{page}, computed by SciPy and drawn by Matplotlib", theirs, "ms")
    if step := results.pages.get(page, {}).get("all samples, ms"):
        results.add(f"{page}, its step to that", theirs / step, "times", least=LEAST)
