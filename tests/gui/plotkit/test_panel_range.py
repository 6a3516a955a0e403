"""A panel whose range is fitted elsewhere."""

import pyqtgraph as pg

from gui.look.theme import LIGHT
from gui.plotkit.layout_panel import LayoutPanel as Panel


def test_a_panel_that_is_never_settled_keeps_the_range_that_it_is_given(qtbot):
    figure = pg.GraphicsLayoutWidget()
    qtbot.addWidget(figure)
    panel = Panel(figure.ci, LIGHT, (0, 0), "", "x", "y")
    figure.resize(400, 300)
    figure.show()
    panel.plot.setYRange(-5.0, 7.0, padding=0)
    figure.resize(500, 200)
    qtbot.wait(1)
    assert panel.plot.vb.viewRange()[1] == [-5.0, 7.0]


def test_an_axis_gets_another_label_only_where_it_differs(qtbot):
    figure = pg.GraphicsLayoutWidget()
    qtbot.addWidget(figure)
    panel = Panel(figure.ci, LIGHT, (0, 0), "", "x", "y")
    changed = []
    panel.plot.setLabel = lambda *arguments: changed.append(arguments)
    panel.relabel("left", "y")
    panel.relabel("left", "z")
    assert changed == [("left", "z")]
