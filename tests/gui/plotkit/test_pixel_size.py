"""What a pixel is worth decides how a dragged value is rounded."""

import pyqtgraph as pg
import pytest

from gui.plotkit.handles import decimals_of
from gui.plotkit.plot_box import PlotBox


@pytest.mark.parametrize(("span", "decimals"), [(8.0, 2), (1e-6, 9), (1e-14, 17)])
def test_a_pixel_has_its_size_however_far_one_zooms_in(qtbot, dressed, span, decimals):
    view, box = pg.GraphicsView(), PlotBox()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.setCentralItem(box)
    view.show()
    box.setRange(xRange=(-1.0, -1.0 + span), yRange=(-1.0, -1.0 + span), padding=0.0)
    # Of 1e-14 beside 1 two digits are left.
    wanted = [span / each for each in (box.rect().width(), box.rect().height())]
    assert box.viewPixelSize() == pytest.approx(wanted, rel=0.2)
    assert decimals_of(box) == (decimals, decimals)
