"""How the window is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from engine.core.words import LANGUAGES, NAMES, Language
from gui.look.appearance import Appearance
from gui.look.appearance_options import Mode, Size
from gui.shell.actions import Action, Entry, Menu

MODES: tuple[tuple[Mode, str, str], ...] = (
    ("light", "&Light", "Dark lines on a white ground."),
    ("dark", "&Dark", "Light lines on a dark ground."),
    ("system", "&System", "Light or dark, as the desktop is, and changing with it."),
)
SIZES: tuple[tuple[Size, str, str], ...] = (
    ("normal", "&Normal", "Type and lines for a screen on a desk."),
    ("lecture", "Le&cture", "Large type and thick lines, for the last row of a lecture hall."),
)


class Navigation(Protocol):
    """What shows panels and the explanation."""

    def step_panel(self, step: int) -> None:
        """The focus to the next panel, or the one before."""

    def explanation_shown(self) -> bool:
        """Whether the explanation is shown."""

    def want_explanation(self, wanted: bool) -> None:
        """Show or hide the explanation, now and next time."""


def view_menu(
    navigation: Navigation,
    appearance: Appearance,
    states: Sequence[Entry],
    find: Callable[[], object],
    play: Callable[[], object],
) -> Menu:
    """The palette, the panels, the explanation, ``states``, theme, sizes and language."""
    explanation = Action(
        "view.explanation",
        "Explanati&on",
        lambda: navigation.want_explanation(not navigation.explanation_shown()),
        "Formulas and words on this page, at the right.",
        ["F1"],
        checked=navigation.explanation_shown,
    )
    return Menu(
        "&View",
        (
            _find(find),
            *_panels(navigation.step_panel),
            None,
            explanation,
            *states,
            Action(
                "view.play",
                "Pla&y / pause",
                play,
                "Move a number to and fro: the one that has the focus, or the first of the page.",
                ["Ctrl+P"],
            ),
            None,
            Menu("&Theme", [_mode(*row, appearance) for row in MODES]),
            Menu("S&ize", [_size(*row, appearance) for row in SIZES]),
            _text_menu(appearance.step_text),
            Menu("&Language", [_language(each, appearance) for each in LANGUAGES]),
        ),
    )


def _find(find: Callable[[], object]) -> Action:
    tip = "Pages, commands, examples, parameters and numbers by name."
    return Action("view.find", "&Find…", find, tip, ["Ctrl+K"])


def _panels(step: Callable[[int], None]) -> list[Entry]:
    onward = "From the pages to the inputs, the picture, its numbers, the explanation."
    back = "Back to the panel before."
    return [
        Action("view.next_panel", "Next &panel", lambda: step(1), onward, ["F6"]),
        Action("view.previous_panel", "Previous pan&el", lambda: step(-1), back, ["Shift+F6"]),
    ]


def _mode(mode: Mode, text: str, tip: str, appearance: Appearance) -> Action:
    return Action(
        f"view.theme.{mode}",
        text,
        lambda: appearance.set_mode(mode),
        tip,
        checked=lambda: appearance.options.mode == mode,
        exclusive=True,
    )


def _size(size: Size, text: str, tip: str, appearance: Appearance) -> Action:
    return Action(
        f"view.size.{size}",
        text,
        lambda: appearance.set_size(size),
        tip,
        checked=lambda: appearance.options.size == size,
        exclusive=True,
    )


def _language(language: Language, appearance: Appearance) -> Action:
    return Action(
        f"view.language.{language}",
        NAMES[language],  # in itself: who reads no other finds it
        lambda: appearance.set_language(language),
        "The language of the window; the command line stays English.",
        checked=lambda: appearance.language == language,
        exclusive=True,
    )


def _text_menu(step: Callable[[int], object]) -> Menu:
    larger, smaller = "Larger type everywhere.", "Smaller type everywhere."
    usual = "Type of the usual size."
    # The key of the plus sign needs Shift on many keyboards.
    plus = ["Ctrl++", "Ctrl+="]
    return Menu(
        "Text s&cale",
        (
            Action("view.text.larger", "&Larger", lambda: step(1), larger, plus),
            Action("view.text.smaller", "&Smaller", lambda: step(-1), smaller, ["Ctrl+-"]),
            Action("view.text.usual", "&Usual", lambda: step(0), usual, ["Ctrl+0"]),
        ),
    )
