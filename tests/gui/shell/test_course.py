"""The values of a played number over time."""

import math

import pytest

from gui.shell.course import Course


@pytest.mark.parametrize(
    ("mode", "shares"),
    [
        ("once", [0.0, 0.5, 1.0, 1.0, 1.0]),
        ("loop", [0.0, 0.5, 0.0, 0.5, 0.0]),
        ("bounce", [0.0, 0.5, 1.0, 0.5, 0.0]),
    ],
)
def test_how_it_moves(mode, shares):
    course = Course(1.0, 3.0, mode, seconds=2.0)
    assert [course.share(t) for t in (0.0, 1.0, 2.0, 3.0, 4.0)] == shares
    assert [course.at(t) for t in (0.0, 1.0, 3.0)] == [1.0 + 2.0 * s for s in (0.0, 0.5, shares[3])]
    assert course.ended(2.0) == (mode == "once")


def test_by_factors_where_both_ends_are_positive():
    course = Course(0.1, 10.0, "once", seconds=2.0, log=True)
    assert course.at(1.0) == pytest.approx(1.0, rel=1e-3)
    assert (course.at(0.0), course.at(2.0)) == (0.1, 10.0)
    assert Course(-1.0, 1.0, "once", 2.0, log=True).at(1.0) == 0.0


def test_whole_numbers_and_short_ones():
    whole = Course(1, 100, "once", 2.0, whole=True)
    assert all(type(whole.at(t / 7)) is int for t in range(14))
    assert Course(0.0, 1.0, "once", 3.0).at(1.0) == 0.3333


@pytest.mark.parametrize("course", [Course(-2.0, 5.0), Course(0.2, 50.0, "once", log=True)])
def test_it_goes_on_from_a_value(course):
    for value in (course.first, 1.0, course.last):
        assert course.at(course.elapsed(value)) == pytest.approx(value, rel=1e-3)
    assert course.elapsed(-99.0) == 0.0
    assert math.isfinite(Course(1.0, 1.0).elapsed(1.0))


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("once", [0.0, 1.0, 2.0]), ("loop", [0.0, 0.667, 1.333]), ("bounce", [0.0, 1.333, 1.333])],
)
def test_a_film_ends_as_it_begins_anew(mode, expected):
    found = list(Course(0.0, 2.0, mode).values(3))
    assert found == pytest.approx(expected, abs=1e-3)
