"""The page of importance weights against published numbers, direct sums and known truths."""

import math

import numpy as np
import pytest
from scipy import stats

from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.functions.test_function import NAMES
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.importance_weights.options import Options
from engine.pages.importance_weights.page import PAGE
from engine.weights.importance import effective_sample_size
from engine.weights.pareto.smoothing import pareto_smooth

ONE = Scene(Gaussian(0.0, 1.0), Gaussian(1.0, 1.2), samples=100_000)
TWO = Scene(
    Gaussian([0.0, 0.0], [[1.0, 0.3], [0.3, 1.0]]),
    Gaussian([0.5, 0.0], [[1.2, 0.0], [0.0, 1.0]]),
    samples=150_000,
)
HEAVY = Scene(Gaussian(0.0, 2.25), Gaussian(0.0, 1.0), samples=1_000_000)
SCENES = [pytest.param(ONE, id="d=1"), pytest.param(TWO, id="d=2")]


def run(scene, **options):
    return PAGE.compute(scene, Options(**options), Run())


def values(result):
    return {readout.name: readout.value for readout in result.readouts}


def direct(scene, n=None):
    """log w by SciPy, and the first coordinate, of the same samples."""
    x = scene.q.sample(n or scene.samples, scene.seed)
    p, q = (stats.multivariate_normal(each.mean, each.covariance) for each in (scene.p, scene.q))
    return p.logpdf(x) - q.logpdf(x), x[:, 0]


def test_sigmoid_with_a_near_and_a_far_behaviour():
    """The demonstration of FACTS: 512.93, while a sample of 1,000 shows far less."""
    near, far = (
        values(run(Scene(Gaussian(3.5, 1.0), Gaussian(mean, 1.0), 1_000), function="sigmoid"))
        for mean in (3.0, 1.0)
    )
    assert near["E_p f"] == pytest.approx(0.955459, abs=5e-7)
    assert near["variance of w f"] == pytest.approx(0.301271, abs=5e-7)
    assert far["variance of w f"] == pytest.approx(512.93, abs=5e-3)
    assert far["sample variance of w f"] < 0.5 * far["variance of w f"]


def test_effective_sample_size_is_blind():
    result = run(Scene(samples=20_000), blind_ess=True)
    found = values(result)
    assert found["ESS"] == 20_000
    assert found["self-normalised estimate"] == found["plain estimate"] == 0.0
    assert found["E_p f"] == 0.5
    assert found["limit of ESS/n"] < 1e-170
    assert found["mean w"] == 0.5
    assert "blind" in result.banners[1]


def test_the_blind_demonstration_has_the_moments_of_a_mixture():
    """A smaller distance, where quadrature can see both halves, by the same formulas."""
    x = np.linspace(-40.0, 40.0, 400_001)
    q = stats.norm.pdf(x, 10.0)
    p = 0.5 * q + 0.5 * stats.norm.pdf(x, -10.0)
    log_w = np.logaddexp(0.0, -20.0 * x) - math.log(2.0)
    found = values(run(Scene(samples=100), blind_ess=True))
    assert found["KL(p||q)"] == pytest.approx(np.trapezoid(p * log_w, x), rel=1e-9)
    assert found["KL(q||p)"] == pytest.approx(-np.trapezoid(q * log_w, x), rel=1e-9)
    square = np.log(np.trapezoid(np.exp(log_w + np.log(p) + np.log(2) - 350.0), x) / 2) + 350.0
    assert math.log(found["chi-square(p||q)"]) == pytest.approx(square, rel=1e-9)


def test_the_blind_demonstration_is_for_one_dimension():
    result = run(TWO, blind_ess=True)
    assert any("one dimension" in banner for banner in result.banners)
    assert values(result)["E_p f"] == 0.0


def test_an_infinite_variance_is_flagged_and_k_hat_finds_it():
    result = run(HEAVY)
    found = {readout.name: readout for readout in result.readouts}
    assert found["exact k"].value == pytest.approx(5.0 / 9.0)
    assert found["k-hat"].value == pytest.approx(5.0 / 9.0, abs=0.1)
    assert found["limit of ESS/n"].value == 0.0
    for name in ("chi-square(p||q)", "plain standard error", "self-normalised standard error"):
        assert found[name].value == math.inf
        assert "λ = 2.25" in found[name].note
    for name in ("plain estimate", "self-normalised estimate", "mean w", "ESS"):
        assert "cannot be trusted" in found[name].note
    assert "tails are too light" in result.banners[0]
    assert not result.estimates.trusted
    assert np.all(np.isinf(result.dimensions.log10_ess_fraction))
    assert result.variance_map.current_log1p_chi_square == math.inf


def test_the_failing_direction_is_named():
    u = np.array([0.8, 0.6])
    p = Gaussian([0.0, 0.0], np.eye(2) + 2.0 * np.outer(u, u))
    result = run(Scene(p, Gaussian([0.0, 0.0], np.eye(2)), 1_000))
    assert "along (0.80, 0.60)" in result.banners[0]
    assert "3 times" in result.banners[0]


@pytest.mark.parametrize("scene", SCENES)
def test_readouts_are_those_of_the_samples(scene):
    c = 1.5
    found = {each.name: each for each in run(scene, function="sigmoid", clip=c).readouts}
    log_w, x = direct(scene)
    w, f = np.exp(log_w), 1.0 / (1.0 + np.exp(-x))
    limit = math.sqrt(len(w)) * np.mean(w)
    for name, terms in (
        ("plain estimate", w * f),
        ("truncated estimate", np.minimum(w, limit) * f),
        ("clipped estimate", np.minimum(w, c) * f),
        ("masked estimate", np.where(w <= c, w, 0.0) * f),
        ("mean w", w),
        ("KL(p||q) estimate", w * log_w),
        ("KL(q||p) estimate", -log_w),
    ):
        error = np.std(terms, ddof=1) / math.sqrt(len(terms))
        assert found[name].value == pytest.approx(np.mean(terms), rel=1e-9), name
        assert found[name].standard_error == pytest.approx(error, rel=1e-7), name
    assert found["self-normalised estimate"].value == pytest.approx(np.sum(w * f) / np.sum(w))
    assert found["ESS"].value == pytest.approx(effective_sample_size(log_w), rel=1e-9)
    assert found["max share"].value == pytest.approx(np.max(w) / np.sum(w))
    smooth = pareto_smooth(log_w)
    assert found["k-hat"].value == pytest.approx(smooth.k_hat, abs=1e-8)
    assert found["k-hat"].note == smooth.message
    assert found["sample variance of w f"].value == pytest.approx(np.var(w * f, ddof=1))
    first = np.sort(w[: 2 * 65_536])[::-1]
    top = np.sum(first[: round(0.01 * len(first))]) / np.sum(first)
    assert found["top 1 % share"].value == pytest.approx(top, abs=2e-3)


@pytest.mark.parametrize("scene", SCENES)
def test_running_values_are_those_of_each_prefix(scene):
    result = run(scene)
    log_w, x = direct(scene)
    assert result.estimates.n[-1] == result.diagnostics.n[-1] == scene.samples
    for i in range(0, len(result.estimates.n), 3):
        n = int(result.estimates.n[i])
        w, f = np.exp(log_w[:n]), x[:n]
        assert result.estimates.plain[i] == pytest.approx(np.mean(w * f), abs=1e-10)
        ratio = np.sum(w * f) / np.sum(w)
        assert result.estimates.self_normalised[i] == pytest.approx(ratio, abs=1e-10)
        error = np.std(np.minimum(w, 1.0) * f, ddof=1) / math.sqrt(n)
        assert result.estimates.clipped_error[i] == pytest.approx(error, rel=1e-7)
        ess = effective_sample_size(log_w[:n]) / n
        assert result.diagnostics.ess_fraction[i] == pytest.approx(ess, rel=1e-9)
        k_hat = pareto_smooth(log_w[:n]).k_hat
        assert result.diagnostics.k_hat[i] == pytest.approx(k_hat, abs=1e-8)


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("scale", ["log10 w", "w"])
def test_histograms_count_the_samples_and_agree_with_the_exact_counts(scene, scale):
    found = run(scene, histogram=scale).histogram
    log_w, _ = direct(scene, found.samples)
    shown = np.exp(log_w) if scale == "w" else log_w / math.log(10.0)
    # A value within rounding of an edge may lie on either side of it.
    assert np.sum(np.abs(found.counts - np.histogram(shown, found.edges)[0])) <= 4
    assert found.counts.sum() + found.outside.sum() == found.samples
    deviation = found.counts - found.expected
    error = np.sqrt(np.maximum(found.expected, 1.0))
    assert np.all(np.abs(deviation) < 5.5 * error)
    assert found.expected.sum() + found.outside.sum() == pytest.approx(found.samples, rel=5e-3)
    if scale == "log10 w":
        se = np.std(shown) / math.sqrt(len(shown))
        assert found.mean == pytest.approx(np.mean(shown), abs=4.0 * se)


def test_the_concentration_tends_to_the_exact_one():
    found = run(ONE).concentration
    log_w, _ = direct(ONE)
    w = np.sort(np.exp(log_w))[::-1]
    for share in (0.001, 0.01, 0.1, 0.5):
        sampled = np.sum(w[: round(share * len(w))]) / np.sum(w)
        assert np.interp(share, found.samples, found.weight) == pytest.approx(sampled, abs=2e-3)
        exact = np.interp(share, found.exact_samples, found.exact_weight)
        assert exact == pytest.approx(sampled, abs=0.02)
    assert (found.samples[0], found.weight[0]) == (0.0, 0.0)
    assert (found.samples[-1], found.weight[-1]) == pytest.approx((1.0, 1.0))


@pytest.mark.parametrize("scene", SCENES)
def test_the_frontier_agrees_with_sampled_clipping(scene):
    frontier = run(scene, clip=1.7).frontier
    log_w, f = direct(scene)
    w = np.exp(log_w)
    for repair, v in (("clip", np.minimum(w, 1.7) * f), ("mask", np.where(w <= 1.7, w, 0.0) * f)):
        error = np.std(v) / math.sqrt(len(v))
        bias = math.sqrt(getattr(frontier, f"current_{repair}_bias_squared"))
        assert bias == pytest.approx(abs(np.mean(v)), abs=4.0 * error)
        variance = getattr(frontier, f"current_{repair}_variance")
        assert variance == pytest.approx(error**2, rel=0.03)
        mse = getattr(frontier, f"{repair}_mse")
        assert getattr(frontier, f"best_{repair}_mse") == np.min(mse)
    # Without any clipping left, the plain estimate.
    assert frontier.clip_mse[-1] == pytest.approx(frontier.plain_mse, rel=1e-3)


def test_slow_curves_are_left_out_with_a_word_and_shown_when_asked_for():
    result = run(TWO.replace(samples=1_000), function="indicator")
    assert result.frontier is None
    assert "slow exact curves" in result.frontier_note
    assert "clipped bias" not in values(result)
    shown = run(TWO.replace(samples=1_000), function="indicator", slow_curves=True)
    assert shown.frontier is not None
    assert shown.frontier_note == ""


def test_dimensions_multiply_the_mismatch():
    curve = run(ONE).dimensions
    exact = values(run(ONE))["limit of ESS/n"]
    assert 10.0 ** curve.log10_ess_fraction[[0, 4, 99]] == pytest.approx(
        exact ** np.array([1, 5, 100])
    )
    wide = run(
        ONE.replace(p=Gaussian(np.zeros(5), np.eye(5)), q=Gaussian(np.ones(5), 1.2 * np.eye(5)))
    ).dimensions
    assert wide.log10_ess_fraction == pytest.approx(curve.log10_ess_fraction, rel=1e-9)
    assert set(wide.sampled_dimension % 5) == {0.0}
    mild = run(Scene(Gaussian(0.0, 1.0), Gaussian(0.1, 1.0), 1_000)).dimensions
    expected = 10.0 ** mild.log10_ess_fraction[mild.sampled_dimension.astype(int) - 1]
    assert np.all(np.abs(mild.sampled - expected) < 4.5 * mild.sampled_error + 1e-3)


def test_the_map_holds_chi_square():
    found = run(Scene(Gaussian(1.0, 0.81), Gaussian(0.4, 1.0), 1_000))
    grid = found.variance_map
    assert (grid.current_ratio, grid.current_distance) == pytest.approx((0.9, 0.6))
    logarithm = math.log1p(values(found)["chi-square(p||q)"])
    assert grid.current_log1p_chi_square == pytest.approx(logarithm, rel=1e-12)
    near = grid.log1p_chi_square[
        np.argmin(np.abs(grid.ratio - 0.9)), np.argmin(np.abs(grid.distance - 0.6))
    ]
    assert near == pytest.approx(logarithm, abs=0.03)
    assert np.array_equal(np.isinf(grid.log1p_chi_square[:, 0]), grid.ratio >= grid.boundary)
    assert grid.draggable
    assert not run(TWO).variance_map.draggable


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("direction", ["axis", "mean difference", "worst direction"])
def test_every_function_along_every_direction(name, direction):
    result = run(TWO, function=name, direction=direction, point=0.5)
    found = {readout.name: readout for readout in result.readouts}
    truth = found["E_p f"].value
    for method in ("plain", "self-normalised", "PSIS"):
        each = found[f"{method} estimate"]
        assert abs(each.value - truth) <= 4.5 * each.standard_error + 1e-12


def test_an_axis_beyond_the_dimension_is_refused():
    with pytest.raises(ParameterError, match="axis = 3: must be at most 2"):
        run(TWO, axis=3)


def test_equal_gaussians_have_equal_weights():
    result = run(Scene(Gaussian(0.3, 2.0), Gaussian(0.3, 2.0), 5_000))
    found = {readout.name: readout for readout in result.readouts}
    assert found["ESS"].value == 5_000
    assert "all weights are equal" in found["k-hat"].note
    assert found["exact k"].value == -math.inf
    assert "p = q" in result.banners[0]
    assert found["clipped estimate"].value == found["plain estimate"].value


@pytest.mark.parametrize("scale", ["log10 w", "w"])
@pytest.mark.parametrize("distance", [60.0, 1e6])
def test_sixty_sigma_apart_one_sample_carries_all(distance, scale):
    result = run(Scene(Gaussian(0.0, 1.0), Gaussian(distance, 1.0), 10_000), histogram=scale)
    assert "One sample of 10,000 carries" in result.banners[0]
    assert "too small for a double" in result.banners[0]
    assert values(result)["max share"] > 0.5
    assert values(result)["ESS"] < 3.0
    for plot in (result.histogram, result.concentration, result.diagnostics, result.estimates):
        for name in plot.__slots__:
            if isinstance(array := getattr(plot, name), np.ndarray):
                assert np.all(np.isfinite(array)), name


def test_a_hundred_samples():
    result = run(ONE.replace(samples=100))
    assert result.estimates.n.tolist() == [100]
    assert result.diagnostics.threshold[0] == pytest.approx(0.5)


def test_threads_do_not_change_a_bit():
    one, two = (PAGE.compute(TWO, Options(), Run(threads=threads)) for threads in (1, 2))
    assert one.readouts == two.readouts
    assert np.array_equal(one.estimates.psis, two.estimates.psis)
