"""The window in another theme: what shows colours or type is replaced, nothing is computed.

The session, its undo, the responses and a running computation stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from engine.core.words import language
from gui.base.focus_order import order_tabs
from gui.base.qt_application import qt_application
from gui.base.scaling import text_scale
from gui.look.style import apply_theme
from gui.look.theme import Theme
from gui.menus import menu_bar
from gui.shell.rail import START

if TYPE_CHECKING:
    from gui.app.main_window import MainWindow


class Retheming:
    """Shows a window in another theme, size of type or language."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self._language = language()

    def show(self, theme: Theme) -> None:
        """The same session and the same responses in this theme and language; where only colours
        are others, whatever can draw itself in them stays."""
        window = self.window
        remade = text_scale() != theme.text_scale or language() != self._language
        self._language = language()
        with in_place(window):
            window.stack.discard_hidden()
            # Or what leaves its parent would be styled as a window of its own.
            qt_application().setStyleSheet("")
            window.stack.discard_shown()
            if remade:
                window.panels.discard_parts()
            apply_theme(qt_application(), theme)
            if remade:
                self._show_words()
                self._remake(theme)
            else:
                window.panels.set_theme(theme)
            if window.start.shown:
                window.start.show()
            else:
                self._show_again()
            window.panels.fit()
        window.presenter.show()

    def _show_again(self) -> None:
        """What was shown, in another theme."""
        window = self.window
        window.stack.setCurrentWidget(window.frame)
        window.responses.tell_again()
        window.comparison.ask()
        if window.sweeps.shown:
            window.sweeps.follow(window.store.session)
        order_tabs(window.navigation.in_order())

    def _remake(self, theme: Theme) -> None:
        """Parts of another size, or in other words."""
        window = self.window
        window.panels.remake(theme)
        window.top_bar.fit()
        if window.start.shown:
            window.rail.show_page(START)
        else:
            window.inputs.show_session(window.store.session)
            window.rail.show_page(window.navigation.name)

    def _show_words(self) -> None:
        """What is not made anew, in the language of now."""
        window = self.window
        parts = (
            window.top_bar,
            window.status,
            window.hint,
            window.panels.area.play_bar,
            window.action_list,
        )
        for each in parts:
            each.show_words()
        menu_bar.show_words(window.action_list, window.menus)
        window.show_title()


@contextmanager
def in_place(window: QWidget) -> Iterator[None]:
    """The theme changes and panels are replaced inside; the focus stays where it was."""
    place = FocusPlace(window)
    window.setUpdatesEnabled(False)
    try:
        yield
    finally:
        window.setUpdatesEnabled(True)
    place.restore()


class FocusPlace:
    """Where the focus is, by what stays: the control's name and kind."""

    def __init__(self, window: QWidget) -> None:
        focus = window.focusWidget()
        self._window = window
        self._name = focus.accessibleName() if focus else ""
        self._kind = type(focus)

    def restore(self) -> None:
        """Give the focus to the control of the same name."""
        for widget in self._window.findChildren(self._kind) if self._name else []:
            if widget.accessibleName() == self._name and widget.isVisibleTo(self._window):
                widget.setFocus()
                return
