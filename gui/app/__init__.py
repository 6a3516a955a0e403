"""The main window and what only it can do."""

from engine.core.memory import share_freed_memory
from gui.base.features import without_features

share_freed_memory()
without_features()
