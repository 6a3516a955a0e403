"""A | B: what is shown beside a state that was pinned."""

from __future__ import annotations

from collections.abc import Callable

from gui.base import commands
from gui.menus.edit_menu import Command
from gui.shell.actions import Action, Menu, plain
from gui.shell.opener import Opener
from gui.shell.store import Store

NOTHING = "Nothing is pinned."


def compare_menu(store: Store, opener: Opener, apply: Callable[[Command, str], object]) -> Menu:
    """Pin, exchange, unpin, and a file as A; ``apply`` proposes what a command makes of the
    session."""

    def without_pinned() -> str:
        return "" if store.session.pinned is not None else NOTHING

    def action(name: str, text: str, command: Command, keys: list[str], tip: str) -> Action:
        needed = None if command is commands.pinned else without_pinned
        return Action(
            f"compare.{name}", text, lambda: apply(command, plain(text)), tip, keys, needed
        )

    return Menu(
        "A | &B",
        (
            action(
                "pin",
                "&Pin as A",
                commands.pinned,
                ["Ctrl+B"],
                "What is shown now stays behind, dotted, with its numbers beside.",
            ),
            action(
                "swap",
                "&Exchange A and B",
                commands.states_swapped,
                ["Ctrl+Shift+B"],
                "A is shown, and what was shown is A.",
            ),
            action("unpin", "&Unpin A", commands.unpinned, [], "Show one state alone."),
            None,
            Action(
                "compare.file",
                "A from a &file…",
                opener.ask_pinned,
                "Compare what is shown with a session or an exported figure.",
            ),
        ),
    )
