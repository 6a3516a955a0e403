"""Arithmetic in fields: what stands for a number, what does not, and why."""

import ast
import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.shown_numbers import shown_value
from gui.widgets.arithmetic import LONGEST, NoNumber, evaluate


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-3", 1e-3),
        (" .5 ", 0.5),
        ("1/3", 1 / 3),
        ("sqrt(2)", math.sqrt(2)),
        ("√2", math.sqrt(2)),
        ("2*pi", math.tau),
        ("2 × π", math.tau),
        ("3*(1+2)", 9.0),
        ("-2^2", -4.0),
        ("2^-1", 0.5),
        ("2**3**2", 512.0),
        ("(1+2)/4 - 1", -0.25),
        ("log(e)", 1.0),
        ("ln(exp(2))", 2.0),
        ("1,5", 1.5),
        ("-0,25", -0.25),
        ("1,5 + 2,5", 4.0),
        ("1,000,000", 1e6),
        ("1,000", 1000.0),
        ("-1,234.5", -1234.5),
        ("10^6", 1e6),
        ("2 x 10^-3", 2e-3),
        ("-10^2", -100.0),
        ("8.64 × 10⁻⁵", 8.64e-5),
        ("2⁻¹", 0.5),
        ("−3", -3.0),
        ("１．５", 1.5),
        ("1÷4", 0.25),
        ("1e5/1e3", 100.0),
    ],
)
def test_texts_that_stand_for_numbers(text, value):
    assert evaluate(text) == pytest.approx(value, rel=1e-15, abs=0)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        ("abc", "is not a number"),
        ("nan", "is not a number"),
        ("inf", "is not a number"),
        ("True", "is not a number"),
        ("-", "is not a number"),
        ("1e", "is not a number"),
        ("1 2", "is not a number"),
        ("2pi", "is not a number"),
        ("2(3)", "is not a number"),
        ("(1", "is not a number"),
        ("()", "is not a number"),
        ("0x10", "is not a number"),
        ("1,5,3", "is not a number"),
        ("1..2", "is not a number"),
        ("1_000", "is not a number"),
        ("1;2", "is not a number"),
        ("1 if 1 else 2", "is not a number"),
        ("lambda: 1", "is not a number"),
        ("(1).real", "is not a number"),
        ("[1][0]", "is not a number"),
        ("'a'*9", "is not a number"),
        ("__import__('os')", "is not a number"),
        ("open(1)", "has “open” in it"),
        ("x + 1", "has “x” in it"),
        ("1/0", "divides by 0"),
        ("1/(2-2)", "divides by 0"),
        ("log(0)", "has no finite real value"),
        ("sqrt(-1)", "has no finite real value"),
        ("(-8)^(1/3)", "has no finite real value"),
        ("1e999", "is too large"),
        ("10^999", "is too large"),
        ("9^9^9^9", "is too large"),
        ("exp(1000)", "is too large"),
        ("1e308*10", "is too large"),
        ("(" * 200 + "1", "is longer"),
        ("1+" * 60 + "1", "is longer"),
    ],
)
def test_texts_that_do_not_say_why(text, problem):
    with pytest.raises(NoNumber, match=problem) as raised:
        evaluate(text)
    assert raised.value.words() == str(raised.value)


@given(st.text(max_size=LONGEST + 5))
def test_any_text_is_a_finite_number_or_says_why_not(text):
    with contextlib.suppress(NoNumber):
        assert math.isfinite(evaluate(text))


@given(st.text(alphabet="0123456789.,eE+-*/^() xpisqrtlogπ√⁻²−×", max_size=30))
def test_any_arithmetic_is_a_finite_number_or_says_why_not(text):
    with contextlib.suppress(NoNumber):
        assert math.isfinite(evaluate(text))


leaves = st.floats(0.001, 1000).map(lambda x: f"{x:.6g}")
terms = st.recursive(
    leaves,
    lambda inner: st.builds("({}{}{})".format, inner, st.sampled_from("+-*"), inner),
    max_leaves=6,
)


@given(terms)
def test_python_agrees(text):
    """Where a text means the same in Python, the value is Python's."""
    if len(text) <= LONGEST:
        expected = eval(compile(ast.parse(text, mode="eval"), "", "eval"), {"__builtins__": {}})
        assert evaluate(text) == pytest.approx(expected, rel=1e-12, abs=1e-12)


@given(st.floats(-1e300, 1e300))
def test_what_the_window_shows_reads_back(value):
    text = shown_value(value, 17)
    assert evaluate(text) == pytest.approx(value, rel=1e-14, abs=6e-6)
