"""A panel whose range is fitted elsewhere, and one whose axis gets another name."""

from PySide6.QtCore import QRectF

from gui.figure.canvas import Figure
from gui.look.theme import LIGHT
from gui.plotkit.card import Card
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.size import Size


def panel_in(qtbot):
    figure = Figure()
    qtbot.addWidget(figure)
    frame = Frame(LIGHT, Card("only", "Only", Panel, ()))
    figure.scene().addItem(frame)
    panel = Panel(frame, "x", "y")
    frame.place(QRectF(0, 0, 400, 300), Size.MAIN)
    return figure, panel


def test_a_panel_that_is_never_settled_keeps_the_range_that_it_is_given(qtbot):
    _figure, panel = panel_in(qtbot)
    panel.plot.setYRange(-5.0, 7.0, padding=0)
    panel.frame.place(QRectF(0, 0, 500, 200), Size.MAIN)
    qtbot.wait(1)
    assert panel.box.viewRange()[1] == [-5.0, 7.0]


def test_an_axis_is_named_anew_only_where_the_name_differs(qtbot):
    _figure, panel = panel_in(qtbot)
    axis = panel.plot.getAxis("bottom")
    axis.picture = "as it was"
    axis.end_with("x", axis.beyond)
    assert axis.picture == "as it was"
    axis.end_with("z", axis.beyond)
    assert axis.picture is None
