"""PySide's features (``from __feature__ import ...``), which this program does not use."""

from __future__ import annotations

import importlib
from contextlib import suppress
from typing import Any


def without_features() -> None:
    """Import what comes without a look into its source.

    PySide searches the source of every module that is imported after it for the word PySide6, to
    know whether features may be switched on there, and Python keeps all lines that were read:
    40 MB, and a tenth of the time in which the window opens.
    """
    importlib.import_module("PySide6.QtCore")
    with suppress(ImportError):  # of another version, which searches as it likes
        feature: Any = importlib.import_module("shibokensupport.feature")
        feature._mod_uses_pyside = lambda module: True
