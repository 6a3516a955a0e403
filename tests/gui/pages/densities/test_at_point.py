"""The densities at a point of the plane, against SciPy."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from engine.gaussian.gaussian import Gaussian
from gui.look.theme import LIGHT
from gui.pages.densities.at_point import density_text, log_density, words_at
from gui.plotkit.words import plain

P = Gaussian.from_std([0.0, 1.0, -1.0], [1.0, 1.4, 0.5], 0.3)
Q = Gaussian.from_std([0.8, 0.3, 2.0], [1.5, 1.6, 0.7], -0.2)


@pytest.mark.parametrize("axes", [(0, 1), (2, 0)])
@pytest.mark.parametrize("at", [(0.3, -0.7), (8.0, 9.0)])
def test_the_marginal_of_two_coordinates(axes, at):
    chosen = list(axes)
    for gaussian in (P, Q):
        expected = multivariate_normal(
            gaussian.mean[chosen], gaussian.covariance[np.ix_(chosen, chosen)]
        ).logpdf(at)
        assert log_density(gaussian, axes, at) == pytest.approx(expected, rel=1e-12)


def test_the_words_hold_all_three_numbers():
    said = plain(words_at(LIGHT, {"p": P, "q": Q}, (0, 1), (0.0, 1.0)))
    ratio = log_density(P, (0, 1), (0.0, 1.0)) - log_density(Q, (0, 1), (0.0, 1.0))
    assert said.startswith("p ")
    assert said.endswith(f"log p − log q {ratio:.4g}")


def test_a_density_below_every_double_is_said_by_its_logarithm():
    assert density_text(-2000.0) == "exp(−2,000)"
    assert density_text(0.0) == "1"
