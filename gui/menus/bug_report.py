"""What a bug report needs: versions, the screen, the session, and tracebacks."""

from __future__ import annotations

import platform
from collections.abc import Sequence

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from engine.export.provenance import versions
from engine.session.file import session_text
from engine.session.session import Session
from gui.look.appearance_options import AppearanceOptions


def versions_text() -> str:
    """One line a library, the system last."""
    found = {**versions(), "Qt": qVersion(), "system": platform.platform()}
    return "\n".join(f"{name} {version}" for name, version in found.items())


def report_text(
    window: QWidget, options: AppearanceOptions, session: Session, tracebacks: Sequence[str] = ()
) -> str:
    """Everything, for the clipboard."""
    screen = window.screen()
    size = screen.size()
    parts = [
        versions_text(),
        f"screen {size.width()} x {size.height()}, scale {window.devicePixelRatioF():g}, "
        f"platform {QGuiApplication.platformName()}",
        f"window {window.width()} x {window.height()}, appearance {options.text_form()}",
        f"session {session_text(session)}",
        *tracebacks,
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"
