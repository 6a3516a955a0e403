"""The Qt application: made once, then the window."""

from __future__ import annotations

import sys
from pathlib import Path

import pyqtgraph as pg
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from gui.main_window import MainWindow
from gui.style import palette, stylesheet
from gui.theme import LIGHT, Theme

# Seconds after which a computing thread hands the interpreter to the window.
SWITCH_INTERVAL = 0.0005
FAMILIES = ("Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "DejaVu Sans")


def application(theme: Theme = LIGHT) -> QApplication:
    """The one QApplication, set up; an existing one is set up and returned."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    sys.setswitchinterval(SWITCH_INTERVAL)
    app.setApplicationName("gaussian-explorer")
    app.setApplicationDisplayName("Gaussian Explorer")
    app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setFont(_font(app.font()))
    app.setStyleSheet(stylesheet(theme))
    pg.setConfigOptions(antialias=True, useOpenGL=False)
    return app


def run(session_path: str | Path | None = None) -> int:
    """Open the window, on a session if a file is given; the exit code."""
    app = application()
    session = None
    if session_path is not None:
        from engine.provenance import read_provenance

        session = read_provenance(session_path)
    window = MainWindow(session)
    window.show()
    return app.exec()


def _font(font: QFont) -> QFont:
    """The platform's own font where it has one; a good one, of a readable size, elsewhere."""
    if sys.platform in ("win32", "darwin"):
        return font
    known = set(QFontDatabase.families())
    family = next((name for name in FAMILIES if name in known), font.family())
    chosen = QFont(family)
    chosen.setPointSizeF(9.0 if family == "DejaVu Sans" else 10.0)
    return chosen
