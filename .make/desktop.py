"""Tell a Linux desktop of the program: a menu entry, its icon, the file type of its sessions.

    python3 .make/desktop.py [COMMAND ...]     for this user; --remove takes all of it away

Without a command it starts these sources with `.venv`. Standard library only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "resources" / "desktop"
NAME = "gaussian-explorer"
# What stands where in the folder for a user's data.
PLACES = {
    f"{NAME}.desktop": "applications",
    f"{NAME}.xml": "mime/packages",
    f"{NAME}.svg": "icons/hicolor/scalable/apps",
}
# Each brings an index up to date; where one is missing the desktop does so itself at its start.
INDEXES = (
    ("update-mime-database", "mime"),
    ("update-desktop-database", "applications"),
    ("gtk-update-icon-cache", "-qtf", "icons/hicolor"),
)
COMMAND = (str(ROOT / ".venv" / "bin" / "python"), str(ROOT / "main.py"))
RESERVED = set(" \t\n\"'\\><~|&;$*?#()`")  # characters of an entry's command that want quotes


def data_folder() -> Path:
    """Where a desktop looks for what one user has."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def install(command: tuple[str, ...], folder: Path) -> None:
    """Write the files; the entry starts this command with the file that is opened."""
    for name, place in PLACES.items():
        (folder / place).mkdir(parents=True, exist_ok=True)
        content = (SOURCES / name).read_text("utf-8")
        if name.endswith(".desktop"):
            words = " ".join(map(quoted, command))
            content = content.replace(f"Exec={NAME} ", f"Exec={words} ")
        (folder / place / name).write_text(content, "utf-8")
    refresh(folder)


def remove(folder: Path) -> None:
    """Take the files away."""
    for name, place in PLACES.items():
        (folder / place / name).unlink(missing_ok=True)
    refresh(folder)


def quoted(word: str) -> str:
    """A word of a desktop entry's command; % stands for itself when doubled."""
    word = word.replace("%", "%%")
    if not RESERVED & set(word):
        return word
    for each in '\\"`$':
        word = word.replace(each, "\\" + each)
    return '"{}"'.format(word.replace("\\", "\\\\"))  # the entry's own backslashes come on top


def refresh(folder: Path) -> None:
    for tool, *options, place in INDEXES:
        if shutil.which(tool) and (folder / place).is_dir():
            subprocess.run([tool, *options, str(folder / place)], check=False)


if __name__ == "__main__":
    if sys.argv[1:] == ["--remove"]:
        remove(data_folder())
    else:
        install(tuple(sys.argv[1:]) or COMMAND, data_folder())
