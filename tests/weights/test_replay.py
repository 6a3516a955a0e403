"""Prioritised replay, exactly and as drawn."""

import math

import mpmath
import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.weights import prioritised
from engine.weights.replay import sequence_priority
from tests.helpers.truth_tables import table

ROWS = [row for row in table("replay") if row["kind"] == "prioritised"]
ERRORS = [0.5, -2.0, 1.0, 0.1, -0.3]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_reference_table(row: dict) -> None:
    found = prioritised(row["td_errors"], row["priority_exponent"], row["weight_exponent"])
    truth = row["truth"]
    for name, texts in (
        ("probabilities", truth["probabilities"]),
        ("weights", truth["weights_over_largest"]),
    ):
        numbers = [float(text) for text in texts]
        assert getattr(found, name) == pytest.approx(numbers, rel=1e-12)
    for name in ("mean_update", "variance_update", "uniform_mean"):
        assert getattr(found, name) == pytest.approx(float(truth[name]), rel=1e-12, abs=1e-14)


def test_updates_as_drawn() -> None:
    found = prioritised(ERRORS, 0.9, 0.6)
    rng = np.random.default_rng(2)
    drawn = rng.choice(len(ERRORS), size=200_000, p=found.probabilities)
    updates = found.raw_weights[drawn] * np.array(ERRORS)[drawn]
    error = updates.std() / math.sqrt(updates.size)
    assert abs(updates.mean() - found.mean_update) < 4.0 * error
    squares = (updates - found.mean_update) ** 2
    error = squares.std() / math.sqrt(updates.size)
    assert abs(squares.mean() - found.variance_update) < 4.0 * error


def test_full_weights_take_the_bias_away() -> None:
    biases = [abs(prioritised(ERRORS, 0.9, b).bias) for b in (0.0, 0.4, 0.8, 1.0)]
    assert biases == sorted(biases, reverse=True)
    assert biases[-1] < 1e-15


def test_a_small_bias_keeps_its_digits() -> None:
    with mpmath.workdps(50):
        shares = [abs(mpmath.mpf(d)) ** mpmath.mpf(0.9) for d in ERRORS]
        total = mpmath.fsum(shares)
        for b in (0.0, 0.6, 1.0 - 2.0**-30, 1.3):
            terms = [
                mpmath.mpf(d) * ((len(ERRORS) * share / total) ** (1 - mpmath.mpf(b)) - 1)
                for d, share in zip(ERRORS, shares, strict=True)
            ]
            exact = mpmath.fsum(terms) / len(ERRORS)
            found = prioritised(ERRORS, 0.9, b)
            assert found.bias == pytest.approx(float(exact), rel=1e-13)
            assert abs(found.bias - exact) <= found.bias_rounding


def test_priorities_of_their_own() -> None:
    given = prioritised(ERRORS, 0.9, 0.6, [1.0, 2.0, 4.0, 0.0, 1.0])
    alike = prioritised([1.0, 2.0, 4.0, 0.0, 1.0], 0.9, 0.6)
    assert given.probabilities.tolist() == alike.probabilities.tolist()
    drawn = given.probabilities > 0.0
    updates = given.raw_weights[drawn] * np.array(ERRORS)[drawn]
    assert given.mean_update == pytest.approx(given.probabilities[drawn] @ updates, rel=1e-13)
    assert given.bias == pytest.approx(given.mean_update - given.uniform_mean, rel=1e-13)
    away = updates - given.mean_update
    fourth = given.probabilities[drawn] @ away**4
    assert given.fourth_update == pytest.approx(fourth, rel=1e-12)
    for wrong in ([1.0], [1.0, 2.0, 3.0, 4.0, -1.0]):
        with pytest.raises(ParameterError, match=r"^priorities = "):
            prioritised(ERRORS, 0.9, 0.6, wrong)


def test_no_priorities_draw_alike() -> None:
    found = prioritised([0.0, 1.0, -3.0], 0.0, 0.7)
    assert found.probabilities == pytest.approx([1.0 / 3.0] * 3)
    assert found.weights == pytest.approx([1.0] * 3)


def test_an_item_of_no_error_is_never_drawn() -> None:
    found = prioritised([0.0, 1.0, 1.0], 1.0, 1.0)
    assert found.probabilities.tolist() == [0.0, 0.5, 0.5]
    assert found.weights.tolist() == [math.inf, 1.0, 1.0]
    assert found.mean_update == pytest.approx(2.0 / 3.0)
    assert found.variance_update == 0.0


def test_extreme_errors() -> None:
    found = prioritised([1e-200, 1e200], 2.0, 1.0)
    assert found.mean_update == pytest.approx(5e199)
    assert not math.isnan(found.variance_update)


def test_priority_of_a_sequence() -> None:
    assert sequence_priority([1.0, -3.0, 2.0]) == pytest.approx(0.9 * 3.0 + 0.1 * 2.0)
    with pytest.raises(ParameterError, match=r"^eta = "):
        sequence_priority([1.0], 1.2)


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (([], 1.0, 1.0), "td_errors"),
        (([0.0, 0.0], 1.0, 1.0), "td_errors"),
        (([1.0, math.nan], 1.0, 1.0), r"td_errors\[1\]"),
        (([1.0], -1.0, 1.0), "priority_exponent"),
        (([1.0], 1.0, math.inf), "weight_exponent"),
    ],
)
def test_what_it_takes(arguments: tuple, field: str) -> None:
    with pytest.raises(ParameterError, match=rf"^{field} = "):
        prioritised(*arguments)
