"""The KL page's Monte Carlo part against SciPy, its memory, and its independence of threads.

Ratios within one run, for machines are noisy. `make bench` prints them.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

import numpy as np
import pytest
from scipy import stats

from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.log_ratio import log_ratio
from engine.pages.kl_divergence.samples import KLSamples, kl_samples
from engine.sampling.accumulators.histogram import Bins
from engine.weights.log_weights import SampledLogWeights

P = Gaussian([0.0, 0.0], [[1.0, 0.3], [0.3, 1.0]])
Q = Gaussian([0.5, 0.0], [[1.2, 0.0], [0.0, 1.0]])
BINS = Bins(-4.0, 4.0, 120)
ROUNDS = 9

MEMORY = """
from pathlib import Path
from engine.gaussian.gaussian import Gaussian
from engine.core.run import Run
from engine.page.scene import Scene
from engine.pages.kl_divergence.page import PAGE
p, q = Gaussian([0, 0], [[1, .3], [.3, 1]]), Gaussian([.5, 0], [[1.2, 0], [0, 1]])
def compute(n, run):
    result = PAGE.compute(Scene(p, q, samples=n), PAGE.options(), run)
    return [result.figure(name, run) for name in result.figures]
compute(100, Run())
def kilobytes(name):  # Linux keeps the size and its high-water mark here
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(name))
start = kilobytes("VmRSS")
compute({n}, Run(threads=2))
print((kilobytes("VmHWM") - start) / 1024)
"""


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


def sampled(n: int, run: Run) -> KLSamples:
    return kl_samples(SampledLogWeights(log_ratio(P, Q), n, 2, 7), BINS, run)


def test_faster_than_scipy() -> None:
    """Each as it runs under a moving slider: one request after the other, normals kept."""
    sampled(10**6, Run())
    scipy = median(seconds(lambda: with_scipy(10**6)) for _ in range(ROUNDS))
    ours = median(seconds(lambda: sampled(10**6, Run())) for _ in range(3 * ROUNDS))
    print(
        f"\nKL Monte Carlo, n = 10^6, d = 2: SciPy's three means {1e3 * scipy:.1f} ms, engine "
        f"{1e3 * ours:.1f} ms with errors, running values, histograms and batches: "
        f"{scipy / ours:.1f} times as fast"
    )
    assert scipy / ours >= 12.0


@pytest.mark.parametrize(("n", "limit"), [(10**6, 100.0), (10**8, 300.0)])
def test_memory_does_not_grow_with_the_samples(n: int, limit: float) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", MEMORY.format(n=n)], capture_output=True, text=True, check=True
    )
    print(f"\nKL page, n = {n:.0e}, d = 2: {float(answer.stdout):.0f} MB above start")
    assert float(answer.stdout) < limit


def test_threads_share_the_work_and_change_no_bit() -> None:
    times, answers = [], []
    for threads in (1, 2):
        run = Run(threads=threads)
        times.append(seconds(lambda run=run: answers.append(sampled(8_000_000, run))))
    one, two = answers
    assert np.array_equal(one.moments.mean, two.moments.mean)
    assert np.array_equal(one.moments.squares, two.moments.squares)
    print(
        f"\nKL Monte Carlo, n = 8 10^6: 1 thread {times[0]:.2f} s, 2 threads {times[1]:.2f} s, "
        "bit-identical"
    )
