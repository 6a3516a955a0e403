"""The files of late, in a menu."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from gui.menus.entry import add_entry

if TYPE_CHECKING:
    from gui.app.main_window import MainWindow

LONGEST = 60  # characters of a folder


class RecentMenu(QMenu):
    """Made anew whenever it is shown; files that are gone stay, greyed, and say so."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__("Open &Recent", window)
        self.window_ = window
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)
        self.fill()

    def fill(self) -> None:
        """The list as it is now."""
        self.clear()
        paths = self.window_.settings.recent
        for number, path in enumerate(paths, 1):
            self._add_file(number, Path(path))
        if not paths:
            none = add_entry(self, "No files yet", None, tip="Files that are opened or saved")
            none.setEnabled(False)
        self.addSeparator()
        clear = add_entry(self, "&Clear", self._forget)
        clear.setStatusTip("Forget the files of this list; the files stay")
        clear.setEnabled(bool(paths))

    def _add_file(self, number: int, path: Path) -> None:
        there = path.is_file()
        mark = f"&{number}" if number < 10 else str(number)
        place = _shortened(str(path.parent)) if there else "not found"
        text = f"{path.name}  –  {place}".replace("&", "&&")
        action = add_entry(self, f"{mark}  {text}", lambda: self.window_.opener.open(path))
        action.setEnabled(there)
        action.setToolTip(str(path))
        action.setStatusTip(f"Open {path}")

    def _forget(self) -> None:
        self.window_.settings.recent = ()


def _shortened(folder: str) -> str:
    home = str(Path.home())
    if folder == home or folder.startswith(home.rstrip("/") + "/"):
        folder = "~" + folder[len(home) :]
    return folder if len(folder) <= LONGEST else f"…{folder[-LONGEST:]}"
