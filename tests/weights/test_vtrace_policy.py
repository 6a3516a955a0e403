"""The policy that clipped weights evaluate."""

import math

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.gaussian import Gaussian
from engine.weights import clipped_policy
from tests.helpers.truth_tables import table

NARROW, WIDE = Gaussian.from_std(0.4, 0.8), Gaussian.from_std(-0.3, 1.7)


@pytest.mark.parametrize("row", table("vtrace_policy"), ids=lambda row: str(row["id"]))
def test_reference_table(row: dict) -> None:
    truth = {name: float(text) for name, text in row["truth"].items()}
    pi, mu = Gaussian.from_std(*row["pi"]), Gaussian.from_std(*row["mu"])
    found = clipped_policy(pi, mu, row["rho_bar"])
    assert found.normaliser == pytest.approx(truth["Z"], rel=1e-13)
    assert found.mean == pytest.approx(truth["mean"], rel=1e-13, abs=1e-14)
    assert found.variance == pytest.approx(truth["variance"], rel=1e-13)
    reward = -(found.variance + found.mean**2)
    assert reward == pytest.approx(truth["value_of_reward_minus_square"], rel=1e-13)


@pytest.mark.parametrize("rho_bar", [0.01, 0.7, 1.3, 2.0, 50.0])
@pytest.mark.parametrize(("pi", "mu"), [(NARROW, WIDE), (WIDE, NARROW)])
def test_density_on_a_grid(pi: Gaussian, mu: Gaussian, rho_bar: float) -> None:
    found = clipped_policy(pi, mu, rho_bar)
    x = np.linspace(-20.0, 20.0, 400_001)
    density = found.density(x)
    lower = np.minimum(rho_bar * np.exp(mu.log_density(x[:, np.newaxis])), density.max() * 1e9)
    lower = np.minimum(lower, np.exp(pi.log_density(x[:, np.newaxis])))
    assert np.allclose(density * found.normaliser, lower, rtol=1e-12, atol=1e-300)
    step = x[1] - x[0]
    assert density.sum() * step == pytest.approx(1.0, abs=1e-9)
    assert (density @ x) * step == pytest.approx(found.mean, abs=1e-8)
    assert (density @ (x - found.mean) ** 2) * step == pytest.approx(found.variance, abs=1e-8)


def test_the_ends_are_both_policies() -> None:
    low = clipped_policy(WIDE, NARROW, 1e-12)
    assert (low.mean, low.variance) == pytest.approx((0.4, 0.8**2), rel=1e-9)
    for none in (None, math.inf):
        high = clipped_policy(NARROW, WIDE, none)
        assert (high.normaliser, high.mean, high.variance) == (1.0, 0.4, NARROW.covariance[0, 0])
        assert high.density(0.1) == pytest.approx(math.exp(NARROW.log_density(0.1)))


def test_policies_far_apart() -> None:
    """Equal ones at distance 80: what both have lies between them."""
    found = clipped_policy(Gaussian.from_std(80.0, 1.0), Gaussian.from_std(0.0, 1.0), 1.0)
    assert found.mean == pytest.approx(40.0, rel=1e-13)
    assert found.log_normaliser == pytest.approx(math.log(2.0) - 804.60844, abs=1e-3)
    assert found.variance == pytest.approx(2.0 / 40.0**2, rel=1e-2)
    assert found.normaliser == math.exp(found.log_normaliser)


def test_nearly_equal_policies() -> None:
    found = clipped_policy(Gaussian.from_std(1e-9, 1.0 + 1e-12), Gaussian.from_std(0.0, 1.0), 1.0)
    assert found.normaliser == pytest.approx(1.0, abs=1e-8)
    assert found.variance == pytest.approx(1.0, abs=1e-8)


@pytest.mark.parametrize("rho_bar", [0.0, -1.0, math.nan])
def test_what_it_takes(rho_bar: float) -> None:
    with pytest.raises(ParameterError, match=r"^rho_bar = "):
        clipped_policy(NARROW, WIDE, rho_bar)
    with pytest.raises(ParameterError, match=r"^mu = .*one dimension"):
        clipped_policy(NARROW, Gaussian.from_std([0.0, 0.0], 1.0), 1.0)
