"""The squash page's pictures: the result's arrays, drawn in every case without a NaN."""

import math

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.result import Result
from engine.page.scene import Scene
from engine.pages.tanh_squashing.options import Options
from engine.pages.tanh_squashing.page import PAGE
from engine.session.session import Session
from gui.look.theme import LIGHT
from gui.pages.tanh_squashing.view import PageView
from gui.plotkit.words import plain
from tests.helpers.pictures import colors_of

G = Gaussian.from_std
NAME = PAGE.name
STDS = (0.3, 0.8, 2.0)
CASES = {
    **{f"d = {d}, std {s}": Scene(G(np.zeros(d), s), G(np.full(d, 0.5), 0.7))
       for d in (1, 2, 5) for s in STDS},
    "identical": Scene(G(0.0, 1.0), G(0.0, 1.0)),
    "correlated": Scene(G([0, 0.5], [2, 1], 0.9), G([1, 0.3], 1.0, -0.5)),
    "narrow": Scene(G(0.3, 1e-12), G(0.0, 1e3)),
    "far": Scene(G(50.0, 1.0), G(-1e12, 1.0)),
    "wide": Scene(G(0.0, 1e12), G(1e6, 1e-12)),
    "narrow and far in a plane": Scene(G([0, 50], [1e-12, 1e3], 0.5), G([1e6, 0], [1e12, 1], 0.9)),
}  # fmt: skip


def answered(scene: Scene, **options: object) -> tuple[Session, Result]:
    scene = scene.replace(samples=2000)
    session = Session(scene, page=NAME).with_options(NAME, Options(**options))
    return session, PAGE.compute(scene, session.options[NAME], Run(threads=1))


def page(qtbot: QtBot, width: int = 1100, height: int = 2200) -> PageView:
    # No fixture: pytest would hold the page, and with it its menus, beyond the test's end.
    view = PageView(LIGHT)
    qtbot.addWidget(view)
    view.resize(width, height)
    view.grab()  # lays out
    return view


def plots_of(view: PageView) -> list[pg.PlotItem]:
    return [view.panel(name).plot for name in view.board.shown]


def drawn_numbers(view: PageView) -> list[np.ndarray]:
    found = [np.array(axis) for plot in plots_of(view) for axis in plot.vb.viewRange()]
    for plot in plots_of(view):
        for item in plot.items:
            if isinstance(item, pg.PlotCurveItem | pg.ScatterPlotItem):
                found.extend(np.asarray(data, dtype=float) for data in item.getData())
            elif isinstance(item, pg.ImageItem):
                found.append(np.asarray(item.image, dtype=float))
            elif isinstance(item, pg.InfiniteLine):
                found.append(np.array([item.value()]))
    return found


def words(view: PageView) -> str:
    heads = [frame.header for frame in view.board.frames.values()]
    lines = [line for head in heads for line in (*head.headline[:1], *head.notes)]
    return " ".join([*(head.title for head in heads), *(plain(line) for line in lines)])


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("height", [420, 2200])
def test_draws_only_finite_numbers(qtbot: QtBot, case: str, height: int) -> None:
    view = page(qtbot, 720, height)
    for jacobian in (True, False):
        view.draw(*answered(CASES[case], jacobian=jacobian))
        colors = colors_of(view.grab().toImage())
        assert all(np.all(np.isfinite(numbers)) for numbers in drawn_numbers(view))
        assert all(np.all(np.abs(numbers) <= 1e31) for numbers in drawn_numbers(view))
        assert "nan" not in words(view).lower()
        assert {LIGHT.plot.lower(), LIGHT.text.lower()} <= colors


@pytest.mark.parametrize("case", ["d = 1, std 0.8", "d = 5, std 0.8"])
def test_the_line_holds_the_results_arrays(qtbot: QtBot, case: str) -> None:
    view = page(qtbot)
    session, result = answered(CASES[case])
    view.draw(session, result)
    density, gaussian = view.panel("density"), view.panel("gaussian")
    curves = result.curves
    top = density.plot.vb.viewRange()[1][1]
    for name in ("p", "q"):
        x, y = density.densities[name].graphics.getData()
        np.testing.assert_array_equal(x, curves.action)
        below = y <= top
        np.testing.assert_array_equal(y[below], getattr(curves, f"{name}_density")[below])
        np.testing.assert_array_equal(
            density.wrong[name].graphics.getData()[1], getattr(curves, f"{name}_gaussian")
        )
        edges, heights = density.histograms[name].graphics.getData()
        np.testing.assert_array_equal(edges, result.histogram.edges)
        np.testing.assert_array_equal(heights, getattr(result.histogram, name))
        u, bell = gaussian.bells[name].graphics.getData()
        np.testing.assert_array_equal(u, curves.u)
        np.testing.assert_array_equal(bell, getattr(curves, f"{name}_gaussian"))
        marks = getattr(result.modes, f"{name}_action")
        np.testing.assert_array_equal(density.modes[name].graphics.getData()[0], marks)
    action, u = view.panel("bend").tanh.graphics.getData()
    np.testing.assert_allclose(np.tanh(u), action, atol=1e-15)


def test_the_switch_puts_the_wrong_curve_in_the_place_of_the_right_one(qtbot: QtBot) -> None:
    view = page(qtbot)
    for jacobian in (True, False, True):
        session, result = answered(CASES["d = 1, std 0.8"], jacobian=jacobian)
        view.draw(session, result)
        density = view.panel("density")
        assert density.densities["p"].graphics.isVisible() is jacobian
        assert density.modes["p"].graphics.isVisible() is jacobian
        dots = Qt.PenStyle.DotLine
        assert (density.wrong["p"].graphics.opts["pen"].style() == dots) is jacobian
        assert f"{result.modes.p_area_without:.4f}".rstrip("0") in words(view)


def test_what_becomes_bimodal_is_said(qtbot: QtBot) -> None:
    view = page(qtbot)
    for std, expected in ((0.3, "two above std 0.7071"), (0.8, "p has 2 modes")):
        view.draw(*answered(Scene(G(0.0, std), G(0.0, std))))
        assert expected in words(view)


def test_the_plane_holds_the_results_arrays(qtbot: QtBot) -> None:
    view = page(qtbot)
    session, result = answered(CASES["correlated"], low=-2.0, high=3.0)
    view.draw(session, result)
    plane = result.plane
    for name in ("p", "q"):
        policy = getattr(plane, name)
        square = view.panel(f"plane-{name}")
        x, y = square.contours.graphics.getData()
        np.testing.assert_array_equal((x, y), (policy.contours.x, policy.contours.y))
        np.testing.assert_array_equal(np.transpose(square.points.graphics.getData()), policy.points)
        np.testing.assert_array_equal(np.transpose(square.modes.graphics.getData()), policy.modes)
        image = square.image.image.astype(float)
        expected = 255.0 * np.sqrt(np.minimum(policy.density / policy.levels[-1], 1.0))
        np.testing.assert_allclose(image, expected, atol=0.51)
        rect = square.image.mapRectToParent(square.image.boundingRect())
        assert (rect.left(), rect.top(), rect.width()) == pytest.approx((-2.0, -2.0, 5.0))
    modes = len(plane.p.modes)
    assert f"{modes} mode" in words(view)


def test_contours_are_not_joined_to_each_other(qtbot: QtBot) -> None:
    view = page(qtbot)
    session, result = answered(CASES["d = 2, std 2.0"])
    view.draw(session, result)
    connect = view.panel("plane-p").contours.graphics.opts["connect"]
    line = result.plane.p.contours.line
    assert not np.any(connect[:-1][np.diff(line) != 0.0])
    assert np.all(connect[:-1][np.diff(line) == 0.0])
    assert len(np.unique(line)) >= 4


def test_precision_marks_breaks_and_infinities(qtbot: QtBot) -> None:
    view = page(qtbot)
    session, result = answered(CASES["identical"], cursor=12.0)
    view.draw(session, result)
    found, cards = result.precision, {"float32": "precision", "float64": "double"}
    for digits in ("float32", "float64"):
        panel = view.panel(cards[digits])
        u, height = np.concatenate([each.graphics.getData() for each in panel.breaks], axis=1)
        breaks = getattr(found, f"breaks_{digits}")
        np.testing.assert_array_equal(u, breaks[np.isfinite(breaks)])
        assert np.all(height == -3.0)
        for curve, error in zip(panel.curves, getattr(found, digits), strict=True):
            y = curve.graphics.getData()[1]
            inside = (error > 1e-17) & (error < 500.0)
            np.testing.assert_allclose(10.0 ** y[inside], error[inside], rtol=1e-9)
            assert np.all(y[np.isinf(error)] > 2.5)
        assert panel.line.value() == 12.0
    assert "19" in view.panel("double").word.toPlainText()


def test_the_cursor_can_be_dragged(qtbot: QtBot) -> None:
    view = page(qtbot)
    session, result = answered(CASES["identical"])
    view.draw(session, result)
    proposals = []
    view.proposed.connect(lambda new, gesture: proposals.append((new.options[NAME], gesture)))
    line = view.panel("precision").line
    line.setValue(20.123)
    line.sigDragged.emit(line)
    line.setValue(21.0)
    line.sigDragged.emit(line)
    line.sigPositionChangeFinished.emit(line)
    assert [options.cursor for options, _ in proposals] == pytest.approx([20.123, 21.0], abs=0.05)
    assert proposals[0][1] == proposals[1][1]
    grips = [view.panel(name).line.grip for name in ("precision", "double")]
    assert len(grips) == 2
    assert all(grip in view.hidden_in_files() for grip in grips)


def test_entropy_marks_today_and_the_maximum(qtbot: QtBot) -> None:
    view = page(qtbot)
    session, result = answered(CASES["d = 1, std 2.0"])
    view.draw(session, result)
    entropy, kl, found = view.panel("entropy"), view.panel("kl"), result.entropies
    spot = entropy.best.graphics.points()[0].pos()
    assert (10.0 ** spot.x(), spot.y()) == pytest.approx((found.best_std, found.best_entropy))
    here = entropy.here.graphics.points()[0].pos()
    assert here == QPointF(math.log10(2.0), found.current_squashed)
    np.testing.assert_array_equal(
        entropy.curves["squashed"].graphics.getData()[0], np.log10(found.std)
    )
    comparison = result.divergence
    assert kl.estimates.graphics.getData()[0].tolist() == [
        comparison.before,
        comparison.after,
    ]
    assert kl.biased.graphics.getData()[0].tolist() == [comparison.p_only, comparison.q_only]
    assert "differ by" in words(view)


def test_both_best_stds_are_marked(qtbot: QtBot) -> None:
    view = page(qtbot)
    session, result = answered(CASES["d = 1, std 0.8"], alpha=0.1)
    view.draw(session, result)
    objective, found = view.panel("objective"), result.objective
    spot = objective.best.graphics.points()[0].pos()
    assert (10.0 ** spot.x(), spot.y()) == pytest.approx(tuple(found.best_with))
    peak = objective.best_without.graphics.points()[0].pos()
    assert (10.0 ** peak.x(), peak.y()) == pytest.approx(tuple(found.peaks_without[0]))
    assert "rises without end" in words(view)
    edges, counts = view.panel("ratio").outlines["both"].graphics.getData()
    np.testing.assert_array_equal(edges, result.ratios.edges)
    filled = result.ratios.both > 0
    np.testing.assert_allclose(10.0 ** counts[filled], result.ratios.both[filled])


@pytest.mark.parametrize("main", ["density", "entropy", "ratio"])
def test_only_the_shown_figures_are_made(qtbot: QtBot, main: str) -> None:
    view = page(qtbot, height=500)
    session, result = answered(CASES["d = 1, std 0.3"])
    session = session.replace(views={NAME: main})
    view.draw(session, result)
    assert view.board.main == main
    assert set(result._figures) == set(view.shown_figures(session))
    assert all(result.figure(name) is not None for name in view.shown_figures(session))
