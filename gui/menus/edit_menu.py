"""Undo, and what is done to p and q."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence

from engine.core.words import tr_noop
from engine.session.session import Session
from gui.base import commands
from gui.shell.actions import Action, Menu, plain
from gui.shell.undo import UndoStack

Standard = QKeySequence.StandardKey
SWAP = "Exchange p and q, on every page."
RESAMPLE = "The next seed: other samples."
Command = Callable[[Session], Session]


def edit_menu(
    stack: UndoStack,
    apply: Callable[[Command, str], object],
    compute: Callable[[], object],
    link: Callable[[], object],
) -> Menu:
    """Undo, redo, swap, match, resample, reset; ``apply`` proposes what a command makes of the
    session, as a step of undo with this text. ``compute`` cancels, or goes on; ``link`` asks what
    the number with the focus moves with."""

    def action(name: str, text: str, command: Command, key: str, tip: str) -> Action:
        return Action(f"edit.{name}", text, lambda: apply(command, plain(text)), tip, [key])

    return Menu(
        "&Edit",
        (
            _undo(stack),
            _redo(stack),
            None,
            action(
                "swap",
                "&Swap p and q",
                commands.swapped,
                "Ctrl+T",
                SWAP,
            ),
            action("match", "&Match q to p", commands.matched, "Ctrl+M", "Make q equal to p."),
            action(
                "resample",
                "Resam&ple",
                commands.resampled,
                "Ctrl+R",
                RESAMPLE,
            ),
            action(
                "reset", "R&eset", commands.reset, "Ctrl+Shift+R", "Everything as at the start."
            ),
            Action(
                "edit.link",
                tr_noop("&Link with…"),
                link,
                tr_noop("Let the number that has the focus move together with another."),
                ["Ctrl+J"],
            ),
            None,
            Action(
                "edit.compute",
                "&Cancel / continue",
                compute,
                "Stop what is being computed, or go on from there.",
                ["Ctrl+."],
            ),
        ),
    )


def _undo(stack: UndoStack) -> Action:
    return Action(
        "edit.undo",
        "&Undo",
        stack.undo,
        "Take back the last change; a whole drag of a slider is one change.",
        QKeySequence.keyBindings(Standard.Undo),
        obstacle=lambda: "" if stack.can_undo else "There is nothing to undo.",
        detail=lambda: stack.undo_text,
    )


def _redo(stack: UndoStack) -> Action:
    keys = QKeySequence.keyBindings(Standard.Redo)
    more = QKeySequence("Ctrl+Y")
    return Action(
        "edit.redo",
        "&Redo",
        stack.redo,
        "Make the change again that was taken back.",
        keys if more in keys else [*keys, more],
        obstacle=lambda: "" if stack.can_redo else "There is nothing to redo.",
        detail=lambda: stack.redo_text,
    )
