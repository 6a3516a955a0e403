"""Where a thread is, seen from another one."""

from __future__ import annotations

import faulthandler
import re
import tempfile

LINE = re.compile(r'  File "(?P<file>.*)", line (?P<line>\d+) in (?P<name>.*)')


def stack_of(thread: int) -> list[str]:
    """Its calls, the outermost first, as ``file:line name``; of its `threading.get_ident`.

    Not by `sys._current_frames`: frames that are held here outlive their call, and what they hold,
    widgets and timers, is destroyed in the thread that lets go of them.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as file:
        faulthandler.dump_traceback(file)
        file.seek(0)
        parts = file.read().split("\n\n")
    head = re.compile(rf"(Current t|T)hread 0x0*{thread:x} ")
    for part in parts:
        if head.match(part):
            calls = [LINE.match(line) for line in part.splitlines()]
            return [f"{_short(c['file'])}:{c['line']} {c['name']}" for c in calls[::-1] if c]
    return []


def _short(name: str) -> str:
    return "/".join(name.split("/")[-3:])
