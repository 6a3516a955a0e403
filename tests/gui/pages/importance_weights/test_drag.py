"""What a hand does to the weights page's picture, as sessions that it proposes."""

import dataclasses
import math

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.page.scene import Scene
from tests.gui.pages.importance_weights.test_view import CASES, PAGE, G, answered, page, words
from tests.helpers.hand import Drag


@dataclasses.dataclass
class Click:
    """What pyqtgraph tells an item about a click."""

    twice: bool

    def double(self) -> bool:
        return self.twice

    def button(self) -> Qt.MouseButton:
        return Qt.MouseButton.LeftButton

    def accept(self) -> None:
        pass

    def ignore(self) -> None:
        pass


def drag(item: pg.GraphicsObject, positions: list[tuple[float, float]]) -> None:
    at = item.pos()
    start = (at.x(), at.y())
    for index, position in enumerate(positions):
        last = index == len(positions) - 1
        item.mouseDragEvent(Drag(item, start, position, index == 0, last))


@pytest.mark.parametrize("plot", ["histogram", "frontier"])
@pytest.mark.parametrize("scale", ["log10 w", "w"])
def test_dragged_clip_proposes_sessions_of_one_gesture(qtbot: QtBot, plot: str, scale: str) -> None:
    view = page(qtbot)
    session, result = answered(CASES["one dimension"], histogram=scale)
    view.draw(session, result)
    proposals = []
    view.proposed.connect(lambda new, gesture: proposals.append((new, gesture)))
    linear = plot == "histogram" and scale == "w"
    place = {c: c if linear else math.log10(c) for c in (2.0, 3.0, 5.0)}
    line = view.panel(plot).line
    drag(line, [(place[2.0], 0.0), (place[3.0], 0.0)])
    drag(line, [(place[5.0], 0.0)])
    clips = [new.options[PAGE].clip for new, _ in proposals]
    assert clips == pytest.approx([2.0, 3.0, 5.0])
    gestures = [gesture for _, gesture in proposals]
    assert gestures[0] == gestures[1] != gestures[2]
    assert all(new.scene == session.scene for new, _ in proposals)


def test_clip_stays_in_its_range(qtbot: QtBot) -> None:
    view = page(qtbot)
    view.draw(*answered(CASES["one dimension"]))
    clips = []
    view.proposed.connect(lambda new, _: clips.append(new.options[PAGE].clip))
    drag(view.panel("frontier").line, [(-30.0, 0.0), (40.0, 0.0)])
    assert clips == pytest.approx([1e-3, 1e9])


def test_dragged_point_of_the_map_proposes_another_p(qtbot: QtBot) -> None:
    view = page(qtbot)
    session, result = answered(Scene(G(1.0, 2.0), G(0.5, 2.0)))
    view.draw(session, result)
    view.grab()
    proposals = []
    view.proposed.connect(lambda new, gesture: proposals.append((new, gesture)))
    drag(view.panel("map").handle, [(math.log10(0.5), 1.0), (math.log10(1.2), -2.0)])
    drag(view.panel("map").handle, [(5.0, 50.0)])
    found = [(new.scene.p.std[0], new.scene.p.mean[0]) for new, _ in proposals]
    np.testing.assert_allclose(found[:2], [(1.0, 2.5), (2.4, -3.5)], atol=0.1)
    # Beyond the map, its corner.
    edges = result.variance_map.ratio[-1], result.variance_map.distance[-1]
    np.testing.assert_allclose(found[2], (2.0 * edges[0], 0.5 + 2.0 * edges[1]), rtol=0.02)
    gestures = [gesture for _, gesture in proposals]
    assert gestures[0] == gestures[1] != gestures[2]
    assert all(new.scene.q == session.scene.q for new, _ in proposals)
    assert all(new.options == session.options for new, _ in proposals)


def test_the_map_cannot_be_dragged_in_two_dimensions(qtbot: QtBot) -> None:
    view = page(qtbot)
    view.draw(*answered(CASES["two dimensions"]))
    assert not view.panel("map").handle.isVisible()
    assert view.panel("map").here.isVisible()
    assert "worst of 2 directions" in words(view)


def test_a_double_click_on_the_point_of_the_map_resets_p(qtbot: QtBot) -> None:
    view = page(qtbot)
    session, result = answered(Scene(G(1.0, 2.0), G(0.5, 2.0)))
    view.draw(session, result)
    proposals = []
    view.proposed.connect(lambda new, gesture: proposals.append(new))
    view.panel("map").handle.mouseClickEvent(Click(twice=False))
    view.panel("map").handle.mouseClickEvent(Click(twice=True))
    [new] = proposals
    assert new.scene == session.scene.replace(p=Scene().p)
