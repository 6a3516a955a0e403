"""The Qt application: made once, then the window."""

from __future__ import annotations

import sys
from pathlib import Path

import pyqtgraph as pg
from PySide6.QtWidgets import QApplication

from gui.app.autosave import Autosave
from gui.app.error_dialog import ErrorReporter
from gui.app.main_window import MainWindow
from gui.app.recovery import Recovery
from gui.base.interrupt import on_interrupt
from gui.look.style import dress
from gui.look.theme import LIGHT, Theme

# Seconds after which a computing thread hands the interpreter to the window.
SWITCH_INTERVAL = 0.0005


def application(theme: Theme = LIGHT) -> QApplication:
    """The one QApplication, set up; an existing one is set up and returned."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    sys.setswitchinterval(SWITCH_INTERVAL)
    app.setApplicationName("gaussian-explorer")
    app.setApplicationDisplayName("Gaussian Explorer")
    app.setStyle("Fusion")
    dress(app, theme)
    pg.setConfigOptions(antialias=True, useOpenGL=False)
    return app


def run(path: str | Path | None = None) -> int:
    """Open the window, on a file if one is given; the exit code.

    Asked by a signal to end, it leaves unsaved changes to the next start, which offers them.
    """
    app = application()
    window = MainWindow()
    window.document.guarded = True
    ErrorReporter(window).install()
    autosave = Autosave(window.document)
    recovery = Recovery(window.document, autosave)
    interrupted = False

    def leave() -> None:
        nonlocal interrupted
        interrupted = True
        window.document.leave()
        app.quit()

    with on_interrupt(leave):
        window.show()
        recovery.offer()
        if path is not None:
            window.opener.open(path)
        else:
            window.start.show()
        code = app.exec()
    recovery.leave()
    autosave.end(keep=interrupted)
    return code
