"""R2D2's rescaling of values."""

import math

import mpmath
import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.functions import rescaled, unrescaled
from tests.helpers.truth_tables import table

ROWS = [row for row in table("replay") if row["kind"] == "value_rescaling"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_reference_table(row: dict) -> None:
    value = rescaled(row["x"], row["epsilon"])
    assert value == pytest.approx(float(row["truth"]["h"]), rel=1e-15)
    assert unrescaled(value, row["epsilon"]) == pytest.approx(row["x"], rel=1e-14)


@pytest.mark.parametrize("epsilon", [0.0, 1e-12, 1e-3, 1.0, 1e3])
@pytest.mark.parametrize("x", [1e-300, 1e-17, 1e-8, 0.3, 7.0, 1e9, 1e100])
def test_every_size(x: float, epsilon: float) -> None:
    with mpmath.workdps(400):
        exact = float(mpmath.sqrt(mpmath.mpf(x) + 1) - 1 + mpmath.mpf(epsilon) * mpmath.mpf(x))
    assert rescaled(x, epsilon) == pytest.approx(exact, rel=1e-15, abs=0.0)
    assert rescaled(-x, epsilon) == -rescaled(x, epsilon)
    assert unrescaled(rescaled(x, epsilon), epsilon) == pytest.approx(x, rel=1e-14, abs=0.0)


def test_arrays_keep_their_shape() -> None:
    x = np.array([[0.0, 1.0], [-3.0, math.inf]])
    assert rescaled(x).shape == (2, 2)
    assert rescaled(x)[1, 1] == unrescaled(math.inf) == math.inf
    assert isinstance(rescaled(2), float)


@pytest.mark.parametrize("epsilon", [-1e-3, math.nan, math.inf])
def test_what_epsilon_may_be(epsilon: float) -> None:
    for function in (rescaled, unrescaled):
        with pytest.raises(ParameterError, match=r"^epsilon = "):
            function(1.0, epsilon)
