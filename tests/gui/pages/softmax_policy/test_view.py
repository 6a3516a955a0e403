"""The softmax page: its pictures, their ranges, and how they fit."""

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from engine.core.run import Run
from engine.page.result import Result
from engine.page.scene import Scene
from engine.pages.softmax_policy.page import PAGE as SOFTMAX
from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.figure.file import figure_image
from gui.look.theme import DARK, LIGHT
from gui.pages.softmax_policy.actions import share_text
from gui.pages.softmax_policy.looks import POLICY, SOFTENED, ZEROTH, ZEROTH_BASELINES
from gui.pages.softmax_policy.view import PageView
from gui.plotkit.size import NAMES
from gui.plotkit.words import face, plain
from tests.helpers.softmax import softmax_options

PAGE = "softmax-policy"
CASES = {
    **{f"K = {k}": {"actions": k} for k in (2, 3, 6, 10)},
    "equal rewards": {"actions": 3, "reward_1": 2.0, "reward_2": 2.0, "reward_3": 2.0},
    "certain": {"logit_2": 1e6},
    "greedy": {"temperature": 1e-6},
    "even": {"temperature": 1e6},
    "tiny perturbation": {"epsilon": 1e-6},
    "huge perturbation": {"epsilon": 1e6},
    "huge rewards": {"reward_1": 1e9, "reward_2": -1e9},
    "tiny rewards": {"actions": 2, "reward_1": 1e-300, "reward_2": 0.0},
    "standardised": {"standardise": True},
    "start of the ascent": {"shown": 0.0},
    "one step": {"steps": 1},
}


def answered(**options: object) -> tuple[Session, Result]:
    session = Session(Scene(samples=2000), page=PAGE).with_options(PAGE, softmax_options(**options))
    return session, SOFTMAX.compute(session.scene, session.options[PAGE], Run(threads=1))


def page(qtbot: QtBot, width: int = 1100, height: int = 2200, theme=LIGHT) -> PageView:
    # No fixture: pytest would hold the page, and with it its menus, beyond the test's end.
    view = PageView(theme)
    qtbot.addWidget(view)
    view.resize(width, height)
    view.grab()  # lays out
    return view


def drawn_numbers(view: PageView) -> list[np.ndarray]:
    found = [np.array(axis) for plot in plots_of(view) for axis in plot.vb.viewRange()]
    for plot in plots_of(view):
        for item in plot.items:
            if isinstance(item, pg.PlotCurveItem | pg.ScatterPlotItem):
                found.extend(np.asarray(data, dtype=float) for data in item.getData())
            elif isinstance(item, pg.BarGraphItem):
                found.append(np.asarray(item.opts["height"], dtype=float))
            elif isinstance(item, pg.InfiniteLine):
                found.append(np.array([item.value()]))
    return found


def plots_of(view: PageView) -> list[pg.PlotItem]:
    return [view.panel(name).plot for name in view.board.shown]


def words(view: PageView) -> str:
    heads = [frame.header for frame in view.board.frames.values()]
    lines = [line for head in heads for line in (*head.headline[:1], *head.notes)]
    return " ".join([*(head.title for head in heads), *(plain(line) for line in lines)])


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("height", [400, 2200])
def test_draws_only_finite_numbers(qtbot: QtBot, case: str, height: int) -> None:
    view = page(qtbot, 700, height)
    view.draw(*answered(**CASES[case]))
    view.grab()
    assert all(np.all(np.isfinite(numbers)) for numbers in drawn_numbers(view))
    assert all(np.all(np.abs(numbers) <= 1e31) for numbers in drawn_numbers(view))
    assert "nan" not in words(view).lower()


def test_every_card_can_be_the_main_plot(qtbot: QtBot) -> None:
    view = page(qtbot, height=500, theme=DARK)
    session, result = answered()
    for card in PageView.cards:
        view.draw(session.replace(views={PAGE: card.name}), result)
        view.grab()
        assert view.board.main == card.name


def test_the_pictures_hold_the_results_arrays(qtbot: QtBot) -> None:
    view = page(qtbot)
    session, result = answered()
    view.draw(session, result)
    heights = view.panel("logits").entries.graphics.opts["height"]
    np.testing.assert_array_equal(heights, result.actions.logits)
    np.testing.assert_array_equal(
        view.panel("gradients").estimates["mean"].dots.graphics.getData()[1],
        result.gradients.estimate[1],
    )
    bars = [each.graphics.opts for each in view.panel("variance").exact.values()]
    tops = np.concatenate([each["y0"] + each["height"] for each in bars])
    np.testing.assert_allclose(10.0**tops, result.gradients.variance, rtol=1e-12)
    session, result = answered()
    view.draw(session, result)
    x, y = view.panel("epsilon").exact.graphics.getData()
    np.testing.assert_allclose(10.0**x, result.against_epsilon.x)
    np.testing.assert_array_equal(y, result.against_epsilon.exact)
    session, result = answered(shown=30.0)
    view.draw(session, result)
    assert len(view.panel("ascent").paths["policy"].graphics.getData()[0]) == 101
    assert len(view.panel("ascent").walked["policy"].graphics.getData()[0]) == 31
    session, result = answered()
    view.draw(session, result)
    np.testing.assert_array_equal(
        view.panel("rearrangement").line.graphics.getData()[1], result.rearranged.values
    )


def test_exports_show_no_grips(qtbot: QtBot) -> None:
    view = page(qtbot, height=680)
    view.draw(*answered())
    grips = view.hidden_in_files()
    assert view.panel("logits").grips.graphics in grips
    assert all(grip.isVisible() for grip in grips)
    before = figure_image(view, 1)
    for grip in grips:
        grip.hide()
    assert figure_image(view, 1) == before


def test_the_page_fits_the_smallest_window(qtbot: QtBot, dressed) -> None:
    window = MainWindow(Session(Scene(samples=2000), page=PAGE))
    qtbot.addWidget(window)
    window.resize(1024, 700)
    window.show()
    answers: list[bool] = []
    window.drawn.connect(lambda answer: answers.append(not answer.preview))
    qtbot.waitUntil(lambda: any(answers), timeout=10_000)
    assert window.size().toTuple() == (1024, 700)
    view = window.frame.view
    right = max(plot.vb.sceneBoundingRect().right() for plot in plots_of(view))
    assert right <= view.figure.viewport().width()
    window.close()


def test_shares_are_short() -> None:
    texts = [share_text(share) for share in (0.0, 1e-9, 0.004, 0.0051, 0.42, 0.996, 1.0)]
    assert texts == ["0", "<1", "<1", "1", "42", "100", "100"]


@pytest.mark.parametrize(("width", "named"), [(720, False), (1400, True)])
def test_names_of_ten_actions_keep_apart(qtbot: QtBot, width: int, named: bool) -> None:
    view = page(qtbot, width, 400)
    session, result = answered(actions=10)
    view.draw(session.replace(views={PAGE: "orders"}), result)
    view.grab()
    shares = view.panel("orders").plot
    names = [text for _, text in shares.getAxis("bottom")._tickLevels[0]]
    assert len(names) == 10
    assert all(("(" in name) == named for name in names)
    assert ("(and r)" in words(view)) == named
    widest = max(map(QFontMetricsF(face(NAMES)).horizontalAdvance, names))
    assert widest < shares.vb.width() / 10


def test_no_two_lines_of_the_direction_share_a_colour() -> None:
    roles = [role for role, *_ in ZEROTH_BASELINES.values()]
    roles += [POLICY, ZEROTH, SOFTENED, "truth"]
    for theme in (LIGHT, DARK):
        assert len({getattr(theme, role) for role in roles}) == len(roles)
