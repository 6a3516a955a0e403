import math

import numpy as np
import pytest

from engine.core.run import Cancelled, Run
from engine.divergence.kl_estimators import estimate
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.kl_divergence.options import Options
from engine.pages.kl_divergence.page import PAGE

SHIFTED = Scene(Gaussian(0.1, 1.0), Gaussian(0.0, 1.0), samples=1_000_000)
CORRELATED = Scene(
    Gaussian([0.0, 0.0], [[1.0, 0.3], [0.3, 1.0]]),
    Gaussian([0.5, 0.0], [[1.2, 0.0], [0.0, 1.0]]),
    samples=300_000,
)
FIVE = Scene(
    Gaussian.from_std(np.zeros(5), 1.0, 0.05), Gaussian.from_std(np.full(5, 0.2), 1.0), 100_000
)
HEAVY = Scene(Gaussian(0.0, 2.25), Gaussian(0.0, 1.0))


def values(scene: Scene, options: Options | None = None) -> dict[str, float]:
    result = PAGE.compute(scene, options or Options(), Run())
    return {readout.name: readout.value for readout in result.readouts}


@pytest.mark.parametrize(
    ("mean", "bias", "ratios"),
    [(0.1, 0.0025, (20.0, 1.42, 1.42)), (1.0, 0.25, (2.0, 1.73, 1.70))],
)
def test_the_published_table(mean: float, bias: float, ratios: tuple[float, ...]) -> None:
    """Schulman, "Approximating KL Divergence" (2020): std/true and the exact bias of k2."""
    found = values(Scene(Gaussian(mean, 1.0), Gaussian(0.0, 1.0), samples=100_000))
    for name, ratio in zip(("k1", "k2", "k3"), ratios, strict=True):
        assert round(found[f"{name} std/true"], 2) == ratio
    assert found["k2 bias/true"] == pytest.approx(bias, rel=1e-12)
    assert found["k1 bias/true"] == found["k3 bias/true"] == 0.0


def test_unit_variances_three_apart_diverge_by_four_and_a_half() -> None:
    assert values(Scene(Gaussian(2.0, 1.0), Gaussian(5.0, 1.0)))["KL(q||p)"] == 4.5


@pytest.mark.parametrize("scene", [SHIFTED, CORRELATED, FIVE])
def test_estimates_are_those_of_the_samples(scene: Scene) -> None:
    x = scene.q.sample(scene.samples, scene.seed)
    log_weights = scene.p.log_density(x) - scene.q.log_density(x)
    expected = estimate(log_weights)
    result = PAGE.compute(scene, Options(), Run())
    found = {readout.name: readout for readout in result.readouts}
    for name in ("k1", "k2", "k3"):
        readout, reference = found[f"{name} estimate"], getattr(expected, name)
        assert readout.value == pytest.approx(reference.value, rel=1e-9)
        assert readout.standard_error == pytest.approx(reference.standard_error, rel=1e-9)
    absolute, n = np.abs(log_weights), len(log_weights)
    assert found["abs estimate"].value == pytest.approx(np.mean(absolute), rel=1e-9)
    error = np.std(absolute, ddof=1) / math.sqrt(n)
    assert found["abs estimate"].standard_error == pytest.approx(error, rel=1e-5)
    assert found["share of k1 < 0"].value == np.mean(log_weights > 0.0)
    assert found["mean w"].value == pytest.approx(np.mean(np.exp(log_weights)), rel=1e-11)


@pytest.mark.parametrize("scene", [SHIFTED, CORRELATED, FIVE])
def test_estimates_agree_with_the_exact_values(scene: Scene) -> None:
    found = {readout.name: readout for readout in PAGE.compute(scene, Options(), Run()).readouts}
    for name in ("k1", "k2", "k3", "abs"):
        estimated, exact = found[f"{name} estimate"], found[f"{name} mean"].value
        assert estimated.standard_error is not None
        assert abs(estimated.value - exact) < 4.0 * estimated.standard_error
        error = found[f"{name} std"].value / math.sqrt(scene.samples)
        assert estimated.standard_error == pytest.approx(error, rel=0.05)


@pytest.mark.parametrize("scene", [SHIFTED, CORRELATED, FIVE])
def test_running_values_are_those_of_each_prefix(scene: Scene) -> None:
    running = PAGE.compute(scene, Options(), Run()).running
    x = scene.q.sample(scene.samples, scene.seed)
    log_weights = scene.p.log_density(x) - scene.q.log_density(x)
    assert running.n[-1] == scene.samples
    for index in range(0, len(running.n), 10):
        expected = estimate(log_weights[: int(running.n[index])])
        for name in ("k1", "k2", "k3"):
            value, error = getattr(running, name), getattr(running, f"{name}_error")
            assert value[index] == pytest.approx(getattr(expected, name).value, rel=1e-8)
            reference = getattr(expected, name).standard_error
            assert error[index] == pytest.approx(reference, rel=1e-6)


def test_histograms_and_batches_count_the_samples() -> None:
    result = PAGE.compute(CORRELATED, Options(), Run())
    histograms, batches = result.histograms, result.negative_batches
    x = CORRELATED.q.sample(histograms.samples, CORRELATED.seed)
    k1 = CORRELATED.q.log_density(x) - CORRELATED.p.log_density(x)
    expected = {"k1": k1, "k2": k1**2 / 2.0, "k3": np.expm1(-k1) + k1}
    assert 0.0 in np.round(histograms.edges, 12)
    for name, sample in expected.items():
        counts, outside = getattr(histograms, name), getattr(histograms, f"{name}_outside")
        # A value within rounding of an edge may lie on either side of it.
        reference = np.histogram(sample, histograms.edges)[0]
        assert np.sum(np.abs(counts - reference)) <= 4
        assert counts.sum() + outside.sum() == histograms.samples
    for size, share in zip(batches.sampled_batch.astype(int), batches.share, strict=True):
        means = k1[: len(k1) // size * size].reshape(-1, size).mean(axis=1)
        assert share == pytest.approx(np.mean(means < 0.0), abs=2.0 / len(means))


@pytest.mark.parametrize("scene", [SHIFTED, CORRELATED, FIVE, HEAVY])
def test_sampled_batches_agree_with_the_exact_probability(scene: Scene) -> None:
    batches = PAGE.compute(scene, Options(), Run()).negative_batches
    exact = np.interp(np.log(batches.sampled_batch), np.log(batches.batch), batches.probability)
    # 25 points on a curve: allow for the chord as well as for chance.
    assert np.all(np.abs(batches.share - exact) < 5.0 * batches.share_error + 0.005)


def test_control_variate_runs_through_k1_and_k3() -> None:
    control = PAGE.compute(CORRELATED, Options(coefficient=1.0), Run()).control_variate
    assert control.current_variance == pytest.approx(control.k3_variance, rel=1e-12)
    at = np.interp([0.0, 1.0], control.coefficient, control.variance)
    assert at == pytest.approx([control.k1_variance, control.k3_variance], rel=1e-3)
    assert control.best_variance <= control.variance.min()


def test_an_infinite_variance_is_said_in_words() -> None:
    result = PAGE.compute(HEAVY, Options(), Run())
    found = {readout.name: readout for readout in result.readouts}
    assert found["k3 std"].value == math.inf
    assert "λ = 2.25" in found["k3 std"].note
    assert "cannot be trusted" in found["k3 estimate"].note
    assert any("infinite variance" in banner for banner in result.banners)
    assert result.control_variate.coefficient.size == 0
    assert math.isfinite(found["k1 std"].value)


def test_samples_that_miss_p_are_said_to() -> None:
    result = PAGE.compute(Scene(Gaussian(40.0, 1.0), Gaussian(0.0, 1.0)), Options(), Run())
    assert any("missed p" in banner for banner in result.banners)
    mean = next(readout for readout in result.readouts if readout.name == "mean w")
    assert "trust no error" in mean.note
    assert not any("missed" in banner for banner in PAGE.compute(SHIFTED, Options(), Run()).banners)


def test_identical_gaussians_give_zeros_and_say_so() -> None:
    result = PAGE.compute(Scene(Gaussian(0.3, 2.0), Gaussian(0.3, 2.0)), Options(), Run())
    found = {readout.name: readout.value for readout in result.readouts}
    for name in ("KL(q||p)", "k1 estimate", "k2 estimate", "k3 estimate", "k3 std"):
        assert found[name] == 0.0
    assert "k1 std/true" not in found
    assert "p = q" in result.banners[0]


@pytest.mark.parametrize(
    ("p", "q"),
    [
        (Gaussian(1e6, 1.0), Gaussian(0.0, 1.0)),
        (Gaussian(0.0, 1e-12), Gaussian(0.0, 1e6)),
        (Gaussian(0.0, 1e6), Gaussian(0.0, 1e-12)),
        (Gaussian(1e12, 1e-24), Gaussian(-1e12, 1e-24)),
        (Gaussian(0.0, 1e24), Gaussian(1e6, 1e-24)),
        (Gaussian(0.0, 1.0 + 1e-12), Gaussian(0.0, 1.0)),
    ],
)
def test_extremes_draw_no_nan(p: Gaussian, q: Gaussian) -> None:
    result = PAGE.compute(Scene(p, q, samples=1_000), Options(), Run())
    for plot in (result.running, result.histograms, result.negative_batches, result.integrand):
        for name in plot.__slots__:
            array = getattr(plot, name)
            if isinstance(array, np.ndarray):
                assert np.all(np.isfinite(array)), name


def test_threads_do_not_change_a_bit() -> None:
    for scene in (CORRELATED, FIVE):
        one = PAGE.compute(scene, Options(), Run(threads=1))
        two = PAGE.compute(scene, Options(), Run(threads=2))
        assert one.readouts == two.readouts
        assert np.array_equal(one.running.k3, two.running.k3)


def test_a_cancelled_run_stops() -> None:
    with pytest.raises(Cancelled):
        PAGE.compute(FIVE, Options(), Run(cancelled=lambda: True))
