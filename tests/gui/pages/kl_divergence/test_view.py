"""The KL page's picture: exactly the result's arrays, drawn in every case without a NaN."""

import dataclasses
import math

import numpy as np
import pyqtgraph as pg
import pytest
from pytestqt.qtbot import QtBot

from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.result import Result
from engine.page.scene import Scene
from engine.pages.kl_divergence.options import Options
from engine.pages.kl_divergence.page import PAGE as KL
from engine.session.session import Session
from gui.look.theme import LIGHT
from gui.pages.kl_divergence.view import PageView
from gui.plotkit.log_axis import LogAxis, power_text
from gui.plotkit.size import LEFT_AXIS, Size
from gui.plotkit.words import plain
from tests.helpers.hand import Drag
from tests.helpers.pictures import colors_of
from tests.helpers.results import with_figures

G = Gaussian.from_std
PAGE = "kl-divergence"
CASES = {
    "one dimension": Scene(G(0, 1), G(1, 1)),
    "near": Scene(G(0.1, 1), G(0, 1)),
    "narrow p": Scene(G(0, 0.6), G(0.4, 1)),
    "infinite chi-square": Scene(G(0, 2), G(0, 1)),
    "identical": Scene(G(0, 1), G(0, 1)),
    "two dimensions": Scene(G([0, 0], [1, 1.2], 0.2), G([1, 0.3], [1, 1], -0.2)),
    "two dimensions, infinite": Scene(G([0, 0], [1, 3], 0.5), G([1, 0.3], 1.0)),
    "few samples": Scene(G(0, 1), G(1, 1), samples=100),
    "far apart": Scene(G(1e6, 1), G(0, 1)),
    "wide q": Scene(G(0, 1e-6), G(0, 1e3)),
}


def answered(scene: Scene, **options: float) -> tuple[Session, Result]:
    scene = scene.replace(samples=min(scene.samples, 5000))
    session = Session(scene, page=PAGE).with_options(PAGE, Options(**options))
    return session, KL.compute(scene, session.options[PAGE], Run(threads=1))


def page(qtbot: QtBot, width: int = 1100, height: int = 720) -> PageView:
    # No fixture: pytest would hold the page, and with it its menus, beyond the test's end.
    view = PageView(LIGHT)
    qtbot.addWidget(view)
    view.resize(width, height)
    view.grab()  # lays out
    return view


def drawn_numbers(view: PageView) -> list[np.ndarray]:
    panels = [view.panel(name) for name in view.board.shown]
    found = [np.array(axis) for panel in panels for axis in panel.plot.vb.viewRange()]
    for panel in panels:
        for item in panel.plot.items:
            if isinstance(item, pg.PlotCurveItem | pg.ScatterPlotItem):
                found.extend(np.asarray(data, dtype=float) for data in item.getData())
            elif isinstance(item, pg.ErrorBarItem):
                found.extend(np.asarray(item.opts[key]) for key in ("x", "y", "top", "bottom"))
            elif isinstance(item, pg.InfiniteLine):
                found.append(np.array([item.value()]))
    return found


def words(view: PageView) -> str:
    heads = [frame.header for frame in view.board.frames.values()]
    lines = [line for head in heads for line in (*head.headline[:1], *head.notes)]
    return " ".join(" ".join(plain(line) for line in lines).split())


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("size", [(720, 400), (1100, 650)])
def test_draws_only_finite_numbers(qtbot: QtBot, case: str, size: tuple[int, int]) -> None:
    view = page(qtbot, *size)
    view.draw(*answered(CASES[case]))
    colors = colors_of(view.grab().toImage())
    assert all(np.all(np.isfinite(numbers)) for numbers in drawn_numbers(view))
    assert "nan" not in words(view).lower()
    assert LIGHT.truth.lower() in colors


def test_curves_hold_the_results_arrays(qtbot: QtBot) -> None:
    view = page(qtbot)
    session, result = answered(CASES["one dimension"])
    view.draw(session, result)
    running, histograms = result.running, result.histograms
    for name in ("k1", "k2", "k3"):
        x, y = view.panel("estimates").curves[name].graphics.getData()
        np.testing.assert_array_equal(x, np.log10(running.n))
        np.testing.assert_array_equal(y, getattr(running, name))
        band = view.panel("estimates").bands[name].graphics.getData()[1].reshape(2, -1)
        error = getattr(running, f"{name}_error")
        np.testing.assert_array_equal(band[0], getattr(running, name) - 2.0 * error)
        np.testing.assert_array_equal(band[1, ::-1], getattr(running, name) + 2.0 * error)
        edges, heights = view.panel("samples").curves[name].graphics.getData()
        counts = getattr(histograms, name)
        np.testing.assert_array_equal(edges, histograms.edges)
        np.testing.assert_allclose(10.0 ** heights[counts > 0], counts[counts > 0], rtol=1e-12)
        assert np.all(heights[counts == 0] < 0.0)
    exact = view.panel("estimates").exact.graphics
    np.testing.assert_array_equal(exact.getData()[1], [running.exact] * 2)
    batches, control = result.negative_batches, result.control_variate
    np.testing.assert_array_equal(
        view.panel("batches").exact.graphics.getData(),
        (np.log10(batches.batch), batches.probability),
    )
    np.testing.assert_array_equal(view.panel("batches").shares.graphics.getData()[1], batches.share)
    c, variance = view.panel("control").variance.graphics.getData()
    np.testing.assert_array_equal(c, control.coefficient)
    np.testing.assert_allclose(10.0**variance, control.variance, rtol=1e-12)
    line = view.panel("integrand").line.graphics
    np.testing.assert_array_equal(line.getData(), (result.integrand.x, result.integrand.value))


def test_marks_stand_at_k1_k3_and_the_best_coefficient(qtbot: QtBot) -> None:
    view = page(qtbot)
    # q = N(1,1), p = N(0,1): V1 = 1, J = 1, chi-square = e - 1.
    view.draw(*answered(CASES["one dimension"]))
    chi_square = math.e - 1.0
    expected = {
        "k1": (0.0, 1.0),
        "k3": (1.0, chi_square - 1.0),
        "best": (1.0 / chi_square, 1.0 - 1.0 / chi_square),
    }
    for name, (c, variance) in expected.items():
        x, y = view.panel("control").marks[name].graphics.getData()
        np.testing.assert_allclose([x[0], 10.0 ** y[0]], [c, variance], rtol=1e-10)


def test_undefined_entries_are_left_out(qtbot: QtBot) -> None:
    view = page(qtbot)
    session, result = answered(CASES["one dimension"])
    error, k3 = result.running.k1_error.copy(), result.running.k3.copy()
    error[0], k3[-3:] = math.nan, math.inf
    poisoned = dataclasses.replace(result.running, k1_error=error, k3=k3)
    view.draw(session, with_figures(result, running=poisoned))
    assert all(np.all(np.isfinite(numbers)) for numbers in drawn_numbers(view))
    assert len(view.panel("estimates").curves["k3"].graphics.getData()[0]) == len(k3) - 3
    assert len(view.panel("estimates").bands["k1"].graphics.getData()[0]) == 2 * (len(error) - 1)


def test_infinite_variance_is_said_in_words(qtbot: QtBot) -> None:
    view = page(qtbot)
    view.draw(*answered(CASES["infinite chi-square"]))
    assert "k3 has infinite variance: χ²(p∥q) = ∞, as λ = 4 ≥ 2" in words(view)
    assert len(view.panel("control").variance.graphics.getData()[0]) == 0
    assert len(view.panel("control").marks["k1"].graphics.getData()[0]) == 1
    assert len(view.panel("control").marks["k3"].graphics.getData()[0]) == 0


def test_identical_gaussians_are_said_in_words(qtbot: QtBot) -> None:
    view = page(qtbot)
    view.draw(*answered(CASES["identical"]))
    assert "p = q: every estimate is exactly 0" in words(view)


def test_an_estimate_off_the_range_is_said_with_its_error(qtbot: QtBot) -> None:
    view = page(qtbot)
    view.draw(*answered(Scene(G(0, 1), G(5, 1))))
    assert view.panel("estimates").plot.vb.viewRange()[1][1] < 80.0
    assert "k2, above: 9" in words(view)
    assert "±" in words(view)


def test_negative_share_stands_with_its_error(qtbot: QtBot) -> None:
    view = page(qtbot)
    view.draw(*answered(CASES["one dimension"]))
    # The share of N(1/2, 1) below 0 is 30.85 %.
    assert "k1 < 0: 3" in words(view)
    assert "%" in words(view)


def test_integrand_comes_and_goes_with_the_dimension(qtbot: QtBot) -> None:
    view = page(qtbot)
    for case, shown in (("one dimension", True), ("two dimensions", False), ("near", True)):
        view.draw(*answered(CASES[case]))
        view.grab()
        assert view.board.frames["integrand"].isVisible() == shown
        small = [place for place in view.board.places.values() if place.size is Size.SMALL]
        assert len(small) == (4 if shown else 3)
        assert sum(place.height + 8 for place in small) == pytest.approx(728)


def drag(line: pg.InfiniteLine, positions: list[float]) -> None:
    start = (line.value(), 0.0)
    for index, position in enumerate(positions):
        last = index == len(positions) - 1
        line.mouseDragEvent(Drag(line, start, (position, 0.0), index == 0, last))


def test_dragged_coefficient_proposes_sessions_of_one_gesture(qtbot: QtBot) -> None:
    view = page(qtbot)
    session, result = answered(CASES["one dimension"])
    view.draw(session, result)
    proposals = []
    view.proposed.connect(lambda new, gesture: proposals.append((new, gesture)))
    drag(view.panel("control").line, [0.8, 0.6, 0.5])
    drag(view.panel("control").line, [0.7])
    coefficients = [new.options[PAGE].coefficient for new, _ in proposals]
    assert coefficients == pytest.approx([0.8, 0.6, 0.5, 0.7])
    gestures = [gesture for _, gesture in proposals]
    assert len(set(gestures[:3])) == 1
    assert gestures[3] != gestures[0]
    assert all(new.scene == session.scene for new, _ in proposals)


def test_dragged_batch_stays_a_whole_number_in_its_range(qtbot: QtBot) -> None:
    view = page(qtbot)
    view.draw(*answered(CASES["one dimension"]))
    proposals = []
    view.proposed.connect(lambda new, _: proposals.append(new.options[PAGE].batch))
    drag(view.panel("batches").line, [math.log10(300.2), -2.0, 9.0])
    assert proposals == [300, 1, 10**6]


def test_an_answer_does_not_tear_the_line_out_of_the_hand(qtbot: QtBot) -> None:
    view = page(qtbot)
    session, result = answered(CASES["one dimension"])
    view.draw(session, result)
    line = view.panel("control").line
    line.mouseDragEvent(Drag(line, (1.0, 0.0), (0.4, 0.0), first=True))
    view.draw(session, result)
    assert line.value() == pytest.approx(0.4)
    line.mouseDragEvent(Drag(line, (1.0, 0.0), (0.4, 0.0), last=True))
    view.draw(session, result)
    assert line.value() == 1.0


@pytest.mark.parametrize(
    ("exponent", "text"),
    [(0.0, "1"), (2.0, "100"), (math.log10(0.05), "0.05"), (3.0, "10³"), (-4.0, "10⁻⁴")],
)
def test_powers_of_ten_beside_an_axis(exponent: float, text: str) -> None:
    assert power_text(exponent) == text


@pytest.mark.parametrize(("low", "high"), [(0, 5), (-0.2, 6), (0, 300), (1.1, 1.9), (2.0, 2.01)])
def test_log_axis_has_a_few_labels(qtbot: QtBot, low: float, high: float) -> None:
    axis = LogAxis("bottom")
    (_, ticks), *_ = axis.tickValues(low, high, 300.0)
    assert 2 <= len(ticks) <= 8
    assert all(low <= tick <= high for tick in ticks)


def test_plots_of_a_column_begin_at_the_same_pixel(qtbot: QtBot) -> None:
    view = page(qtbot)
    view.draw(*answered(CASES["near"]))
    view.grab()
    for panel in view.drawings():
        begin = panel.plot.vb.mapRectToItem(panel.plot, panel.plot.vb.rect()).left()
        assert begin == pytest.approx(LEFT_AXIS[panel.frame.size], abs=2.0)
