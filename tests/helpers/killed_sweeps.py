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

from engine.sweep.file import BESIDE

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300.0


def points_in(path: Path) -> list[int]:
    """Those of the whole lines of an unfinished table, or of the file beside one of Parquet."""
    lines = path.with_name(path.name + BESIDE) if path.suffix == ".parquet" else path
    text = lines.read_text() if lines.exists() else ""
    return [int(line.split(",")[0]) for line in text.split("\n")[3:-1]]


def begin(arguments: Sequence[str]) -> subprocess.Popen[str]:
    """The program in a process of its own."""
    command = [sys.executable, "main.py", "sweep", *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def kill_in_the_middle(
    path: Path, arguments: Sequence[str], chance: random.Random, latest: float = 0.3
) -> list[int]:
    """Begin the sweep, kill it at most so many seconds after it has added rows; the points that
    are then in the file.

    No process of it may be left, and no point may have been computed twice.
    """
    before = len(points_in(path))
    with begin([*arguments, "--out", str(path)]) as program:
        wait_until(lambda: len(points_in(path)) > before or program.poll() is not None)
        time.sleep(chance.uniform(0.0, latest))
        assert program.poll() is None, f"it ended by itself: {program.communicate()}"
        family = psutil.Process(program.pid).children(recursive=True)
        program.send_signal(signal.SIGKILL)
    psutil.wait_procs(family, timeout=PATIENCE)
    assert not [process for process in family if process.is_running()]
    points = points_in(path)
    assert len(set(points)) == len(points)
    return points


def wait_until(happened) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


def finished(path: Path, arguments: Sequence[str]) -> bytes:
    """The table of a sweep that nobody kills."""
    with begin([*arguments, "--out", str(path)]) as program:
        told = program.communicate()  # a slow machine hears of the progress each minute
        assert program.returncode == 0, told
    return path.read_bytes()
