"""The shared libraries that Qt loads from the system, and the Debian packages that hold them."""

from __future__ import annotations

import ctypes
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

OFFSCREEN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND = {
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
# Parts of the file names of fonts with Chinese glyphs; gui/fonts.py names their families.
WIDE_FONTS = ("cjk", "notosanssc", "sourcehan", "droidsansfallback", "wqy")
WIDE_FONT_PACKAGE = "fonts-droid-fallback"


class SetupError(Exception):
    """What is missing and what to type."""


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def fonts() -> list[str]:
    """The names of the font files."""
    folders = [Path(name).expanduser() for name in FONT_FOLDERS]
    files = [path for folder in folders for path in folder.rglob("*")]
    return [path.name for path in files if path.suffix in {".ttf", ".otf", ".ttc"}]


def lacks_chinese() -> bool:
    """Whether Chinese in names and paths would be shown as boxes here."""
    if not sys.platform.startswith("linux"):
        return False
    return not any(part in name.lower() for name in fonts() for part in WIDE_FONTS)


def missing_packages(*, xvfb: bool, no_pip: bool) -> list[str]:
    """Debian's names of what is missing; elsewhere than on Linux Qt brings all it needs."""
    if not sys.platform.startswith("linux"):
        return []
    needed = dict(OFFSCREEN)
    if os.environ.get("DISPLAY") or xvfb:
        needed |= X11
    if os.environ.get("WAYLAND_DISPLAY"):
        needed |= WAYLAND
    missing = [package for library, package in needed.items() if not loads(library)]
    if not fonts():
        missing.append("fonts-dejavu-core")
    if xvfb and not shutil.which("Xvfb"):
        missing.append("xvfb")
    if no_pip:
        missing.append("python3-pip")
    return missing


def install(packages: list[str]) -> None:
    """As root on Debian install them, else say what to type."""
    names = shlex.join(packages)
    if not shutil.which("apt-get"):
        raise SetupError(
            f"The system lacks what these Debian packages hold: {names}\n"
            "Install their like with your system's package manager, then call make again."
        )
    if os.geteuid() != 0:
        raise SetupError(
            "Some of the system's libraries are missing. Type this, then call make again:\n"
            f"  sudo apt-get install {names}"
        )
    print(f"Installing from Debian: {names}", flush=True)
    apt_get("update")
    apt_get("install", "--yes", "--no-install-recommends", *packages)


def install_if_possible(package: str) -> None:
    """As root on Debian install what is not needed to run; else go without a word of complaint."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    try:
        install([package])
    except SetupError:
        print(f"Going on without {package}.", flush=True)


def apt_get(*arguments: str) -> None:
    """Its pages of progress are shown only when it fails."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        ["apt-get", "-qq", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        raise SetupError(f"{done.stdout}\nThis did not work: apt-get {shlex.join(arguments)}")
