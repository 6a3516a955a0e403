"""The way in of data files; what reads them is imported with the first one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from engine.data.source import DataSource
from gui.shell.store import Store

if TYPE_CHECKING:
    from gui.shell.data_opening import DataOpening


class DataOpener:
    """Opens data files; where one cannot be opened a message says why, and nothing is changed."""

    def __init__(self, store: Store, notify: Callable[[str], object], parent: QWidget) -> None:
        self.store = store
        self.notify = notify
        self.dialog_parent = parent

    def open(self, path: str | Path) -> DataOpening:
        """Ask what the columns of a file mean and read them; the data go into the session as one
        step of undo."""
        opening = self._opening()
        opening.ask_columns(Path(path).absolute())
        return opening

    def open_rollouts(self, path: str | Path) -> DataOpening:
        """Read rollouts, a file or a folder, and show them; asks where there are three policies."""
        return self.read(DataSource(str(Path(path).absolute()), "rollouts", ()))

    def read(self, source: DataSource) -> DataOpening:
        """The same for columns that are known; groups are fitted again."""
        opening = self._opening()
        opening.read(source)
        return opening

    def _opening(self) -> DataOpening:
        from gui.shell.data_opening import DataOpening

        return DataOpening(self.store, self.notify, self.dialog_parent)
