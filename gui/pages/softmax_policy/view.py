"""The picture of the softmax page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from engine.core.parameter import ParameterError
from engine.page.result import Result
from engine.pages.softmax_policy.options import Options
from engine.session.address import address
from engine.session.session import Session
from gui.figure.view import View
from gui.look.theme import Theme
from gui.pages.softmax_policy.actions import LogitsPanel, RewardsPanel
from gui.pages.softmax_policy.ascent import PathsPanel, PoliciesPanel
from gui.pages.softmax_policy.controls import Controls
from gui.pages.softmax_policy.direction import CosinePanel, DirectionPanel, EpsilonCosinePanel
from gui.pages.softmax_policy.gradients import SlopesPanel, VariancePanel
from gui.pages.softmax_policy.rearrangement import OrdersPanel, SharesPanel
from gui.plotkit.card import Card


class PageView(View):
    """The gradients of every action; beside them the actions, whose bars can be dragged, and what
    either gradient, another order or an ascent makes of them."""

    page = "softmax-policy"
    cards = (
        Card("gradients", "Gradient of each action", SlopesPanel, ("gradients",)),
        Card("logits", "Logits θ", LogitsPanel, ("actions",)),
        Card("rewards", "Rewards r", RewardsPanel, ("actions",)),
        Card("variance", "Variance", VariancePanel, ("gradients",)),
        Card("direction", "Argmax beside the policy", DirectionPanel, ("direction",)),
        Card("temperature", "Cosine against τ", CosinePanel, ("against_temperature",)),
        Card("epsilon", "Cosine against ε", EpsilonCosinePanel, ("against_epsilon",)),
        Card("rearrangement", "Every order of π", OrdersPanel, ("rearranged",)),
        Card("orders", "The best order", SharesPanel, ("rearranged",)),
        Card("ascent", "Ascent", PathsPanel, ("paths",)),
        Card("policies", "Policies of the ascent", PoliciesPanel, ("paths",)),
    )

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.controls = Controls(theme)
        self.controls.hide()
        self.put_above(self.controls)
        self.controls.typed.connect(self._type)
        self.controls.changed.connect(self._change)

    def draw_panels(self, session: Session, result: Result) -> None:
        self.controls.show_options(self._options(session))
        super().draw_panels(session, result)

    def showEvent(self, event: QShowEvent) -> None:
        """The buttons are for a window; a figure that is written to a file needs no room for
        them."""
        super().showEvent(event)
        self.controls.show()

    def _options(self, session: Session) -> Options:
        options = session.options[self.page]
        assert isinstance(options, Options)
        return options

    def _type(self, entry: str, value: float, gesture: int) -> None:
        if self._drawn is None:
            return
        try:
            session = address(f"softmax.{entry}").set(self._drawn, value)
        except ParameterError as error:
            self.controls.fields.show_problem(entry, str(error))
        else:
            self.proposed.emit(session, gesture)

    def _change(self, change: Callable[[Options], Options], gesture: int) -> None:
        """What a button makes of the options."""
        if self._drawn is not None:
            options = change(self._options(self._drawn))
            self.proposed.emit(self._drawn.with_options(self.page, options), gesture)
