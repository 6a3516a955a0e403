"""A figure as an SVG picture: shapes, and texts as text."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from pyqtgraph.exporters import SVGExporter
from PySide6.QtWidgets import QGraphicsView

from engine.session_reader import PROGRAM

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 width="{width}" height="{height}" viewBox="0 0 {width} {height}">
<title>{title}</title>
<metadata id="{program}">{provenance}</metadata>
<style>image {{ image-rendering: pixelated; }}</style>
<rect width="{width}" height="{height}" fill="{background}"/>
"""


def figure_svg(figure: QGraphicsView, provenance: str, title: str) -> str:
    """The content of the file, with the provenance in its metadata element."""
    size = figure.viewport().size()
    exported = SVGExporter(figure.scene()).export(toBytes=True).decode()
    # The exporter's own head has no size, and a background as large as the viewer's window.
    body = re.search(r"<defs>.*", exported, re.DOTALL)
    if body is None:
        raise ValueError("the SVG exporter's output has another form than expected")
    head = HEAD.format(
        width=size.width(),
        height=size.height(),
        title=escape(title),
        program=PROGRAM,
        provenance=escape(provenance),
        background=figure.backgroundBrush().color().name(),
    )
    return head + body[0]
