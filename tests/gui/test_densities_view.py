"""The densities page under a hand: what is drawn, and what a drag proposes."""

import dataclasses
import math
from collections.abc import Iterator

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.gaussian import Gaussian
from engine.run import Run
from engine.scene import Scene, structured_gaussian
from engine.session import Session
from engine.studies.densities import Options, compute
from gui.plots.density_lines import DensityLines
from gui.plots.density_plane import DensityPlane
from gui.plots.density_space import DensitySpace
from gui.plots.matrix_image import short_number
from gui.theme import LIGHT
from gui.views.densities import PageView

LINE = Scene(Gaussian.from_std(0.0, 1.0), Gaussian.from_std(2.0, 0.5))
PLANE = Scene(
    Gaussian.from_std([0.0, 0.0], [1.0, 2.0], 0.3), Gaussian.from_std([3.0, 1.0], [1.5, 0.5], -0.4)
)
SPACE = Scene(*(structured_gaussian(n, 5, m, s, 0.3) for n, m, s in (("p", 0, 1), ("q", 1, 1.5))))
SCENES = {1: LINE, 2: PLANE, 5: SPACE, 100: SPACE.resized(100)}


@pytest.fixture(autouse=True)
def every_move_counts() -> Iterator[None]:
    """pyqtgraph drops moves that come faster than a hand's."""
    limit = pg.getConfigOption("mouseRateLimit")
    pg.setConfigOption("mouseRateLimit", 0)
    yield
    pg.setConfigOption("mouseRateLimit", limit)


def page(qtbot: QtBot, scene: Scene, size: tuple[int, int] = (900, 560), **options) -> PageView:
    view = PageView(LIGHT)
    qtbot.addWidget(view)
    view.resize(*size)
    view.show()
    show(view, scene, **options)
    return view


def show(view: PageView, scene: Scene, **options) -> None:
    """As the window does: compute, then draw."""
    session = Session(scene).with_options("densities", Options(**options))
    view.draw(session, compute(scene, session.options["densities"], Run(threads=1)))
    QApplication.processEvents()


def follow(view: PageView, **options) -> list[tuple[Session, int]]:
    """Draw each proposal at once, and keep them."""
    proposals: list[tuple[Session, int]] = []

    def draw(session: Session, gesture: int) -> None:
        proposals.append((session, gesture))
        show(view, session.scene, **options)

    view.proposed.connect(draw)
    return proposals


def on_screen(view: PageView, plot: pg.PlotItem, x: float, y: float) -> QPoint:
    scene = plot.vb.mapViewToScene(QPointF(x, y))
    return view.figure.mapFromScene(scene)


def mouse(view: PageView, kind: QEvent.Type, at: QPoint, held: bool) -> None:
    """One event as a window system sends it: QTest's moves hold no button."""
    port = view.figure.viewport()
    none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
    event = QMouseEvent(
        kind,
        QPointF(at),
        QPointF(port.mapToGlobal(at)),
        none if kind == QEvent.Type.MouseMove else left,
        left if held else none,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(port, event)
    QApplication.processEvents()


def drag(view: PageView, start: QPoint, *stops: QPoint) -> None:
    """Press, move in small steps as a hand does, release."""
    mouse(view, QEvent.Type.MouseMove, start, held=False)
    mouse(view, QEvent.Type.MouseButtonPress, start, held=True)
    at = start
    for stop in stops:
        for step in range(1, 5):
            mouse(view, QEvent.Type.MouseMove, at + (stop - at) * step / 4, held=True)
        at = stop
    mouse(view, QEvent.Type.MouseButtonRelease, at, held=False)


def drag_to(view: PageView, plot: pg.PlotItem, start, *stops) -> None:
    drag(view, on_screen(view, plot, *start), *(on_screen(view, plot, *stop) for stop in stops))


def pixel(plot: pg.PlotItem) -> tuple[float, float]:
    return plot.vb.viewPixelSize()


def curves(view: PageView) -> list:
    kinds = pg.PlotCurveItem | pg.ScatterPlotItem
    return [item for item in view.figure.scene().items() if isinstance(item, kinds)]


def assert_drawn_finite(view: PageView) -> None:
    for item in curves(view):
        for data in item.getData():
            assert data is None or np.all(np.isfinite(np.asarray(data, dtype=float)))
    for plot in (i for i in view.figure.scene().items() if isinstance(i, pg.ViewBox)):
        assert np.all(np.isfinite(plot.viewRange()))


def inked(view: PageView, color: str) -> int:
    """How many pixels have very nearly this colour."""
    image = view.figure.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    wanted = LIGHT.color(color)
    target = np.array([wanted.blue(), wanted.green(), wanted.red()])
    return int(np.sum(np.max(np.abs(raw[..., :3].astype(int) - target), axis=-1) < 12))


@pytest.mark.parametrize("dimension", SCENES)
@pytest.mark.parametrize("size", [(720, 420), (1100, 650)])
def test_every_dimension_is_drawn_with_both_colours(qtbot, dimension, size):
    view = page(qtbot, SCENES[dimension], size, points=50)
    assert_drawn_finite(view)
    assert inked(view, "p") > 100
    assert inked(view, "q") > 100


@pytest.mark.parametrize("lower", ["log ratio", "log densities"])
def test_the_lower_plot_shows_what_is_chosen(qtbot, lower):
    view = page(qtbot, LINE, lower=lower)
    picture = view.picture
    assert isinstance(picture, DensityLines)
    assert picture.ratio.isVisible() == (lower == "log ratio")
    x, y = (picture.ratio if lower == "log ratio" else picture.logs["q"]).getData()
    at = np.argmin(np.abs(x - 1.0))
    expected = LINE.q.log_density(x[at])
    if lower == "log ratio":
        expected = LINE.p.log_density(x[at]) - expected
    assert y[at] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("p", "q"),
    [
        ((0.0, 1.0), (1e6, 1.0)),
        ((0.0, 1e-6), (0.0, 1e3)),
        ((0.0, 1e3), (0.0, 1e-6)),
        ((1e12, 1e-12), (-1e12, 1e12)),
        ((1e12, 1e-12), (1e12, 1e-12)),
    ],
)
@pytest.mark.parametrize("dimension", [1, 2, 5])
def test_extremes_are_drawn_without_nan_and_both_are_visible(qtbot, dimension, p, q):
    scene = Scene(*(structured_gaussian(n, dimension, *g) for n, g in (("p", p), ("q", q))))
    view = page(qtbot, scene, points=10)
    assert_drawn_finite(view)
    if p != q:
        assert inked(view, "p") > 20
    assert inked(view, "q") > 20


def test_dragging_a_mean_moves_that_gaussian_only(qtbot):
    view = page(qtbot, LINE)
    proposals = follow(view)
    plot = view.picture.upper
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
    plot = view.picture.upper
    peak = 1.0 / math.sqrt(2.0 * math.pi)
    drag_to(view, plot, (0.0, peak), (-1.0, peak))
    first = {gesture for _, gesture in proposals}
    drag_to(view, plot, (float(view.picture.gaussians["p"].mean[0]), peak), (0.5, peak))
    assert len({gesture for _, gesture in proposals} - first) == 1


@pytest.mark.parametrize("side", [-1, 1])
def test_dragging_a_sigma_handle_changes_the_std(qtbot, side):
    view = page(qtbot, LINE)
    proposals = follow(view)
    plot = view.picture.upper
    height = math.exp(-0.5) / math.sqrt(2.0 * math.pi)
    drag_to(view, plot, (side, height), (1.5 * side, height), (1.8 * side, height))
    scene = proposals[-1][0].scene
    assert scene.p.std[0] == pytest.approx(1.8, abs=1.5 * pixel(plot)[0])
    assert scene.p.mean[0] == 0.0


def test_a_sigma_handle_pulled_through_the_mean_stops_short_of_zero(qtbot):
    view = page(qtbot, LINE)
    proposals = follow(view)
    plot = view.picture.upper
    height = math.exp(-0.5) / math.sqrt(2.0 * math.pi)
    drag_to(view, plot, (1.0, height), (0.2, height), (-3.0, height))
    assert all(session.scene.p.std[0] > 0.0 for session, _ in proposals)
    assert proposals[-1][0].scene.p.std[0] == pytest.approx(3.0 * pixel(plot)[0], rel=0.3)


def test_the_range_stays_still_during_a_drag_and_follows_after_it(qtbot):
    view = page(qtbot, LINE)
    plot = view.picture.upper
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


def test_a_small_change_leaves_the_range_and_a_large_one_does_not(qtbot):
    view = page(qtbot, LINE)
    before = view.picture.upper.vb.viewRange()[0]
    show(view, LINE.replace(p=Gaussian.from_std(0.3, 1.1)))
    assert view.picture.upper.vb.viewRange()[0] == before
    show(view, LINE.replace(p=Gaussian.from_std(30.0, 1.1)))
    assert view.picture.upper.vb.viewRange()[0][1] > 31.0


def test_the_users_own_zoom_stays_until_a_double_click(qtbot):
    view = page(qtbot, LINE)
    plot = view.picture.upper
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
    plot = view.picture.main
    drag_to(view, plot, (3.0, 1.0), (2.0, -0.5), (2.5, -1.0))
    scene = proposals[-1][0].scene
    np.testing.assert_allclose(scene.q.mean, [2.5, -1.0], atol=1.5 * max(pixel(plot)))
    np.testing.assert_array_equal(scene.q.covariance, PLANE.q.covariance)
    assert scene.p == PLANE.p


@pytest.mark.parametrize("end", range(4))
def test_dragging_an_axis_end_puts_it_there(qtbot, end):
    view = page(qtbot, PLANE)
    proposals = follow(view)
    picture = view.picture
    handle = picture.ends["p"][1 + end]
    twin = picture.ends["p"][1 + (end ^ 1)]
    start, goal = (handle.pos().x(), handle.pos().y()), (-1.4, 1.9)
    drag_to(view, picture.main, start, (-1.0, 1.5), goal)
    p = proposals[-1][0].scene.p
    reach = np.array(goal)
    # The end is where the hand is, and it is an axis of the new ellipse.
    at = np.array([handle.pos().x(), handle.pos().y()])
    np.testing.assert_allclose(at, goal, atol=3.0 * max(pixel(picture.main)))
    np.testing.assert_allclose([twin.pos().x(), twin.pos().y()], -at, atol=1e-9)
    assert reach @ np.linalg.solve(p.covariance, reach) == pytest.approx(1.0, abs=0.05)
    turned = p.covariance @ reach
    assert abs(turned[0] * reach[1] - turned[1] * reach[0]) < 0.1 * np.linalg.norm(turned)
    assert scene_mean_kept(proposals)


def scene_mean_kept(proposals) -> bool:
    return all(np.array_equal(s.scene.p.mean, PLANE.p.mean) for s, _ in proposals)


def test_an_axis_pushed_into_the_centre_never_makes_a_singular_covariance(qtbot):
    view = page(qtbot, PLANE)
    proposals = follow(view)
    picture = view.picture
    handle = picture.ends["p"][1]
    start = (handle.pos().x(), handle.pos().y())
    drag_to(view, picture.main, start, (0.01, 0.01), (0.0, 0.0), (-0.02, 0.01), (0.0, 0.0))
    assert proposals
    for session, _ in proposals:
        assert np.linalg.eigvalsh(session.scene.p.covariance)[0] > 0.0
        assert abs(session.scene.p.correlation[0, 1]) <= 0.9999 + 1e-12


def test_a_circle_can_be_stretched_from_any_end(qtbot):
    scene = PLANE.replace(p=Gaussian.from_std([0.0, 0.0], [1.0, 1.0]))
    view = page(qtbot, scene)
    proposals = follow(view)
    picture = view.picture
    drag_to(view, picture.main, (0.0, -1.0), (0.0, -1.5), (0.0, -2.0))
    np.testing.assert_allclose(
        proposals[-1][0].scene.p.std, [1.0, 2.0], atol=2.0 * max(pixel(picture.main))
    )


def test_in_five_dimensions_a_drag_keeps_the_other_coordinates(qtbot):
    view = page(qtbot, SPACE, x_axis=2, y_axis=4)
    proposals = follow(view, x_axis=2, y_axis=4)
    picture = view.picture
    assert isinstance(picture, DensitySpace)
    handle = picture.ends["q"][1]
    start = np.array([handle.pos().x(), handle.pos().y()])
    centre = np.array([1.0, 1.0])
    drag_to(view, picture.main, start, centre + 1.3 * (start - centre))
    q = proposals[-1][0].scene.q
    others = np.ix_([0, 2, 4], [0, 2, 4])
    np.testing.assert_array_equal(q.covariance[others], SPACE.q.covariance[others])
    assert np.linalg.eigvalsh(q.covariance)[0] > 0.0
    before, after = (g.covariance[np.ix_([1, 3], [1, 3])] for g in (SPACE.q, q))
    assert np.linalg.eigvalsh(after)[-1] == pytest.approx(
        1.3**2 * np.linalg.eigvalsh(before)[-1], rel=0.05
    )
    centre_handle = picture.ends["q"][0]
    drag_to(view, picture.main, (centre_handle.pos().x(), centre_handle.pos().y()), (0.0, -1.0))
    q = proposals[-1][0].scene.q
    assert q.mean[[0, 2, 4]].tolist() == [1.0, 1.0, 1.0]
    np.testing.assert_allclose(q.mean[[1, 3]], [0.0, -1.0], atol=2 * max(pixel(picture.main)))


def test_drawing_again_only_changes_data(qtbot):
    for scene in (LINE, PLANE, SPACE):
        view = page(qtbot, scene)
        picture, items = view.picture, set(view.figure.scene().items())
        show(view, scene.replace(p=Gaussian(scene.p.mean + 0.1, 1.1 * scene.p.covariance)))
        assert view.picture is picture
        assert set(view.figure.scene().items()) == items


def test_the_picture_changes_with_the_dimension_and_leaves_nothing_behind(qtbot):
    view = page(qtbot, LINE)
    once: dict[int, int] = {}
    for _ in range(3):
        for dimension, kind in ((1, DensityLines), (2, DensityPlane), (5, DensitySpace)):
            show(view, SCENES[dimension])
            assert type(view.picture) is kind
            assert view.screen_only == view.picture.handles
            assert all(handle.scene() is view.figure.scene() for handle in view.screen_only)
            count = len(view.figure.scene().items())
            assert once.setdefault(dimension, count) == count


def test_the_images_are_as_high_as_the_densities_and_in_their_place(qtbot):
    view = page(qtbot, PLANE)
    image = view.picture.images["p"]
    middle = image.width() / 2.0
    at = image.mapToParent(QPointF(middle, middle))
    assert (at.x(), at.y()) == pytest.approx(tuple(PLANE.p.mean), abs=1e-9)
    # One std along the major axis lies 12 pixels from the middle, whose density is the peak's.
    along = image.mapToParent(QPointF(middle + 12.0, middle)) - at
    step = np.array([along.x(), along.y()])
    assert step @ np.linalg.solve(PLANE.p.covariance, step) == pytest.approx(1.0, rel=1e-9)
    assert image.image[48, 60] == round(255 * math.exp(-0.5))


def test_a_handle_lights_up_under_the_mouse(qtbot):
    view = page(qtbot, PLANE)
    handle = view.picture.ends["q"][0]
    mouse(view, QEvent.Type.MouseMove, on_screen(view, view.picture.main, 3.0, 1.0), held=False)
    qtbot.waitUntil(lambda: handle.mouseHovering, timeout=2000)
    assert handle.cursor().shape() == Qt.CursorShape.SizeAllCursor


def test_the_matrices_stand_as_they_are_written(qtbot):
    view = page(qtbot, SPACE)
    image = view.picture.matrices["p"].image
    np.testing.assert_array_equal(image.image, SPACE.p.covariance)
    assert view.picture.matrices["p"].plot.vb.yInverted()


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (0.25, ".25"), (-0.2, "-.20"), (1.0, "1"), (12.34, "12.3"), (1e6, "1e6")],
)
def test_cell_numbers_are_short(value, text):
    assert short_number(value) == text


def test_results_are_not_changed_by_drawing(qtbot):
    session = Session(PLANE)
    result = compute(PLANE, Options(), Run(threads=1))
    before = dataclasses.asdict(result.ellipses)
    view = PageView(LIGHT)
    qtbot.addWidget(view)
    view.draw(session, result)
    for name, array in before.items():
        np.testing.assert_array_equal(array, getattr(result.ellipses, name))
