"""A figure as a PDF page of its own size: shapes, and texts as text in embedded fonts."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QGraphicsView

from engine.session.reader import PROGRAM
from gui.figure.png_bytes import open_buffer, written
from gui.figure.scaled_painting import render_scaled

# The metadata of a PDF file (ISO 16684, XMP).
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:program="urn:{program}">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<program:session>{provenance}</program:session>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


def figure_pdf(figure: QGraphicsView, provenance: str, title: str) -> Callable[[], bytes]:
    """Paint the figure; what gives the content of the file, with the provenance in its metadata,
    may be called in another thread."""
    size = figure.viewport().size()
    buffer = open_buffer()
    writer = QPdfWriter(buffer)
    points = QSizeF(size.width() * 0.75, size.height() * 0.75)
    writer.setPageSize(
        QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    )
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    # One dot is one pixel of the screen; at others the axes' texts are laid out wrongly.
    writer.setResolution(96)
    writer.setTitle(title)
    writer.setCreator(PROGRAM)
    title, provenance = (escape(text, quote=False) for text in (title, provenance))
    xmp = XMP.format(program=PROGRAM, title=title, provenance=provenance)
    writer.setDocumentXmpMetadata(xmp.encode())
    area = QRectF(0, 0, size.width(), size.height())
    painter = QPainter(writer)
    try:
        painter.fillRect(area, figure.backgroundBrush())
        render_scaled(figure.scene(), painter, size, 1.0)
    finally:
        painter.end()
    content = written(buffer)
    return lambda: content
