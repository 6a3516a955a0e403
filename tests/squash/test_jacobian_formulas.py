"""The usual formulas of log(1 - tanh^2 u): how far off they are, and from where on."""

import math

import numpy as np
import pytest

from engine.squash.jacobian_formulas import FORMULAS, FormulaError, Precision, formula_errors

U = np.array([0.0, 2.0**-10, 0.25, 1.0, 3.0, 50.0])


def errors(precision: Precision) -> dict[str, FormulaError]:
    return {each.formula.name: each for each in formula_errors(U, precision)}


def test_all_are_right_where_nothing_is_lost() -> None:
    for precision, tolerance in (("float64", 1e-13), ("float32", 1e-4)):
        for each in formula_errors(U, precision):  # type: ignore[arg-type]
            offset = 1.1e-4 if each.formula.name == "+ 1e-6" else 0.0
            assert np.all(np.abs(each.error[:5]) <= tolerance + offset), each.formula.name


def test_the_published_error_of_the_fudge_at_50() -> None:
    exact = 2.0 * math.log(2.0) - 100.0
    for precision in ("float32", "float64"):
        off = errors(precision)["+ 1e-6"].error[-1]  # type: ignore[arg-type]
        assert off == pytest.approx(math.log(1e-6) - exact, abs=1e-4)
        assert off == pytest.approx(85.0, abs=0.5)


def test_where_each_breaks() -> None:
    double, single = errors("float64"), errors("float32")
    # 1 - tanh^2 = 4 exp(-2u) loses its last digit where that is below the rounding unit.
    assert double["naive"].infinite_at == pytest.approx(19.06, abs=0.2)
    assert 8.5 < (single["naive"].infinite_at or 0.0) < 10.5
    assert double["log1p"].infinite_at == pytest.approx(19.06, abs=0.2)
    assert 13.0 < (double["naive"].breaks_at or 0.0) < 17.0
    assert 4.0 < (single["naive"].breaks_at or 0.0) < 7.0
    # 1e-6 over 4 exp(-2u) is a thousandth at u = 4.15; the clip starts at atanh(1 - 1e-6).
    assert double["+ 1e-6"].breaks_at == pytest.approx(4.15, abs=0.02)
    assert double["clamped action"].breaks_at == pytest.approx(math.atanh(1.0 - 1e-6), abs=0.02)
    assert 13.0 < (double["atanh round trip"].breaks_at or 0.0) < 18.5
    for found in (double, single):
        assert found["softplus"].breaks_at is None
        assert found["softplus"].infinite_at is None
        assert found["clamped action"].infinite_at is None


def test_softplus_is_right_to_its_precision() -> None:
    u = np.linspace(0.0, 50.0, 1001)
    for precision in ("float32", "float64"):
        unit = float(np.finfo(precision).eps)
        (each,) = (e for e in formula_errors(u, precision) if e.formula.name == "softplus")  # type: ignore[arg-type]
        assert np.all(np.abs(each.error) <= 2.0 * unit * np.maximum(1.0, 2.0 * u))


@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_formulas_stay_in_their_precision_and_are_even(precision: str) -> None:
    u = np.linspace(0.0, 7.0, 15, dtype=precision)
    for formula in FORMULAS:
        computed = formula.function(u)
        assert computed.dtype == precision, formula.name
        assert formula.function(-u) == pytest.approx(computed, rel=1e-4, abs=1e-4), formula.name


def test_errors_hold_no_nan_and_cannot_be_written_to() -> None:
    for precision in ("float32", "float64"):
        for each in formula_errors(np.linspace(-60.0, 60.0, 301), precision):  # type: ignore[arg-type]
            assert not np.any(np.isnan(each.error))
            assert not each.error.flags.writeable
