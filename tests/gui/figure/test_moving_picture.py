"""While something moves a picture is drawn as far as there is time; at rest as if nothing had."""

import numpy as np
import pytest

from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from gui.figure import in_turn
from gui.figure.in_turn import InTurn
from tests.helpers.cards import answered, shown_view
from tests.helpers.pictures import pixels_of

SHOWN = ("main", "a", "b", "c")


def scene(mean):
    return Scene(Gaussian(0.0, 1.0), Gaussian(mean, 1.44), samples=5000)


@pytest.fixture
def no_time(monkeypatch):
    monkeypatch.setattr(in_turn, "BUDGET", -1.0)


def test_without_time_only_the_main_card_is_drawn(no_time):
    turns = InTurn()
    assert list(turns.order(SHOWN, SHOWN, all_of=False)) == ["main"]
    assert list(turns.order(SHOWN, ("a", "c"), all_of=False)) == []
    assert list(turns.order(SHOWN, SHOWN, all_of=True)) == list(SHOWN)


def test_the_cards_that_have_waited_longest_come_first(monkeypatch):
    monkeypatch.setattr(in_turn, "BUDGET", 0.0015)
    clock = iter(np.arange(0.0, 1.0, 0.001))
    monkeypatch.setattr(in_turn.time, "thread_time", lambda: float(next(clock)))
    turns = InTurn()
    drawn = [list(turns.order(SHOWN, SHOWN, all_of=False)) for _ in range(4)]
    assert drawn == [["main", "a"], ["main", "b"], ["main", "c"], ["main", "a"]]


def test_a_picture_that_has_moved_is_at_rest_that_of_a_new_view(qtbot, monkeypatch):
    monkeypatch.setattr(in_turn, "BUDGET", np.inf)
    moved, fresh = shown_view(qtbot), shown_view(qtbot)
    moved.moving = True
    for mean in (1.3, 0.4, 2.0, 0.9):
        moved.draw(*answered(scene(mean)))
        moved.grab()
    assert all(panel.box.coarse for panel in moved.board.panels.values())
    moved.come_to_rest()
    fresh.draw(*answered(scene(0.9)))
    for name in moved.board.shown:
        for mine, its in zip(moved.panel(name).items, fresh.panel(name).items, strict=True):
            assert all(map(np.array_equal, mine.data, its.data))
        assert moved.panel(name).box.viewRange() == fresh.panel(name).box.viewRange()
    # Names inside stay near where they were, as at every step at rest.
    for view in (moved, fresh):
        for panel in view.board.panels.values():
            panel._name_near(anew=True)
    assert np.array_equal(pixels_of(moved.grab().toImage()), pixels_of(fresh.grab().toImage()))


def versions(view):
    return {name: [i.version for i in view.panel(name).items] for name in view.board.shown}


def test_cards_that_had_no_turn_are_drawn_at_rest(qtbot, no_time):
    view = shown_view(qtbot)
    before = versions(view)
    view.moving = True
    view.draw(*answered(scene(0.3)))
    moving = versions(view)
    assert [name for name in moving if moving[name] != before[name]] == [view.board.main]
    view.come_to_rest()
    assert all(after != before[name] for name, after in versions(view).items())
    assert not view.moving


def test_a_range_stays_while_it_holds_what_moves_and_is_fitted_at_rest(qtbot):
    view = shown_view(qtbot)
    panel = view.panel("estimates")
    panel.move(True)
    panel.settle(x=(0.0, 1.0), y=(0.0, 10.0))
    shown = panel.box.viewRange()
    panel.settle(x=(0.05, 0.9), y=(1.0, 9.0))
    assert panel.box.viewRange() == shown
    panel.settle(x=(0.0, 1.0), y=(0.0, 11.0))
    assert panel.box.viewRange()[1][1] > 11.0, "what leaves the range is followed"
    panel.settle(x=(0.0, 1.0), y=(0.0, 2.0))
    assert panel.box.viewRange()[1][1] < 3.0, "what has become small too"
    panel.settle(x=(0.05, 0.9), y=(0.1, 1.9))
    panel.come_to_rest()
    assert panel.box.viewRange()[0] == pytest.approx([0.05, 0.9])


def test_a_moving_curve_is_thinned_for_its_paint_alone(qtbot):
    view = shown_view(qtbot)
    panel = view.panel("estimates")
    curve, x = panel.items[1].graphics, np.linspace(1.0, 3.0, 20_000)
    curve.setData(x, np.sin(x))
    panel.move(True)
    view.grab()
    assert len(curve.xData) == len(curve.getPath().toSubpathPolygons()[0]) == 20_000
    curve.setData(x, np.sin(x), connect=np.ones(len(x), dtype=bool))
    view.grab()
