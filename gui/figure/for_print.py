"""Figures for print: light, whatever theme is on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gui.base.request import Response
from gui.figure.base_view import BaseView
from gui.look.theme import LIGHT


@contextmanager
def for_print(view: BaseView, response: Response, light: bool) -> Iterator[BaseView]:
    """The view, or where it is dark and ``light`` is wanted another one of the same picture."""
    theme = view.theme
    if not light or theme.name == LIGHT.name:
        yield view
        return
    from gui.figure.file import drawn, settle

    size = view.figure.size()
    printed = drawn(
        type(view),
        response.session,
        response.result,
        (size.width(), size.height()),
        LIGHT.scaled(theme.text_scale, theme.line_scale / theme.pixel_ratio),
    )
    try:
        printed.show_look(view.current_look())
        settle(printed)
        yield printed
    finally:
        printed.deleteLater()
