"""Drags on the densities page: what they propose, and what stays still."""

import math
from collections.abc import Iterator

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt

from engine.gaussian.gaussian import Gaussian
from engine.pages.densities.options import Options
from tests.helpers.densities_page import (
    LINE,
    PLANE,
    SPACE,
    drag,
    drag_to,
    follow,
    mouse,
    on_screen,
    page,
    pixel,
    show,
)


@pytest.fixture(autouse=True)
def every_move_counts() -> Iterator[None]:
    """pyqtgraph drops moves that come faster than a user makes them."""
    limit = pg.getConfigOption("mouseRateLimit")
    pg.setConfigOption("mouseRateLimit", 0)
    yield
    pg.setConfigOption("mouseRateLimit", limit)


def test_dragging_a_mean_moves_that_gaussian_only(qtbot):
    view = page(qtbot, LINE)
    proposals = follow(view)
    plot = view.panel("densities").plot
    peak = 1.0 / math.sqrt(2.0 * math.pi)
    drag_to(view, plot, (0.0, peak), (-0.5, 0.1), (-1.0, 0.2))
    session = proposals[-1][0]
    assert session.scene.p.mean[0] == pytest.approx(-1.0, abs=1.5 * pixel(plot)[0])
    assert session.scene.p.std[0] == 1.0
    assert session.scene.q == LINE.q
    assert session.options["densities"] == Options()
    assert len({gesture for _, gesture in proposals}) == 1
    assert len(proposals) > 2


def test_each_drag_is_a_gesture_of_its_own(qtbot):
    view = page(qtbot, LINE)
    proposals = follow(view)
    plot = view.panel("densities").plot
    peak = 1.0 / math.sqrt(2.0 * math.pi)
    drag_to(view, plot, (0.0, peak), (-1.0, peak))
    first = {gesture for _, gesture in proposals}
    drag_to(view, plot, (float(view.panel("densities").gaussians["p"].mean[0]), peak), (0.5, peak))
    assert len({gesture for _, gesture in proposals} - first) == 1


@pytest.mark.parametrize("side", [-1, 1])
def test_dragging_a_sigma_handle_changes_the_std(qtbot, side):
    view = page(qtbot, LINE)
    proposals = follow(view)
    plot = view.panel("densities").plot
    height = math.exp(-0.5) / math.sqrt(2.0 * math.pi)
    drag_to(view, plot, (side, height), (1.5 * side, height), (1.8 * side, height))
    scene = proposals[-1][0].scene
    assert scene.p.std[0] == pytest.approx(1.8, abs=1.5 * pixel(plot)[0])
    assert scene.p.mean[0] == 0.0


def test_a_sigma_handle_pulled_through_the_mean_stops_short_of_zero(qtbot):
    view = page(qtbot, LINE)
    proposals = follow(view)
    plot = view.panel("densities").plot
    height = math.exp(-0.5) / math.sqrt(2.0 * math.pi)
    drag_to(view, plot, (1.0, height), (0.2, height), (-3.0, height))
    assert all(session.scene.p.std[0] > 0.0 for session, _ in proposals)
    assert proposals[-1][0].scene.p.std[0] == pytest.approx(3.0 * pixel(plot)[0], rel=0.3)


def test_the_range_stays_still_during_a_drag_and_follows_after_it(qtbot):
    view = page(qtbot, LINE)
    plot = view.panel("densities").plot
    peak = 1.0 / math.sqrt(2.0 * math.pi)
    before = plot.vb.viewRange()[0]
    during = []
    view.proposed.connect(lambda *_: during.append(plot.vb.viewRange()[0]))
    proposals = follow(view)
    start = on_screen(view, plot, 0.0, peak)
    drag(view, start, QPoint(5, start.y()), QPoint(-200, start.y()))
    assert all(np.allclose(found, before) for found in during)
    low = plot.vb.viewRange()[0][0]
    mean = proposals[-1][0].scene.p.mean[0]
    assert mean < before[0]
    assert low < mean - 1.0


def test_the_users_own_zoom_stays_until_a_double_click(qtbot):
    view = page(qtbot, LINE)
    plot = view.panel("densities").plot
    fitted = plot.vb.viewRange()[0]
    plot.vb.scaleBy((0.1, 0.1))
    plot.vb.sigRangeChangedManually.emit(plot.vb.state["mouseEnabled"])
    zoomed = plot.vb.viewRange()[0]
    show(view, LINE.replace(p=Gaussian.from_std(-5.0, 1.0)))
    assert plot.vb.viewRange()[0] == zoomed
    show(view, LINE)
    empty = on_screen(view, plot, *(0.5 * (low + high) for low, high in plot.vb.viewRange()))
    mouse(view, QEvent.Type.MouseMove, empty, held=False)
    mouse(view, QEvent.Type.MouseButtonDblClick, empty, held=True)
    mouse(view, QEvent.Type.MouseButtonRelease, empty, held=False)
    np.testing.assert_allclose(plot.vb.viewRange()[0], fitted)


def test_dragging_a_centre_in_the_plane(qtbot):
    view = page(qtbot, PLANE)
    proposals = follow(view)
    plot = view.panel("plane").plot
    drag_to(view, plot, (3.0, 1.0), (2.0, -0.5), (2.5, -1.0))
    scene = proposals[-1][0].scene
    np.testing.assert_allclose(scene.q.mean, [2.5, -1.0], atol=1.5 * max(pixel(plot)))
    np.testing.assert_array_equal(scene.q.covariance, PLANE.q.covariance)
    assert scene.p == PLANE.p


@pytest.mark.parametrize("end", range(4))
def test_dragging_an_axis_end_puts_it_there(qtbot, end):
    view = page(qtbot, PLANE)
    proposals = follow(view)
    picture = view.panel("plane")
    handle = picture.ends["p"][1 + end]
    twin = picture.ends["p"][1 + (end ^ 1)]
    start, goal = (handle.pos().x(), handle.pos().y()), (-1.4, 1.9)
    drag_to(view, picture.plot, start, (-1.0, 1.5), goal)
    p = proposals[-1][0].scene.p
    reach = np.array(goal)
    # The end is where the mouse is, and it is an axis of the new ellipse.
    at = np.array([handle.pos().x(), handle.pos().y()])
    np.testing.assert_allclose(at, goal, atol=3.0 * max(pixel(picture.plot)))
    np.testing.assert_allclose([twin.pos().x(), twin.pos().y()], -at, atol=1e-9)
    assert reach @ np.linalg.solve(p.covariance, reach) == pytest.approx(1.0, abs=0.05)
    turned = p.covariance @ reach
    assert abs(turned[0] * reach[1] - turned[1] * reach[0]) < 0.1 * np.linalg.norm(turned)
    assert scene_mean_stays(proposals)


def scene_mean_stays(proposals) -> bool:
    return all(np.array_equal(s.scene.p.mean, PLANE.p.mean) for s, _ in proposals)


def test_an_axis_pushed_into_the_centre_never_makes_a_singular_covariance(qtbot):
    view = page(qtbot, PLANE)
    proposals = follow(view)
    picture = view.panel("plane")
    handle = picture.ends["p"][1]
    start = (handle.pos().x(), handle.pos().y())
    drag_to(view, picture.plot, start, (0.01, 0.01), (0.0, 0.0), (-0.02, 0.01), (0.0, 0.0))
    assert proposals
    for session, _ in proposals:
        assert np.linalg.eigvalsh(session.scene.p.covariance)[0] > 0.0
        assert abs(session.scene.p.correlation[0, 1]) <= 0.9999 + 1e-12


def test_a_circle_can_be_stretched_from_any_end(qtbot):
    scene = PLANE.replace(p=Gaussian.from_std([0.0, 0.0], [1.0, 1.0]))
    view = page(qtbot, scene)
    proposals = follow(view)
    picture = view.panel("plane")
    drag_to(view, picture.plot, (0.0, -1.0), (0.0, -1.5), (0.0, -2.0))
    np.testing.assert_allclose(
        proposals[-1][0].scene.p.std, [1.0, 2.0], atol=2.0 * max(pixel(picture.plot))
    )


def test_in_five_dimensions_a_drag_keeps_the_other_coordinates(qtbot):
    view = page(qtbot, SPACE, x_axis=2, y_axis=4)
    proposals = follow(view, x_axis=2, y_axis=4)
    picture = view.panel("plane")
    handle = picture.ends["q"][1]
    start = np.array([handle.pos().x(), handle.pos().y()])
    centre = np.array([1.0, 1.0])
    drag_to(view, picture.plot, start, centre + 1.3 * (start - centre))
    q = proposals[-1][0].scene.q
    others = np.ix_([0, 2, 4], [0, 2, 4])
    np.testing.assert_array_equal(q.covariance[others], SPACE.q.covariance[others])
    assert np.linalg.eigvalsh(q.covariance)[0] > 0.0
    before, after = (g.covariance[np.ix_([1, 3], [1, 3])] for g in (SPACE.q, q))
    assert np.linalg.eigvalsh(after)[-1] == pytest.approx(
        1.3**2 * np.linalg.eigvalsh(before)[-1], rel=0.05
    )
    centre_handle = picture.ends["q"][0]
    drag_to(view, picture.plot, (centre_handle.pos().x(), centre_handle.pos().y()), (0.0, -1.0))
    q = proposals[-1][0].scene.q
    assert q.mean[[0, 2, 4]].tolist() == [1.0, 1.0, 1.0]
    np.testing.assert_allclose(q.mean[[1, 3]], [0.0, -1.0], atol=2 * max(pixel(picture.plot)))


def test_a_handle_lights_up_under_the_mouse(qtbot):
    view = page(qtbot, PLANE)
    handle = view.panel("plane").ends["q"][0]
    mouse(
        view, QEvent.Type.MouseMove, on_screen(view, view.panel("plane").plot, 3.0, 1.0), held=False
    )
    qtbot.waitUntil(lambda: handle.mouseHovering, timeout=2000)
    assert handle.cursor().shape() == Qt.CursorShape.SizeAllCursor
