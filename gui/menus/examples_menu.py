"""The examples, by page; sweeps by themselves."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from engine.page.page import page_named
from engine.session.examples import Example, all_examples
from gui.shell.actions import Action, Menu


def examples_menu(
    show_start: Callable[[], object], open_example: Callable[[Example], object]
) -> Menu:
    """The start page, and the examples of each page in a menu of their own."""

    def action(example: Example) -> Action:
        name = f"examples.{example.name}"
        return Action(name, example.title, lambda: open_example(example), example.text)

    start = Action(
        "examples.start",
        "&Start page",
        show_start,
        "The examples with their pictures",
        ["Ctrl+Shift+H"],
    )
    inner = [
        Menu(title, [action(example) for example in examples])
        for title, examples in groupby(all_examples(), title_of)
    ]
    return Menu("E&xamples", (start, None, *inner))


def title_of(example: Example) -> str:
    """In whose menu an example stands: that of its page, or of the sweeps."""
    return "Sweep" if example.of_sweeps else page_named(example.page).title
