"""A figure as an SVG picture: shapes, and texts as text."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtWidgets import QGraphicsView

from engine.session.reader import PROGRAM
from gui.figure.svg_painting import scene_elements

PICTURE = """<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 width="{width}" height="{height}" viewBox="0 0 {width} {height}">
<title>{title}</title>
<metadata id="{program}">{provenance}</metadata>
<rect width="{width}" height="{height}" fill="{background}"/>
{elements}
</svg>
"""


def figure_svg(
    figure: QGraphicsView, provenance: Callable[[], str], title: str
) -> Callable[[], str]:
    """Paint the figure; what makes the content of the file of it, with the provenance in its
    metadata element, may be called in another thread."""
    size = figure.viewport().size()
    background = figure.backgroundBrush().color().name()
    elements = scene_elements(figure.scene(), size)

    def content() -> str:
        return PICTURE.format(
            width=size.width(),
            height=size.height(),
            title=escape(title, quote=False),
            program=PROGRAM,
            provenance=escape(provenance(), quote=False),
            background=background,
            elements=elements(),
        )

    return content
