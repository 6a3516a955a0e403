"""The program as others get it: a wheel, and an environment with nothing of ours but that."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("main.py", "engine", "gui", "resources", "pyproject.toml", "README.md", "LICENSE")
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q")
WINDOWS = os.name == "nt"


def build_wheel(folder: Path) -> Path:
    """Built by pip from a copy, so that neither leftovers of older builds get in nor new ones
    stay behind."""
    copy = folder / "source"
    copy.mkdir()
    leave_out = shutil.ignore_patterns("__pycache__", ".DS_Store")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=leave_out)
        else:
            shutil.copy(ROOT / name, copy / name)
    checked(*PIP, "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(copy))
    (wheel,) = folder.glob("*.whl")
    return wheel


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment that holds the wheel; what the wheel needs stands behind it."""

    folder: Path

    @property
    def python(self) -> str:
        return str(self._scripts / ("python.exe" if WINDOWS else "python"))

    @property
    def command(self) -> str:
        """The program's own command."""
        return str(self._scripts / ("gaussian-explorer.exe" if WINDOWS else "gaussian-explorer"))

    @property
    def packages(self) -> Path:
        """Where the environment's packages are."""
        names = {"base": str(self.folder), "platbase": str(self.folder)}
        return Path(sysconfig.get_path("purelib", "venv", names))

    @property
    def _scripts(self) -> Path:
        return self.folder / ("Scripts" if WINDOWS else "bin")


def install(wheel: Path, folder: Path) -> Installed:
    """A new environment with the wheel in it; the requirements are those of this interpreter."""
    checked(sys.executable, "-m", "venv", "--without-pip", str(folder))
    installed = Installed(folder)
    (installed.packages / "requirements.pth").write_text(sysconfig.get_path("purelib") + "\n")
    checked(*PIP, "--python", installed.python, "install", "--no-deps", "--no-index", str(wheel))
    return installed


def checked(*command: str, **options: object) -> str:
    """What a command prints; one that fails fails the test with all its words."""
    done = subprocess.run(  # type: ignore[call-overload]
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
    return str(done.stdout)
