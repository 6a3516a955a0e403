"""The Evidence page's picture: the result's arrays, handles, and no NaN in any case."""

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
from gui.pages.evidence_bound.view import PageView
from gui.plotkit.words import plain
from tests.helpers.hand import Drag

G = Gaussian.from_std
PAGE = page_named("evidence-bound")
CASES = {
    "usual": (Scene(G(0, 1), G(1, 1)), {}),
    "posterior": (Scene(G(0, 1), G(0.8, 0.2**0.5)), {}),
    "exactly the posterior": (Scene(G(0, 1), G(0.5, 0.5**0.5)), {"s": 1.0}),
    "narrow": (Scene(G(0, 1), G(0.8, 0.1)), {}),
    "too far": (Scene(G(0, 1), G(-500, 40)), {"s": 0.1}),
    "three coordinates": (Scene(G([0] * 3, 1), G([1, 0, 2], [1, 1, 0.1])), {"k": 1}),
    "few samples": (Scene(G(0, 1), G(1, 1), samples=100), {"k": 4_096}),
}


def answered(case: str) -> tuple[Session, Result]:
    scene, options = CASES[case]
    scene = scene.replace(samples=min(scene.samples, 5_000))
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
        if not card.applies(session):
            continue
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
        assert "inf" not in said.lower().replace("infinite", "")


def test_plots_hold_the_results_arrays(qtbot: QtBot) -> None:
    view, (session, result) = page(qtbot), answered("usual")
    view.draw(session.replace(views={PAGE.name: "bounds"}), result)
    x, y = view.panel("bounds").exact.graphics.getData()
    np.testing.assert_array_equal(x, np.log10(result.bounds.k))
    np.testing.assert_array_equal(y, result.bounds.exact)
    x, y = view.panel("signals").curves[0].graphics.getData()
    np.testing.assert_allclose(10.0**y, result.signals.ratio[0])


def test_handles_change_q_and_the_model(qtbot: QtBot) -> None:
    view, (session, result) = page(qtbot), answered("usual")
    view.draw(session.replace(views={PAGE.name: "densities"}), result)
    view.grab()
    proposed: list[Session] = []
    view.proposed.connect(lambda session, _gesture: proposed.append(session))
    points = view.panel("densities").points
    for key, to in {("q", "mean"): 0.5, ("q", "spread"): 1.5, ("likelihood", "mean"): 2.0,
                    ("likelihood", "spread"): 1.25, ("prior", "spread"): -2.0}.items():  # fmt: skip
        handle = points[key].handle
        start = handle.pos().x(), handle.pos().y()
        handle.mouseDragEvent(Drag(handle, start, start, first=True))
        handle.mouseDragEvent(Drag(handle, start, (to, start[1]), last=True))
    q = proposed[1].scene.q, proposed[3].scene.q
    assert q[0].mean[0] == pytest.approx(0.5, abs=0.01)
    assert q[1].std[0] == pytest.approx(0.5, abs=0.01)
    options = [each.options[PAGE.name].values() for each in proposed]
    assert options[5]["x"] == pytest.approx(2.0, abs=0.01)
    assert options[7]["s"] == pytest.approx(0.25, abs=0.01)
    assert options[9]["tau"] == pytest.approx(2.0, abs=0.01)
    hidden = view.hidden_in_files()
    assert all(point.handle in hidden for point in points.values())
