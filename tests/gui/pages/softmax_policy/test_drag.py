"""What a user does on the softmax page: drag bars and lines, type, load rewards, play."""

import math

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.core.run import Run
from engine.pages.softmax_policy.options import LOGITS, Options
from engine.pages.softmax_policy.page import PAGE as SOFTMAX
from engine.session.address import address
from engine.session.session import Session
from gui.inputs.option_column import OptionColumn
from gui.pages.softmax_policy.view import PageView
from tests.gui.pages.softmax_policy.test_view import PAGE, answered, page
from tests.helpers.hand import Drag
from tests.helpers.option_columns import show_options


def proposals(view: PageView) -> list[tuple[Options, int]]:
    found: list[tuple[Options, int]] = []
    view.proposed.connect(lambda session, by: found.append((session.options[PAGE], by)))
    return found


def at(view: PageView, plot: pg.PlotItem, x: float, y: float) -> QPoint:
    scene = plot.vb.mapViewToScene(pg.Point(x, y))
    return view.figure.mapFromScene(scene)


def pull(view: PageView, plot: pg.PlotItem, start: tuple[float, float], end: float) -> None:
    """Press, move in a few steps and let go, as a mouse does."""
    viewport = view.figure.viewport()
    first, last = at(view, plot, *start), at(view, plot, start[0], end)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=first)
    for step in (0.2, 0.6, 1.0):
        there = first + QPoint(0, round(step * (last.y() - first.y())))
        QTest.mouseMove(viewport, there)
        QTest.qWait(30)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=last)
    QTest.qWait(10)


@pytest.mark.parametrize("kind", ["logits", "rewards"])
def test_a_pulled_bar_proposes_sessions_of_one_gesture(qtbot: QtBot, kind: str) -> None:
    view = page(qtbot, height=680)
    session, result = answered()
    view.draw(session.replace(views={PAGE: kind}), result)
    view.show()
    qtbot.waitExposed(view)
    qtbot.wait(50)
    found = proposals(view)
    bars = view.panel(kind)
    before = getattr(Options(), kind)[1]
    pull(view, bars.plot, (2.0, before), before - 0.4)
    assert found
    options, gesture = found[-1]
    assert {by for _, by in found} == {gesture}
    assert getattr(options, kind)[1] == pytest.approx(before - 0.4, abs=0.05)
    first, _, *others = getattr(options, kind)
    assert options.replace(**{kind: (first, before, *others)}) == Options()
    assert not bars.handles.held
    pull(view, bars.plot, (2.0, before), before + 0.2)
    assert found[-1][1] != gesture


def test_a_bar_is_pulled_no_further_than_it_may(qtbot: QtBot) -> None:
    view = page(qtbot)
    view.draw(*answered(logit_1=9e5))
    found = proposals(view)
    first = address("softmax.logits[1]")
    view.panel("logits").handles.proposed.emit(first, 2e6, 1)
    assert not found
    view.panel("logits").handles.proposed.emit(first, LOGITS[0], 2)
    assert found[-1][0].logits == Options().logits


def column(qtbot: QtBot, **options: object) -> tuple[OptionColumn, list[Options]]:
    made = OptionColumn(SOFTMAX)
    qtbot.addWidget(made)
    show_options(made, made_options(**options))
    made.show()
    found: list[Options] = []
    made.proposed.connect(lambda session, *_: found.append(session.options[PAGE]))
    return made, found


def made_options(actions: int = 5, **options: object) -> Options:
    return Options().resized(actions).replace(**options)


def test_typed_numbers(qtbot: QtBot) -> None:
    made, found = column(qtbot, actions=3)
    table = made.vectors.table
    assert not table.fields["logits[3]"].isHidden()
    assert table.fields["logits[4]"].isHidden()
    field = table.fields["rewards[2]"]
    field.selectAll()
    qtbot.keyClicks(field, "-7.5")
    assert found[-1].rewards[1] == -7.5
    field.selectAll()
    qtbot.keyClicks(field, "1e30")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "takes a number from" in table.message.text()
    assert table.message.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not table.message.isVisible()
    count = len(found)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert len(found) == count + 1
    assert found[-1].rewards[1] == 5.25


def test_a_vector_is_found_by_its_address(qtbot: QtBot) -> None:
    made, _ = column(qtbot)
    fields = made.vectors.table.fields
    assert made.control(address("softmax.rewards[3]")) is fields["rewards[3]"]
    assert made.control(address("softmax.rewards")) is fields["rewards[1]"]
    assert made.control(address("softmax.batch")) is made.controls["batch"]


def test_actions_are_added_and_taken_away(qtbot: QtBot) -> None:
    made, found = column(qtbot, actions=3)
    made.vectors.more.click()
    assert found[-1] == Options().resized(4)
    made.vectors.fewer.click()
    assert found[-1] == Options().resized(2)
    for actions, more, fewer in ((2, True, False), (10, False, True)):
        show_options(made, made_options(actions))
        assert (made.vectors.more.isEnabled(), made.vectors.fewer.isEnabled()) == (more, fewer)


def test_a_double_click_puts_a_bar_back(qtbot: QtBot) -> None:
    view = page(qtbot)
    view.draw(*answered(actions=8, reward_8=1.0))
    view.show()
    qtbot.waitExposed(view)
    qtbot.wait(50)
    found = proposals(view)
    click = Drag(view.panel("rewards").handles, (8.0, 2.0), (8.0, 2.0))
    click.double = lambda: True
    view.panel("rewards").handles.mouseClickEvent(click)
    assert found[-1][0].rewards[7] == 7.0


def test_examples_are_loaded(qtbot: QtBot) -> None:
    made, found = column(qtbot, temperature=0.5)
    for button, rewards in zip(made.vectors.presets, [(4, 5, 6), (-10, 10, 15)], strict=True):
        button.click()
        assert found[-1].rewards == rewards
        assert found[-1].logits == (0.0, 0.0, 0.0)
        assert found[-1].temperature == 0.5


def test_the_ascent_is_played_in_one_gesture(qtbot: QtBot) -> None:
    view = page(qtbot)
    found: list[tuple[Options, int]] = []

    def follow(session: Session, by: int) -> None:
        options = session.options[PAGE]
        found.append((options, by))
        result = SOFTMAX.compute(session.scene, options, Run(threads=1))
        view.draw(session, result)

    view.proposed.connect(follow)
    session, result = answered(steps=6)
    view.draw(session.replace(views={PAGE: "ascent"}), result)
    view.show()
    qtbot.waitExposed(view)
    player = view.panel("ascent").player
    player.timer.setInterval(1)
    player.toggle()
    qtbot.waitUntil(lambda: not player.timer.isActive(), timeout=30_000)
    assert sorted({options.shown_step for options, _ in found}) == list(range(7))
    assert found[-1][0].shown_step == 6
    assert len({by for _, by in found}) == 1
    player.toggle()
    view.hide()
    qtbot.waitUntil(lambda: not player.timer.isActive(), timeout=30_000)


def test_the_line_of_the_ascent_is_dragged(qtbot: QtBot) -> None:
    view = page(qtbot)
    view.draw(*answered(steps=50))
    found = proposals(view)
    line = view.panel("ascent").line
    assert line.value() == 50.0
    line.setValue(10.0)
    line.sigDragged.emit(line)
    assert found[-1][0].shown == 20.0
    assert found[-1][0].shown_step == 10
    line.setValue(60.0)
    line.sigDragged.emit(line)
    assert found[-1][0].shown_step == 50


def test_dragged_cosine_lines_change_their_option(qtbot: QtBot) -> None:
    view = page(qtbot)
    view.draw(*answered())
    found = proposals(view)
    for option in ("temperature", "epsilon"):
        plot = view.panel(option)
        plot.line.setValue(math.log10(0.25))
        plot.line.sigDragged.emit(plot.line)
        assert getattr(found[-1][0], option) == 0.25
