"""What stands in the window: left the scene, in the middle the pages, right the explanation."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QTabBar, QVBoxLayout, QWidget

from engine.page.page import Page
from gui.base.discard import discard
from gui.base.scaling import scaled
from gui.look.theme import Theme
from gui.shell.explain_panel import ExplainPanel
from gui.shell.page_stack import PageStack
from gui.shell.scene_panel import WIDTH, ScenePanel
from gui.widgets.hint import Hint

EXPLAIN_WIDTH = 310


class WindowPanels(QSplitter):
    """The panels beside each other, with widths that the user can change."""

    def __init__(self, pages: Sequence[Page], stack: PageStack, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.stack = stack
        self.scene = ScenePanel(theme)
        self.tabs = QTabBar(drawBase=False, expanding=False)
        self.tabs.setAccessibleName("pages")
        for page in pages:
            index = self.tabs.addTab(page.title)
            self.tabs.setTabToolTip(index, page.summary)
        self.hint = Hint()
        self.explain = ExplainPanel(theme)
        self._right = self._around_explanation()
        self.setHandleWidth(4)
        for place, (widget, stretch) in enumerate(
            ((self.scene, 0), (self._middle(), 1), (self._right, 0))
        ):
            self.addWidget(widget)
            self.setStretchFactor(place, stretch)
        self.setCollapsible(1, False)

    def in_order(self) -> list[QWidget]:
        """From left to right and from top to bottom, as the F6 key visits them."""
        page = self.stack.frame()
        return [self.scene, self.tabs, page.controls, page.readouts, self.explain]

    def replace_scene(self, theme: Theme) -> None:
        """A scene panel of this theme, empty, in the place of the other."""
        old, self.scene = self.scene, ScenePanel(theme)
        self.replaceWidget(self.indexOf(old), self.scene)
        discard(old)

    def show_explanation(self, shown: bool) -> None:
        """Show or hide the explanation."""
        self._right.setVisible(shown)

    def share_width(self, width: int) -> None:
        """The usual widths of the panels."""
        left, right = scaled(WIDTH), scaled(EXPLAIN_WIDTH)
        self.setSizes([left, width - left - right, right])

    def _middle(self) -> QWidget:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self.hint)
        column.addWidget(self.stack, 1)
        return middle

    def _around_explanation(self) -> QWidget:
        right = QWidget()
        line = QHBoxLayout(right)
        line.setContentsMargins(0, 8, 8, 8)
        line.addWidget(self.explain)
        return right
