"""One pass over blocks: the same as all samples at once, whatever the threads."""

import math
import tracemalloc

import numpy as np
import pytest

from engine.core.run import Cancelled, Run
from engine.functions.test_function import NAMES, by_name
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.importance_weights.samples import weight_samples
from engine.sampling.accumulators.histogram import Bins
from engine.weights.binned import lorenz_curve
from engine.weights.estimates import weighted_estimates
from engine.weights.exact.estimates import exact_estimates
from engine.weights.importance import effective_sample_size, log_weights, tail_index
from engine.weights.pareto.smoothing import pareto_smooth

BINS = Bins(-30.0, 20.0, 100)
METHODS = (
    "plain",
    "self_normalised",
    "truncated",
    "clipped",
    "masked",
    "pareto_smoothed",
    "mean_weight",
    "kl_qp",
    "kl_pq",
)


def scene(p_std=1.2, samples=150_000, dimension=2, shift=0.3, seed=9):
    return Scene(
        p=Gaussian.from_std(np.full(dimension, shift), p_std),
        q=Gaussian.from_std(np.zeros(dimension), 1.0),
        samples=samples,
        seed=seed,
    )


def passed(scene, f=None, c=3.0, threads=1, direction=None):
    return weight_samples(scene, f or by_name("x"), direction, c, BINS, Run(threads=threads))()


def at_once(scene, f, c=3.0, n=None, direction=None):
    x = scene.q.sample(n or scene.samples, scene.seed)
    u = np.eye(scene.dimension)[0] if direction is None else np.array(direction)
    logs = log_weights(scene.p, scene.q, x)
    return logs, f(x @ u / np.linalg.norm(u)), c


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("p_std", [0.8, 1.2, 1.5])
def test_the_pass_agrees_with_all_samples_at_once(name, p_std):
    question, f, u = scene(p_std), by_name(name, 0.5), [0.6, -0.8]
    found = passed(question, f, direction=u).final
    logs, values, c = at_once(question, f, direction=u)
    wanted = weighted_estimates(logs, values, c)
    for method in METHODS:
        got, want = getattr(found, method), getattr(wanted, method)
        scale = want.standard_error + abs(want.value)
        assert got.value == pytest.approx(want.value, abs=1e-9 * scale), method
        assert got.standard_error == pytest.approx(
            want.standard_error, rel=1e-6, abs=1e-9 * scale
        ), method
    assert found.ess == pytest.approx(effective_sample_size(logs), rel=1e-10)
    assert found.largest_share == pytest.approx(np.max(np.exp(logs)) / np.sum(np.exp(logs)))


@pytest.mark.parametrize("p_std", [0.8, 1.2, 1.5])
def test_the_pass_smooths_as_pareto_smoothing_does(p_std):
    question, f = scene(p_std), by_name("x")
    found = passed(question, f)
    for point in [*found.running[::5], found.final]:
        logs, values, _ = at_once(question, f, n=point.n)
        smooth = pareto_smooth(logs)
        assert point.k_hat == pytest.approx(smooth.k_hat, abs=1e-9)
        w = np.exp(smooth.log_weights)
        value = np.sum(w * values)
        error = math.sqrt(np.sum((w * (values - value)) ** 2))
        assert point.pareto_smoothed.value == pytest.approx(value, abs=1e-9)
        assert point.pareto_smoothed.standard_error == pytest.approx(error, rel=1e-7)


@pytest.mark.parametrize(("dimension", "samples"), [(1, 90_001), (3, 300_000), (12, 140_000)])
def test_threads_change_no_bit(dimension, samples):
    question = scene(1.1, samples, dimension)
    one, two = passed(question, threads=1), passed(question, threads=2)
    assert list(one.running) == list(two.running)
    np.testing.assert_array_equal(one.binned.counts, two.binned.counts)
    np.testing.assert_array_equal(one.binned.weights, two.binned.weights)
    np.testing.assert_array_equal(
        np.sort(one.largest.log_weights), np.sort(two.largest.log_weights)
    )


def test_running_points_are_prefixes_and_end_with_the_final_one():
    running = passed(scene(samples=200_000)).running
    counts = [point.n for point in running]
    assert counts == sorted(set(counts))
    assert counts[0] == 100
    assert counts[-1] == 200_000
    shorter = passed(scene(samples=counts[-3])).final
    assert shorter.plain.value == pytest.approx(running[-3].plain.value, rel=1e-12)
    assert shorter.k_hat == pytest.approx(running[-3].k_hat, abs=1e-9)


@pytest.mark.parametrize("samples", [100, 101, 5_000, 16_384, 65_536, 65_537])
def test_any_number_of_samples(samples):
    found = passed(scene(samples=samples))
    assert found.final.n == found.running[-1].n == samples
    assert np.sum(found.binned.counts) == samples
    assert np.sum(found.binned.weights) == pytest.approx(found.final.mean_weight.value * samples)


def test_exact_index_and_k_hat():
    question = scene(1.5, 1_000_000, 1, shift=0.0, seed=7)
    found = passed(question)
    assert tail_index(question.p, question.q) == pytest.approx(5.0 / 9.0)
    assert found.final.k_hat == pytest.approx(5.0 / 9.0, abs=0.1)
    assert not found.final.no_fit


def test_estimates_lie_where_they_should():
    question, f = scene(1.1, 1_000_000), by_name("sigmoid")
    exact, found = exact_estimates(question.p, question.q, f), passed(question, f, c=1e3).final
    for estimate in (
        found.plain,
        found.self_normalised,
        found.truncated,
        found.clipped,
        found.pareto_smoothed,
    ):
        assert estimate.value == pytest.approx(exact.mean, abs=4.5 * estimate.standard_error)
    n = found.n
    assert found.plain.standard_error == pytest.approx(
        math.sqrt(exact.plain_variance / n), rel=0.02
    )
    assert found.self_normalised.standard_error == pytest.approx(
        math.sqrt(exact.self_normalised_variance / n), rel=0.02
    )


def test_equal_gaussians_have_equal_weights():
    found = passed(scene(1.0, 50_000, shift=0.0)).final
    assert found.ess == 50_000
    assert found.mean_weight.value == 1.0
    assert found.mean_weight.standard_error == 0.0
    assert found.k_hat == math.inf
    assert "all weights are equal" in found.no_fit
    assert found.plain == found.truncated == found.clipped == found.masked
    assert found.self_normalised.value == pytest.approx(found.plain.value)


@pytest.mark.parametrize("distance", [60.0, -60.0, 1e6])
def test_weights_that_underflow_stay_finite_in_logarithms(distance):
    """One sample carries nearly all, and the self-normalised estimate is that sample's f."""
    question = scene(1.0, 100_000, 1, shift=distance)
    found = passed(question).final
    for method in METHODS:
        estimate = getattr(found, method)
        assert math.isfinite(estimate.value), method
        assert math.isfinite(estimate.standard_error), method
    logs, values, _ = at_once(question, by_name("x"))
    w = np.exp(logs - np.max(logs))
    wanted = np.sum(w * values) / np.sum(w)
    assert found.self_normalised.value == pytest.approx(wanted, rel=1e-6)
    assert found.largest_share > 0.5
    assert found.ess < 3.0


def test_weights_that_overflow_are_infinite_and_not_nan():
    question = Scene(p=Gaussian(0.0, 1.0), q=Gaussian(0.0, 1.0), samples=1000, seed=1)
    logs = np.linspace(0.0, 5000.0, 1000)
    found = weighted_estimates(logs, np.linspace(1.0, 2.0, 1000), 2.0)
    assert found.plain.value == found.mean_weight.value == math.inf
    assert found.clipped.value == pytest.approx(
        np.mean(np.minimum(np.exp(np.minimum(logs, 9)), 2.0) * np.linspace(1.0, 2.0, 1000))
    )
    assert found.self_normalised.value == pytest.approx(2.0, rel=1e-4)
    assert question.samples == 1000


def test_histogram_counts_what_falls_where():
    question = scene(1.3, 40_000)
    found = passed(question)
    logs, _, _ = at_once(question, by_name("x"))
    counts, _ = np.histogram(logs, BINS.edges)
    weights, _ = np.histogram(logs, BINS.edges, weights=np.exp(logs))
    np.testing.assert_array_equal(found.binned.counts[1:-1], counts)
    reference = math.exp(found.binned.reference)
    np.testing.assert_allclose(found.binned.weights[1:-1] * reference, weights, rtol=1e-10)


def test_cancelled():
    with pytest.raises(Cancelled):
        weight_samples(
            scene(samples=200_000), by_name("x"), None, 1.0, BINS, Run(cancelled=lambda: True)
        )()


def test_memory_does_not_grow_with_the_samples():
    peaks = []
    for samples in (500_000, 4_000_000):
        tracemalloc.start()
        passed(scene(1.1, samples, 20), threads=1)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 4 * 2**20


def test_concentration_is_that_of_the_sorted_weights():
    question = scene(1.5, 50_000)
    fine = Bins(-20.0, 20.0, 40_000)
    found = weight_samples(question, by_name("x"), None, 1.0, fine, Run(threads=1))()
    binned = found.binned
    samples, weight = lorenz_curve(binned.counts, binned.weights, binned.reference)
    logs, _, _ = at_once(question, by_name("x"))
    w = np.sort(np.exp(logs))[::-1]
    for share in (0.0001, 0.01, 0.2, 1.0):
        wanted = np.sum(w[: round(share * len(w))]) / np.sum(w)
        assert np.interp(share, samples, weight) == pytest.approx(wanted, abs=2e-3)
