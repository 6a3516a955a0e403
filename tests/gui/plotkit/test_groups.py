"""Groups of panels: all where there is room, else one; none that does not apply."""

import pyqtgraph as pg
from pytestqt.qtbot import QtBot

from gui.figure.canvas import Figure
from gui.look.theme import LIGHT
from gui.plotkit.groups import ALL, ROOMY, Groups, Place

PLACES = {
    "above": Place(0, 0, ("a", "b"), "What stands above.", columns=2),
    "left": Place(1, 0, ("c",), "What stands on the left."),
    "right": Place(1, 1, ("d",), "What stands on the right."),
}


def groups(qtbot: QtBot) -> tuple[Figure, Groups]:
    figure = Figure()
    qtbot.addWidget(figure)
    made = Groups(figure, LIGHT, PLACES, (1, 1))
    qtbot.addWidget(made.bar)
    return figure, made


def shown(figure: pg.GraphicsLayoutWidget, made: Groups) -> list[str]:
    return [name for name, layout in made.layouts.items() if layout in figure.ci.items]


def test_all_are_shown_where_there_is_room(qtbot: QtBot) -> None:
    figure, made = groups(qtbot)
    for size, wanted in (((400, 300), ["above"]), (ROOMY, list(PLACES))):
        figure.resize(*size)
        made.arrange()
        assert shown(figure, made) == list(made.shown) == wanted
    assert made.figures(tuple(PLACES)) == ("a", "b", "c", "d")
    assert made.bar.buttons[ALL].isEnabled()


def test_a_button_shows_its_group(qtbot: QtBot) -> None:
    figure, made = groups(qtbot)
    figure.resize(*ROOMY)
    made.arrange()
    with qtbot.waitSignal(made.changed):
        made.bar.buttons["right"].click()
    assert shown(figure, made) == ["right"]
    assert made.figures(tuple(PLACES)) == ("d",)


def test_a_group_that_does_not_apply_is_not_offered(qtbot: QtBot) -> None:
    figure, made = groups(qtbot)
    figure.resize(*ROOMY)
    made.arrange()
    made.offer(("above", "left"))
    assert shown(figure, made) == ["above", "left"]
    assert made.bar.buttons["right"].isHidden()
    assert made.figures(("right",)) == ("d",)
    assert shown(figure, made) == ["above", "left"]
    made.choose("right")
    assert shown(figure, made) == ["left"]
