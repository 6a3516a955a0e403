"""The one QApplication."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication


def qt_application() -> QApplication:
    """The QApplication, which there is as soon as anything is shown."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
