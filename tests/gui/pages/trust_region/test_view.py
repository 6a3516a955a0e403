"""The Trust region page's picture: the result's arrays, handles, and no NaN in any case."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.page import page_named
from engine.page.result import Result
from engine.page.scene import Scene
from engine.session.session import Session
from gui.look.theme import DARK, LIGHT
from gui.pages.trust_region.view import PageView
from gui.plotkit.words import plain
from tests.helpers.hand import Drag

G = Gaussian.from_std
PAGE = page_named("trust-region")
CASES = {
    "usual": (Scene(G(0, 1), G(1, 1)), {}),
    "no gradient": (Scene(G(0, 1), G(0, 1)), {"objective": "linear", "k": 0.0}),
    "large delta": (Scene(G(0, 1), G(0, 1)), {"delta": 5.0}),
    "tiny delta": (Scene(G(0, 1), G(1, 1)), {"delta": 1e-12}),
    "far": (Scene(G(1e6, 1), G(-3, 1e-3)), {}),
    "runs away": (Scene(G(0, 1), G(1, 1)), {"objective": "cubic", "factor": 1.0, "steps": 200}),
    "axes": (Scene(G([0, 0], 1), G([1, 0], [1, 2])), {"direction": 2}),
    "correlated": (Scene(G([0, 0], 1), G([1, 0], [1, 2], 0.5)), {"objective": "quartic"}),
    "five": (Scene(G([0] * 5, 1), G([1] * 5, 1, 0.3)), {"steps": 3}),
}


def answered(case: str) -> tuple[Session, Result]:
    scene, options = CASES[case]
    scene = scene.replace(samples=2_000)
    session = Session(scene, page=PAGE.name).with_options(PAGE.name, PAGE.options(**options))
    return session, PAGE.compute(scene, session.options[PAGE.name], Run(threads=1))


def page(qtbot: QtBot, theme=LIGHT) -> PageView:
    view = PageView(theme)
    qtbot.addWidget(view)
    view.resize(1100, 720)
    view.grab()
    return view


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("case", CASES)
def test_every_plot_is_drawn_in_every_case(qtbot: QtBot, case: str, theme) -> None:
    session, result = answered(case)
    view = page(qtbot, theme)
    for card in PageView.cards:
        # In light each is the first that a view shows, in dark one view shows them in turn.
        if theme is LIGHT:
            view = page(qtbot, theme)
        view.draw(session.replace(views={PAGE.name: card.name}), result)
        view.grab()
        panel = view.panel(card.name)
        assert np.all(np.isfinite(panel.plot.vb.viewRange()))
        head = view.board.frames[card.name].header
        said = " ".join(plain(line) for line in (*head.headline, *head.notes))
        assert "nan" not in said.lower()


def test_plots_hold_the_results_arrays(qtbot: QtBot) -> None:
    view, (session, result) = page(qtbot), answered("usual")
    view.draw(session, result)
    panel, plane = view.panel("plane"), result.plane
    for curve, line in zip(panel.balls[0], plane.old_new, strict=True):
        np.testing.assert_array_equal(curve.graphics.getData(), (line.x, line.y))
    x, y = panel.ends["best"].graphics.getData()
    place = plane.names.index("best")
    assert (x[0], y[0]) == (plane.end_mean[place], plane.end_std[place])
    words = plain(panel.words_at(*plane.old))
    assert words.startswith("KL(old∥new) 0, ")


@pytest.mark.parametrize(("case", "key"), [("usual", ("q", 1)), ("axes", ("p", 2))])
def test_one_drag_moves_mean_and_std(qtbot: QtBot, case: str, key: tuple[str, int]) -> None:
    view, (session, result) = page(qtbot), answered(case)
    view.draw(session, result)
    view.grab()
    proposed: list[Session] = []
    view.proposed.connect(lambda session, _gesture: proposed.append(session))
    handle = view.panel("plane").points[key].handle
    assert handle.isVisible()
    start = handle.pos().x(), handle.pos().y()
    handle.mouseDragEvent(Drag(handle, start, start, first=True))
    handle.mouseDragEvent(Drag(handle, start, (start[0] - 0.3, start[1] + 0.2), last=True))
    before, after = (getattr(each.scene, key[0]) for each in (session, proposed[-1]))
    axis = key[1] - 1
    assert after.mean[axis] == pytest.approx(before.mean[axis] - 0.3, abs=0.01)
    assert after.std[axis] == pytest.approx(before.std[axis] + 0.2, abs=0.01)


def test_along_no_axis_nothing_is_dragged(qtbot: QtBot) -> None:
    view, (session, result) = page(qtbot), answered("correlated")
    view.draw(session, result)
    assert not any(point.handle.isVisible() for point in view.panel("plane").points.values())


def test_paths_can_be_played(qtbot: QtBot) -> None:
    view, (session, result) = page(qtbot), answered("usual")
    view.draw(session.replace(views={PAGE.name: "paths"}), result)
    proposed: list[Session] = []
    view.proposed.connect(lambda session, _gesture: proposed.append(session))
    view.panel("paths").player.toggle()
    assert proposed[0].options[PAGE.name].values()["shown"] == 0
    view.panel("paths").player.stop()
