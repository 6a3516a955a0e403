"""The weights page's picture: exactly the result's arrays, drawn in every case without a NaN."""

import dataclasses
import math
from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from pytestqt.qtbot import QtBot

from engine.core.run import Run
from engine.data.source import DataSource
from engine.gaussian.gaussian import Gaussian
from engine.page.result import Result
from engine.page.scene import Scene
from engine.pages.importance_weights.options import Options
from engine.pages.importance_weights.page import PAGE as WEIGHTS
from engine.session.session import Session
from gui.look.theme import LIGHT
from gui.pages.importance_weights.frontier import PARTS, REPAIRS
from gui.pages.importance_weights.methods import METHODS
from gui.pages.importance_weights.view import PageView
from gui.plotkit.words import plain
from tests.helpers.pictures import colors_of
from tests.helpers.results import with_figures

G = Gaussian.from_std
PAGE = "importance-weights"
CASES = {
    "one dimension": Scene(G(0.5, 1), G(0, 1)),
    "infinite variance": Scene(G(0, 1.5), G(0, 1)),
    "narrow p": Scene(G(0, 0.6), G(0.3, 1)),
    "identical": Scene(G(0, 1), G(0, 1)),
    "few samples": Scene(G(0, 1), G(1, 1), samples=100),
    "60 std apart": Scene(G(60, 1), G(0, 1)),
    "far apart": Scene(G(1e6, 1), G(0, 1)),
    "wide q": Scene(G(0, 1e-6), G(0, 1e3)),
    "two dimensions": Scene(G([0, 0], [1, 1.2], 0.2), G([1, 0.3], [1.2, 1.3], -0.2)),
    "two dimensions, infinite": Scene(G([0, 0], [1, 3], 0.5), G([1, 0.3], 1.0)),
    "twenty dimensions": Scene(G([0.1] * 20, 1.0), G([0.0] * 20, 1.1)),
    "twenty dimensions, infinite": Scene(G([0.1] * 20, 1.5), G([0.0] * 20, 1.0)),
}
SMALL, LARGE = (720, 400), (1100, 2000)  # in which nothing is folded


def answered(scene: Scene, **options: object) -> tuple[Session, Result]:
    scene = scene.replace(samples=min(scene.samples, 5000))
    session = Session(scene, page=PAGE).with_options(PAGE, Options(**options))
    return session, WEIGHTS.compute(scene, session.options[PAGE], Run(threads=1))


def page(qtbot: QtBot, size: tuple[int, int] = LARGE) -> PageView:
    # No fixture: pytest would hold the page, and with it its menus, beyond the test's end.
    view = PageView(LIGHT)
    qtbot.addWidget(view)
    view.resize(*size)
    view.grab()
    return view


def shown_plots(view: PageView) -> list[pg.PlotItem]:
    return [view.panel(name).plot for name in view.board.shown]


def drawn_numbers(view: PageView) -> list[np.ndarray]:
    plots = shown_plots(view)
    found = [np.array(axis) for plot in plots for axis in plot.vb.viewRange()]
    for plot in plots:
        for item in plot.items:
            if item is view.panel("map").contours:
                continue  # its lines are separated by NaN
            if isinstance(item, pg.PlotCurveItem | pg.ScatterPlotItem):
                data = [column for column in item.getData() if column is not None]
                found.extend(np.asarray(column, dtype=float) for column in data)
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
@pytest.mark.parametrize("scale", ["log10 w", "w"])
def test_draws_only_finite_numbers(qtbot: QtBot, case: str, scale: str) -> None:
    view = page(qtbot)
    view.draw(*answered(CASES[case], histogram=scale))
    colors = colors_of(view.grab().toImage())
    assert len(shown_plots(view)) == 8
    assert all(np.all(np.isfinite(numbers)) for numbers in drawn_numbers(view))
    assert "nan" not in words(view).lower()
    assert LIGHT.truth.lower() in colors
    assert LIGHT.q.lower() in colors


def test_curves_hold_the_results_arrays(qtbot: QtBot) -> None:
    view = page(qtbot)
    same = np.testing.assert_array_equal
    _, result = session_and_result = answered(CASES["one dimension"])
    view.draw(*session_and_result)
    histogram, running = result.histogram, result.diagnostics
    edges, heights = view.panel("histogram").counts.graphics.getData()
    same(edges, histogram.edges)
    filled = histogram.counts > 0
    np.testing.assert_allclose(10.0 ** heights[filled], histogram.counts[filled], rtol=1e-12)
    assert np.all(heights[~filled] < 0.0)
    _, expected = view.panel("histogram").expected.graphics.getData()
    seen = histogram.expected > 0.1
    np.testing.assert_allclose(10.0 ** expected[seen], histogram.expected[seen], rtol=1e-12)
    same(view.panel("concentration").line.graphics.getData()[1], result.concentration.weight)
    same(
        view.panel("ess").line.graphics.getData(),
        (np.log10(running.n), np.log10(running.ess_fraction)),
    )
    same(
        view.panel("ess").exact.graphics.getData()[1], [math.log10(running.exact_ess_fraction)] * 2
    )
    same(view.panel("tail").line.graphics.getData(), (np.log10(running.k_n), running.k_hat))
    same(view.panel("tail").threshold.graphics.getData()[1], running.threshold)
    for name in METHODS:
        value = getattr(result.estimates, name)
        same(view.panel("estimates").curves[name].graphics.getData(), (np.log10(running.n), value))
        bars = view.panel("estimates").bars_of[name].graphics.opts
        assert bars["y"][-1] == pytest.approx(value[-1], abs=1e-12)
        error = getattr(result.estimates, f"{name}_error")[-1]
        assert bars["top"][-1] == pytest.approx(2.0 * error, rel=1e-9)
    same(view.panel("estimates").exact.graphics.getData()[1], [result.estimates.truth] * 2)
    same(view.panel("map").here.getData(), ([0.0], [0.5]))


def test_frontier_holds_the_results_arrays(qtbot: QtBot) -> None:
    view = page(qtbot)
    session, result = answered(CASES["one dimension"], clip=3.0)
    view.draw(session, result)
    frontier = result.frontier
    for repair in REPAIRS:
        for part in PARTS:
            x, y = view.panel("frontier").curves[repair, part].graphics.getData()
            expected = getattr(frontier, f"{repair}_{part}")
            np.testing.assert_array_equal(x, np.log10(frontier.c[expected > 0.0]))
            np.testing.assert_array_equal(y, np.log10(expected[expected > 0.0]))
        x, _ = view.panel("frontier").best[repair].graphics.getData()
        assert 10.0 ** x[0] == pytest.approx(getattr(frontier, f"best_{repair}"))
    assert 10.0 ** view.panel("frontier").line.value() == pytest.approx(3.0)


def test_the_dimension_line_is_exact(qtbot: QtBot) -> None:
    view = page(qtbot)
    # Equal stds: chi-square + 1 = exp(distance^2), and so much more for each dimension.
    view.draw(*answered(CASES["one dimension"]))
    d, height = view.panel("dimensions").exact.graphics.getData()
    np.testing.assert_allclose(height, -d * 0.25 / math.log(10.0), rtol=1e-12)


def test_infinite_variance_is_said_in_words(qtbot: QtBot) -> None:
    view = page(qtbot)
    view.draw(*answered(CASES["infinite variance"]))
    said = words(view)
    for words_there in (
        "limit 0: χ² = ∞",
        "exact 0.556",
        "Var w = ∞: no bar can be trusted",
        "plain: ∞",
        "exact 0: χ² = ∞",
        "χ² = ∞, as 1.5 ≥ √2",
    ):
        assert words_there in said
    assert len(view.panel("ess").exact.graphics.getData()[0]) == 0
    assert len(view.panel("dimensions").exact.graphics.getData()[0]) == 0
    assert view.panel("map").boundary.value() == pytest.approx(0.5 * math.log10(2.0))


def test_what_is_too_large_for_a_double_is_not_called_infinite(qtbot: QtBot) -> None:
    view = page(qtbot)
    view.draw(*answered(CASES["60 std apart"]))
    said = words(view)
    assert "limit below 10⁻³⁰⁸" in said
    assert "plain: above 1.8 × 10³⁰⁸" in said
    assert "beyond the map: (1, 60)" in said
    assert "∞" not in said


def test_the_blind_demonstration_says_what_is_missing(qtbot: QtBot) -> None:
    view = page(qtbot)
    view.draw(*answered(CASES["one dimension"], blind_ess=True))
    view.grab()
    said = words(view)
    assert "p is a mixture in this demonstration" in said
    assert "no clipping can repair" in said
    assert not view.panel("map").handle.isVisible()
    assert not view.panel("frontier").line.isVisible()
    assert all(np.all(np.isfinite(numbers)) for numbers in drawn_numbers(view))
    view.draw(*answered(CASES["one dimension"]))
    assert view.panel("map").handle.isVisible()
    assert view.panel("frontier").line.isVisible()


def test_undefined_entries_are_left_out(qtbot: QtBot) -> None:
    view = page(qtbot)
    session, result = answered(CASES["one dimension"])
    plain, error = result.estimates.plain.copy(), result.estimates.psis_error.copy()
    plain[:3], error[-1] = math.inf, math.inf
    poisoned = dataclasses.replace(result.estimates, plain=plain, psis_error=error)
    view.draw(session, with_figures(result, estimates=poisoned))
    view.grab()
    assert all(np.all(np.isfinite(numbers)) for numbers in drawn_numbers(view))
    assert len(view.panel("estimates").curves["plain"].graphics.getData()[0]) == len(plain) - 3


def test_only_what_is_shown_is_asked_for(qtbot: QtBot, tmp_path: Path) -> None:
    view = page(qtbot, SMALL)
    session, result = answered(CASES["one dimension"])
    view.draw(session, result)
    assert view.shown_figures(session)[0] == "histogram"
    assert "variance_map" not in view.shown_figures(session)
    asked = view.shown_figures(session.replace(views={PAGE: "map"}))
    assert asked[0] == "variance_map"
    np.save(tmp_path / "ratios.npy", np.linspace(-0.5, 0.4, 50))
    source = DataSource(str(tmp_path / "ratios.npy"), "log-ratios", ("1",))
    on_data = session.replace(scene=session.scene.replace(data=source))
    assert "estimates" not in view.shown_figures(on_data)
    assert "clipping" in view.applying(on_data)
    assert "map" not in view.applying(on_data)
