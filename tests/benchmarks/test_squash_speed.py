"""The squash page, and its Monte Carlo part, against plain SciPy and NumPy, in the same run."""

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
from tests.benchmarks.results import Results

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


def whole_with_scipy() -> list[float]:
    """What the page averages over samples, drawn from either policy: KL before and after squashing,
    and the ratios with the correction on both sides or on one."""
    found: list[float] = []
    for own, other, ratios in ((SAMPLED, OTHER, False), (OTHER, SAMPLED, True)):
        law, second = (
            stats.multivariate_normal(each.gaussian.mean, each.gaussian.covariance)
            for each in (own, other)
        )
        u = law.rvs(N, random_state=np.random.default_rng(7))
        log_jacobian = np.log1p(-(np.tanh(u) ** 2)).sum(axis=1)
        before = law.logpdf(u), second.logpdf(u)
        after = before[0] - log_jacobian, before[1] - log_jacobian
        terms = [before[0] - before[1], after[0] - after[1]]
        if ratios:
            terms += [np.exp(after[1] - after[0]), np.exp(after[1] - before[0])]
            terms.append(np.exp(before[1] - after[0]))
        for each in terms:
            found += [float(np.mean(each)), float(np.std(each)) / np.sqrt(N)]
    return found


def sampled(n: int, run: Run) -> SquashSamples:
    return squash_samples((squash_plan(SAMPLED, OTHER, axis=0),), n, 7, run)()[0]


def times_as_fast(ours: Callable[[], object], theirs: Callable[[], object]) -> float:
    ours()
    pairs = [(seconds(theirs), seconds(ours)) for _ in range(ROUNDS)]
    return median(a / b for a, b in pairs)


def test_faster_than_scipy(results: Results) -> None:
    """The samples of one policy alone, where SciPy has no KL and no ratios; then plots, every
    number, KL and ratios of both policies, beside its averages, and beside what SciPy does of one.
    """
    scene = Scene(p=SAMPLED.gaussian, q=OTHER.gaussian, samples=N, seed=7)

    def page() -> object:
        return PAGE.compute(scene, Options(), Run())

    samples = times_as_fast(lambda: sampled(N, Run()), with_scipy)
    results.add("Squash Monte Carlo, to SciPy and NumPy", samples, "times", least=10.0)
    whole, half = (times_as_fast(page, each) for each in (whole_with_scipy, with_scipy))
    what = "Squash, the whole page, to SciPy and NumPy"
    results.add(f"{what} with the same averages", whole, "times", least=10.0)
    results.add(f"{what} with one policy's entropy", half, "times")
