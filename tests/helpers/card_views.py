"""Views of cards, drawn in every size, and what stands in them."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from pytestqt.qtbot import QtBot

from engine.core.run import Run
from engine.page.page import page_named
from engine.page.result import Result
from engine.page.scene import Scene
from engine.session.session import Session
from gui.figure.view import View, view_class
from gui.look.theme import LIGHT
from gui.plotkit.words import plain
from tests.helpers.hand import Drag


def answered(page: str, scene: Scene, **options: object) -> tuple[Session, Result]:
    """A session with these options, and its result."""
    owner = page_named(page)
    session = Session(scene, page=page).with_options(page, owner.options(**options))
    return session, owner.compute(scene, session.options[page], Run(threads=1))


def shown(qtbot: QtBot, page: str, width: int = 1100, height: int = 720) -> View:
    """The view of a page, laid out."""
    view = view_class(page)(LIGHT)
    assert isinstance(view, View)
    qtbot.addWidget(view)
    view.resize(width, height)
    view.grab()
    return view


def as_main(view: View, session: Session, result: Result, name: str) -> Session:
    """Draw with this card as the main plot."""
    chosen = session.replace(views={view.page: name})
    view.draw(chosen, result)
    view.grab()
    return chosen


def drawn_numbers(view: View) -> list[np.ndarray]:
    """Every number that is handed to a plot; curves with gaps keep these as NaN."""
    panels = [view.panel(name) for name in view.board.shown]
    found = [np.array(axis) for panel in panels for axis in panel.plot.vb.viewRange()]
    for panel in panels:
        for item in panel.plot.items:
            if isinstance(item, pg.PlotCurveItem | pg.ScatterPlotItem):
                gaps = item.opts.get("connect") == "finite"
                columns = [np.asarray(data, dtype=float) for data in item.getData()]
                found += [data[~np.isnan(data)] if gaps else data for data in columns]
            elif isinstance(item, pg.ErrorBarItem):
                known = [item.opts[key] for key in ("x", "y") if item.opts[key] is not None]
                found += [np.asarray(each, dtype=float) for each in known]
            elif isinstance(item, pg.InfiniteLine):
                found.append(np.array([item.value()]))
    return found


def words(view: View) -> str:
    """What the heads of all cards say."""
    heads = [frame.header for frame in view.board.frames.values()]
    lines = [line for head in heads for line in (*head.headline, *head.notes)]
    return " ".join(" ".join(plain(line) for line in lines).split())


def assert_drawn(view: View, session: Session, result: Result) -> None:
    """Every card, as the main plot, with numbers only."""
    for name in view.applying(session):
        as_main(view, session, result, name)
        for numbers in drawn_numbers(view):
            assert np.all(np.isfinite(numbers)), name
        assert "nan" not in words(view).lower(), name


def drag(line: pg.InfiniteLine, positions: list[float]) -> None:
    """One gesture over these places."""
    start = (line.value(), 0.0)
    for index, position in enumerate(positions):
        last = index == len(positions) - 1
        line.mouseDragEvent(Drag(line, start, (position, 0.0), index == 0, last))
