"""The exact distribution of log w against its definition, samples and SciPy."""

import math

import numpy as np
import pytest
from scipy.stats import ncx2, norm

from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.relative import relative
from engine.weights.exact.density import log_weight_above, log_weight_bounds, log_weight_density
from engine.weights.exact.tilted_transform import TiltedTransform
from engine.weights.importance import log_weights
from tests.weights.test_clipping import MANY, many


def test_equal_variances_give_a_normal():
    p, q = Gaussian(1.5, 2.0), Gaussian(0.0, 2.0)
    variance = 1.5**2 / 2.0
    level = np.linspace(-5.0, 4.0, 50)
    wanted = norm(-0.5 * variance, math.sqrt(variance))
    np.testing.assert_allclose(log_weight_density(p, q, level), wanted.pdf(level), rtol=1e-12)
    np.testing.assert_allclose(log_weight_above(p, q, level), wanted.sf(level), rtol=1e-12)


@pytest.mark.parametrize("std", [0.6, 1.7])
def test_one_dimension_is_a_noncentral_chi_square(std):
    """log w = end + (e / 2 lam) (z + delta / e)^2, z standard normal."""
    p, q = Gaussian.from_std(0.8, std), Gaussian(0.0, 1.0)
    e, lam = std**2 - 1.0, std**2
    end = -0.5 * (0.8**2 / e + math.log(lam))
    scale = 0.5 * e / lam
    level = end + np.sign(scale) * np.geomspace(1e-4, 6.0, 40)
    chi = ncx2(1, (0.8 / e) ** 2)
    wanted = chi.pdf((level - end) / scale) / abs(scale)
    np.testing.assert_allclose(log_weight_density(p, q, level), wanted, rtol=1e-8)
    above = chi.sf((level - end) / scale) if scale > 0.0 else chi.cdf((level - end) / scale)
    np.testing.assert_allclose(log_weight_above(p, q, level), above, rtol=1e-8)
    assert log_weight_bounds(p, q)[0 if scale > 0.0 else 1] == pytest.approx(end)
    np.testing.assert_array_equal(log_weight_density(p, q, [end - np.sign(scale)]), [0.0])


@pytest.mark.parametrize("dimension", [2, 3, 7, 40])
@pytest.mark.parametrize("std", [0.8, 1.25])
def test_isotropic_pairs_are_noncentral_chi_squares_too(dimension, std):
    p, q = many(dimension, std)
    e, lam = std**2 - 1.0, std**2
    square = dimension * 0.15**2
    end = -0.5 * (square / e + dimension * math.log(lam))
    scale = 0.5 * e / lam
    chi = ncx2(dimension, square / e**2)
    level = end + scale * chi.ppf([1e-6, 0.01, 0.2, 0.5, 0.9, 0.999, 1.0 - 1e-9])
    wanted = chi.pdf((level - end) / scale) / abs(scale)
    np.testing.assert_allclose(log_weight_density(p, q, level), wanted, rtol=1e-6)
    above = chi.sf((level - end) / scale) if scale > 0.0 else chi.cdf((level - end) / scale)
    np.testing.assert_allclose(log_weight_above(p, q, level), above, rtol=1e-6)


@pytest.mark.parametrize("pair", list(MANY))
def test_mass_and_mean_weight_are_one(pair):
    p, q = MANY[pair]
    pair = relative(p, q)
    # Where the gradient of log w vanishes the density ends, or is singular inside.
    centre = -0.5 * np.sum(pair.shift**2 / pair.excess + pair.log_eigenvalues)
    away = np.concatenate([[0.0], np.geomspace(1e-9, 50.0, 90)])
    edges = centre + np.concatenate([-away[:0:-1], away])
    nodes, rule = np.polynomial.legendre.leggauss(6)
    width = np.diff(edges)[:, np.newaxis]
    level = (edges[:-1, np.newaxis] + 0.5 * width * (nodes + 1.0)).ravel()
    mass = log_weight_density(p, q, level) * (0.5 * width * rule).ravel()
    assert np.sum(mass) == pytest.approx(1.0, abs=1e-6)
    assert np.sum(mass * np.exp(level)) == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize("pair", list(MANY))
def test_shares_of_bins_against_samples(pair):
    p, q = MANY[pair]
    logs = log_weights(p, q, q.sample(200_000, 8))
    edges = np.quantile(logs, [0.001, 0.05, 0.3, 0.6, 0.9, 0.99, 0.9999])
    shares = -np.diff(log_weight_above(p, q, edges))
    counts, _ = np.histogram(logs, edges)
    error = np.sqrt(shares * (1.0 - shares) / len(logs))
    assert np.all(np.abs(counts / len(logs) - shares) < 5.0 * error)


def test_equal_gaussians_have_no_density():
    p = Gaussian(0.0, 1.0)
    with pytest.raises(ParameterError, match="every weight is 1"):
        log_weight_density(p, p, [0.0])
    np.testing.assert_array_equal(log_weight_above(p, p, [-1.0, 0.0, 1.0]), [1.0, 0.0, 0.0])
    assert log_weight_bounds(p, p) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("p_std", "q_std", "shift"),
    [
        ([1e-12, 3e-12], [1.0, 0.5], [0.0, 0.0]),  # 1 + e has no digits left
        ([1.0, 0.9999], [1.0001, 1.0001], [2e5, 1e4]),  # the saddle points crowd around 0
        ([1e-10, 1e2], [1.0, 1.0], [10.0, 1e4]),
    ],
)
def test_pairs_far_apart_against_samples(
    p_std: list[float], q_std: list[float], shift: list[float]
) -> None:
    p, q = Gaussian.from_std(shift, p_std), Gaussian.from_std([0.0, 0.0], q_std)
    n = 20_000
    z = np.random.default_rng(3).standard_normal((n, 2)) * q_std
    away = (z - shift) / p_std
    log_w = np.sum(0.5 * (z / q_std) ** 2 - 0.5 * away**2 - np.log(p_std) + np.log(q_std), axis=1)
    share = np.array([0.001, 0.02, 0.2, 0.5, 0.8, 0.98, 0.999])
    levels = np.quantile(log_w, 1.0 - share)
    error = np.sqrt(share * (1.0 - share) / n)
    assert np.all(np.abs(log_weight_above(p, q, levels) - share) < 5.0 * error)


def test_a_tiny_eigenvalue_keeps_the_strip_and_its_saddle_points() -> None:
    """Without it K'(s) = log c has no solution and the path starts on the singularity."""
    p, q = Gaussian.from_std([0.0, 0.0], [1e-12, 2e-12]), Gaussian([0.0, 0.0], np.eye(2))
    transform = TiltedTransform(relative(p, q), None, None)
    assert transform.low == pytest.approx(-1e-24, rel=1e-12)
    log_c = np.array([-1e24, -1e23, -1e22, 10.0])
    np.testing.assert_allclose(transform.slope(transform.saddle(log_c))[:3], log_c[:3], rtol=0.2)
    at_one = np.array([0.0, 1.0], dtype=complex)
    np.testing.assert_allclose(transform.logarithm(at_one), 0.0, atol=1e-12)
    np.testing.assert_allclose(transform.log_modulus(at_one.real, at_one.imag), 0.0, atol=1e-12)


def test_derivatives_of_the_transform() -> None:
    p, q = Gaussian.from_std([1.0, -2.0, 0.5], [0.2, 1.1, 3.0]), Gaussian(np.zeros(3), np.eye(3))
    transform = TiltedTransform(relative(p, q), None, None)
    s, h = np.array([-0.02, 0.3, 0.9, 1.1]), 1e-5
    assert transform.low < s[0] < s[-1] < transform.high
    k = [transform.logarithm((s + step).astype(complex)).real for step in (-h, 0.0, h)]
    np.testing.assert_allclose(transform.slope(s), (k[2] - k[0]) / (2.0 * h), rtol=1e-5)
    bend = (transform.slope(s + h) - transform.slope(s - h)) / (2.0 * h)
    np.testing.assert_allclose(transform.curvature(s), bend, rtol=1e-5)
