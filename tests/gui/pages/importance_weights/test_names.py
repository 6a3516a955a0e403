"""Names inside the plots of the weights page stand beside what they name, clear of error bars."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.importance_weights.page import PAGE
from engine.session.session import Session
from gui.look.theme import LIGHT
from gui.pages.importance_weights.view import PageView
from gui.plotkit.clear_spot import LEAST, TALL
from gui.plotkit.items import Bars
from gui.plotkit.panel import Panel

P = Gaussian([0.0, 0.0], [[1.0, 0.3], [0.3, 1.0]])
LARGE = (1100, 2000)  # in which nothing is folded


def apart(panel: Panel) -> list[float]:
    """From each name to the next error bar, in pixels."""
    (left, right), (low, high) = panel.box.viewRange()
    across = panel.box.width() / (right - left)
    up = panel.box.height() / (high - low)
    x, bottom, top = np.hstack(
        [item.data for item in panel.items if isinstance(item, Bars) and len(item.data[0])]
    )
    found = []
    for _item, run, spot in panel.near.placed:
        half = 0.5 * panel.near._writer.width(run)
        aside = np.abs((x - left) * across - spot.x) - half
        below = (high - top) * up - spot.y - 0.5 * TALL
        above = spot.y - 0.5 * TALL - (high - bottom) * up
        away = np.hypot(np.maximum(aside, 0.0), np.maximum(np.maximum(below, above), 0.0))
        found.append(float(away.min()))
    return found


@pytest.mark.parametrize("mean", [0.3, 0.45, 0.6, 0.75])
def test_names_are_clear_of_error_bars(qtbot: QtBot, mean: float) -> None:
    view = PageView(LIGHT)
    qtbot.addWidget(view)
    view.resize(*LARGE)
    view.grab()
    q = Gaussian([mean, 0.0], [[1.2, 0.0], [0.0, 1.0]])
    session = Session(Scene(P, q, samples=5_000), page=PAGE.name)
    view.draw(session, PAGE.compute(session.scene, session.options[PAGE.name], Run(threads=1)))
    found = apart(view.panel("estimates"))
    assert len(found) > 2
    assert min(found) >= LEAST - 1e-6
