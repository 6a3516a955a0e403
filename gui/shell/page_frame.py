"""One page: a page's own controls, its picture, banner and numbers."""

from __future__ import annotations

import logging
import traceback

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.core.parameter import ParameterSet
from engine.page.page import Page
from engine.session.session import Session
from gui.base.commands import swapped
from gui.base.gesture import new_gesture
from gui.base.properties import with_properties
from gui.base.request import Failure, Request, Response, failure_text
from gui.base.scaling import scaled
from gui.figure import view as views
from gui.inputs.options_bar import OptionsBar
from gui.look.theme import Theme
from gui.widgets.banner import Banner, FailureCard
from gui.widgets.readout_table import ReadoutTable

READOUT_SHARE = 0.3
# A picture wants this much, margins included, before the table shows more rows.
FIGURE_HEIGHT = 380
MARGINS = 40  # above, below and between
log = logging.getLogger(__name__)


class PageFrame(QWidget):
    """Shows a session's options and the newest response; proposes sessions."""

    # (Session, gesture, what changed, the Session it was made from)
    proposed = Signal(object, object, str, object)
    looked = Signal(str, str)  # (page, name of the plot that shall be its main one)
    figures_wanted = Signal()  # more of them are shown than were made

    def __init__(
        self, page: Page, theme: Theme, export_menu: QMenu, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.page = page
        self.theme = theme
        self.response: Response | None = None
        self.failed: Failure | None = None  # while there is no response
        self._session: Session | None = None
        self.options = OptionsBar(page.options)
        self.view = views.view_class(page.name)(theme)
        self.failure = FailureCard()
        self.banner = Banner()
        self.readouts = ReadoutTable(theme)
        self._arrange(export_menu)
        self.options.proposed.connect(self._propose_options)
        self.view.proposed.connect(self._propose_drag)
        self._connect_cards()

    def show_session(self, session: Session) -> None:
        """Show the page's own options, and the plot that is wanted as the main one."""
        self._session = session
        self.view.show_session(session)
        own_data = self.page.replaces_samples(session.scene)
        self.options.show_options(
            session.options[self.page.name], session.scene.dimension, own_data
        )
        self.swap.setEnabled(not own_data)

    def has_response_to(self, request: Request) -> bool:
        """Whether the whole response is shown already."""
        response = self.response
        shown = response is not None and not response.preview and response.request.same(request)
        made = shown and response is not None and response.result.made(*request.figures)
        return made and self.failure.isHidden()

    def show_response(self, response: Response) -> None:
        """Draw the response; a picture that cannot be drawn is a failure like any other."""
        try:
            self.view.draw(response.request.session, response.result)
            self.readouts.show_readouts(response.result.readouts)
        except Exception as error:
            self.show_failure(
                Failure(response.request, failure_text(error), traceback.format_exc())
            )
            return
        self.response, self.failed = response, None
        self.banner.show_sentences(response.result.banners)
        # A banner says already why something is infinite.
        self.readouts.show_notes(not response.result.banners)
        self._share_height()
        self.failure.hide()

    def show_failure(self, failure: Failure) -> None:
        """Say why there is no response; the last figure stays below."""
        log.info("%s", failure.details)
        self.failed = failure
        self.failure.show_failure(failure.message, failure.details, self.response is not None)

    def take_over(self, other: PageFrame) -> None:
        """Show what another page of this page shows."""
        if other.response is not None:
            self.show_response(other.response)
            self.view.show_like(other.view)
        if other.failed is not None:
            self.show_failure(other.failed)

    def _connect_cards(self) -> None:
        if isinstance(self.view, views.View):
            self.view.waits = True
            self.view.main_chosen.connect(lambda name: self.looked.emit(self.page.name, name))
            self.view.figures_wanted.connect(self.figures_wanted)

    def _arrange(self, export_menu: QMenu) -> None:
        self._column = column = QVBoxLayout(self._scrolled_body())
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        self.controls = QWidget()
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.controls)
        self._top.setContentsMargins(0, 0, 0, 0)
        self._top.setSpacing(8)
        self._top.addWidget(self.options, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self._top.addLayout(buttons)
        self._top.setAlignment(buttons, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.swap = with_properties(QToolButton(), text="Swap p, q")
        self.swap.setToolTip("Exchange p and q, on every page.")
        self.swap.clicked.connect(self._propose_swap)
        buttons.addWidget(self.swap)
        self.export = with_properties(QToolButton(), text="Export")
        self.export.setToolTip("This page's figure and numbers, to a file or the clipboard.")
        self.export.setMenu(export_menu)
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        buttons.addWidget(self.export)
        column.addWidget(self.controls)
        figure = QWidget()
        grid = QGridLayout(figure)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.view, 0, 0)
        grid.addWidget(self.failure, 0, 0, Qt.AlignmentFlag.AlignCenter)
        figure.setMinimumHeight(200)
        column.addWidget(figure, 1)
        column.addWidget(self.banner)
        column.addWidget(self.readouts)
        self.controls.installEventFilter(self)

    def _scrolled_body(self) -> QWidget:
        """Where the controls, the picture and the numbers stand; scrolled where type is large and
        the window is small."""
        self.body = with_properties(QWidget(), objectName="page_body")
        scroll = with_properties(QScrollArea(widgetResizable=True), objectName="page")
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.body)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll)
        return self.body

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Large type in a narrow window: the buttons go below; share the height again."""
        super().resizeEvent(event)
        buttons = self.swap.sizeHint().width() + self.export.sizeHint().width()
        narrow = self.width() < self.options.minimumSizeHint().width() + buttons + MARGINS
        direction = QBoxLayout.Direction
        self._top.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self._share_height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Controls on more lines, or fewer: share the height again."""
        if event.type() == QEvent.Type.Resize:
            self._share_height()
        return super().eventFilter(watched, event)

    def _share_height(self) -> None:
        """The numbers take what the picture can spare, and at most their share."""
        self._column.activate()
        others = self.controls.height() + (0 if self.banner.isHidden() else self.banner.height())
        figure = max(scaled(FIGURE_HEIGHT), self.view.minimumHeight() + MARGINS)
        spare = self.height() - others - figure
        self.readouts.limit_height(min(spare, int(READOUT_SHARE * self.height())))

    def _propose_swap(self) -> None:
        if self._session is not None:
            session = self._session
            self.proposed.emit(swapped(session), new_gesture(), "swap p and q", session)

    def _propose_options(self, options: ParameterSet, gesture: int, text: str) -> None:
        if self._session is not None:
            session = self._session.with_options(self.page.name, options)
            self.proposed.emit(session, gesture, text, self._session)

    def _propose_drag(self, session: Session, gesture: int) -> None:
        """The picture may show an older session than the window does."""
        base = self._session if self.response is None else self.response.request.session
        self.proposed.emit(session, gesture, "drag in the figure", base)
