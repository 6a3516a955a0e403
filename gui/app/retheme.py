"""The window in another theme: what shows colours or type is replaced, nothing is computed.

The session, its undo, the responses and a running computation stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from engine.core.words import language, translator
from engine.page.page import page_named
from gui.base.qt_application import qt_application
from gui.base.scaling import text_scale
from gui.base.steps import Steps
from gui.look.icons import draw_icons
from gui.look.style import apply_theme, undress
from gui.look.theme import Theme
from gui.menus import menu_bar
from gui.shell.rail import START

if TYPE_CHECKING:
    from gui.app.main_window import MainWindow

MOST_INPUTS = 4  # parts that a page has in the input panel: p and q, the task, options, samples


class Retheming(Steps):
    """Shows a window in another theme, size of type or language.

    All of it would hold the user up for a fifth of a second, therefore it is done in steps, with
    what else has happened in between; the window is painted after the last. The first begins when
    nothing is being done with any of the parts, and deletes them before the others are styled.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self._language = language()
        self._theme = window.appearance.theme
        self._remade = False  # whether the parts around the picture were, by the last step
        self._focus: FocusPlace | None = None  # while steps are left
        self._unpainted: list[QWidget] = []  # meanwhile

    def show(self, theme: Theme) -> None:
        """The same session and the same responses in this theme and language, soon; where only
        colours are others, whatever can draw itself in them stays."""
        self._theme = theme
        discarding = [self._discard_page] * len(self.window.stack.hidden)
        making = [self._begin_picture, self._make_picture, *[self._make_input] * MOST_INPUTS]
        showing = [*making, self._show_picture, self._show_inputs]
        discarding += [self._discard_others, self._discard_shown, self._discard_inputs]
        dressing = [self._draw_icons, self._read_words, self._undress, self._dress, self._remake]
        self.begin([*discarding, *dressing, self._make_rail, *showing])

    def _next(self) -> None:
        if self._focus is None:
            self._focus = FocusPlace(self.window)
            self._unpainted = [self.window, *_others(self.window)]
            for each in self._unpainted:
                each.setUpdatesEnabled(False)
        try:
            super()._next()
        finally:
            if not self.under_way:
                for each in filter(isValid, self._unpainted):
                    each.setUpdatesEnabled(True)
                self._unpainted = []
                focus, self._focus = self._focus, None
                focus.restore()

    def _discard_page(self) -> None:
        self.window.stack.discard_hidden(1)

    def _discard_others(self) -> None:
        self.window.start.discard_hidden()
        self.window.sweeps.discard_hidden()

    def _discard_shown(self) -> None:
        self.window.stack.discard_all()

    def _discard_inputs(self) -> None:
        self.window.inputs.discard_hidden(shown=self._remakes)

    def _draw_icons(self) -> None:
        draw_icons(self._theme)

    def _read_words(self) -> None:
        """The catalogue of another language, the first time."""
        if language() != "en":
            translator(language())

    @property
    def _remakes(self) -> bool:
        """Whether it is more than colours."""
        return text_scale() != self._theme.text_scale or language() != self._language

    def _undress(self) -> None:
        """A third of what is done to the parts that stay."""
        undress(qt_application())

    def _dress(self) -> None:
        """Colours and type of what there is."""
        window = self.window
        self._remade = self._remakes
        self._language = language()
        window.stack.discard_all()
        self._discard_others()  # of which one may have been looked at since
        if not self._remade:
            window.inputs.discard_hidden()
        apply_theme(qt_application(), self._theme)

    def _remake(self) -> None:
        """The parts around the picture, where it is more than colours."""
        window, theme = self.window, self._theme
        if self._remade:
            window.panels.discard_parts()
            self._show_words()
            window.panels.remake(theme)
            window.top_bar.fit()
        else:
            window.panels.set_theme(theme)
        window.panels.fit()

    def _make_rail(self) -> None:
        """Where it has another size, or other words."""
        window = self.window
        if self._remade:
            window.panels.make_rail()
            window.rail.show_page(START if window.start.shown else window.navigation.name)

    def _begin_picture(self) -> None:
        if not self.window.start.shown:
            self.window.stack.begin(self.window.store.session.page)

    def _make_input(self) -> None:
        if not self.window.start.shown:
            self.window.panels.make_input(page_named(self.window.store.session.page))

    def _make_picture(self) -> None:
        if not self.window.start.shown:
            self.window.stack.frame()

    def _show_picture(self) -> None:
        """What was shown, in another theme."""
        window = self.window
        if window.start.shown:
            window.start.show()
            return
        window.stack.setCurrentWidget(window.frame)
        window.responses.tell_again()
        window.comparison.ask()
        if window.sweeps.shown:
            window.sweeps.follow(window.store.session)

    def _show_inputs(self) -> None:
        window = self.window
        if not window.start.shown:
            window.inputs.show_session(window.store.session)
            window.navigation.tab_order.renew()
        window.presenter.show()

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


def _others(window: QWidget) -> list[QWidget]:
    """Dialogs and other windows, which have no style sheet meanwhile either."""
    found = QApplication.topLevelWidgets()
    return [each for each in found if each is not window and each.isVisible()]


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
