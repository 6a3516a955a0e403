"""The program's named actions, of which menus, keys, the keyboard map and tests are made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence

from engine.core.words import tr

Key = QKeySequence | QKeySequence.StandardKey | str
Role = QAction.MenuRole


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that the program does when the user asks for it.

    Its words are English, and translated where they are shown. ``text`` is that of the menu, with
    & before its letter. ``obstacle`` says why the action
    cannot be used now, "" where it can; ``checked`` whether what it switches is on; ``detail``
    what it would act on now, written behind the text. Without a function an action can always be
    used, is no switch, and has no detail.
    """

    name: str  # stable, such as "file.open"
    text: str
    run: Callable[[], object]
    tip: str  # a sentence for the status bar
    keys: Sequence[Key] = ()
    obstacle: Callable[[], str] | None = None
    checked: Callable[[], bool] | None = None
    detail: Callable[[], str] | None = None
    exclusive: bool = False  # of the switches in its menu one is on
    tool_tip: str = ""  # where it is not the tip
    role: Role = Role.TextHeuristicRole

    @property
    def title(self) -> str:
        """The text as it stands in a list."""
        return plain(self.text)

    @property
    def enabled(self) -> bool:
        """Whether it can be used now."""
        return not (self.obstacle and self.obstacle())

    def sequences(self) -> list[QKeySequence]:
        """Its keys on this platform."""
        found = [QKeySequence(key) for key in self.keys]
        return [keys for keys in found if not keys.isEmpty()]


@dataclass(frozen=True, slots=True)
class Menu:
    """Actions, menus and separators (None); a function makes them whenever the menu is shown."""

    text: str
    entries: Sequence[Entry] | Callable[[], Sequence[Entry]]
    tool_tips: bool = False  # whether obstacles and tool tips are shown at the mouse

    @property
    def title(self) -> str:
        """The text as it stands in a list."""
        return plain(self.text)

    @property
    def changing(self) -> bool:
        """Whether the entries are made whenever the menu is shown."""
        return callable(self.entries)

    def current(self) -> Sequence[Entry]:
        """The entries as they are now."""
        return self.entries() if callable(self.entries) else self.entries


Entry = Action | Menu | None


@dataclass(frozen=True, slots=True)
class Listed:
    """An action where it stands: in which menu of the bar, and by way of which menus inside."""

    path: tuple[Menu, ...]
    action: Action

    @property
    def menu(self) -> str:
        """The title of the menu in the bar."""
        return self.path[0].title

    @property
    def title(self) -> str:
        """By way of the menus inside."""
        return ": ".join([*(each.title for each in self.path[1:]), self.action.title])

    @property
    def menu_words(self) -> str:
        """The same as it is shown."""
        return shown(self.path[0].text)

    @property
    def words(self) -> str:
        """The same as it is shown."""
        return ": ".join([*(shown(each.text) for each in self.path[1:]), shown(self.action.text)])


def listed(menus: Iterable[Menu]) -> list[Listed]:
    """Every action of the menus, in their order."""
    return [each for menu in menus for each in _below((menu,))]


def _below(path: tuple[Menu, ...]) -> Iterator[Listed]:
    for entry in path[-1].current():
        if isinstance(entry, Menu):
            yield from _below((*path, entry))
        elif entry is not None:
            yield Listed(path, entry)


def plain(text: str) -> str:
    """A menu's text without the mark of its letter, which Chinese has behind it: "文件(&F)"."""
    return _LETTER.sub("", text).rstrip("…")


def shown(text: str) -> str:
    """The same in the language of now."""
    return plain(tr(text))


_LETTER = re.compile(r"\(&\w\)|&")
