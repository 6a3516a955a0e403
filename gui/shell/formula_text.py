"""The formulas of explanations as LaTeX, to be copied."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

from engine.core.words import tr

MATH = re.compile(r"^```math[^\n]*\n(.*?)^```[ \t]*$", re.DOTALL | re.MULTILINE)


def formulas(text: str) -> list[str]:
    """Those of an explanation in Markdown, in their order."""
    return [found.strip() for found in MATH.findall(text)]


def displayed(latex: list[str]) -> str:
    """Formulas as LaTeX sets each of them on a line of its own."""
    return "\n\n".join(f"\\[\n{each}\n\\]" for each in latex)


def add_copying(menu: QMenu, latex: str, told: Callable[[str], object]) -> None:
    """On top of a menu: copy this formula."""
    action = QAction(tr("Copy formula as LaTeX"), menu)
    action.triggered.connect(lambda: _copy(latex, told))
    before = menu.actions()[0] if menu.actions() else None
    if before is None:
        menu.addAction(action)
    else:
        menu.insertAction(before, action)
        menu.insertSeparator(before)


def _copy(latex: str, told: Callable[[str], object]) -> None:
    QGuiApplication.clipboard().setText(latex)
    told(tr("The formula is on the clipboard."))
