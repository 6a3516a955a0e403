"""Roots between two signs, against SciPy's."""

import math
from collections.abc import Callable

import pytest
from scipy.optimize import brentq

from engine.numerics.root_finding import root


@pytest.mark.parametrize(
    ("function", "low", "high"),
    [
        (math.cos, 0.0, 3.0),
        (lambda x: math.exp(x) - 1e6, -50.0, 60.0),
        (lambda x: x**9 - 1e-9, -1.0, 4.0),
        (lambda x: math.atan(x - 1e5), -1e8, 1e7),
        (lambda x: x - 1e-12, -1.0, 1.0),
        (lambda x: 1.0 if x > math.pi else -1.0, 0.0, 10.0),
    ],
)
def test_against_scipy(function: Callable[[float], float], low: float, high: float) -> None:
    expected = brentq(function, low, high, xtol=1e-300, rtol=1e-15, maxiter=5000)
    assert root(function, low, high) == pytest.approx(expected, rel=1e-14)


def test_few_calls_for_smooth_functions() -> None:
    calls = []

    def counted(x: float) -> float:
        calls.append(x)
        return math.exp(-x) - x

    root(counted, 0.0, 10.0)
    assert len(calls) < 16


def test_an_end_that_is_the_root() -> None:
    assert root(lambda x: x, 0.0, 1.0) == 0.0
    assert root(lambda x: x, -1.0, 0.0) == 0.0


def test_one_sign_is_refused() -> None:
    with pytest.raises(ValueError, match="no change of sign"):
        root(math.exp, 0.0, 1.0)
