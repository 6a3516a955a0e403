"""Numbers as people read them."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.number_format import apart, decimal_text, estimate_text, value_text

finite = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.5, "0.5"),
        (-0.0, "0"),
        (1 / 3, "0.33333"),
        (2.0, "2"),
        (123456.7, "123457"),
        (100_000.0, "100000"),
        (99_999.96, "100000"),
        (12_345_678.0, "1.2346e7"),
        (1e-4, "0.0001"),
        (1.23456e-5, "1.2346e-5"),
        (-2.5e-300, "-2.5e-300"),
        (math.inf, "∞"),
        (-math.inf, "-∞"),
    ],
)
def test_values(value, text):
    assert value_text(value) == text


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [
        (0.49873, 0.00123, "0.4987 ± 0.0012"),
        (5.0, 9.96, "5 ± 10"),
        (0.0, 0.5, "0.00 ± 0.50"),
        (123456.7, 1234.0, "123500 ± 1200"),
        (1.5e8, 2e4, "(1.50000 ± 0.00020)e8"),
        (1e-9, 2e-11, "(1.000 ± 0.020)e-9"),
        (5644195199150059.0, 10.0, "(5.644195199150059 ± 0.000000000000010)e15"),
        (5.9407, 4.31e17, "5.94 ± 4.3e17"),
        (-2.3e-6, 656_611.0, "-2.3e-6 ± 660000"),
        (0.5, 0.0, "0.5 ± 0"),
        (math.inf, 1.0, "∞ ± 1"),
        (0.5, math.inf, "0.5 ± ∞"),
    ],
)
def test_estimates(value, error, text):
    assert estimate_text(value, error) == text


def test_what_is_undefined_has_no_text():
    with pytest.raises(ValueError, match="undefined"):
        value_text(math.nan)


# Rounded up, the largest doubles would read back as infinite.
@given(st.floats(-1e307, 1e307), st.integers(2, 17))
def test_a_text_reads_back_within_its_digits(value, digits):
    text = value_text(value, digits)
    assert float(text) == pytest.approx(value, rel=0.51 * 10.0 ** (1 - digits), abs=5e-324)


@given(finite, st.floats(min_value=0.0, allow_infinity=False))
def test_an_estimate_reads_back_within_a_twentieth_of_its_error(value, error):
    text = estimate_text(value, error)
    body, _, exponent = text.partition(")e")
    shown, shown_error = body.strip("()").split(" ± ")
    scale = Decimal(10) ** int(exponent or 0)
    assert "nan" not in text
    if error > 1e-15 * abs(value) and error > 1e-307:
        assert abs(Decimal(shown) * scale - Decimal(value)) <= Decimal(error) * Decimal("0.051")
        assert abs(Decimal(shown_error) * scale / Decimal(error) - 1) <= Decimal("0.051")


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        (0.4999, 0.5, ("0.4999", "0.5000")),
        (0.4, 0.5, ("0.40", "0.50")),
        (0.5, 0.5, ("0.50", "0.50")),
        (0.1 + 0.2, 0.3, ("0.30000000000000004", "0.29999999999999999")),
        (1e-30, 0.0, ("1.0000000000000001e-30", "0")),
        (math.inf, 0.5, ("∞", "0.50")),
    ],
)
def test_numbers_that_are_compared_are_told_apart(first, second, shown):
    assert apart(first, second, 2, decimal_text) == shown


@given(finite, finite)
def test_whatever_differs_looks_different_and_keeps_its_order(first, second):
    for text in (value_text, decimal_text):
        one, other = apart(first, second, 3, text)
        assert (one == other) == (first == second)
        assert (float(one) <= float(other)) == (first <= second)
