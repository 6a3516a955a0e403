"""Whether Qt can open a window here, found out without loading Qt, which aborts if not."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import socket
import sys
from pathlib import Path

PACKAGES = "libegl1 libgl1 libdbus-1-3 libxkbcommon0 libfontconfig1 libglib2.0-0"
WINDOW_PACKAGES = "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0"
INSTEAD = "`export` writes figures and `run` prints numbers without one"


def obstacle() -> str:
    """Why no window can be opened, in one sentence; empty if nothing is known against it."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    x11, wayland = os.environ.get("DISPLAY"), os.environ.get("WAYLAND_DISPLAY")
    if not x11 and not wayland:
        return f"there is no display to open a window on; {INSTEAD}"
    if wayland and _wayland_answers(wayland):
        return ""
    if not x11:
        return f"the display {wayland} cannot be opened; {INSTEAD}"
    library = _missing_library()
    if library:
        return libraries_missing(library, f"{PACKAGES} {WINDOW_PACKAGES}")
    return "" if _x11_answers(x11) else f"the display {x11} cannot be opened; {INSTEAD}"


def libraries_missing(problem: object, packages: str = PACKAGES) -> str:
    """What to install when PySide6 or the system's libraries that it needs are not there."""
    if isinstance(problem, ModuleNotFoundError):
        return f"Qt cannot be loaded ({problem}); type: pip install PySide6-Essentials pyqtgraph"
    return f"Qt cannot be loaded ({problem}); on Debian: apt-get install {packages}"


def _missing_library() -> str:
    """The library that Qt's own X11 plugin cannot find, or an empty text."""
    package = importlib.util.find_spec("PySide6")
    if package is None or package.origin is None:
        return "PySide6 is not installed"
    plugin = Path(package.origin).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    try:
        if plugin.exists():
            ctypes.CDLL(str(plugin))
    except OSError as error:
        return str(error).partition(":")[0]
    return ""


def _x11_answers(display: str) -> bool:
    """Whether the X server takes a connection, with its access control."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed


def _wayland_answers(name: str) -> bool:
    path = Path(os.environ.get("XDG_RUNTIME_DIR", "")) / name
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(path))
        except OSError:
            return False
    return True
