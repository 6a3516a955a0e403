"""A sweep by the command line, killed at random moments and begun again."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
LATEST = 0.3  # seconds after the first row of a run
PATIENCE = 120.0


def points_in(path: Path) -> list[int]:
    """Those of the whole lines of an unfinished table."""
    text = path.read_text() if path.exists() else ""
    return [int(line.split(",")[0]) for line in text.split("\n")[3:-1]]


def begin(arguments: Sequence[str]) -> subprocess.Popen[str]:
    """The program in a process of its own."""
    command = [sys.executable, "main.py", "sweep", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, text=True)


def kill_in_the_middle(path: Path, arguments: Sequence[str], chance: random.Random) -> list[int]:
    """Begin the sweep, kill it once it has added rows; the points that are then in the file.

    No process of it may be left, and no point may have been computed twice.
    """
    before = len(points_in(path))
    with begin([*arguments, "--out", str(path)]) as program:
        wait_until(lambda: len(points_in(path)) > before or program.poll() is not None)
        time.sleep(chance.uniform(0.0, LATEST))
        family = psutil.Process(program.pid).children(recursive=True)
        program.send_signal(signal.SIGKILL)
    psutil.wait_procs(family, timeout=PATIENCE)
    assert not [process for process in family if process.is_running()]
    points = points_in(path)
    assert len(set(points)) == len(points)
    assert program.returncode == -signal.SIGKILL, "it must not end by itself"
    return points


def wait_until(happened) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


def finished(path: Path, arguments: Sequence[str]) -> bytes:
    """The table of a sweep that nobody kills."""
    with begin([*arguments, "--out", str(path)]) as program:
        assert program.wait(PATIENCE) == 0
    return path.read_bytes()
