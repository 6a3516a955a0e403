"""What of a window the keyboard reaches, and what a screen reader says of it."""

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QWidget,
)

OPERATED = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)


def controls(window):
    """What the Tab key reaches, Qt's own inner parts aside."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisibleTo(window)
        and not widget.objectName().startswith("qt_")
    ]


def spoken(widget):
    """The name that a screen reader says."""
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or words


def check_names_and_tips(window, page):
    """Every control has a name, no two inputs the same, and help where it is operated."""
    found = controls(window)
    assert len(found) > 15, page
    assert [repr(widget) for widget in found if not spoken(widget).strip()] == [], page
    operated = [widget for widget in found if isinstance(widget, OPERATED)]
    assert [spoken(widget) for widget in operated if not widget.toolTip()] == [], page
    inside = [widget for widget in operated if window.inputs.isAncestorOf(widget)]
    names = Counter(spoken(widget) for widget in inside)
    assert [name for name, count in names.items() if count > 1] == [], page
