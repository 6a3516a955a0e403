"""Modules are imported without a look into their source, in a program of its own."""

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import linecache
import gui.app.main_window
print(*linecache.cache)
"""


def test_no_lines_of_source_are_kept():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=Path(__file__).parents[3],
        check=True,
        capture_output=True,
        text=True,
    )
    kept = done.stdout.split()
    assert not [name for name in kept if "gui" in name or "numpy" in name]
