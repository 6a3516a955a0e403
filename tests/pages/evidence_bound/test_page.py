"""The evidence bound against SciPy and its own parts."""

import pytest
from scipy.integrate import quad
from scipy.stats import norm

from engine.core.run import Run
from engine.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.evidence_bound.page import PAGE, Options


@pytest.mark.parametrize(("mean", "std", "tau", "s", "x"), [(0, 1, 1, 0.5, 1), (2, 0.3, 3, 2, -4)])
def test_the_bound_is_the_integral_of_log_p_less_log_q(mean, std, tau, s, x) -> None:
    found = PAGE.compute(Scene(q=Gaussian.from_std(mean, std)), Options(tau, s, x), Run())

    def integrand(z: float) -> float:
        log_p = norm.logpdf(z, 0, tau) + norm.logpdf(x, z, s)
        return norm.pdf(z, mean, std) * (log_p - norm.logpdf(z, mean, std))

    bound = quad(integrand, mean - 12 * std, mean + 12 * std, epsabs=1e-12)[0]
    assert found["elbo.exact"].value == pytest.approx(bound, rel=1e-9)
    parts = found["reconstruction"].value - found["kl.prior"].value
    assert parts == pytest.approx(bound, rel=1e-12)
    assert found["evidence.log"].value == pytest.approx(norm.logpdf(x, 0, (tau**2 + s**2) ** 0.5))
    measured = found["elbo.estimate"]
    assert abs(measured.value - bound) < 5 * measured.standard_error
