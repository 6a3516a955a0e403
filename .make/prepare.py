"""Make the machine ready: `.venv`, the Python packages, the system's libraries for Qt.

    python3 .make/prepare.py run | test | bench | bundle | docs

Standard library only, since nothing else is there yet. Whatever is in place already is
left alone, so a second call takes a fraction of a second and reaches for no network.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from system_libraries import (
    WIDE_FONT_PACKAGE,
    SetupError,
    install,
    install_if_possible,
    lacks_chinese,
    missing_packages,
)

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# What it takes besides the requirements of the program: extras of pyproject.toml.
EXTRAS = {
    "run": ("fast",),
    "test": ("fast", "test"),
    "bench": ("fast", "test", "compare"),
    "bundle": ("test", "bundle"),
    "docs": ("docs",),
}


def requirements(purpose: str) -> list[str]:
    import tomllib  # new in Python 3.11, so an older one gets to the message that says so

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [project["optional-dependencies"][name] for name in EXTRAS[purpose]]
    return sum(extras, project["dependencies"])


def stamp(purpose: str, wanted: list[str]) -> tuple[Path, str]:
    """A file in .venv, and what it holds once these requirements have been installed."""
    request = "\n".join([*wanted, (ROOT / "constraints.txt").read_text("utf-8")])
    return VENV / f"ready-to-{purpose}", hashlib.sha256(request.encode()).hexdigest()


def is_usable() -> bool:
    """False also where the interpreter behind `.venv` has gone or become another version."""
    look = "import os, sys, sysconfig; sys.exit(not os.path.isdir(sysconfig.get_path('purelib')))"
    try:
        return subprocess.run([PYTHON, "-c", look], capture_output=True).returncode == 0
    except OSError:
        return False


def create_venv() -> None:
    # Debian keeps ensurepip in a package of its own; the system's pip can fill the venv instead.
    options = [] if find_spec("ensurepip") else ["--without-pip"]
    print("Creating .venv", flush=True)
    check([sys.executable, "-m", "venv", "--clear", *options, VENV])


def pip() -> list[str | Path]:
    inside = subprocess.run([PYTHON, "-c", "import pip"], capture_output=True)
    if inside.returncode == 0:
        return [PYTHON, "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", PYTHON]


def install_packages(purpose: str) -> None:
    wanted = requirements(purpose)
    path, content = stamp(purpose, wanted)
    if not is_usable():
        create_venv()
    elif path.exists() and path.read_text() == content:
        return
    print(f"Installing {len(wanted)} Python packages (once, a minute or two)", flush=True)
    options = ["-qq", "--disable-pip-version-check", "--no-input"]
    check([*pip(), "install", *options, "-c", ROOT / "constraints.txt", *wanted])
    path.write_text(content)
    for smaller, extras in EXTRAS.items():  # what the tests need holds what the program needs
        if set(extras) <= set(EXTRAS[purpose]):
            path, content = stamp(smaller, requirements(smaller))
            path.write_text(content)


def check(command: list[str | Path]) -> None:
    if subprocess.run(command, stdin=subprocess.DEVNULL).returncode != 0:
        raise SetupError(f"This did not work: {' '.join(map(str, command))}")


def prepare(purpose: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - runs before anything checks requires-python
        found = sys.version.split()[0]
        raise SetupError(
            f"Python 3.11 or newer is needed, this is {found}; try: make PYTHON=python3.12"
        )
    no_pip = not (find_spec("ensurepip") or find_spec("pip"))
    missing = missing_packages(xvfb="test" in EXTRAS[purpose], no_pip=no_pip)
    if missing:
        install(missing)
    install_packages(purpose)
    offer_chinese()


def offer_chinese() -> None:
    """A font with Chinese glyphs, tried for once: without it everything else works."""
    tried = VENV / "tried-a-chinese-font"
    if tried.exists() or not lacks_chinese():
        return
    install_if_possible(WIDE_FONT_PACKAGE)
    tried.touch()


if __name__ == "__main__":
    try:
        prepare(sys.argv[1])
    except SetupError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
