"""The files of late, in a menu."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gui.look.settings import Settings
from gui.shell.actions import Action, Entry, Menu

LONGEST = 60  # characters of a folder


def recent_menu(settings: Settings, open_file: Callable[[Path], object]) -> Menu:
    """Made whenever it is shown; files that are gone stay, greyed, and say so."""

    def forget() -> None:
        settings.recent = ()

    def entries() -> list[Entry]:
        paths = settings.recent
        files: list[Entry] = [
            _file(number, Path(path), open_file) for number, path in enumerate(paths, 1)
        ]
        if not paths:
            files.append(_none())
        clear = Action(
            "file.recent.clear",
            "&Clear",
            forget,
            "Forget the files of this list; the files stay",
            obstacle=lambda: "" if paths else "There are no files to forget.",
        )
        return [*files, None, clear]

    return Menu("Open &Recent", entries, tool_tips=True)


def _file(number: int, path: Path, open_file: Callable[[Path], object]) -> Action:
    there = path.exists()
    mark = f"&{number}" if number < 10 else str(number)
    place = _shortened(str(path.parent)) if there else "not found"
    text = f"{path.name}  –  {place}".replace("&", "&&")
    return Action(
        f"file.recent.{number}",
        f"{mark}  {text}",
        lambda: open_file(path),
        f"Open {path}",
        obstacle=lambda: "" if there else f"{path} is not there any more.",
        tool_tip=str(path),
    )


def _none() -> Action:
    tip = "Files that are opened or saved"
    return Action("file.recent.none", "No files yet", lambda: None, tip, obstacle=lambda: tip)


def _shortened(folder: str) -> str:
    home = str(Path.home())
    if folder == home or folder.startswith(home.rstrip("/") + "/"):
        folder = "~" + folder[len(home) :]
    return folder if len(folder) <= LONGEST else f"…{folder[-LONGEST:]}"
