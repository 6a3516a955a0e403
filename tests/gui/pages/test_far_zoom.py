"""However far one zooms, a picture is painted."""

import pytest
from PySide6.QtCore import QPointF

from engine.core.run import Run
from engine.page.page import all_pages
from engine.session.session import Session
from gui.figure.file import draw_offscreen

PAGES = all_pages()
LEAST, MOST = 1e-307, 1e307  # of what double precision holds


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
@pytest.mark.parametrize("factor", [1e-5, 1e5])
def test_in_and_out_to_the_end(qtbot, page, factor):
    session = Session(page=page.name)
    session = session.replace(scene=session.scene.replace(samples=1000))
    result = page.compute(session.scene, session.options[page.name], Run(threads=1))
    view = draw_offscreen(page.name, session, result)
    qtbot.addWidget(view)
    boxes = [panel.box for panel in view.drawings()]
    assert boxes
    for places in (QPointF(0.0, 0.0), QPointF(-0.37, -0.37)):
        for _ in range(70):
            for box in boxes:
                box.scaleBy((factor, factor), places)
        view.figure.grab()
        for box in boxes:
            ends = [end for side in box.viewRange() for end in side]
            assert all(abs(end) < MOST for end in ends)
            assert all(high - low > LEAST for low, high in box.viewRange())
