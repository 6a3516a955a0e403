"""Figures for print: light, whatever theme is on the screen, and as they were when asked for."""

from __future__ import annotations

from collections.abc import Callable, Generator

from gui.base.request import Response
from gui.figure.base_view import BaseView
from gui.figure.look import ViewLook
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
        self._made: BaseView | None = None
        if not self._as_it_is:
            self._theme = LIGHT.scaled(theme.text_scale, theme.line_scale / theme.pixel_ratio)

    def view(self, shown: Callable[[], BaseView | None]) -> Generator[None, None, BaseView]:
        """Make a view of the picture with all its plots, a step each time, and return it: the one
        that shows it still, if any and of these colours, or another one; afterwards `close` is
        due. ``shown`` gives the view that shows the response now."""
        while (view := self._still(shown())) is not None:
            make = next(view.unmade(), None)
            if make is None:
                return view
            make()
            yield
        from gui.figure.file import lay_out

        self._made = made = self._kind(self._theme)
        response = self.response
        yield from lay_out(made, self._size, response.session, response.result, self._look)
        for make in list(made.unmade()):
            make()
            yield
        return made

    def _still(self, view: BaseView | None) -> BaseView | None:
        """A view, if it shows the picture as it was when it was asked for."""
        if view is None or not self._as_it_is or view.theme is not self._theme:
            return None
        same = view.figure.size() == self._size and _is_still(view.current_look(), self._look)
        return view if same else None

    def close(self) -> None:
        """A view that was made is of no more use."""
        if self._made is not None:
            self._made.deleteLater()
            self._made = None


def _is_still(look: ViewLook, before: ViewLook) -> bool:
    """Whether the same is chosen; there may be more plots, in which nothing is."""
    usual = {name for name, plot in look.plots.items() if plot.usual}
    kept = all(look.plots.get(name) == plot for name, plot in before.plots.items())
    return kept and look.main == before.main and look.plots.keys() - before.plots.keys() <= usual
