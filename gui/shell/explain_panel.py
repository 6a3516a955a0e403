"""What the page shows, in words and formulas, with the current numbers in the text."""

from __future__ import annotations

import re

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QImage,
    QResizeEvent,
    QShowEvent,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QWidget

from engine.core.quantity import Readout
from engine.core.words import tr
from gui.look.theme import Theme
from gui.shell.explanation_parts import PLACE, in_words
from gui.shell.formula_text import MATH, add_copying
from gui.widgets.formula import Formulas, FormulaStyle, formula_image

MARGIN = 14
INDENT = 18
LINE_HEIGHT = 115
# Sizes of headings, of the text's own.
HEADINGS = {1: 1.4, 2: 1.15, 3: 1.0, 4: 1.0, 5: 1.0, 6: 1.0}


class ExplainPanel(QTextBrowser):
    """Renders a part of an explanation; numbers change in place."""

    told = Signal(str)  # what has been copied

    def __init__(self, theme: Theme, formulas: Formulas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explain")
        self.setAccessibleName(tr("explanation"))
        self.setOpenExternalLinks(True)
        # A bar that came and went would change the width, and with it the formulas, and so on.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.theme = theme
        self.formulas = formulas
        self.formulas.ready.connect(self._build)
        self._text = ""
        self._readouts: dict[str, Readout] = {}
        self._places: list[tuple[str, QTextCursor]] = []
        self._pictures: dict[str, QImage] = {}
        self._latex: dict[str, str] = {}  # of the pictures
        self._resized = QTimer(self, singleShot=True, interval=150)
        self._resized.timeout.connect(self._build)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._begin)
        self._built_width = 0
        self.document().setDocumentMargin(MARGIN)
        self.document().setIndentWidth(INDENT)

    def show_text(self, text: str) -> None:
        """Another text, in Markdown; its numbers come with the next readouts."""
        if text == self._text:
            return
        self._text = text
        self._places = []
        self.document().clear()
        if self.isVisible():
            self._soon.start()

    def set_theme(self, theme: Theme) -> None:
        """The same text in other colours and another size of type."""
        self.theme = theme
        if self.isVisible():
            self._soon.start()

    def show_readouts(self, readouts: tuple[Readout, ...]) -> None:
        """The current numbers."""
        self._readouts = {readout.key: readout for readout in readouts}
        edit = QTextCursor(self.document())
        edit.beginEditBlock()
        for name, cursor in self._places:
            self._put(cursor, self._number(name))
        edit.endEditBlock()

    def showEvent(self, event: QShowEvent) -> None:
        """What is not visible is not made, and the picture of a page comes before its words."""
        super().showEvent(event)
        self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Formulas are as wide as the column allows."""
        super().resizeEvent(event)
        if self.viewport().width() != self._built_width:
            self._resized.start()

    def formula_at(self, place: QPoint) -> str:
        """The LaTeX of the formula that is drawn here, "" where there is none."""
        bars = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        where = QPointF(place) + QPointF(*bars)
        return self._latex.get(self.document().documentLayout().imageAt(where), "")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The usual entries, and the formula under the mouse as LaTeX."""
        menu = self.createStandardContextMenu(event.pos())
        if latex := self.formula_at(event.pos()):
            add_copying(menu, latex, self.told.emit)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def loadResource(self, kind: int, url: QUrl | str) -> object:
        """The pictures of formulas; nothing is fetched from anywhere."""
        return self._pictures.get(url if isinstance(url, str) else url.toString())

    def _begin(self) -> None:
        """Build, now or when the formulas are there."""
        if self._text and self.formulas.want(MATH.findall(self._text)):
            self._build()

    def _build(self) -> None:
        """The document: text, pictures of formulas, and where the numbers stand."""
        self._resized.stop()
        if not self.formulas.have(MATH.findall(self._text)):
            return
        scroll = self.verticalScrollBar().value()
        document = self.document()
        names: list[str] = []
        text = self._with_pictures(self._text, names)
        self._places = []
        self.setMarkdown(text)
        edit = QTextCursor(document)
        edit.beginEditBlock()  # what follows is laid out once
        self._style_paragraphs()
        for index, name in enumerate(names):
            cursor = document.find(f"⟦{index}⟧")
            if not cursor.isNull():
                self._places.append((name, cursor))
                self._put(cursor, self._number(name))
        edit.endEditBlock()
        self.verticalScrollBar().setValue(scroll)

    def _with_pictures(self, text: str, names: list[str]) -> str:
        """Markdown with every formula as a picture and every number as a mark."""
        self._built_width = self.viewport().width()
        width = self._built_width - 2 * MARGIN
        parts, end = [], 0
        for count, match in enumerate(MATH.finditer(text)):
            parts.append(_marked(text[end : match.start()], names))
            end = match.end()
            svg = self.formulas.svgs.get(match[1])
            if not svg:
                parts.append(f"```\n{match[1]}```")
                continue
            style = FormulaStyle(self.theme.text, self.theme.text_scale, self.devicePixelRatioF())
            image = formula_image(svg, style, width)
            url = f"formula:{count}"
            self._pictures[url], self._latex[url] = image, match[1].strip()
            parts.append(f"![formula]({url})")
        parts.append(_marked(text[end:], names))
        return "".join(parts)

    def _style_paragraphs(self) -> None:
        """Room between paragraphs and lines."""
        cursor = QTextCursor(self.document())
        block = self.document().begin()
        while block.isValid():
            form = block.blockFormat()
            cursor.setPosition(block.position())
            heading = form.headingLevel() > 0
            form.setBottomMargin(4 if block.textList() else 8)
            form.setTopMargin(10 if heading and block.position() else 0)
            form.setLineHeight(LINE_HEIGHT, 1)  # 1: in percent
            cursor.setBlockFormat(form)
            if heading:
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                letters = QTextCharFormat()
                letters.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
                letters.setFontPointSize(self.font().pointSizeF() * HEADINGS[form.headingLevel()])
                cursor.mergeCharFormat(letters)
            block = block.next()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                table = frame.format()
                table.setBorderBrush(self.theme.color("grid"))
                table.setBorderCollapse(True)
                table.setBottomMargin(8)
                frame.setFormat(table)

    def _put(self, cursor: QTextCursor, text: str) -> None:
        """A number in the place that the cursor selects, which stays selected."""
        if cursor.selectedText() == text:
            return
        start = cursor.selectionStart()
        letters = cursor.charFormat()
        letters.setForeground(self.theme.color("text"))
        letters.setFontWeight(QFont.Weight.DemiBold)
        cursor.insertText(text, letters)
        end = cursor.position()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)

    def _number(self, name: str) -> str:
        readout = self._readouts.get(name)
        if readout is None:
            return "…" if not self._readouts else "–"
        return in_words(readout)


def _marked(text: str, names: list[str]) -> str:
    def mark(match: re.Match[str]) -> str:
        names.append(match[1])
        return f"⟦{len(names) - 1}⟧"

    return PLACE.sub(mark, text)
