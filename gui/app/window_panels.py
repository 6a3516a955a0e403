"""What stands in the window: the pages, their inputs, the page itself, the explanation."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget
from shiboken6 import isValid

from engine.page.page import Page
from gui.base.discard import discard_now
from gui.base.scaling import scaled
from gui.look.settings import Settings
from gui.look.theme import Theme
from gui.shell.explanation_rail import ExplanationRail
from gui.shell.input_panel import InputPanel
from gui.shell.lecture import Lecture
from gui.shell.page_area import PageArea
from gui.shell.page_stack import PageStack
from gui.shell.rail import Rail
from gui.shell.status import Status
from gui.widgets.formula import Formulas

# From these widths on, in pixels beside usual type, parts are open that nobody has closed.
ROOM_TO_EXPLAIN, ROOM_FOR_TITLES, ROOM_FOR_BOTH = 1700, 1280, 1500
EXPLANATION, FOLD, NUMBERS = "explanation", "rail", "numbers"


class WindowPanels(QWidget):
    """The rail, and beside it the start page or the panels of a page.

    What the user has opened or closed stays so; the rest follows the width of the window. The
    panels are made anew where type has another size; who listens to them listens here.
    """

    changed = Signal()  # what is open
    moved = Signal(int)  # where the figure begins, in pixels from the left
    page_chosen = Signal(str)  # in the rail: the name of a page, or START
    proposed = Signal(object, object, str)  # by the inputs: (Session, gesture or None, what)
    told = Signal(str)  # what has been copied
    asked = Signal(str, object)  # what to do with a number of theirs, and its Address
    columns_wanted = Signal(str)  # the path of a data file, to be asked about once more
    fit_wanted = Signal(object)  # the DataSource to read once more

    def __init__(
        self, pages: Sequence[Page], stack: PageStack, status: Status, settings: Settings
    ) -> None:
        super().__init__()
        self.pages, self.stack, self.settings = pages, stack, settings
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.formulas = Formulas(self)
        self._bare = False
        self.area = PageArea(stack, status)
        self.beside, self.centre = QWidget(), QStackedWidget()
        self.centre.addWidget(self.beside)
        self._line, self._around = QHBoxLayout(self.beside), QHBoxLayout(self)
        self.lecture = Lecture(self.centre)
        for line, widget in ((self._line, self.area), (self._around, self.lecture)):
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(0)
            line.addWidget(widget, 1)
        self._make_rail()
        self._make()
        self.area.numbers_wanted.connect(self.want_numbers)
        self.area.numbers_resized.connect(lambda height: settings.set_height(NUMBERS, height))

    def in_order(self) -> list[QWidget]:
        """From left to right and from top to bottom, as the F6 key visits them."""
        return [self.rail, self.inputs, *self.area.in_order(), self.explanation]

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
        if not isValid(self.inputs):
            return  # others have yet to take the place of all these parts
        self.inputs.fit(self.width())
        opened = self.settings.opened(EXPLANATION)
        wide = self.width() >= scaled(ROOM_TO_EXPLAIN)
        self.explanation.open(wide if opened is None else opened)
        titles = self.settings.opened(FOLD)
        self.rail.fold(self._narrow() if titles is None else not titles)
        self.moved.emit(self.rail.width() + self.inputs.width())
        self.changed.emit()

    def set_bare(self, bare: bool) -> None:
        """The chips and the picture alone, between two lines; or all parts again."""
        self._bare = bare
        self.area.set_bare(bare)
        self.lecture.set_presenting(bare)
        for part in (self.rail, self.inputs, self.explanation):
            part.setVisible(not bare)

    def make_input(self, page: Page) -> None:
        """Make the next part of the input panel that a page lacks, if any: it is seen when its page
        is."""
        make = next(self.inputs.missing(page), None)
        if make is not None:
            make().hide()

    def discard_parts(self) -> None:
        """Before others are made, while nothing is under way in them; the rail has a step of its
        own (`make_rail`)."""
        for part in (self.inputs, self.explanation):
            discard_now(part)
        self.area.discard_parts()

    def remake(self, theme: Theme) -> None:
        """New parts, in the current size of type and language, in the place of those discarded."""
        self._make()
        self.explanation.set_theme(theme)

    def make_rail(self) -> None:
        """One in the current size of type and language, in the place of the last one."""
        discard_now(self.rail)
        self._make_rail()
        self.fit()

    def set_theme(self, theme: Theme) -> None:
        """The same parts in other colours."""
        self.explanation.set_theme(theme)

    def _make_rail(self) -> None:
        self.rail = Rail(self.pages)
        self._around.insertWidget(0, self.rail)
        self.rail.setVisible(not self._bare)
        self.rail.chosen.connect(self.page_chosen)
        self.rail.fold_wanted.connect(self.want_fold)

    def _make(self) -> None:
        self.inputs = InputPanel()
        self.explanation = ExplanationRail(self.formulas)
        self._line.insertWidget(0, self.inputs)
        self._line.addWidget(self.explanation)
        self.area.make_parts()
        self.lecture.set_presenting(self._bare)
        for part in (self.inputs, self.explanation):
            part.setVisible(not self._bare)  # now: the focus comes back before Qt would do it
        self.inputs.proposed.connect(self.proposed)
        self.inputs.asked.connect(self.asked)
        self.inputs.columns_wanted.connect(self.columns_wanted)
        self.inputs.fit_wanted.connect(self.fit_wanted)
        self.explanation.wanted.connect(self.want_explanation)
        self.explanation.text.told.connect(self.told)
        self.area.drawer.wanted = self.settings.height(NUMBERS)
        self.area.drawer.open(self.settings.opened(NUMBERS) is True)

    def _narrow(self) -> bool:
        """Whether there is no room for the titles of pages."""
        beside = self.explanation.opened
        return self.width() < scaled(ROOM_FOR_BOTH if beside else ROOM_FOR_TITLES)
