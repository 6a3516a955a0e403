"""Files."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence

from gui.look.settings import Settings
from gui.menus.recent import recent_menu
from gui.shell.actions import Action, Menu, Role
from gui.shell.document import Document
from gui.shell.opener import Opener
from gui.shell.sharing import Sharing

Standard = QKeySequence.StandardKey


def file_menu(
    document: Document,
    opener: Opener,
    sharing: Sharing,
    settings: Settings,
    export: Menu,
    leave: Callable[[], object],
) -> Menu:
    """New, open, save, export, quit."""
    return Menu(
        "&File",
        (
            Action(
                "file.new",
                "&New",
                document.new,
                "A new session with everything as at the start",
                [Standard.New],
            ),
            Action(
                "file.open",
                "&Open…",
                opener.ask,
                "Open a session, an exported figure with the session in it, or data",
                [Standard.Open],
            ),
            Action(
                "file.open_rollouts",
                "Open Rollouts &Folder…",
                opener.ask_folder,
                "Open a folder of rollouts of a training run",
                ["Ctrl+Shift+O"],
            ),
            recent_menu(settings, opener.open),
            *_texts_in(sharing),
            None,
            Action("file.save", "&Save", document.save, "Save the session", [Standard.Save]),
            Action(
                "file.save_as",
                "Save &As…",
                document.save_as,
                "Save the session to another file",
                ["Ctrl+Shift+S"],
            ),
            None,
            _share(sharing),
            export,
            None,
            Action("file.quit", "&Quit", leave, "End the program", ["Ctrl+Q"], role=Role.QuitRole),
        ),
    )


def _texts_in(sharing: Sharing) -> tuple[Action, ...]:
    return (
        Action(
            "file.open_text",
            "Open from &text…",
            sharing.ask,
            "Open a session from a text that Share has copied",
            ["Ctrl+Alt+O"],
        ),
        Action(
            "file.paste",
            "&Paste a session",
            sharing.paste,
            "Open the session whose text is on the clipboard; in a field the key pastes there",
            [Standard.Paste],
        ),
    )


def _share(sharing: Sharing) -> Action:
    return Action(
        "file.share",
        "S&hare",
        sharing.copy,
        "The whole session as one line of text, on the clipboard",
        ["Ctrl+L"],
    )
