"""Curves are read off in whichever direction they were given."""

import numpy as np
import pyqtgraph as pg

from gui.plotkit.items import Item, linear


def test_a_curve_is_read_off_backwards_too(qapp):
    item = Item(pg.PlotCurveItem(), linear, linear, True)
    x = np.array([-0.5, 0.25, 1.0, 3.0])
    for way in (slice(None), slice(None, None, -1)):
        item.show(np.array([0.0, 1.0, 2.0])[way], np.array([5.0, 7.0, 11.0])[way])
        assert np.allclose(item.trace(x), [np.nan, 5.5, 7.0, np.nan], equal_nan=True)
    item.show([0.0, 2.0, 1.0], [0.0, 1.0, 2.0])
    assert np.isnan(item.trace(x)).all(), "more than one y at an x"
