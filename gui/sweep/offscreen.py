"""The pictures of a sweep without a window."""

from __future__ import annotations

from collections.abc import Mapping

from engine.session.session import Session
from engine.sweep.columns import Columns
from engine.sweep.figures import result
from engine.sweep.row import Row
from engine.sweep.sweep import Sweep
from gui.figure.base_view import BaseView
from gui.figure.file import SIZE, drawn
from gui.look.theme import LIGHT, Theme
from gui.sweep.look import look_of
from gui.sweep.view import view_class


def draw_sweep(
    session: Session,
    sweep: Sweep,
    rows: Mapping[int, Row],
    size: tuple[int, int] = SIZE,
    theme: Theme = LIGHT,
) -> BaseView:
    """The view of a sweep over one axis or two with the rows that are there, laid out; the
    session says which of its plots is the main one."""
    columns = Columns(sweep, rows.values())
    return drawn(view_class(look_of(columns)), session, result(columns), size, theme)
