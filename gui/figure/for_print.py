"""Figures for print: light, whatever theme is on the screen, and as they were when asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gui.base.request import Response
from gui.figure.base_view import BaseView
from gui.look.theme import LIGHT


class Print:
    """The picture of a response as a view shows it now, in light colours where those are wanted;
    it may be written later, when the view shows another one or has gone."""

    def __init__(self, view: BaseView, response: Response, light: bool) -> None:
        theme = view.theme
        self.response = response
        self._kind, self._size, self._look = type(view), view.figure.size(), view.current_look()
        self._as_it_is = not light or theme.name == LIGHT.name
        self._theme = theme
        if not self._as_it_is:
            self._theme = LIGHT.scaled(theme.text_scale, theme.line_scale / theme.pixel_ratio)

    @contextmanager
    def view(self, shown: BaseView | None) -> Iterator[BaseView]:
        """A view of the picture: the one that shows it still, if any and of these colours, or
        another one."""
        if shown is not None and self._as_it_is:
            yield shown
            return
        from gui.figure.file import drawn, settle

        size = (self._size.width(), self._size.height())
        response = self.response
        printed = drawn(self._kind, response.session, response.result, size, self._theme)
        try:
            printed.show_look(self._look)
            settle(printed)
            yield printed
        finally:
            printed.deleteLater()
