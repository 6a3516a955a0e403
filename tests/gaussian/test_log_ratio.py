import numpy as np
import pytest
from scipy import stats

from engine.divergence.closed_forms import kl
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.log_ratio import log_ratio
from engine.pages.kl_divergence.integrand import areas, integrand
from engine.sampling.normals import standard_normals

PAIRS = [
    (Gaussian(0.0, 1.0), Gaussian(1.0, 4.0)),
    (Gaussian(2.0, 9.0), Gaussian(-1.0, 0.5)),
    (
        Gaussian([0.0, 1.0], [[1.0, 0.3], [0.3, 2.0]]),
        Gaussian([0.5, 0], [[2, -0.7], [-0.7, 1]]),
    ),
    (Gaussian.from_std(np.arange(5.0), 1.5, 0.2), Gaussian.from_std(np.zeros(5), 1.0, 0.6)),
]


@pytest.mark.parametrize(("p", "q"), PAIRS)
def test_log_ratio_is_the_difference_of_scipys_log_densities(p: Gaussian, q: Gaussian) -> None:
    z = standard_normals(1_000, p.dimension, seed=1)
    x = q.mean + z @ q.cholesky.T
    expected = stats.multivariate_normal(p.mean, p.covariance).logpdf(x)
    expected -= stats.multivariate_normal(q.mean, q.covariance).logpdf(x)
    ratio = log_ratio(p, q)
    assert ratio(z.T) == pytest.approx(expected, rel=1e-11, abs=1e-11)
    assert ratio.mean == pytest.approx(-kl(q, p), rel=1e-12)
    assert ratio.centred(z.T) == pytest.approx(expected + kl(q, p), rel=1e-11, abs=1e-11)


@pytest.mark.parametrize("gap", [1e-3, 1e-6, 1e-9])
def test_close_gaussians_keep_their_digits(gap: float) -> None:
    """For variances 1 + 2 g and 1, log w = g (z^2 - 1) - g^2 (2 z^2 - 1) + O(g^3)."""
    p, q = Gaussian(0.0, 1.0 + 2.0 * gap), Gaussian(0.0, 1.0)
    exact_gap = 0.5 * (p.covariance[0, 0] - 1.0)
    z = np.linspace(-4.0, 4.0, 81)
    expected = exact_gap * (z**2 - 1.0) - exact_gap**2 * (2.0 * z**2 - 1.0)
    error = np.max(np.abs(log_ratio(p, q)(z[np.newaxis]) - expected))
    assert error < 100.0 * gap**3 + 1e-14 * gap


@pytest.mark.parametrize(
    ("p", "q"),
    [
        (Gaussian(0.0, 1.0), Gaussian(1.0, 1.0)),
        (Gaussian(0.0, 4.0), Gaussian(0.5, 1.0)),
        (Gaussian(0.0, 0.01), Gaussian(0.5, 1.0)),
        (Gaussian(3.0, 1e-6), Gaussian(0.0, 100.0)),
        (Gaussian(1.0, 2.0), Gaussian(1.0, 2.0)),
    ],
)
def test_areas_differ_by_the_divergence(p: Gaussian, q: Gaussian) -> None:
    positive, negative = areas(p, q)
    assert min(positive, negative) >= 0.0
    assert positive - negative == pytest.approx(kl(q, p), rel=1e-12, abs=1e-15)


def test_areas_are_those_under_the_drawn_curve() -> None:
    p, q = Gaussian(0.0, 1.0), Gaussian(1.0, 2.25)
    x, value = integrand(p, q)
    positive, negative = areas(p, q)
    assert np.trapezoid(np.maximum(value, 0.0), x) == pytest.approx(positive, rel=1e-3)
    assert np.trapezoid(np.maximum(-value, 0.0), x) == pytest.approx(negative, rel=1e-2)
