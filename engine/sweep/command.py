"""The command that makes a sweep's table."""

from __future__ import annotations

import shlex

from engine.export.command_line import command_line
from engine.sweep.sweep import Sweep


def sweep_command(sweep: Sweep, out: str) -> str:
    """As `engine.export.command_line` writes that of a session; raises ParameterError."""
    words = shlex.split(command_line(sweep.session))
    words[words.index("run")] = "sweep"
    axes = [f"--over={axis.text}" for axis in sweep.axes]
    return shlex.join([*words, *axes, f"--read={','.join(sweep.keys)}", f"--out={out}"])
