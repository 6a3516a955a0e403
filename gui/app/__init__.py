"""The main window and what only it can do."""

from gui.base.features import without_features

without_features()
