"""The one QApplication, set up before anything is shown or drawn."""

from __future__ import annotations

import os
import sys

from PySide6.QtWidgets import QApplication

from gui.base.turn import watch_turns
from gui.look.fonts import load_typeface
from gui.look.style import apply_theme
from gui.look.theme import LIGHT, Theme

# Seconds after which a computing thread hands the interpreter to the window.
SWITCH_INTERVAL = 0.0005
# Qt would have each area of some rows painted by other threads and wait for them, which takes
# longer than to paint it while both processors compute.
ALONE = "QT_NO_GUI_THREADPOOL"


def application(theme: Theme = LIGHT) -> QApplication:
    """The one QApplication, set up; an existing one is set up and returned."""
    os.environ.setdefault(ALONE, "1")
    present = QApplication.instance()
    app = present if isinstance(present, QApplication) else QApplication(sys.argv[:1])
    sys.setswitchinterval(SWITCH_INTERVAL)
    watch_turns()
    app.setApplicationName("gaussian-explorer")
    app.setApplicationDisplayName("Gaussian Explorer")
    app.setStyle("Fusion")
    load_typeface()
    apply_theme(app, theme)
    return app
