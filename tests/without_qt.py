"""A pytest plugin that makes Qt impossible to import: -p tests.without_qt -p no:pytest-qt."""

import sys

import pytest

QT = ("PySide6", "shiboken6", "pyqtgraph", "superqt", "qtpy")

# None in sys.modules is Python's own way to say that a module cannot be imported.
sys.modules.update(dict.fromkeys(QT))


def pytest_addoption(parser: pytest.Parser) -> None:
    # The settings of the pytest-qt plugin, which is off here, would be called misspelt.
    for name in ("qt_api", "qt_log_level_fail", "qt_log_ignore"):
        parser.addini(name, "not used")
