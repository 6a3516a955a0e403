"""What stands in the window: the pages, their inputs, the page itself, the explanation."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from engine.page.page import Page
from gui.base.discard import discard
from gui.base.scaling import scaled
from gui.look.settings import Settings
from gui.look.theme import Theme
from gui.shell.explanation_rail import ExplanationRail
from gui.shell.input_panel import InputPanel
from gui.shell.page_area import PageArea
from gui.shell.page_stack import PageStack
from gui.shell.rail import Rail
from gui.shell.status import Status

# From these widths on, in pixels beside usual type, parts are open that nobody has closed.
ROOM_TO_EXPLAIN, ROOM_FOR_TITLES, ROOM_FOR_BOTH = 1700, 1280, 1500
EXPLANATION, FOLD, NUMBERS = "explanation", "rail", "numbers"


class WindowPanels(QWidget):
    """The rail, and beside it the start page or the panels of a page.

    What the user has opened or closed stays so; the rest follows the width of the window.
    """

    changed = Signal()  # what is open
    moved = Signal(int)  # where the figure begins, in pixels from the left

    def __init__(
        self,
        pages: Sequence[Page],
        stack: PageStack,
        status: Status,
        settings: Settings,
        theme: Theme,
    ) -> None:
        super().__init__()
        self.stack = stack
        self.settings = settings
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.rail = Rail(pages)
        self.inputs = InputPanel(theme)
        self.area = PageArea(stack, status)
        self.explanation = ExplanationRail(theme)
        self.beside = QWidget()
        self._line = QHBoxLayout(self.beside)
        self.centre = QStackedWidget()
        self.centre.addWidget(self.beside)
        around = QHBoxLayout(self)
        for line, widgets in (
            (self._line, (self.inputs, self.area, self.explanation)),
            (around, (self.rail, self.centre)),
        ):
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(0)
            for widget in widgets:
                line.addWidget(widget, int(widget in (self.area, self.centre)))
        self.rail.fold_wanted.connect(self.want_fold)
        self.explanation.wanted.connect(self.want_explanation)
        self.area.drawer.toggled.connect(self.want_numbers)
        self.area.drawer.wanted = settings.height(NUMBERS)
        self.area.drawer.open(settings.opened(NUMBERS) is True)
        self.area.drawer.resized.connect(lambda height: settings.set_height(NUMBERS, height))

    def in_order(self) -> list[QWidget]:
        """From left to right and from top to bottom, as the F6 key visits them."""
        return [self.rail, self.inputs, self.stack.frame(), self.area.drawer, self.explanation]

    def want_explanation(self, wanted: bool) -> None:
        """Open or close the explanation, now and next time."""
        self.settings.set_opened(EXPLANATION, wanted)
        self.fit()

    def want_fold(self, wanted: bool) -> None:
        """Fold the rail or open it, now and next time; what the width asks for is no wish."""
        self.settings.set_opened(FOLD, None if wanted == self._narrow() else not wanted)
        self.fit()

    def want_numbers(self, wanted: bool) -> None:
        """Open or close the drawer, now and next time."""
        self.settings.set_opened(NUMBERS, wanted)
        self.area.drawer.open(wanted)

    def fit(self) -> None:
        """Open and fold as wished, else as the width allows."""
        self.inputs.fit(self.width())
        opened = self.settings.opened(EXPLANATION)
        wide = self.width() >= scaled(ROOM_TO_EXPLAIN)
        self.explanation.open(wide if opened is None else opened)
        titles = self.settings.opened(FOLD)
        self.rail.fold(self._narrow() if titles is None else not titles)
        self.moved.emit(self.rail.width() + self.inputs.width())
        self.changed.emit()

    def replace_inputs(self, theme: Theme) -> None:
        """An input panel of this theme, empty, in the place of the other."""
        old, self.inputs = self.inputs, InputPanel(theme)
        place = self._line.indexOf(old)
        self._line.removeWidget(old)
        discard(old)
        self._line.insertWidget(place, self.inputs)
        self.inputs.show()  # now: the focus comes back before Qt would do it

    def set_theme(self, theme: Theme) -> None:
        """What is not made anew follows the theme."""
        self.area.drawer.fit()
        self.explanation.set_theme(theme)

    def _narrow(self) -> bool:
        """Whether there is no room for the titles of pages."""
        beside = self.explanation.opened
        return self.width() < scaled(ROOM_FOR_BOTH if beside else ROOM_FOR_TITLES)
