"""The whole page of importance weights against SciPy and NumPy."""

import time
from collections.abc import Callable
from statistics import median

import numpy as np
from scipy import stats

from engine.core.run import Run
from engine.page.scene import Scene
from engine.pages.importance_weights.options import Options
from engine.pages.importance_weights.page import PAGE
from tests.benchmarks.moved import P, Q
from tests.benchmarks.results import Results

ROUNDS = 5


def seconds(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def with_scipy(n: int) -> list[float]:
    """The samples, log-weights, their histogram, the sorted weights' shares, ESS, and every
    estimate with its error but the smoothed one: once, not running."""
    p = stats.multivariate_normal(P.mean, P.covariance)
    q = stats.multivariate_normal(Q.mean, Q.covariance)
    x = q.rvs(n, random_state=np.random.default_rng(7))
    log_w = p.logpdf(x) - q.logpdf(x)
    counts, _ = np.histogram(log_w / np.log(10.0), 120)
    w, f = np.exp(log_w), x[:, 0]
    total = np.sum(w)
    shares = np.cumsum(np.sort(w)[::-1]) / total
    ess, ratio = total**2 / np.sum(w * w), np.sum(w * f) / total
    found = [counts[0], shares[n // 100], ess, ratio, np.sqrt(np.sum((w * (f - ratio)) ** 2))]
    limit = np.sqrt(n) * np.mean(w)
    masked = np.where(w <= 1.0, w, 0.0)
    for terms in (
        w,
        w * f,
        np.minimum(w, limit) * f,
        np.minimum(w, 1.0) * f,
        masked * f,
        -log_w,
        w * log_w,
    ):
        found += [np.mean(terms), np.std(terms) / np.sqrt(n)]
    return found


def test_faster_than_scipy(results: Results) -> None:
    """Each as it runs under a moving slider: one question after the other, normals kept."""
    scene = Scene(P, Q, samples=1_000_000)
    PAGE.compute(scene, Options(), Run())
    with_scipy(scene.samples)
    scipy, ours = [], []
    # In turns, so that both meet the same neighbours on the machine.
    for _ in range(ROUNDS):
        scipy.append(seconds(lambda: with_scipy(scene.samples)))
        ours.extend(seconds(lambda: PAGE.compute(scene, Options(), Run())) for _ in range(3))
    results.add(
        "Weights, the whole page, to SciPy's log-weights with NumPy's histogram, sort and sums",
        median(scipy) / median(ours),
        "times",
        least=15.0,
    )
