"""What goes into the one-folder program, and what its libraries bring along that nothing needs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import distribution, packages_distributions
from pathlib import Path, PurePath

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PyInstaller.depend.bindepend import get_imports
from PyInstaller.utils.hooks import copy_metadata

Entry = tuple[str, str, str]  # where in the folder, from which file, of which kind
Data = tuple[str, str]  # from which file or folder, to which folder

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = re.compile(
    r"""
    Qt6?/translations/(?!qtbase_(en|zh)\w*\.qm$)
    | plugins/(egldeviceintegrations|generic|networkinformation|tls|printsupport)/
    | plugins/platforms/\w*q(eglfs|linuxfb|minimal|minimalegl|vkkhrdisplay|vnc|direct2d)\b
    | plugins/platformthemes/\w*qgtk3
    | plugins/imageformats/\w*q(icns|tga|tiff|wbmp|webp|pdf)\b
    | (numpy|scipy|pyqtgraph)/(\w+/)*tests/
    | pyqtgraph/(examples|icons/peegee)
    | opengl32sw\.dll$
    """,
    re.VERBOSE,
)
# Imported by libraries in places that the program does not reach.
EXCLUDED = (
    *("OpenGL", "pydoc_data", "tkinter"),
    *("PIL.ImageQt", "PIL._avif", "PIL._imagingcms", "PIL._imagingft", "PIL._webp"),
    *("PySide6.QtNetwork", "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtQml"),
    *("PySide6.QtTest", "_hashlib", "_ssl", "readline", "ssl"),  # hashlib has its own
    *(f"scipy.{name}" for name in ("stats", "signal", "ndimage", "integrate", "interpolate")),
)
# What pyqtgraph names and never uses without OpenGL: 9 MB of PySide6.
STOOD_IN = ("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets")
STAND_IN = Path(__file__).with_name("without_opengl.py")
PICTURES = ROOT / "resources" / "pictures"  # of the README


def modules(package: str) -> list[str]:
    """Every module of a package of ours: pages are found by name, which no analysis sees."""
    files = (path.relative_to(ROOT) for path in (ROOT / package).rglob("*.py"))
    names = (".".join(file.with_suffix("").parts) for file in files)
    return [name.removesuffix(".__init__") for name in names]


@cache
def required() -> frozenset[str]:
    """The installed packages that the program requires, with what these require, and so on."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found: set[str] = set()
    waiting = [Requirement(text) for text in project["dependencies"]]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name not in found and (requirement.marker is None or requirement.marker.evaluate()):
            found.add(name)
            waiting += map(Requirement, distribution(name).requires or ())
    return frozenset(found)


def strangers() -> list[str]:
    """Modules of all other packages: some libraries import what they find, and the program would
    depend on what is there for tests and documents."""
    wanted = required() | {"gaussian-explorer"}
    owners = packages_distributions()
    return [each for each in owners if wanted.isdisjoint(map(canonicalize_name, owners[each]))]


def licences() -> list[Data]:
    """Ours, and what comes with each package, its licence too."""
    ours = (str(ROOT / "LICENSE"), ".")
    return [ours, *(each for name in sorted(required()) for each in copy_metadata(name))]


def resources() -> list[Data]:
    """The files that the program reads, and the folders they go to."""
    files = (path for path in (ROOT / "resources").rglob("*") if path.is_file())
    return [
        (str(path), str(path.parent.relative_to(ROOT)))
        for path in files
        if "__pycache__" not in path.parts and PICTURES not in path.parents
    ]


def wanted(entries: Iterable[Entry]) -> list[Entry]:
    """Those that are not left out by their place in the folder."""
    return [entry for entry in entries if not LEFT_OUT.search(PurePath(entry[0]).as_posix())]


def needed(binaries: Iterable[Entry]) -> list[Entry]:
    """Modules, plugins, and the libraries that these are linked to, and so on: a library that only
    what was left out is linked to goes too. Elsewhere than on Linux this has not been tried."""
    entries = wanted(binaries)
    if sys.platform != "linux":
        return entries
    libraries = {PurePath(place).name: (place, file) for place, file, _ in entries}
    found: set[str] = set()
    waiting = [file for place, file, kind in entries if _is_root(place, kind)]
    while waiting:
        for name, file in get_imports(waiting.pop()):
            for each in {PurePath(name).name, PurePath(file or name).name} & libraries.keys():
                if each not in found:
                    found.add(each)
                    waiting.append(libraries[each][1])
    return [
        entry
        for entry in entries
        if _is_root(entry[0], entry[2]) or PurePath(entry[0]).name in found
    ]


def _is_root(place: str, kind: str) -> bool:
    path = PurePath(place)
    return kind == "EXTENSION" or "plugins" in path.parts or path.name.startswith("libpython")


def without_dangling(entries: Iterable[Entry], present: Iterable[Entry]) -> list[Entry]:
    """Links to files that are present, and all that is no link."""
    places = {PurePath(place) for place, _, kind in present if kind != "SYMLINK"}
    return [
        (place, target, kind)
        for place, target, kind in entries
        if kind != "SYMLINK" or PurePath(place).parent / target in places
    ]


def stripped(binaries: Iterable[Entry], folder: Path) -> list[Entry]:
    """Modules, and Python's own library, without what is for a debugger; the libraries of others
    may not bear it."""
    tool = shutil.which("strip") if sys.platform == "linux" else None
    return [_stripped(entry, folder, tool) if tool else entry for entry in binaries]


def _stripped(entry: Entry, folder: Path, tool: str) -> Entry:
    place, file, kind = entry
    is_library = PurePath(place).name.startswith("libpython") and kind != "SYMLINK"
    if not is_library and kind != "EXTENSION":
        return entry
    copy = folder / "stripped" / place
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(file, copy)
    subprocess.run([tool, "--strip-unneeded", str(copy)], check=True)
    return place, str(copy), kind
