"""The Gradients page in little room, in large type and in print."""

import math

import numpy as np
import pytest
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from gui.figure.file import settle
from gui.look.theme import LIGHT
from gui.pages.gradient_variance.against_n import AgainstNPanel
from gui.pages.gradient_variance.arrows import ArrowsPanel
from gui.pages.gradient_variance.bars import VariancesPanel
from gui.pages.gradient_variance.baseline import BaselinePanel
from gui.pages.gradient_variance.cloud import CloudPanel
from gui.pages.gradient_variance.groups import least_room
from gui.pages.gradient_variance.view import PageView
from gui.plotkit.corner_note import CornerNote
from gui.plotkit.plot_text import plot_font
from tests.gui.pages.gradient_variance.test_view import PAGE, answered, page, words


def test_all_six_need_room(qtbot: QtBot) -> None:
    view = page(qtbot, 700, 400)
    view.draw(*answered(plots="all six"))
    assert len(view.plots) == 3
    assert "too small" in words(view)
    view.resize(1200, 700)
    view.grab()
    assert len(view.plots) == 8
    assert "too small" not in words(view)


@pytest.mark.parametrize("estimators", ["usual", "all"])
def test_all_six_keep_apart_in_the_least_room(qtbot: QtBot, estimators: str) -> None:
    session, result = answered(plots="all six", estimators=estimators, sampling="off-policy")
    width, height = least_room(len(session.options[PAGE].names))
    view = page(qtbot, round(width), math.ceil(height))
    view.draw(session, result)
    settle(view)
    assert len(view.plots) == 8
    plot = view.plots[0]
    row = plot.vb.height() / (plot.vb.viewRange()[1][1] - plot.vb.viewRange()[1][0])
    assert row >= 0.9 * QFontMetricsF(plot_font()).height()
    for each in view.plots:
        whole = each.mapRectToScene(each.rect())
        assert whole.right() <= width
        assert whole.bottom() <= height
        for note in each.vb.childItems():
            if isinstance(note, CornerNote) and note.isVisible():
                assert note.width() <= each.vb.width(), note.text
                assert note.height() <= each.vb.height(), note.text
    view.resize(round(width), int(height) - 2)
    view.grab()
    assert len(view.plots) == 3


def test_room_counts_in_the_units_of_large_type(qtbot: QtBot) -> None:
    view = PageView(LIGHT.scaled(1.35, 1.8))
    qtbot.addWidget(view)
    view.resize(1100, 680)
    view.grab()
    view.draw(*answered(plots="all six", estimators="all"))
    assert len(view.plots) == 3
    view.resize(1500, 950)
    view.grab()
    assert len(view.plots) == 8


def test_symbols_and_arrow_heads_grow_with_the_type(qtbot: QtBot) -> None:
    session, result = answered(plots="all six")
    views = [PageView(theme) for theme in (LIGHT, LIGHT.scaled(1.5, 1.8))]
    for view in views:
        qtbot.addWidget(view)
        view.resize(1800, 1100)
        view.grab()
        view.draw(session, result)
    usual, large = (view.group for view in views)
    for pair in (
        (usual.of(CloudPanel)[0].cross.graphics, large.of(CloudPanel)[0].cross.graphics),
        (usual.of(BaselinePanel)[0].line.grip, large.of(BaselinePanel)[0].line.grip),
        (usual.of(VariancesPanel)[0].dots_measured, large.of(VariancesPanel)[0].dots_measured),
        (
            usual.of(AgainstNPanel)[0].points["pathwise"].graphics,
            large.of(AgainstNPanel)[0].points["pathwise"].graphics,
        ),
    ):
        # A size of -1 stands for that of all.
        own, each = ([item.data["size"] for item in pair], [item.opts["size"] for item in pair])
        small, big = (np.where(a < 0, b, a) for a, b in zip(own, each, strict=True))
        assert big == pytest.approx(1.5 * small)
    for plot in large.of(ArrowsPanel):
        for name, head in plot.heads.items():
            assert head.opts["headWidth"] > plot.shafts[name].graphics.opts["pen"].widthF()
