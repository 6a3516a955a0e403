"""The program with its window, from its start to its end."""

from __future__ import annotations

import gc
from importlib import resources
from pathlib import Path

from PySide6.QtGui import QIcon

from engine.core.words import Language
from gui.app.autosave import Autosave
from gui.app.error_dialog import ErrorReporter
from gui.app.main_window import MainWindow
from gui.app.recovery import Recovery
from gui.app.warming import Warming
from gui.base.collector import Collector
from gui.base.interrupt import on_interrupt
from gui.look.application import application

ICON = resources.files("resources") / "desktop" / "gaussian-explorer.svg"


def run(given: str | Path | None = None, language: Language | None = None) -> int:
    """Open the window, on a file or a session's text if one is given, in a language if one is
    given; the exit code.

    Asked by a signal to end, it leaves unsaved changes to the next start, which offers them.
    """
    app = application()
    app.setWindowIcon(QIcon(str(ICON)))
    gc.freeze()  # modules stay as long as the program runs
    collector = Collector()
    window = MainWindow(start=given is None, wait=given is not None)
    if language is not None:
        window.appearance.set_language(language)
    window.document.guarded = True
    ErrorReporter(window, window.services.report).install()
    autosave = Autosave(window.document, window.status.notify)
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
        if given is not None:
            window.open(given)
        if window.start.shown:
            Warming(window)
        code = app.exec()
    recovery.leave()
    autosave.end(keep=interrupted)
    collector.end()
    return code
