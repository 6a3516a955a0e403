"""Linking numbers by hand: a menu of those that one may move with."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from engine.core.parameter import ParameterError
from engine.core.words import tr
from engine.session.address import Address, address
from engine.session.linking import link_of, linked, may_link, unlinked
from gui.app.window_panels import WindowPanels
from gui.shell.page_stack import PageStack
from gui.shell.status import Status
from gui.shell.store import Store
from gui.widgets.child_menu import ChildMenu


class Linker(QObject):
    """Links and unlinks, each a step of undo; what linked numbers refuse is told."""

    def __init__(
        self, store: Store, stack: PageStack, panels: WindowPanels, status: Status
    ) -> None:
        super().__init__(panels)
        self.store, self.stack, self.panels, self.status = store, stack, panels, status
        panels.asked.connect(self._ask)
        store.refused.connect(self._refuse)

    def ask_here(self) -> None:
        """Of the number that has the focus."""
        where = self.panels.inputs.focused()
        if where is None:
            self.status.notify(tr("Click a number first: it is linked with another."))
        else:
            self.ask(where)

    def ask(self, where: Address) -> None:
        """Show the numbers of the page below this one."""
        row = self.panels.inputs.addressed()[str(where)]
        menu = ChildMenu(row)
        self._fill(menu, where)
        menu.popup(row.field.mapToGlobal(QPoint(0, row.field.height())))

    def _fill(self, menu: QMenu, where: Address) -> None:
        """What is asked, the way back, and the others of the page."""
        link = link_of(self.store.session, str(where))
        partner = "" if link is None else link.other(str(where))
        inputs = self.panels.inputs
        menu.addAction(tr("Link {name} with").format(name=inputs.name_of(where))).setEnabled(False)
        for place in inputs.addressed():
            other = address(place)
            if may_link(where, other) and place != partner:
                entry = menu.addAction(inputs.name_of(other))
                entry.triggered.connect(lambda _=False, other=other: self._link(where, other))
        if partner:
            menu.addSeparator()
            name = inputs.name_of(address(partner))
            entry = menu.addAction(tr("Unlink from {name}").format(name=name))
            entry.triggered.connect(lambda: self._unlink(where))

    def _ask(self, what: str, where: Address) -> None:
        if what == "link":
            self.ask(where)

    def _link(self, where: Address, other: Address) -> None:
        try:
            session = linked(self.store.session, where, other)
        except ParameterError as error:
            self.status.notify(str(error))
            return
        self.store.propose(session, text="link numbers")
        inputs = self.panels.inputs
        names = {"first": inputs.name_of(where), "second": inputs.name_of(other)}
        kept = session.links[-1]
        told = (
            tr("{first} and {second} keep their ratio.")
            if kept.ratio
            else tr("{first} and {second} keep their difference.")
        )
        self.status.notify(told.format(**names))

    def _unlink(self, where: Address) -> None:
        self.store.propose(unlinked(self.store.session, str(where)), text="unlink numbers")

    def _refuse(self, why: str) -> None:
        """What was dragged goes back to where the session has it."""
        session = self.store.session
        self.panels.inputs.show_session(session)
        if not session.shows_sweep:
            self.stack.frame().show_session(session)
        self.status.notify(why)
