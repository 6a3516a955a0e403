"""Axes from texts: values, ranges in equal steps and equal ratios, and what is refused."""

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.parameter import ParameterError
from engine.page.page import page_named
from engine.session.address import address
from engine.sweep.axis import MOST_VALUES, Axis, axis, geometric, linear

KL, WEIGHTS = page_named("kl-divergence"), page_named("importance-weights")


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("q.mean=-3:3:7", "q.mean", (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0)),
        ("p.mean[2] = 0:.4:5", "p.mean[2]", (0.0, 0.1, 0.2, 0.3, 0.4)),
        ("q.std=1", "q.std", (1.0,)),
        ("q.std=.1:10:3:log,20", "q.std", (0.1, 1.0, 10.0, 20.0)),
        ("samples=1e3,1e4,1e5", "samples", (1_000, 10_000, 100_000)),
        ("samples=1e3:1e6:4:log", "samples", (1_000, 10_000, 100_000, 1_000_000)),
        ("kl.batch=1:4:10", "kl.batch", (1, 2, 3, 4)),
        ("kl-divergence.batch=4:1:2", "kl.batch", (4, 1)),
        ("seed=5", "seed", (5,)),
    ],
)
def test_an_axis_from_a_text(text, name, values):
    found = axis(text, KL)
    assert (found.name, found.values) == (name, values)
    assert all(type(v) is type(w) for v, w in zip(found.values, values, strict=True))


def test_choices_and_switches():
    assert axis("weights.function=x,x^2,indicator", WEIGHTS).values == ("x", "x^2", "indicator")
    assert axis("weights.blind_ess=false,true", WEIGHTS).values == (False, True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "must be ADDRESS=VALUES"),
        ("q.mean", "must be ADDRESS=VALUES"),
        ("=1", "must be ADDRESS=VALUES"),
        ("q.men=1", "over = 'q.men': must be one of p.mean, "),
        ("batch=1", "must be one of p.mean, "),
        ("weights.clip=1", "over = 'weights.clip': must be one of p.mean, "),
        ("task.T=1", "must be one of p.mean, "),
        ("q.mean=", "q.mean = '': must be a number"),
        ("q.mean=1,,2", "q.mean = '': must be a number"),
        ("q.mean=a", "q.mean = 'a': must be a number"),
        ("q.mean=nan", "q.mean = nan: must be"),
        ("q.mean=0:inf:3", "q.mean = inf: must be"),
        ("q.mean=0:1e300:3", "q.mean = 1e+300: must be a number from"),
        ("q.mean=1:2", "must be a value, or FROM:TO:COUNT"),
        ("q.mean=1:2:1", "must be a value, or FROM:TO:COUNT"),
        ("q.mean=1:2:2.5", "must be a value, or FROM:TO:COUNT"),
        ("q.mean=1:2:1000000", "must be a value, or FROM:TO:COUNT"),
        ("q.mean=1:2:3:lin", "must be a value, or FROM:TO:COUNT"),
        ("q.mean=-1:2:3:log", "must have both ends above 0"),
        ("q.mean=1:1:3", "q.mean = 1: must be given once"),
        ("q.std=0:1:3", "q.std = 0: must be a number from"),
        ("samples=1:1e3:3", "samples = 1: must be a whole number"),
        ("q.correlation=-1:1:3", "q.correlation = -1: must be a number from"),
    ],
)
def test_what_is_no_axis_is_refused_in_words(text, words):
    with pytest.raises(ParameterError) as caught:
        axis(text, KL)
    assert words in str(caught.value)
    assert len(str(caught.value)) < 600


def test_values_are_checked_where_an_axis_is_made():
    with pytest.raises(ParameterError, match=r"q\.std = -1"):
        Axis(address("q.std"), (1.0, -1.0))
    with pytest.raises(ParameterError, match="from 1 to"):
        Axis(address("q.std"), ())
    with pytest.raises(ParameterError, match="from 1 to"):
        Axis(address("q.mean"), tuple(float(i) for i in range(MOST_VALUES + 1)))
    with pytest.raises(ParameterError, match="one number"):
        Axis(address("softmax.logits"), ((1.0, 2.0, 3.0),))


@given(
    low=st.decimals(-100, 100, places=3),
    high=st.decimals(-100, 100, places=3),
    count=st.integers(2, 60),
)
def test_steps_are_what_the_decimals_say(low, high, count):
    found = [float(value) for value in linear(float(low), float(high), count)]
    wanted = [low + (high - low) * Decimal(i) / Decimal(count - 1) for i in range(count)]
    assert found[0] == float(low)
    assert found[-1] == float(high)
    assert found == pytest.approx([float(value) for value in wanted], rel=1e-15, abs=1e-17)


@given(low=st.floats(1e-12, 1e12), high=st.floats(1e-12, 1e12), count=st.integers(2, 60))
def test_ratios_are_equal_and_the_ends_exact(low, high, count):
    found = geometric(low, high, count)
    assert (found[0], found[-1], len(found)) == (low, high, count)
    logs = np.log(found)
    assert np.diff(logs) == pytest.approx((math.log(high) - math.log(low)) / (count - 1), abs=1e-12)


@pytest.mark.parametrize("text", ["samples=100:1000000:13:log", "kl.batch=1:4096:13:log",
                                  "seed=1:9:5", "q.mean=-3:3:41"])  # fmt: skip
def test_a_range_is_told_as_one_also_of_whole_numbers(text):
    made = axis(text, KL)
    assert made.text == text
    assert axis(made.text, KL) == made


def test_whole_numbers_that_fall_together_are_told_one_by_one():
    made = axis("kl.batch=1:5:9", KL)
    assert made.text == "kl.batch=1:5:5"
    made = axis("kl.batch=1:10:8:log", KL)
    assert axis(made.text, KL) == made
