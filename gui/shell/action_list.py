"""The actions of one window as Qt knows them: by name, with their keys, kept up to date."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from engine.core.shown_numbers import shown_words
from engine.core.words import tr
from gui.shell.actions import Action, Listed, Menu, listed


class ActionList(QObject):
    """Makes one QAction for each action of the menus, and finds them by name."""

    def __init__(self, menus: Sequence[Menu], parent: QObject) -> None:
        super().__init__(parent)
        self.menus = tuple(menus)
        self._made: dict[str, tuple[Action, QAction]] = {}
        self._shown: dict[str, tuple[str, str, bool]] = {}  # the state of each that was shown last

    def __getitem__(self, name: str) -> QAction:
        """The QAction of a name."""
        return self._made[name][1]

    def listed(self) -> list[Listed]:
        """Every action where it stands in the menus now."""
        return listed(self.menus)

    def all_menus(self) -> list[Menu]:
        """Those of the bar and those inside them that stay."""
        return [each for menu in self.menus for each in _with_inner(menu)]

    def made(self, action: Action) -> QAction:
        """The QAction of an action that stays as long as the window does."""
        if action.name not in self._made:
            self._made[action.name] = action, self.make(action, self)
        return self._made[action.name][1]

    def make(self, action: Action, parent: QObject) -> QAction:
        """A new QAction, which ends with its parent."""
        made = QAction(tr(action.text), parent)
        made.setShortcuts(action.sequences())
        made.setCheckable(action.checked is not None)
        made.setMenuRole(action.role)
        made.triggered.connect(lambda: self._run(action))
        show(action, made)
        return made

    def refresh(self) -> None:
        """Show which actions can be used, and which switches are on."""
        for action, made in self._made.values():
            if action.obstacle or action.checked or action.detail:
                state = state_of(action)
                if state != self._shown.get(action.name) or made.isChecked() != state[2]:
                    self._shown[action.name] = state
                    show(action, made)

    def show_words(self) -> None:
        """In the language of now."""
        self._shown.clear()
        for action, made in self._made.values():
            show(action, made)

    def _run(self, action: Action) -> None:
        try:
            action.run()
        finally:
            self.refresh()


def _with_inner(menu: Menu) -> list[Menu]:
    entries = () if menu.changing else menu.current()
    return [menu, *(each for e in entries if isinstance(e, Menu) for each in _with_inner(e))]


def show(action: Action, made: QAction) -> None:
    """Whether it can be used, what it would act on, and whether its switch is on."""
    obstacle, detail, checked = state_of(action)
    made.setEnabled(not obstacle)
    text = tr(action.text)
    made.setText(f"{text} {tr(detail)}" if detail else text)
    made.setStatusTip(shown_words(tr(obstacle or action.tip)))
    made.setToolTip(shown_words(tr(obstacle or action.tool_tip or action.tip)))
    if action.checked:
        made.setChecked(checked)


def state_of(action: Action) -> tuple[str, str, bool]:
    """Why it cannot be used, what it would act on, and whether its switch is on."""
    obstacle = action.obstacle() if action.obstacle else ""
    detail = action.detail() if action.detail else ""
    return obstacle, detail, bool(action.checked and action.checked())
