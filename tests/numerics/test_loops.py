"""Functions of compiled loops beside NumPy's."""

import mpmath
import numpy as np
import pytest

pytest.importorskip("numba")

from engine.core.compiled import compiled
from engine.numerics import loops

ULP = np.finfo(float).eps
SMALL = np.geomspace(1e-300, 700.0, 20_001)
POINTS = np.concatenate([-SMALL[::-1], [0.0], SMALL, np.linspace(-3.0, 3.0, 60_001)])


@compiled
def exp_of(values, out):
    for n in range(len(values)):
        out[n] = loops.exp(values[n])


@compiled
def expm1_of(values, out):
    for n in range(len(values)):
        out[n] = loops.expm1(values[n])


@compiled
def log_of(values, out):
    for n in range(len(values)):
        out[n] = loops.log(values[n])


@compiled
def log1p_of(values, out):
    for n in range(len(values)):
        out[n] = loops.log1p(values[n])


def test_the_logarithm_of_what_exceeds_1_agrees_to_two_units_of_the_last_place():
    below = np.geomspace(1e-300, 1.0 - ULP, 60_001)
    points = np.concatenate([np.geomspace(1e-300, 1.7e308, 60_001), -below])
    found = np.empty_like(points)
    log1p_of(points, found)
    np.testing.assert_allclose(found, np.log1p(points), rtol=2.0 * ULP, atol=0.0)


def test_the_logarithm_agrees_to_two_units_of_the_last_place():
    near = np.geomspace(ULP, 0.5, 20_001)
    points = np.concatenate([np.geomspace(2.3e-308, 1.7e308, 60_001), 1.0 + near, 1.0 - near])
    found = np.empty_like(points)
    log_of(points, found)
    np.testing.assert_allclose(found, np.log(points), rtol=2.0 * ULP, atol=0.0)


@pytest.mark.parametrize(("ours", "theirs"), [(exp_of, np.exp), (expm1_of, np.expm1)])
def test_they_agree_to_two_units_of_the_last_place(ours, theirs):
    found = np.empty_like(POINTS)
    ours(POINTS, found)
    np.testing.assert_allclose(found, theirs(POINTS), rtol=2.0 * ULP, atol=0.0)


@compiled
def both_of(values, out):
    for n in range(len(values)):
        out[0, n], out[1, n] = loops.exp_and_expm1(values[n])


def test_both_at_once_are_each_of_them():
    found, wanted = np.empty((2, 2, len(POINTS)))
    both_of(POINTS, found)
    exp_of(POINTS, wanted[0])
    expm1_of(POINTS, wanted[1])
    np.testing.assert_array_equal(found, wanted)


@compiled
def excess_of(values, out):
    for n in range(len(values)):
        out[n] = loops.expm1_minus_x(values[n])


def test_what_is_left_of_the_exponential_keeps_its_digits_near_0():
    points = POINTS[(np.abs(POINTS) > 1e-150) & (np.abs(POINTS) < 0.34)]
    found = np.empty_like(points)
    excess_of(points, found)
    with mpmath.workdps(330):
        exact = [float(mpmath.expm1(x) - mpmath.mpf(x)) for x in points[::40].tolist()]
    np.testing.assert_allclose(found[::40], exact, rtol=4.0 * ULP, atol=0.0)


@pytest.mark.parametrize(("x", "like"), [(-np.inf, -708.0), (-1e300, -708.0), (np.inf, 709.0)])
def test_beyond_the_range_they_stay_at_its_ends(x, like):
    found = np.empty(1)
    exp_of(np.array([x]), found)
    assert found[0] == pytest.approx(np.exp(like), rel=2.0 * ULP)
