"""Help."""

from __future__ import annotations

from collections.abc import Callable

from gui.shell.actions import Action, Menu, Role


def help_menu(
    show_keys: Callable[[], object],
    copy_report: Callable[[], object],
    show_about: Callable[[], object],
) -> Menu:
    """The keys, a report, about."""
    return Menu(
        "&Help",
        (
            Action(
                "help.keys",
                "&Keyboard map",
                show_keys,
                "Every key of the menus and the controls.",
                ["Ctrl+/"],
            ),
            None,
            Action(
                "help.report",
                "Copy for a &bug report",
                copy_report,
                "Versions, screen and session, to the clipboard.",
            ),
            Action(
                "help.about",
                "&About Gaussian Explorer",
                show_about,
                "What the program is, and its versions.",
                role=Role.AboutRole,
            ),
        ),
    )
