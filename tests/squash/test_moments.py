"""Moments of tanh(u) by quadrature at every scale, and the entropy against the std."""

import math

import numpy as np
import pytest
from scipy import integrate, optimize, stats

from engine.squash.entropy import entropy_curve, highest_entropy_std, squashed_entropy
from engine.squash.moments import tanh_moments
from engine.squash.quadrature import nodes

# mean, std, Var t, E log(1 - t^2), E (1 - t): mpmath, tanh-sinh with 30 to 120 digits.
EXTREMES = [
    (0.0, 1e-12, 9.9999999999999996e-25, -9.9999999999999996e-25, 1.0),
    (0.5, 1e-12, 6.1850003668724664e-25, -0.24022901391655505, 0.53788284273999024),
    (50.0, 1e-12, 2.2142344427787799e-110, -98.613705638880109, 7.4401519520416719e-44),
    (0.3, 1e-3, 8.3747455251696802e-7, -0.088682454988501378, 0.7086876541388829),
    (50.0, 1e-3, 2.2142477282267693e-92, -98.613705638880109, 7.4401668323604563e-44),
    (-1.3, 0.8, 0.10963310743360013, -1.5635229155218896, 1.7292050551760204),
    (3.0, 2.0, 0.1710643995758938, -4.9621086823944905, 0.17121093053277235),
    (50.0, 5.0, 3.0288748236826502e-23, -98.613705638880109, 1.9287498479639178e-22),
    (50.0, 12.0, 5.3301066821590837e-5, -98.613877003396456, 3.2568368486597429e-5),
    (20.0, 30.0, 0.73386157820206905, -56.765575883139526, 0.50517953506190416),
    (50.0, 200.0, 0.95716238592859521, -327.69264441407778, 0.80258933622825373),
    (0.0, 1e3, 0.99920211576731373, -1594.3834834781697, 1.0),
    (0.7, 1e3, 0.99920180401941423, -1594.3838744414277, 0.99944148108273195),
    (50.0, 1e3, 0.99761288989247243, -1596.3777785993904, 0.96012240470859014),
    (-500.0, 1e3, 0.8526644841356765, -1789.8005143682289, 1.3829247777670784),
]


@pytest.mark.parametrize(("mean", "std", "variance", "log_jacobian", "to_high"), EXTREMES)
def test_relative_digits_at_every_scale(
    mean: float, std: float, variance: float, log_jacobian: float, to_high: float
) -> None:
    moments = tanh_moments(mean, std)
    assert moments.variance == pytest.approx(variance, rel=2e-14, abs=0.0)
    assert moments.log_jacobian == pytest.approx(log_jacobian, rel=2e-14, abs=0.0)
    assert moments.to_high == pytest.approx(to_high, rel=2e-14, abs=0.0)
    assert moments.mean == pytest.approx(1.0 - to_high, abs=1e-15)
    assert moments.to_low + moments.to_high == pytest.approx(2.0, rel=1e-15)
    assert moments.jacobian == pytest.approx(
        1.0 - moments.mean**2 - moments.variance, rel=1e-9, abs=1e-15
    )


def test_far_from_0_it_is_the_log_normal() -> None:
    # 1 - tanh u = 2 exp(-2u) there.
    for mean, std in ((50.0, 1.0), (100.0, 2.0), (300.0, 4.0)):
        moments = tanh_moments(mean, std)
        log_mean = math.log(2.0) - 2.0 * mean + 2.0 * std**2
        assert math.log(moments.to_high) == pytest.approx(log_mean, rel=1e-14)
        if mean < 150.0:
            log_variance = 2.0 * log_mean + math.log(math.expm1(4.0 * std**2))
            assert math.log(moments.variance) == pytest.approx(log_variance, rel=1e-14)


def test_against_adaptive_quadrature() -> None:
    rng = np.random.default_rng(4)
    for _ in range(40):
        mean, std = float(rng.uniform(-4.0, 4.0)), float(np.exp(rng.uniform(-3.0, 2.0)))
        density, moments = stats.norm(mean, std).pdf, tanh_moments(mean, std)
        points = sorted({mean + std * k for k in range(-9, 10)} | {-1.0, 0.0, 1.0})

        def expectation(f, density=density, points=points) -> float:  # type: ignore[no-untyped-def]
            value, _ = integrate.quad(
                lambda u: density(u) * f(u), points[0], points[-1],
                points=points, limit=400, epsabs=1e-13, epsrel=1e-13,
            )  # fmt: skip
            return float(value)

        t = expectation(np.tanh)
        assert moments.mean == pytest.approx(t, abs=1e-11)
        second = expectation(lambda u, t=t: (np.tanh(u) - t) ** 2)
        assert moments.variance == pytest.approx(second, abs=1e-11)
        sech = expectation(lambda u: np.cosh(u) ** -2.0)
        assert moments.jacobian == pytest.approx(sech, abs=1e-11)


def test_mirrored_means_have_mirrored_moments() -> None:
    left, right = tanh_moments(-3.0, 4.0), tanh_moments(3.0, 4.0)
    assert left.mean == pytest.approx(-right.mean, rel=1e-14)
    assert left.to_low == pytest.approx(right.to_high, rel=1e-14)
    assert left.variance == pytest.approx(right.variance, rel=1e-14)


def test_breaks_make_room_for_jumps() -> None:
    for threshold in (-0.77, 0.31, 2.4):
        grid = nodes(0.4, 1.7, [threshold])
        mass = grid.expectation((grid.u > threshold).astype(float))
        assert mass == pytest.approx(stats.norm(0.4, 1.7).sf(threshold), rel=1e-13)


def test_entropy_curve() -> None:
    std = np.geomspace(0.05, 50.0, 7)
    curve = entropy_curve(0.4, std, low=-3.0, high=1.0)
    assert curve.squashed == pytest.approx(curve.base + curve.jacobian_term, rel=1e-15)
    assert curve.base == pytest.approx(stats.norm(0.4, std).entropy(), rel=1e-14)
    expected = [squashed_entropy(0.4, each) + math.log(2.0) for each in std]
    assert curve.squashed == pytest.approx(expected, rel=1e-14)
    assert np.all(curve.best_entropy > curve.squashed)


@pytest.mark.parametrize("mean", [0.0, 0.3, -2.0, 7.0, 50.0, 1e4])
def test_the_largest_entropy(mean: float) -> None:
    best = highest_entropy_std(mean)
    found = optimize.minimize_scalar(
        lambda log_std: -squashed_entropy(mean, math.exp(log_std)),
        bounds=(math.log(best) - 3.0, math.log(best) + 3.0),
        method="bounded",
        options={"xatol": 1e-9},
    )
    # A maximum is flat: only half of the digits of its place can be found this way.
    assert best == pytest.approx(math.exp(found.x), rel=1e-6)
    assert squashed_entropy(mean, best) >= -found.fun - 1e-10 * abs(found.fun)


def test_no_squashed_gaussian_beats_the_uniform_law() -> None:
    assert squashed_entropy(0.0, highest_entropy_std(0.0)) == pytest.approx(0.68364, abs=1e-5)
    assert squashed_entropy(0.0, highest_entropy_std(0.0)) < math.log(2.0)
