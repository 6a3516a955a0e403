"""The program of `make bundle`, as one has it who has nothing else: an environment without Python,
without a search path, and with a home that is empty."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.helpers.installed import ROOT, WINDOWS

FOLDER = ROOT / "dist" / "gaussian-explorer"
COMMAND = FOLDER / ("gaussian-explorer.exe" if WINDOWS else "gaussian-explorer")
NEEDED = ("SYSTEMROOT", "TEMP", "DISPLAY", "XAUTHORITY")  # by Windows; by an X server


@dataclass(frozen=True, slots=True)
class Program:
    """The bundled program, or the one of the sources, in an environment of its own."""

    command: tuple[str, ...]
    home: Path

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in NEEDED if name in os.environ}
        return kept | {"HOME": str(self.home), "USERPROFILE": str(self.home), "LANG": "C.UTF-8"}

    def printed(self, *words: str) -> str:
        """What a command line prints."""
        done = subprocess.run(
            [*self.command, *words],
            cwd=self.home,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def started(self, *words: str, **environment: str) -> subprocess.Popen[str]:
        """The program while it runs."""
        return subprocess.Popen(
            [*self.command, *words],
            cwd=self.home,
            env=self.environment | environment,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
