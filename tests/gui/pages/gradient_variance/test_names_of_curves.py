"""A name stands beside its own curve, also where another has the same colour."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.core.run import Run
from engine.page.page import page_named
from engine.session.session import Session
from gui.figure.view import view_class
from gui.look.theme import LIGHT
from gui.plotkit.clear_spot import TALL

LARGE = (1100, 2400)  # in which nothing is folded
PAGE = page_named("gradient-variance")


@pytest.mark.parametrize("b", [-2.0, 0.0, 1.0, 3.0, 6.0])
def test_each_name_is_nearest_to_its_own_curve(qtbot: QtBot, b: float) -> None:
    view = view_class(PAGE.name)(LIGHT)
    qtbot.addWidget(view)
    view.resize(*LARGE)
    view.grab()
    session = Session(page=PAGE.name)
    options = session.options[PAGE.name].replace(baseline=b)
    session = session.with_options(PAGE.name, options)
    scene = session.scene.replace(samples=2_000)
    view.draw(session, PAGE.compute(scene, options, Run(threads=1)))
    panel = view.panel("baseline")
    near = panel.near
    curves = {item: near._points_of_symbols(item) for item, _run, _spot in near.placed}
    assert len(curves) > 1
    assert len({item.color.rgba() for item in curves}) == 1
    for item, run, spot in near.placed:
        half = 0.5 * near._writer.width(run)
        away = {}
        for each, points in curves.items():
            aside = np.maximum(np.abs(points[:, 0] - spot.x) - half, 0.0)
            above = np.maximum(np.abs(points[:, 1] - spot.y) - 0.5 * TALL, 0.0)
            away[each] = np.hypot(aside, above).min()
        assert min(away, key=away.get) is item, item.name
