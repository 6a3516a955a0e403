"""The squash page, and its Monte Carlo part, against plain SciPy and NumPy, in the same run.

Ratios within one run, for machines are noisy. `make bench` prints them.
"""

import time
from collections.abc import Callable
from statistics import median

import numpy as np
from scipy import stats

from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.tanh_squashing.options import Options
from engine.pages.tanh_squashing.page import PAGE
from engine.pages.tanh_squashing.plan import ACTION_BINS, squash_plan
from engine.pages.tanh_squashing.samples import SquashSamples, squash_samples
from engine.squash.squashed_gaussian import SquashedGaussian

N = 1_000_000
SAMPLED = SquashedGaussian(Gaussian([0.5, 0.0], [[1.2, 0.0], [0.0, 1.0]]))
OTHER = SquashedGaussian(Gaussian([0.0, 0.0], [[1.0, 0.3], [0.3, 1.0]]))
ROUNDS = 7


def seconds(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def with_scipy() -> object:
    """The entropy, its Jacobian term and the actions; no KL and no ratios."""
    law = stats.multivariate_normal(SAMPLED.gaussian.mean, SAMPLED.gaussian.covariance)
    u = law.rvs(N, random_state=np.random.default_rng(7))
    action = np.tanh(u)
    log_jacobian = np.log1p(-(action**2)).sum(axis=1)
    log_density = law.logpdf(u) - log_jacobian
    counts, _ = np.histogram(action[:, 0], bins=ACTION_BINS, range=(-1.0, 1.0))
    return log_jacobian.mean(), -log_density.mean(), counts


def sampled(n: int, run: Run) -> SquashSamples:
    return squash_samples((squash_plan(SAMPLED, OTHER, axis=0),), n, 7, run)[0]


def times_as_fast(name: str, ours: Callable[[], object]) -> float:
    ours()
    pairs = [(seconds(with_scipy), seconds(ours)) for _ in range(ROUNDS)]
    scipy, engine = median(a for a, _ in pairs), median(b for _, b in pairs)
    ratio = median(a / b for a, b in pairs)
    print(
        f"\n{name}, n = 10^6, d = 2: SciPy and NumPy {1e3 * scipy:.1f} ms, engine "
        f"{1e3 * engine:.1f} ms: {ratio:.1f} times as fast"
    )
    return ratio


def test_faster_than_scipy() -> None:
    def ours() -> object:
        return sampled(N, Run())

    assert times_as_fast("Squash Monte Carlo with KL and ratios", ours) >= 5.0


def test_the_whole_page_is_faster_than_scipy() -> None:
    # Plots, every number of the table, KL and ratios of both policies; SciPy has one policy.
    scene = Scene(p=SAMPLED.gaussian, q=OTHER.gaussian, samples=N, seed=7)
    options = Options()

    def ours() -> object:
        return PAGE.compute(scene, options, Run())

    assert times_as_fast("Squash page", ours) >= 5.0


def test_threads_share_the_work_and_change_no_bit() -> None:
    times, answers = [], []
    for threads in (1, 2):
        run = Run(threads=threads)
        start = time.perf_counter()
        answers.append(sampled(8 * N, run))
        times.append(time.perf_counter() - start)
    one, two = answers
    assert np.array_equal(one.moments.mean, two.moments.mean)
    assert np.array_equal(one.moments.squares, two.moments.squares)
    assert np.array_equal(one.actions, two.actions)
    print(
        f"\nSquash Monte Carlo, n = 8 10^6: 1 thread {times[0]:.2f} s, 2 threads "
        f"{times[1]:.2f} s, bit-identical"
    )
