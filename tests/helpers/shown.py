"""When the window of a program that a test has started is shown: Qt's own log says so."""

from __future__ import annotations

import subprocess

CATEGORY = "qt.widgets.showhide"
LOGGED = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": f"{CATEGORY}.debug=true"}
WINDOW = 'name="MainWindowClassWindow") to true'


def wait_until_shown(running: subprocess.Popen[str]) -> None:
    """Read what the program says up to there."""
    assert running.stderr is not None
    said = []
    for line in running.stderr:
        if WINDOW in line:
            return
        said.append(line)
    raise AssertionError("it ended before it was shown: " + without_log("".join(said)))


def without_log(words: str) -> str:
    """What else the program has said."""
    return "".join(line for line in words.splitlines(True) if not line.startswith(CATEGORY))


def until_its_end(running: subprocess.Popen[str]) -> str:
    """End it with a signal and read the rest from where `wait_until_shown` has stopped.

    `communicate` would begin behind what its reader has taken ahead: in the middle of a line.
    """
    assert running.stderr is not None
    running.terminate()
    words = running.stderr.read()
    running.wait(timeout=60)
    return without_log(words)
