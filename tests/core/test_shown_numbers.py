"""Numbers as the window shows them."""

import math
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.shown_numbers import (
    MINUS,
    shown_estimate,
    shown_name,
    shown_pair,
    shown_value,
    shown_words,
)

finite = st.floats(allow_nan=False, allow_infinity=False)
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
FORM = re.compile(
    rf"{MINUS}?(?:\d{{1,3}}(?:,\d{{3}})*(?:\.\d+)?(?: × 10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?|10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
)


def read(text):
    """The number that a text shows, exactly; independent of what the window reads."""
    text = text.replace(",", "").replace(MINUS, "-")
    mantissa, times, power = (
        text.rpartition("10") if re.search("10[⁻⁰-⁹¹²³]", text) else (text, "", "")
    )
    if not times:
        return Decimal(text)
    factor = mantissa.replace(" × ", "")
    factor = factor + "1" if factor in ("", "-") else factor
    return Decimal(factor).scaleb(int(power.translate(RAISED)))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.53772, "0.5377"),
        (0.5, "0.5"),
        (-0.217, "−0.217"),
        (-0.0, "0"),
        (1 / 3, "0.3333"),
        (12.3456, "12.35"),
        (0.0074123, "0.00741"),
        (1006, "1,006"),
        (35_780.4, "35,780"),
        (1e6, "1,000,000"),
        (9_999_999.0, "9,999,999"),
        (12_345_678.0, "1.23 × 10⁷"),
        (99_999.96, "100,000"),
        (0.99996, "1"),
        (1e-4, "0.0001"),
        (8.6374e-5, "8.64 × 10⁻⁵"),
        (9.99999e-5, "0.0001"),
        (-1e-5, "−10⁻⁵"),
        (1e7, "10⁷"),
        (-2.5e-300, "−2.5 × 10⁻³⁰⁰"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
    ],
)
def test_values(value, text):
    assert shown_value(value) == text


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [
        (0.53812, 0.00123, "0.5381 ± 0.0012"),
        (0.53773, 0.0007, "0.5377 ± 0.0007"),
        (0.4959, 0.0389, "0.496 ± 0.039"),
        (0.91301, 0.0019, "0.9130 ± 0.0019"),
        (0.53, 1.4e-5, "0.53000 ± 0.00001"),
        (0.5377, 3e-7, "0.53770 ± 3 × 10⁻⁷"),
        (-0.0076, 0.0078, "−0.0076 ± 0.0078"),
        (5.0, 9.96, "5 ± 10"),
        (0.0, 0.5, "0.00 ± 0.50"),
        (35_780.0, 690.0, "35,780 ± 690"),
        (123_456.7, 1234.0, "123,500 ± 1,200"),
        (123_456.789, 0.002, "123,456.789 ± 0.002"),
        (8.64e-5, 1.2e-6, "(8.64 ± 0.12) × 10⁻⁵"),
        (1.5e8, 2e6, "(1.500 ± 0.020) × 10⁸"),
        (5.94, 4.31e17, "5.94 ± 4.3 × 10¹⁷"),
        (0.5, 0.0, "0.5 ± 0"),
        (math.inf, 1.0, "∞ ± 1"),
        (0.5, math.inf, "0.5 ± ∞"),
        (0.5, math.nan, "0.5 ± unknown"),
    ],
)
def test_estimates(value, error, text):
    assert shown_estimate(value, error) == text


def test_what_is_undefined_has_no_text():
    for show in (shown_value, lambda value: shown_pair(value, 1.0)):
        with pytest.raises(ValueError, match="undefined"):
            show(math.nan)


@given(finite)
def test_every_value_has_the_one_form_and_reads_back(value):
    text = shown_value(value)
    assert FORM.fullmatch(text), text
    limit = Decimal("0.0051") * abs(Decimal(value)) + Decimal("0.0000051") * (abs(value) >= 1e-5)
    assert abs(read(text) - Decimal(value)) <= limit
    if 0.001 <= abs(value) < 1e7:
        assert abs(read(text) - Decimal(value)) <= Decimal("0.0051") * abs(Decimal(value))


@given(st.floats(-1e6, 1e6), st.floats(1e-4, 1e6))
def test_value_and_error_end_at_the_same_decimal(value, error):
    value_text, error_text = shown_pair(value, error)
    assert FORM.fullmatch(value_text), value_text
    assert FORM.fullmatch(error_text), error_text
    assert "10⁻" not in error_text
    assert read(error_text) > 0, "an error never looks like none"
    if abs(value) >= error / 1000 or value == 0:
        decimals = [len(text.partition(".")[2]) for text in (value_text, error_text)]
        assert decimals[0] == decimals[1] <= 5
        assert abs(read(value_text) - Decimal(value)) <= Decimal(error) * Decimal("0.51")


@given(finite, st.floats(min_value=1e-300, allow_infinity=False))
def test_an_estimate_is_one_text_of_its_two_parts(value, error):
    text = shown_estimate(value, error)
    first, second = shown_pair(value, error)
    assert "nan" not in text
    assert read(second) > 0
    if text.startswith("("):
        body, _, power = text.partition(") × ")
        shown_first, shown_second = body[1:].split(" ± ")
        assert read(f"{shown_first} × {power}") == read(first)
        assert read(f"{shown_second} × {power}") == read(second)
    else:
        assert text == f"{first} ± {second}"


@pytest.mark.parametrize(
    ("words", "shown_as"),
    [
        ("must be a number from 1e-12 to 1e+12", "must be a number from 10⁻¹² to 10¹²"),
        ("from -5 to 5", "from −5 to 5"),
        ("x=-0.5, (-2)", "x=−0.5, (−2)"),
        ("2.5e-7 of the mass", "2.5 × 10⁻⁷ of the mass"),
        ("(1.50 ± 0.02)e8 rows", "(1.50 ± 0.02) × 10⁸ rows"),
        ("-∞ or ∞", "−∞ or ∞"),
        ("a range 3-5, k-hat, 2024-01-02, run-5", "a range 3-5, k-hat, 2024-01-02, run-5"),
        ("model_1e5, v1e5.csv, 1e5.csv", "model_1e5, v1e5.csv, 1e5.csv"),
        ("from 0 to 2147483647", "from 0 to 2,147,483,647"),
        ("in 2024, row 00123", "in 2024, row 00123"),
        ("1,000,000 rows.", "1,000,000 rows."),
        ("log10 p - KL(q||p)", "log₁₀ p − KL(q∥p)"),
        ("no numbers", "no numbers"),
    ],
)
def test_words_of_the_engine(words, shown_as):
    assert shown_words(words) == shown_as


@given(st.text())
def test_any_words_can_be_shown_twice(words):
    once = shown_words(words)
    assert shown_words(once) == once


@pytest.mark.parametrize(
    ("name", "shown_as"),
    [("KL(q||p)", "KL(q∥p)"), ("log10 w", "log₁₀ w"), ("std sigma", "std σ"), ("t - V", "t − V")],
)
def test_names_have_the_window_s_signs(name, shown_as):
    assert shown_name(name) == shown_as
