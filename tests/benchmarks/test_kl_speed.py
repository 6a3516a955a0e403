"""The KL page's Monte Carlo part against SciPy."""

import time
from collections.abc import Callable
from statistics import median

import numpy as np
from scipy import stats

from engine.core.run import Run
from engine.gaussian.log_ratio import log_ratio
from engine.pages.kl_divergence.samples import KLSamples, kl_samples
from engine.sampling.accumulators.histogram import Bins
from engine.weights.log_weights import SampledLogWeights
from tests.benchmarks.moved import P, Q
from tests.benchmarks.results import Results

BINS = Bins(-4.0, 4.0, 120)
ROUNDS = 9


def seconds(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def with_scipy(n: int) -> tuple[float, float, float]:
    p = stats.multivariate_normal(P.mean, P.covariance)
    q = stats.multivariate_normal(Q.mean, Q.covariance)
    x = q.rvs(n, random_state=np.random.default_rng(7))
    log_w = p.logpdf(x) - q.logpdf(x)
    return np.mean(-log_w), np.mean(log_w**2 / 2.0), np.mean(np.expm1(log_w) - log_w)


def sampled(n: int, run: Run, seed: int = 7) -> KLSamples:
    return kl_samples(SampledLogWeights(log_ratio(P, Q), n, 2, seed), BINS, run)


def test_faster_than_scipy(results: Results) -> None:
    """Each as it runs under a moving slider, normals kept; then with normals drawn anew."""
    sampled(10**6, Run())
    scipy = median(seconds(lambda: with_scipy(10**6)) for _ in range(ROUNDS))
    kept = median(seconds(lambda: sampled(10**6, Run())) for _ in range(3 * ROUNDS))
    anew = median(
        seconds(lambda seed=seed: sampled(10**6, Run(), seed)) for seed in range(8, 8 + ROUNDS)
    )
    results.add("KL Monte Carlo, to SciPy's three means", scipy / kept, "times", least=15.0)
    results.add("KL Monte Carlo with normals drawn anew", scipy / anew, "times")
