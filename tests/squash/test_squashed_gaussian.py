"""The squashed Gaussian: published tables, bounds, edges, area, cdf, bad input."""

import math
import pickle
from typing import Any

import numpy as np
import pytest
from scipy import integrate, stats

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from engine.squash.jacobian import log_distance_to_bound
from engine.squash.squashed_gaussian import (
    SquashedGaussian,
    log_det_jacobian,
    log_one_minus_tanh_squared,
)
from tests.helpers.truth_tables import library_case, table

ROWS = table("tanh")
DENSITY_ROWS = [row for row in ROWS if "log_prob" in row["truth"]]
MOMENT_ROWS = [row for row in ROWS if "entropy_squashed" in row["truth"]]
TOLERANCE = 1e-13
LOGISTIC_TOLERANCE = 1e-12


def name(row: dict[str, Any]) -> str:
    return f"{row['id']}-{row['kind']}-d{row['D']}"


def squashed(row: dict[str, Any]) -> SquashedGaussian:
    return SquashedGaussian(Gaussian.from_std(row["mu"], row["sigma"]))


def assert_close(value: float, true: float, tolerance: float = TOLERANCE) -> None:
    assert abs(value - true) <= tolerance * max(1.0, abs(true)), f"{value!r} against {true!r}"


def test_every_row_of_the_table_is_looked_at() -> None:
    assert len(DENSITY_ROWS) + len(MOMENT_ROWS) == len(ROWS) == 133


@pytest.mark.parametrize("row", DENSITY_ROWS, ids=name)
def test_log_density(row: dict[str, Any]) -> None:
    truth = {key: float(value) for key, value in row["truth"].items()}
    policy = squashed(row)
    if "action" in row:
        assert_close(policy.log_density(row["action"]), truth["log_prob"])
        u, log_jacobian = policy.bounds.pre_tanh(np.array(row["action"]))
        assert_close(u[0], truth["z"])
        assert_close(log_jacobian[0], truth["log1m_tanh2"])
        return
    assert_close(policy.log_density_from_pre_tanh(row["z"]), truth["log_prob"])
    assert_close(policy.gaussian.log_density(row["z"]), truth["log_normal"])
    # The Jacobian keeps its digits however small it is.
    assert log_det_jacobian(row["z"]) == pytest.approx(truth["log1m_tanh2"], rel=2e-15, abs=5e-324)


@pytest.mark.parametrize("row", [row for row in ROWS if "action" in row["truth"]], ids=name)
def test_actions_keep_their_digits_at_either_bound(row: dict[str, Any]) -> None:
    u, truth = abs(row["z"][0]), row["truth"]
    assert squashed(row).action(u) == pytest.approx(abs(float(truth["action"])), rel=1e-15)
    from_zero = SquashedGaussian(Gaussian(0.0, 1.0), low=0.0, high=2.0)
    assert from_zero.action(-u) == pytest.approx(float(truth["one_minus_abs_action"]), rel=1e-15)


@pytest.mark.parametrize("row", MOMENT_ROWS, ids=name)
def test_moments(row: dict[str, Any]) -> None:
    truth = {key: float(value) for key, value in row["truth"].items()}
    policy = squashed(row)
    assert_close(policy.base_entropy(), truth["gaussian_entropy"])
    assert_close(policy.jacobian_term(), truth["E_log1m_tanh2"])
    assert_close(policy.entropy(), truth["entropy_squashed"])
    assert_close(policy.mean()[0], truth["mean_action"])
    assert_close(policy.variance()[0], truth["var_action"])


def test_published_density() -> None:
    case = library_case("squashed_density")
    policy = SquashedGaussian(Gaussian.from_std(case["inputs"]["mu"], case["inputs"]["sigma"]))
    density = np.exp(policy.log_density_from_pre_tanh(np.array(case["inputs"]["pretanh"])))
    assert density == pytest.approx(case["published"]["prob"], abs=case["tolerance"]["atol"])
    # From the action it is the same density; read as an action, .5 has another one.
    assert math.exp(policy.log_density(math.tanh(0.5))) == pytest.approx(density[1], rel=1e-14)
    assert abs(math.exp(policy.log_density(0.5)) - density[1]) > 0.005


def test_the_jacobian_far_out_and_close_in() -> None:
    far = np.array([30.0, 400.0, 1e4, 1e300])
    assert log_one_minus_tanh_squared(far) == pytest.approx(2.0 * math.log(2.0) - 2.0 * far)
    near = np.array([1e-3, 1e-8, 1e-150])
    assert log_one_minus_tanh_squared(near) == pytest.approx(-(near**2) + near**4 / 3.0, rel=1e-12)
    both = np.concatenate([far, near])
    assert np.array_equal(log_one_minus_tanh_squared(-both), log_one_minus_tanh_squared(both))
    assert log_one_minus_tanh_squared(np.inf) == -np.inf
    # No step where one form hands over to the other: the two differ by rounding alone.
    u = np.nextafter(0.5, [0.0, 1.0])
    assert np.ptp(log_one_minus_tanh_squared(u)) < 4e-16


def test_the_sum_runs_over_the_last_axis() -> None:
    u = np.linspace(-3.0, 3.0, 24).reshape(2, 4, 3)
    expected = np.log(1.0 - np.tanh(u) ** 2).sum(axis=-1)
    assert log_det_jacobian(u) == pytest.approx(expected, rel=1e-12)
    assert log_det_jacobian(u).shape == (2, 4)
    assert isinstance(log_det_jacobian(0.3), float)


def test_distance_to_the_bound() -> None:
    u = np.array([0.0, 0.5, -3.0, 50.0])
    expected = [0.0, math.log1p(-math.tanh(0.5)), math.log1p(-math.tanh(3.0)), math.log(2) - 100]
    assert log_distance_to_bound(u) == pytest.approx(expected, rel=1e-13, abs=1e-16)


def drawn_pairs(count: int) -> list[tuple[float, float]]:
    rng = np.random.default_rng(20)
    means = rng.uniform(-2.0, 2.0, count)
    return list(zip(means.tolist(), np.exp(rng.uniform(-4.0, 0.6, count)).tolist(), strict=True))


def area(density: Any, edges: Array) -> float:
    """Gauss-Legendre with 24 nodes between neighbouring edges: knows nothing of the engine."""
    nodes, weights = np.polynomial.legendre.leggauss(24)
    half, centre = 0.5 * np.diff(edges)[:, None], 0.5 * (edges[1:] + edges[:-1])[:, None]
    return float(np.sum(half * weights * density(centre + half * nodes)))


def test_the_corrected_density_encloses_one_and_the_uncorrected_does_not() -> None:
    uncorrected = []
    for mean, std in drawn_pairs(200):
        policy = SquashedGaussian(Gaussian.from_std(mean, std))
        edges = np.unique(np.tanh(mean + std * np.linspace(-7.5, 7.5, 61)))
        corrected = area(lambda a, policy=policy: np.exp(policy.log_density(a)), edges)
        assert corrected == pytest.approx(1.0, abs=1e-9), (mean, std)
        law = stats.norm(mean, std)
        wrong = area(lambda a, law=law: law.pdf(np.arctanh(a)), edges)
        assert policy.area_without_jacobian() == pytest.approx(wrong, abs=1e-9), (mean, std)
        uncorrected.append(wrong)
    assert max(uncorrected) < 1.0
    assert min(uncorrected) < 0.1
    assert np.median(uncorrected) < 0.7


def test_bounds_stretch_the_density() -> None:
    unit = SquashedGaussian(Gaussian.from_std(0.4, 0.7))
    wide = SquashedGaussian(Gaussian.from_std(0.4, 0.7), low=-3.0, high=5.0)
    actions = np.linspace(-0.99, 0.99, 41)
    expected = unit.log_density(actions) - math.log(4.0)
    assert wide.log_density(1.0 + 4.0 * actions) == pytest.approx(expected, rel=1e-12)
    assert wide.entropy() == pytest.approx(unit.entropy() + math.log(4.0), rel=1e-14)
    assert wide.mean() == pytest.approx(1.0 + 4.0 * unit.mean(), rel=1e-14)
    assert wide.variance() == pytest.approx(16.0 * unit.variance(), rel=1e-14)
    assert wide.area_without_jacobian() == pytest.approx(4.0 * unit.area_without_jacobian())


def test_between_0_and_1_it_is_the_logit_normal() -> None:
    policy = SquashedGaussian(Gaussian.from_std(-0.3, 0.6), low=0.0, high=1.0)
    a = np.array([1e-12, 1e-3, 0.2, 0.5, 0.9])
    logit = np.log(a) - np.log1p(-a)
    expected = stats.norm(-0.6, 1.2).logpdf(logit) - np.log(a) - np.log1p(-a)
    assert policy.log_density(a) == pytest.approx(expected, rel=LOGISTIC_TOLERANCE)


def test_correlated_dimensions_with_bounds_of_their_own() -> None:
    gaussian = Gaussian([0.2, -0.5], [[0.5, 0.3], [0.3, 0.8]])
    policy = SquashedGaussian(gaussian, low=[-1.0, 0.0], high=[1.0, 10.0])
    u = gaussian.sample(50, seed=3)
    law = stats.multivariate_normal(gaussian.mean, gaussian.covariance)
    expected = law.logpdf(u) - np.log(1.0 - np.tanh(u) ** 2).sum(axis=1) - math.log(5.0)
    assert policy.log_density_from_pre_tanh(u) == pytest.approx(expected, rel=1e-11)
    assert policy.log_density(policy.action(u)) == pytest.approx(expected, rel=1e-10)
    marginal = SquashedGaussian(Gaussian.from_std(-0.5, math.sqrt(0.8)), low=0.0, high=10.0)
    assert policy.mean()[1] == marginal.mean()[0]
    assert policy.variance()[1] == marginal.variance()[0]


@pytest.mark.parametrize("std", [1e-3, 1.0, 1e3])
def test_on_a_bound_the_density_is_zero(std: float) -> None:
    policy = SquashedGaussian(Gaussian.from_std(0.0, std))
    assert policy.log_density(1.0) == policy.log_density(-1.0) == -math.inf
    assert policy.log_density_from_pre_tanh(np.array([-np.inf, np.inf])).tolist() == [-np.inf] * 2
    # It is the limit: further and further out the log-density falls for ever.
    u = std * np.array([1e2, 1e4, 1e6]) * max(1.0, std)
    assert np.all(np.diff(policy.log_density_from_pre_tanh(u)) < 0.0)
    two = SquashedGaussian(Gaussian([0.0, 0.0], [[1.0, 0.9], [0.9, 1.0]]))
    assert two.log_density([1.0, 1.0]) == -math.inf
    assert two.log_density_from_pre_tanh([math.inf, -math.inf]) == -math.inf


@pytest.mark.parametrize("action", [1.0000001, -7.0, math.inf, math.nan])
def test_an_action_outside_is_refused_by_name(action: float) -> None:
    with pytest.raises(ParameterError, match="must lie from -1 to 1") as caught:
        SquashedGaussian(Gaussian(0.0, 1.0)).log_density([0.0, action])
    assert caught.value.field == "action"
    policy = SquashedGaussian(Gaussian([0.0, 0.0], np.eye(2)), low=[-1.0, 0.0], high=[1.0, 2.5])
    with pytest.raises(ParameterError, match=r"action\[1\] = .*must lie from 0 to 2.5"):
        policy.log_density([[0.0, 0.5], [0.0, 2.0 + 2.0 * action]])


@pytest.mark.parametrize(
    ("low", "high", "field"),
    [
        (1.0, 1.0, "low"),
        (2.0, -2.0, "low"),
        (-math.inf, 1.0, "low"),
        (0.0, math.nan, "high"),
        (-1.7e308, 1.7e308, "low"),
        (0.0, 5e-324, "low"),
        ([0.0, 3.0], [1.0, 2.0], "low[1]"),
        ([0.0, 0.0, 0.0], 1.0, "low"),
        ("wide", 1.0, "low"),
    ],
)
def test_bad_bounds_are_refused_by_name(low: Any, high: Any, field: str) -> None:
    with pytest.raises(ParameterError) as caught:
        SquashedGaussian(Gaussian([0.0, 0.0], np.eye(2)), low=low, high=high)
    assert caught.value.field == field


def test_other_bad_input_is_refused() -> None:
    one = SquashedGaussian(Gaussian(0.0, 1.0))
    two = SquashedGaussian(Gaussian([0.0, 0.0], np.eye(2)))
    with pytest.raises(ParameterError, match="must be a number"):
        one.log_density_from_pre_tanh(math.nan)
    with pytest.raises(ParameterError, match="from 0 to 1"):
        one.quantile(1.5)
    with pytest.raises(ParameterError, match="must have 2 entries"):
        two.log_density([0.1, 0.2, 0.3])
    for call in (two.modes, two.area_without_jacobian, lambda: two.cdf(0.0)):
        with pytest.raises(ParameterError, match="one dimension"):
            call()


def test_cdf_and_quantile() -> None:
    policy = SquashedGaussian(Gaussian.from_std(0.3, 0.9), low=-2.0, high=2.0)
    for action in (-1.9, 0.1, 1.5):
        mass, _ = integrate.quad(lambda a: math.exp(policy.log_density(a)), -2.0, action)
        assert policy.cdf(action) == pytest.approx(mass, abs=1e-9)
    shares = np.linspace(0.0, 1.0, 21)
    actions = policy.quantile(shares)
    assert actions[0] == -2.0
    assert actions[-1] == 2.0
    assert policy.cdf(actions) == pytest.approx(shares, abs=1e-12)
    assert policy.cdf([-5.0, 5.0]).tolist() == [0.0, 1.0]


def test_samples_come_with_both_names() -> None:
    gaussian = Gaussian([0.5, 30.0], [[1.0, 0.2], [0.2, 4.0]])
    policy = SquashedGaussian(gaussian, low=[0.0, -1.0], high=[4.0, 1.0])
    sample = policy.sample(1000, seed=5)
    assert np.array_equal(sample.pre_tanh, gaussian.sample(1000, seed=5))
    assert sample.action == pytest.approx(
        np.array([2.0, 0.0]) + np.array([2.0, 1.0]) * np.tanh(sample.pre_tanh)
    )
    assert np.all((sample.action >= policy.low) & (sample.action <= policy.high))
    assert np.array_equal(policy.sample(10, seed=5).action, sample.action[:10])
    with pytest.raises(ValueError, match="read-only"):
        sample.action[0, 0] = 0.0


@pytest.mark.parametrize(("mean", "std"), [(0.0, 1e-12), (0.0, 1e3), (50.0, 1.0), (50.0, 1e-12)])
def test_extremes_stay_finite(mean: float, std: float) -> None:
    policy = SquashedGaussian(Gaussian.from_std(mean, std))
    u = mean + std * np.linspace(-6.0, 6.0, 25)
    assert np.all(np.isfinite(policy.log_density_from_pre_tanh(u)))
    assert np.all(np.abs(policy.action(u)) <= 1.0)
    assert all(map(math.isfinite, (policy.entropy(), policy.mean()[0], policy.variance()[0])))
    if mean == 50.0:
        # All of the mass lies closer to the bound than a double can say.
        assert policy.mean()[0] == 1.0
        assert np.all(log_distance_to_bound(u) < math.log(1e-30))


def test_it_does_not_change_and_can_be_kept() -> None:
    policy = SquashedGaussian(Gaussian(0.0, 1.0), low=-2.0, high=3.0)
    with pytest.raises(AttributeError, match="does not change"):
        policy.low = 0.0  # type: ignore[misc]
    again = pickle.loads(pickle.dumps(policy))
    assert again == policy
    assert hash(again) == hash(policy)
    assert policy != SquashedGaussian(Gaussian(0.0, 1.0))
