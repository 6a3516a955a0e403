"""Every text that a window shows, and those for which there is no room."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableView,
    QTextEdit,
    QWidget,
)

from gui.figure.view import View
from gui.plotkit.panel import Panel
from gui.plotkit.plot_text import PlotText
from gui.plotkit.words import plain

PROPERTIES = (
    "text", "title", "placeholderText", "toolTip", "statusTip", "accessibleName",
    "accessibleDescription", "windowTitle", "prefix", "suffix",
)  # fmt: skip


def widget_texts(window: QWidget):
    """(what, text) of every widget, its entries and cells."""
    for widget in (window, *window.findChildren(QWidget)):
        if isinstance(widget, QTextEdit | QLineEdit):
            yield type(widget).__name__, widget.toolTip()
            yield type(widget).__name__, widget.accessibleName()
            continue
        kind = type(widget).__name__
        for name in PROPERTIES:
            if text := widget.property(name):
                yield f"{kind}.{name}", str(text)
        if isinstance(widget, QComboBox):
            yield from (("QComboBox", widget.itemText(i)) for i in range(widget.count()))
        if isinstance(widget, QTableView):
            yield from _cells(widget)
    for action in window.findChildren(QAction):
        if type(action.parent()).__module__.startswith("pyqtgraph"):
            continue  # its own menus are never opened
        for text in (action.text(), action.toolTip(), action.statusTip()):
            yield f"QAction {action.objectName()}", text


def _cells(table: QTableView):
    model = table.model()
    for column in range(model.columnCount()):
        yield "header", str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(model.rowCount()):
            index = model.index(row, column)
            yield "cell", str(index.data() or "")
            yield "cell tip", str(index.data(Qt.ItemDataRole.ToolTipRole) or "")


def plot_texts(view: View, made: bool = False):
    """(what, text) of everything that is written in the plots of a page; where ``made``, in those
    that were shown at some time, else in all."""
    if not isinstance(view, View):
        return
    for name, frame in view.board.frames.items():
        head = frame.header
        yield f"{name}: title", head.title
        yield f"{name}: y", head.y_label
        for line in (*head.headline, *head.notes):
            yield f"{name}: note", plain(line)
        if not made or name in view.board.panels:
            yield from _panel_texts(name, view.board.panel(name))
    for item in view.figure.scene().items():
        if isinstance(item, PlotText):
            yield "words", item.toPlainText()


def _panel_texts(name: str, panel: Panel):
    yield from ((f"{name}: x", text) for text in (panel.x_label, panel.short))
    for item in panel.items:
        yield f"{name}: curve", f"{item.label} {item.tail}"
    for side in ("left", "bottom"):
        for ticks in panel.plot.getAxis(side)._tickLevels or []:
            yield from ((f"{name}: {side}", text) for _, text in ticks)


def cut_texts(window: QWidget) -> list[str]:
    """Words of visible labels and buttons for which there is no room; what is elided says the
    whole in its tooltip, and counts as whole."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not (widget.visibleRegion().boundingRect().width()):
            continue
        if type(widget) is QLabel and not widget.wordWrap() and widget.text():
            short = widget.width() + 1 < widget.sizeHint().width()
            if short and not widget.toolTip():
                found.append(f"{widget.text()!r}: {widget.width()} of {widget.sizeHint().width()}")
        elif isinstance(widget, QAbstractButton) and widget.text():
            icon = 0 if widget.icon().isNull() else widget.iconSize().width() + 4
            words = widget.fontMetrics().horizontalAdvance(widget.text().replace("&", ""))
            if widget.width() < icon + words:
                found.append(f"{widget.text()!r}: {widget.width()} of {icon + words}")
        elif isinstance(widget, QComboBox):
            room = widget.width() - 24
            if widget.fontMetrics().horizontalAdvance(widget.currentText()) > room:
                found.append(f"{widget.currentText()!r}: {room}")
    return found
