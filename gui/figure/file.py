"""Figures as files: PNG, SVG and PDF of exactly what a page's picture shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from engine.session.session import Session
from gui.base.nested_events import take_events
from gui.figure.base_view import BaseView
from gui.figure.figure_file import FigureFile, figure_file
from gui.figure.look import ViewLook
from gui.figure.png import painted
from gui.figure.recorded import Recorded
from gui.figure.view import view_class
from gui.look.application import application
from gui.look.theme import LIGHT, Theme
from gui.plotkit.size import Size

SIZE = (1100, 680)


def save_figure(
    view: BaseView,
    path: str | Path,
    session: Session,
    scale: float = 2.0,
    size: tuple[int, int] | None = None,
) -> None:
    """Write the view's figure to a .png, .svg or .pdf file; raises ExportError.

    ``scale`` is that of a PNG; ``size``, in pixels, is that of the figure where it is not to be
    the one on the screen. The session stands in the file.
    """
    with sized(view, size), ready_to_write(view):
        file = figure_file(view, Path(path), session, scale)
    file.write()


def recorded_file(view: BaseView, path: Path, session: Session, scale: float) -> FigureFile:
    """As `save_figure`, of which some is left to do; raises ExportError."""
    with ready_to_write(view):
        return figure_file(view, path, session, scale)


def recorded_image(view: BaseView, scale: float) -> Recorded:
    """As `figure_image`, whose pixels have yet to be painted."""
    with ready_to_write(view):
        return Recorded(view.figure, scale)


def figure_image(
    view: BaseView, scale: float = 2.0, alone: str = "", size: Size = Size.MAIN
) -> QImage:
    """The view's figure, or one of its plots alone, as a picture for the clipboard."""
    with ready_to_write(view, alone, size):
        return painted(view.figure, scale)


def save_figures(
    session: Session,
    result: Any,
    paths: Sequence[Path],
    *,
    scale: float = 2.0,
    size: tuple[int, int] = SIZE,
) -> None:
    """Draw a result without a window and write its figure to every path."""
    view = draw_offscreen(session.page, session, result, size)
    try:
        for path in paths:
            save_figure(view, path, session, scale)
    finally:
        view.deleteLater()


def draw_offscreen(
    page: str,
    session: Session,
    result: Any,
    size: tuple[int, int] = SIZE,
    theme: Theme = LIGHT,
) -> BaseView:
    """The view of a page with a result drawn, laid out as in a window but in none."""
    return drawn(view_class(page), session, result, size, theme)


def drawn(
    kind: type[BaseView], session: Session, result: Any, size: tuple[int, int], theme: Theme
) -> BaseView:
    """A new view of this kind, with a result drawn."""
    app = QApplication.instance()
    if not isinstance(app, QApplication) or not app.styleSheet():
        application(theme)
    view = kind(theme)
    view.resize(*size)
    view.draw(session, result)
    settle(view)
    return view


def lay_out(
    view: BaseView, size: QSize, session: Session, result: Any, look: ViewLook
) -> Iterator[None]:
    """Draw a result in a new view, as one of this size shows it whose look this is, a step each
    time."""
    view.resize(size)
    yield
    view.draw(session, result)
    yield
    settle(view)
    yield
    view.show_look(look)
    settle(view)
    yield


def settle(view: BaseView) -> None:
    """Let axes take the room that their labels need, which is known once they are painted."""
    flags = QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents
    for _ in range(3):
        take_events(flags)
        view.figure.grab()


@contextmanager
def sized(view: BaseView, size: tuple[int, int] | None) -> Iterator[None]:
    """The figure in another size for as long as this lasts."""
    before = view.figure.size()
    if size is None or QSize(*size) == before:
        yield
        return
    view.figure.setUpdatesEnabled(False)
    try:
        view.figure.resize(*size)
        settle(view)
        yield
    finally:
        view.figure.resize(before)
        view.figure.setUpdatesEnabled(True)


@contextmanager
def ready_to_write(view: BaseView, alone: str = "", size: Size = Size.MAIN) -> Iterator[None]:
    """Every plot, or one alone; handles and hints hidden, symbols as shapes in place of pixels."""
    scene = view.figure.scene()
    updates = view.figure.updatesEnabled()
    view.figure.setUpdatesEnabled(False)
    view.for_file(True, alone, size)
    settle(view)
    hidden = [item for item in view.hidden_in_files() if item.isVisible()]
    modes = [item for item in scene.items() if hasattr(item, "setExportMode")]
    try:
        for item in hidden:
            item.setVisible(False)
        for item in modes:
            item.setExportMode(True, {"antialias": True, "resolutionScale": 1.0})
        scene.prepareForPaint()
        yield
    finally:
        for item in modes:
            item.setExportMode(False)
        for item in hidden:
            item.setVisible(True)
        view.for_file(False)
        view.figure.setUpdatesEnabled(updates)
