"""The Gradients page's pictures: the result's arrays, drawn in every case without a NaN."""

import math
from dataclasses import replace

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.result import Result
from engine.page.scene import Scene
from engine.pages.gradient_variance.options import Options
from engine.pages.gradient_variance.page import PAGE as GRADIENTS
from engine.session.session import Session
from gui.look.contrast import contrast
from gui.look.theme import LIGHT, THEMES
from gui.pages.gradient_variance.bars import VariancesPanel
from gui.pages.gradient_variance.colors import STYLES, estimator_color
from gui.pages.gradient_variance.view import PageView
from gui.plotkit.size import NAMES
from gui.plotkit.words import face, plain

G = Gaussian.from_std
PAGE = "gradient-variance"
UNIT = Scene(G(1.0, 1.0), G(0.0, 1.0))
CASES = {
    "one dimension": (UNIT, {}),
    "off-policy": (UNIT.replace(q=G(0.5, 1.5)), {"sampling": "off-policy"}),
    "infinite variance": (UNIT.replace(q=G(0.5, 0.5)), {"sampling": "off-policy"}),
    "step": (UNIT, {"objective": "step"}),
    "exp": (UNIT, {"objective": "exp", "k": 0.0}),
    "equal rewards": (UNIT, {"objective": "linear", "k": 0.0}),
    "zero variance": (UNIT, {"k": 1.0}),
    "one sample": (UNIT, {"batch_size": 1}),
    "three samples": (UNIT, {"batch_size": 3, "width": "log sigma"}),
    "two dimensions": (Scene(G([0.5, 0], [1, 1.3], 0.3), G([0, 0], 1.0)), {"objective": "cos"}),
    "five dimensions": (Scene(G([0.5] * 5, 1.0), G([0.0] * 5, 1.2)), {"coordinate": 5}),
    "identical": (Scene(G(0.0, 1.0), G(0.0, 1.0)), {"k": 0.0}),
    "narrow": (Scene(G(0.3, 1e-12), G(0.0, 1e3)), {}),
    "wide": (Scene(G(0.0, 1e12), G(1e6, 1e-12)), {}),
    "far": (Scene(G(1e12, 1.0), G(-1e12, 1.0)), {"objective": "quartic", "factor": 1e6}),
}


def answered(scene: Scene = UNIT, **options: object) -> tuple[Session, Result]:
    scene = scene.replace(samples=2_000)
    session = Session(scene, page=PAGE).with_options(PAGE, Options(**options))
    return session, GRADIENTS.compute(scene, session.options[PAGE], Run(threads=1))


def page(qtbot: QtBot, width: int = 1100, height: int = 2200) -> PageView:
    # No fixture: pytest would hold the page, and with it its menus, beyond the test's end.
    view = PageView(LIGHT)
    qtbot.addWidget(view)
    view.resize(width, height)
    view.grab()
    return view


def drawn_numbers(view: PageView) -> list[np.ndarray]:
    found = [np.array(axis) for plot in plots_of(view) for axis in plot.vb.viewRange()]
    for plot in plots_of(view):
        for item in plot.items:
            if isinstance(item, pg.PlotCurveItem | pg.ScatterPlotItem):
                data = [column for column in item.getData() if column is not None]
                found.extend(np.asarray(column, dtype=float) for column in data)
            elif isinstance(item, pg.ErrorBarItem) and item.opts["x"] is not None:
                keys = ("x", "y", "top", "bottom", "left", "right")
                found.extend(np.asarray(item.opts[k]) for k in keys if item.opts[k] is not None)
            elif isinstance(item, pg.BarGraphItem):
                found.extend(np.asarray(item.opts[key]) for key in ("x0", "x1", "y"))
            elif isinstance(item, pg.InfiniteLine):
                found.append(np.array([item.value()]))
    return found


def plots_of(view: PageView) -> list[pg.PlotItem]:
    return [view.panel(name).plot for name in view.board.shown]


def bars_of(view: PageView) -> list[VariancesPanel]:
    return [view.panel(name) for name in ("variances", "variances-sigma")]


def words(view: PageView) -> str:
    heads = [frame.header for frame in view.board.frames.values()]
    lines = [line for head in heads for line in (*head.headline[:1], *head.notes)]
    return " ".join(" ".join(plain(line) for line in lines).split())


@pytest.mark.parametrize(("scene", "options"), CASES.values(), ids=CASES.keys())
def test_every_case_is_drawn(qtbot: QtBot, scene: Scene, options: dict) -> None:
    view = page(qtbot)
    view.draw(*answered(scene, estimators="all", **options))
    view.grab()
    assert len(plots_of(view)) == 10
    for numbers in drawn_numbers(view):
        assert np.all(np.isfinite(numbers))
    assert "nan" not in words(view).lower()


def test_bars_and_markers_stand_at_the_variances(qtbot: QtBot) -> None:
    view = page(qtbot)
    session, result = answered(UNIT.replace(q=G(0.2, 1.5)), estimators="all", sampling="off-policy")
    view.draw(session, result)
    found = result.variances
    for plot in bars_of(view):
        exact, measured = found.exact[:, plot.which], found.measured[:, plot.which]
        ends = plot.rows.opts["x1"]
        assert ends == pytest.approx(np.log10(exact[exact > 0.0]), rel=1e-12)
        x, y = plot.dots_measured.getData()
        assert x == pytest.approx(np.log10(measured[measured > 0.0]), rel=1e-12)
        assert y == pytest.approx(-np.flatnonzero(measured > 0.0))
        symbols = plot.dots_measured.data["symbol"].tolist()
        shown = [name for name, value in zip(found.names, measured, strict=True) if value > 0.0]
        assert symbols == [STYLES[name].symbol for name in shown]
    labels = [text for _, text in plots_of(view)[0].getAxis("left")._tickLevels[0]]
    assert labels == [STYLES[name].label for name in found.names]


def test_bias_and_what_is_missing_stand_in_the_rows(qtbot: QtBot) -> None:
    view = page(qtbot)
    view.draw(*answered(estimators="all", batch_size=4, objective="step", k=1.3))
    said = {text.toPlainText() for plot in bars_of(view) for text in plot.texts
            if text.isVisible()}  # fmt: skip
    assert {"none", "not by σ"} < said
    assert any(word.startswith("bias −0.0") for word in said)
    view.draw(*answered(UNIT.replace(q=G(0.0, 0.5)), sampling="off-policy"))
    said = {t.toPlainText() for plot in bars_of(view) for t in plot.texts if t.isVisible()}
    assert "∞" in said


def test_one_colour_and_marker_an_estimator_on_every_plot(qtbot: QtBot) -> None:
    assert len({style.color for style in STYLES.values()}) == len(STYLES) == 18
    looks = {(style.color, style.symbol, style.dashes) for style in STYLES.values()}
    assert len(looks) == 18
    view = page(qtbot)
    view.draw(*answered(estimators="all"))
    cloud = view.panel("cloud")
    for name in STYLES:
        color = estimator_color(name, LIGHT).name()
        lines = [cloud.ellipses[name]]
        lines += [view.panel(card).curves[name] for card in ("against-n", "against-k")]
        for line in lines:
            assert line.graphics.opts["pen"].color().name() == color
            assert list(line.graphics.opts["pen"].dashPattern()) == pytest.approx(
                STYLES[name].dashes
            )
        centre = cloud.centres[name]
        assert centre.graphics.opts["symbol"] == STYLES[name].symbol
        assert pg.mkBrush(centre.graphics.opts["brush"]).color().name() == color


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_line_is_seen_on_its_ground(theme) -> None:
    for name in STYLES:
        assert contrast(estimator_color(name, theme).name(), theme.plot) > 1.9, name


def test_every_estimator_has_a_row_for_its_name(qtbot: QtBot) -> None:
    view = page(qtbot, 900, 560)
    view.draw(*answered(estimators="all", sampling="off-policy", objective="cos"))
    view.grab()
    plot = view.panel("variances").plot
    row = plot.vb.height() / (plot.vb.viewRange()[1][1] - plot.vb.viewRange()[1][0])
    metrics = QFontMetricsF(face(NAMES))
    assert row >= 0.75 * metrics.height()  # ascent and descent of letters, without the leading
    widest = max(metrics.horizontalAdvance(style.label) for style in STYLES.values())
    assert widest < plot.getAxis("left").width()


def test_curves_dots_and_crossings(qtbot: QtBot) -> None:
    view = page(qtbot)
    session, result = answered()
    view.draw(session, result)
    by_mu, by_sigma = view.panel("against-k"), view.panel("against-k-sigma")
    x, y = by_mu.crossings.graphics.getData()
    assert x == pytest.approx(result.against_k.crossing_k)
    assert y == pytest.approx([math.log10(4.0)] * 2)
    assert len(by_sigma.crossings.graphics.getData()[0]) == 0
    assert "|μ − k| = 1.913" in words(view)
    index = result.against_k.names.index("pathwise")
    x, y = by_sigma.curves["pathwise"].graphics.getData()
    assert x == pytest.approx(result.against_k.k)
    assert 10.0**y == pytest.approx(result.against_k.variance[:, index, 1])
    session, result = answered(objective="exp")
    view.draw(session, result)
    assert by_mu.axis.logarithmic
    assert by_mu.curves["pathwise"].graphics.getData()[0] == pytest.approx(
        np.log10(result.against_k.k)
    )


def test_arrows_end_at_the_gradients(qtbot: QtBot) -> None:
    view = page(qtbot)
    session, result = answered(Scene(G(0.0, 1.0), G(0.7, 0.9)))
    view.draw(session, result)
    view.grab()
    loss, reward = view.panel("losses"), view.panel("rewards")
    for plot, values in ((loss, result.kl_losses.loss), (reward, result.kl_losses.reward)):
        ends = dict(zip(("k1", "k2", "k3"), values, strict=True)) | {"truth": result.kl_losses.true}
        for name, end in ends.items():
            if not np.any(end):
                assert len(plot.points[name].graphics.getData()[0]) == 1
                continue
            head = plot.heads[name]
            assert (head.pos().x(), head.pos().y()) == pytest.approx(tuple(end))
            across, up = plot.plot.vb.viewPixelSize()
            assert across == pytest.approx(up, rel=1e-6)
            turned = math.radians(180.0 - head.opts["angle"])
            along = np.array([math.cos(turned), math.sin(turned)])
            assert along == pytest.approx(end / np.linalg.norm(end), abs=1e-12)
    assert "k1 (0, 0) none" in " ".join(words(view).split())
    assert "(0.7," in words(view)
    assert "(0.864," in words(view)


@pytest.mark.parametrize("exact", [math.nan, 0.0])
def test_rows_without_a_bar_are_drawn(qtbot: QtBot, exact: float) -> None:
    view = page(qtbot)
    session, result = answered()
    view.draw(session, result)
    for bars in bars_of(view):
        bars.draw(replace(bars._variances, exact=np.full_like(bars._variances.exact, exact)))
        assert len(bars.rows.opts["x1"]) == 0
    view.grab()
