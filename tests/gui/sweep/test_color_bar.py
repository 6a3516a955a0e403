"""The bar beside a map says what its colours mean, once it has any."""

import dataclasses

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from tests.gui.sweep.conftest import MAP


def texts(panel):
    return [text for _, text in panel.bar.axis._tickLevels[0]]


def test_there_are_no_numbers_where_nothing_has_a_colour(computed):
    window = computed(MAP)
    view = window.sweeps.place.picture.view
    panel = view.panel(view.board.main)
    known = panel._figure
    panel.draw(dataclasses.replace(known, value=np.full_like(known.value, np.nan)))
    assert texts(panel) == []
    panel.draw(known)
    assert len(texts(panel)) >= 2


def test_its_ends_have_the_colours_of_the_lowest_and_the_highest_cell(computed):
    window = computed(MAP)
    view = window.sweeps.place.picture.view
    panel = view.panel(view.board.main)
    assert len(texts(panel)) >= 2
    picture = view.figure.grab().toImage()
    [colors] = [each for each in panel.bar.childItems() if each is not panel.bar.axis]
    area, theme = colors.sceneBoundingRect(), panel.theme.map
    for y, wanted in ((area.top() + 3, theme[-1]), (area.bottom() - 3, theme[0])):
        at = view.figure.mapFromScene(QPointF(area.center().x(), y))
        found, wanted = picture.pixelColor(at), QColor(wanted)
        apart = np.subtract(found.getRgb(), wanted.getRgb())
        assert np.abs(apart).max() <= 6
