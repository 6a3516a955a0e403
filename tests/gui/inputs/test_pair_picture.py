"""The small picture of p and q: peaks move, edges widen and turn, one drag is one gesture."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from engine.gaussian.gaussian import Gaussian
from gui.inputs.pair_picture import PairPicture
from gui.inputs.pair_scale import ticks
from tests.helpers.pictures import pixels_of

LEFT = Qt.MouseButton.LeftButton
LINE = Gaussian(0.0, 1.0), Gaussian(1.0, 1.44)
PLANE = (
    Gaussian([0.0, 0.0], [[1.0, 0.3], [0.3, 2.0]]),
    Gaussian([1.0, 0.5], [[2.0, -0.4], [-0.4, 1.0]]),
)


@pytest.fixture
def picture(qtbot):
    """A picture that shows what it proposes."""
    made = PairPicture()
    qtbot.addWidget(made)
    made.resize(248, 148)
    made.show()
    made.told = []

    def take(name, gaussian, gesture):
        made.told.append((name, gaussian, gesture))
        made.show_pair(*((gaussian if name == key else made.gaussians[key]) for key in "pq"))

    made.proposed.connect(take)
    return made


def grip_of(picture, name, centre, place=0):
    return [g for g in picture.grips() if (g.name, g.centre) == (name, centre)][place]


def drag(picture, grip, by):
    at = picture.scale().to_pixels(grip.x, grip.y).toPoint()
    QTest.mousePress(picture, LEFT, pos=at)
    for step in (1, 2):
        QTest.mouseMove(picture, at + QPoint(by[0] * step // 2, by[1] * step // 2))
    QTest.mouseRelease(picture, LEFT, pos=at + QPoint(*by))


@pytest.mark.parametrize("name", ["p", "q"])
def test_a_peak_is_moved(picture, name):
    picture.show_pair(*LINE)
    before = picture.gaussians[name]
    unit = picture.scale().pixel[0]
    drag(picture, grip_of(picture, name, True), (20, 0))
    names, found, gestures = zip(*picture.told, strict=True)
    assert set(names) == {name}
    assert len(set(gestures)) == 1, "one step of undo"
    assert found[-1].mean[0] == pytest.approx(before.mean[0] + 20 * unit, abs=1.5 * unit)
    assert found[-1].std == pytest.approx(before.std)


@pytest.mark.parametrize(("place", "by"), [(0, -15), (1, 15)])
def test_an_edge_widens(picture, place, by):
    picture.show_pair(*LINE)
    unit = picture.scale().pixel[0]
    drag(picture, grip_of(picture, "q", False, place), (by, 0))
    gaussian = picture.told[-1][1]
    assert gaussian.mean[0] == pytest.approx(1.0)
    assert gaussian.std[0] == pytest.approx(1.2 + 15 * unit, abs=1.5 * unit)


def test_an_edge_that_is_pushed_through_the_mean_leaves_a_thin_peak(picture):
    picture.show_pair(*LINE)
    drag(picture, grip_of(picture, "p", False, 1), (-120, 0))
    assert picture.told[-1][1].std[0] > 0.0


def test_the_ellipse_of_two_coordinates_is_moved_and_turned(picture):
    picture.show_pair(*PLANE)
    drag(picture, grip_of(picture, "p", True), (12, -8))
    across, up = picture.scale().pixel
    moved = picture.told[-1][1]
    assert moved.mean == pytest.approx([12 * across, 8 * up], abs=2 * max(across, up))
    assert moved.covariance == pytest.approx(PLANE[0].covariance)
    picture.told.clear()
    end = grip_of(picture, "p", False)
    drag(picture, end, (0, 10))
    turned = picture.told[-1][1]
    assert turned.mean == pytest.approx(moved.mean)
    reached = [g for g in picture.grips() if g.name == "p" and not g.centre]
    wanted = end.x, end.y - 10 * up
    assert min(math.hypot(g.x - wanted[0], g.y - wanted[1]) for g in reached) < 3 * max(across, up)


def test_more_dimensions_are_seen_from_the_first_two(picture):
    p = Gaussian(np.zeros(5), np.diag([1.0, 4.0, 9.0, 1.0, 1.0]))
    picture.show_pair(p, Gaussian(np.ones(5), np.eye(5)))
    drag(picture, grip_of(picture, "p", True), (10, 0))
    moved = picture.told[-1][1]
    assert moved.dimension == 5
    assert moved.mean[0] > 0.0
    assert moved.mean[2:] == pytest.approx([0.0, 0.0, 0.0])


def test_a_drag_ends_where_the_dimension_changes(picture):
    picture.show_pair(*LINE)
    grip = grip_of(picture, "p", True)
    at = picture.scale().to_pixels(grip.x, grip.y).toPoint()
    QTest.mousePress(picture, LEFT, pos=at)
    picture.show_pair(*PLANE)
    QTest.mouseMove(picture, at + QPoint(30, 0))
    assert picture.told == []


def test_a_press_beside_the_handles_does_nothing(picture):
    picture.show_pair(*LINE)
    QTest.mousePress(picture, LEFT, pos=QPoint(4, 4))
    QTest.mouseMove(picture, QPoint(60, 60))
    assert picture.told == []


def test_the_range_rests_under_a_drag_and_follows_afterwards(picture):
    picture.show_pair(*LINE)
    before = picture.scale().x
    grip = grip_of(picture, "q", True)
    at = picture.scale().to_pixels(grip.x, grip.y).toPoint()
    QTest.mousePress(picture, LEFT, pos=at)
    QTest.mouseMove(picture, at + QPoint(140, 0))
    assert picture.scale().x == before
    QTest.mouseRelease(picture, LEFT, pos=at + QPoint(140, 0))
    assert picture.scale().x[1] > picture.gaussians["q"].mean[0]


def test_a_pinned_state_is_drawn_behind(picture):
    picture.show_pair(*LINE)
    without = picture.grab().toImage()
    picture.show_reference(Gaussian(-2.0, 1.0), Gaussian(3.0, 1.0))
    assert picture.grab().toImage() != without
    picture.show_reference(None, None)
    assert picture.grab().toImage() == without


@given(
    st.floats(-1e12, 1e12),
    st.floats(1e-9, 1e12),
    st.integers(1, 12),
)
def test_ticks_are_few_round_and_inside(low, length, most):
    found = ticks(low, low + length, most)
    assert len(found) <= most + 1
    margin = 1e-9 * (length + abs(low))
    assert all(low - margin <= value <= low + length + margin for value in found)


@pytest.mark.parametrize("std", [1e-12, 1e-3, 1e3, 1e12])
def test_any_pair_is_drawn(picture, std):
    picture.show_pair(Gaussian(1e6, std**2), Gaussian(0.0, 1.0))
    assert not picture.grab().toImage().isNull()
    picture.show_pair(Gaussian([0.0, 1e6], np.eye(2) * std**2), Gaussian([0.0, 0.0], np.eye(2)))
    assert not picture.grab().toImage().isNull()


@pytest.mark.parametrize("pair", [LINE, PLANE])
def test_what_is_painted_once_is_that_of_a_picture_made_anew(picture, qtbot, pair):
    p, q = pair
    nudged = Gaussian(p.mean + 0.05, p.covariance), Gaussian(q.mean - 0.05, q.covariance)
    shown = [(p, q), (p, nudged[1]), (p, q), (nudged[0], q), (p, q), (p, p), (p, q), (q, q), (p, q)]
    for step, (lower, upper) in enumerate(shown):
        picture.show_pair(lower, upper)
        picture.show_reference(*(nudged if step in (2, 3, 6) else (None, None)))
        anew = PairPicture()
        qtbot.addWidget(anew)
        anew.resize(picture.size())
        anew.show_pair(p, q)
        anew.scale()  # ranges stay where they are, as in the other
        anew.show_pair(lower, upper)
        anew.show_reference(*(picture.reference.values() or (None, None)))
        for each in (picture, anew):
            each._come_to_rest()
        mine, expected = (pixels_of(each.grab().toImage()) for each in (picture, anew))
        assert np.array_equal(mine, expected), step
