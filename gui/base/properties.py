"""Widgets with properties that their constructors take only where they are the class's own."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QWidget

Widget = TypeVar("Widget", bound=QWidget)


def with_properties(
    widget: Widget,
    *,
    objectName: str | None = None,
    accessibleName: str | None = None,
    text: str | None = None,
    checkable: bool | None = None,
    visible: bool | None = None,
) -> Widget:
    """The widget, with those of Qt's properties set that are given."""
    given = {
        "objectName": objectName,
        "accessibleName": accessibleName,
        "text": text,
        "checkable": checkable,
        "visible": visible,
    }
    for name, value in given.items():
        if value is not None:
            widget.setProperty(name, value)
    return widget
