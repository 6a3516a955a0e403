"""What every function answers: value, slope, breaks, moments under a normal."""

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from engine.functions.constant import Constant
from engine.functions.cos import Cos
from engine.functions.cubic import Cubic
from engine.functions.distance import Distance
from engine.functions.exp import Exp
from engine.functions.function import Function
from engine.functions.linear import Linear
from engine.functions.objectives import REWARDS
from engine.functions.quartic import Quartic
from engine.functions.sigmoid import Sigmoid
from engine.functions.square import Square
from engine.functions.step import Step
from engine.functions.test_function import FUNCTIONS

KINDS = (Constant, Cos, Cubic, Distance, Exp, Linear, Quartic, Sigmoid, Square, Step)
TABLE = [kind(k) for kind in KINDS for k in (0.0, 0.7, 1.3)]
X = np.array([-2.1, -0.4, 0.2, 0.95, 3.3])


@pytest.mark.parametrize("f", TABLE, ids=repr)
def test_the_slope_is_that_of_the_value(f: Function) -> None:
    assert f.formula
    if not f.has_gradient:
        return
    step = 1e-5
    expected = (f.value(X + step) - f.value(X - step)) / (2.0 * step)
    assert f.slope(X) == pytest.approx(expected, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("f", TABLE, ids=repr)
@pytest.mark.parametrize(("mean", "std"), [(0.3, 0.4), (-1.2, 2.5)])
def test_moments_are_integrals(f: Function, mean: float, std: float) -> None:
    centre = 0.4
    found = f.moments(np.array(mean), np.array(std), centre)
    inner = [each for each in f.breaks if abs(each - mean) < 12.0 * std]
    ends = sorted([mean - 12.0 * std, *inner, mean, mean + 12.0 * std])
    for power, value in zip((1, 2), found, strict=True):

        def integrand(x: float, power: int = power) -> float:
            return float(f.value(np.array(x)) - centre) ** power * float(norm.pdf(x, mean, std))

        expected = sum(
            quad(integrand, *pair, epsabs=1e-12, limit=200)[0] for pair in pairwise(ends)
        )
        assert float(value) == pytest.approx(expected, rel=1e-8, abs=1e-10)


@pytest.mark.parametrize("f", TABLE, ids=repr)
def test_without_spread_moments_are_values(f: Function) -> None:
    first, second = f.moments(X, np.zeros(len(X)), 0.25)
    away = f.value(X) - 0.25
    assert first == pytest.approx(away, rel=1e-12, abs=1e-12)
    assert second == pytest.approx(away**2, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("name", REWARDS)
def test_closed_forms_are_those_of_the_moments(name: str) -> None:
    f, (mean, std) = REWARDS[name](0.7), (0.3, 0.9)
    found = f.under(mean, std, 1.0)
    at, step = np.array([mean - 1e-4, mean, mean + 1e-4]), 1e-4
    below, here, above = f.moments(at, np.full(3, std))[0]
    assert found.mean == pytest.approx(here, rel=1e-12)
    assert found.by_mu == pytest.approx((above - below) / (2.0 * step), rel=1e-6)
    wide, narrow = (float(f.moments(np.array(mean), np.array(std + d))[0]) for d in (step, -step))
    assert found.by_sigma == pytest.approx((wide - narrow) / (2.0 * step), rel=1e-6, abs=1e-9)
    rises = f.rises(np.array([mean]), np.array([std]))
    assert [float(each[0]) for each in rises] == pytest.approx([found.by_mu, found.by_sigma])
    assert found.best_mu == pytest.approx(found.mean + found.rise_mu, rel=1e-12)
    assert math.isclose(found.best_sigma, found.mean + found.rise_sigma, rel_tol=1e-12)


def test_test_functions_are_functions_too() -> None:
    assert all(isinstance(make(0.5), Function) for make in FUNCTIONS.values())
