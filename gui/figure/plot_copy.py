"""One plot of a figure, to the clipboard: as an image, or its curves as text."""

from __future__ import annotations

import math
from itertools import zip_longest
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from engine.core.words import tr
from gui.plotkit.panel import Panel

if TYPE_CHECKING:
    from gui.figure.view import View

SCALE = 2.0  # pixels of an image to each of the screen


def copy_image(view: View, name: str) -> str:
    """Copy a plot as it would be alone; what to tell the user."""
    from gui.figure.file import figure_image

    QGuiApplication.clipboard().setImage(figure_image(view, SCALE, alone=name))
    return tr("Copied as an image: {title}").format(title=view.board.frames[name].header.title)


def copy_data(panel: Panel) -> str:
    """Copy a plot's curves; what to tell the user."""
    title = panel.frame.header.title
    if not panel.table():
        return tr("No curve of this plot can be copied: {title}").format(title=title)
    QGuiApplication.clipboard().setText(table_text(panel))
    return tr("Copied as text: the curves of {title}").format(title=title)


def table_text(panel: Panel) -> str:
    """The curves as tab-separated columns, in full precision, with a head."""
    columns = panel.table()
    lines = ["\t".join(name for name, _ in columns)]
    rows = zip_longest(*(values.tolist() for _, values in columns), fillvalue=math.nan)
    for row in rows:
        lines.append("\t".join("" if math.isnan(value) else repr(value) for value in row))
    return "\n".join(lines) + "\n"
