"""Which page is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from engine.page.page import Page
from engine.session.reader import SWEEP
from gui.shell.actions import Action, Entry, Menu


class Navigation(Protocol):
    """What shows pages."""

    def turn_to(self, name: str) -> None:
        """Show this page."""

    def step_page(self, step: int) -> None:
        """The next page, or the one before."""


def pages_menu(pages: Sequence[Page], navigation: Navigation) -> Menu:
    """The pages, and the way from one to the next."""
    return Menu(
        "&Pages",
        (
            *[_page(index, page, navigation.turn_to) for index, page in enumerate(pages)],
            _sweep(navigation.turn_to),
            None,
            *_steps(navigation.step_page),
        ),
    )


def _page(index: int, page: Page, turn_to: Callable[[str], None]) -> Action:
    numbered = index < 9
    return Action(
        f"page.{page.name}",
        f"&{index + 1}  {page.title}" if numbered else page.title,
        lambda: turn_to(page.name),
        page.summary,
        [f"Ctrl+{index + 1}"] if numbered else (),
    )


def _sweep(turn_to: Callable[[str], None]) -> Action:
    tip = "Quantities of a page over one parameter or two."
    return Action("page.sweep", "S&weep", lambda: turn_to(SWEEP), tip, ["Ctrl+Shift+W"])


def _steps(step: Callable[[int], None]) -> list[Entry]:
    below, above = "The page below this one.", "The page above this one."
    onward, back = ["Ctrl+Tab", "Ctrl+PgDown"], ["Ctrl+Shift+Tab", "Ctrl+PgUp"]
    return [
        Action("pages.next", "Ne&xt page", lambda: step(1), below, onward),
        Action("pages.previous", "Pre&vious page", lambda: step(-1), above, back),
    ]
