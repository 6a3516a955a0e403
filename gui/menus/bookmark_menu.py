"""Bookmarks: states of the session to come back to, and to present."""

from __future__ import annotations

from collections.abc import Callable

from engine.core.words import tr_noop
from gui.shell.actions import Action, Entry, Menu
from gui.shell.bookmarks import NONE, Bookmarks

NUMBERED = 9


def bookmark_menu(
    bookmarks: Bookmarks, show_list: Callable[[], object], present: Callable[[], object]
) -> Menu:
    """Add, list, step, all of them by title, and one by one full screen."""

    def obstacle() -> str:
        return "" if bookmarks.all else NONE

    return Menu(
        tr_noop("Boo&kmarks"),
        (
            Action(
                "bookmarks.add",
                tr_noop("&Add bookmark"),
                bookmarks.add,
                tr_noop("What is shown now, to come back to; saved with the session."),
                ["Ctrl+D"],
            ),
            Action(
                "bookmarks.list",
                tr_noop("&List…"),
                show_list,
                tr_noop("Rename, order and delete bookmarks."),
                ["Ctrl+Shift+D"],
            ),
            None,
            Action(
                "bookmarks.next",
                tr_noop("&Next bookmark"),
                lambda: bookmarks.step(1),
                tr_noop("Show what the next one holds."),
                ["Alt+PgDown"],
                obstacle=obstacle,
            ),
            Action(
                "bookmarks.previous",
                tr_noop("&Previous bookmark"),
                lambda: bookmarks.step(-1),
                tr_noop("Show what the one before holds."),
                ["Alt+PgUp"],
                obstacle=obstacle,
            ),
            Menu(tr_noop("&Go to"), lambda: _entries(bookmarks)),
            None,
            Action(
                "bookmarks.present",
                tr_noop("P&resent"),
                present,
                tr_noop("Full screen and large: the picture alone, or the bookmarks one by one."),
                ["F11"],
            ),
        ),
    )


def _entries(bookmarks: Bookmarks) -> list[Entry]:
    found: list[Entry] = [_entry(bookmarks, place) for place in range(len(bookmarks.all))]
    if not found:
        nothing = Action("bookmarks.none", NONE, lambda: None, NONE, obstacle=lambda: NONE)
        return [nothing]
    return found


def _entry(bookmarks: Bookmarks, place: int) -> Action:
    title = bookmarks.all[place].title.replace("&", "&&")
    mark = f"&{place + 1}" if place < NUMBERED else str(place + 1)
    return Action(
        f"bookmarks.{place + 1}",
        f"{mark}  {title}",
        lambda: bookmarks.go_to(place),
        tr_noop("Show what it holds."),
        checked=lambda: bookmarks.place == place,
    )
