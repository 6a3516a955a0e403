"""The whole page of importance weights against SciPy and NumPy, and its memory.

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
from engine.page.scene import Scene
from engine.pages.importance_weights.options import Options
from engine.pages.importance_weights.page import PAGE

P = Gaussian([0.0, 0.0], [[1.0, 0.3], [0.3, 1.0]])
Q = Gaussian([0.5, 0.0], [[1.2, 0.0], [0.0, 1.0]])
ROUNDS = 5

MEMORY = """
from pathlib import Path
import numpy as np
from engine.gaussian.gaussian import Gaussian
from engine.core.run import Run
from engine.page.scene import Scene
from engine.pages.importance_weights.options import Options
from engine.pages.importance_weights.page import PAGE
p, q = Gaussian.from_std(np.zeros({d}), 1.0), Gaussian.from_std(np.full({d}, 0.1), 1.0)
PAGE.compute(Scene(p, q, samples=100), Options(), Run())
def kilobytes(name):  # Linux keeps the size and its high-water mark here
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(name))
start = kilobytes("VmRSS")
PAGE.compute(Scene(p, q, samples={n}), Options(), Run(threads=2))
print((kilobytes("VmHWM") - start) / 1024)
"""


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


def test_faster_than_scipy() -> None:
    """Each as it runs under a moving slider: one question after the other, normals kept."""
    scene = Scene(P, Q, samples=1_000_000)
    PAGE.compute(scene, Options(), Run())
    with_scipy(scene.samples)
    scipy, ours = [], []
    # In turns, so that both meet the same neighbours on the machine.
    for _ in range(ROUNDS):
        scipy.append(seconds(lambda: with_scipy(scene.samples)))
        ours.extend(seconds(lambda: PAGE.compute(scene, Options(), Run())) for _ in range(3))
    ratio = median(scipy) / median(ours)
    print(
        f"\nImportance weights, n = 10^6, d = 2: SciPy log-weights with NumPy's histogram, sort "
        f"and sums {1e3 * median(scipy):.1f} ms, the whole page {1e3 * median(ours):.1f} ms: "
        f"{ratio:.1f} times as fast"
    )
    assert ratio >= 10.0


@pytest.mark.parametrize(("n", "d", "limit"), [(10**7, 2, 150.0), (10**7, 20, 300.0)])
def test_memory_does_not_grow_with_the_samples(n: int, d: int, limit: float) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", MEMORY.format(n=n, d=d)], capture_output=True, text=True, check=True
    )
    print(f"\nImportance weights, n = {n:.0e}, d = {d}: {float(answer.stdout):.0f} MB above start")
    assert float(answer.stdout) < limit
