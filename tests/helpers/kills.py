"""A program that saves without end, and is killed at any moment."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Two sessions in turn, so that an old and a new file differ in length and in every line. One
# parent imports everything once; its children save, one after the other, until they are killed.
SAVER = """
import os, sys
from engine.page.scene import Scene
from engine.session.session import Session
from engine.session.file import save_session
small = Session()
large = small.replace(scene=small.scene.resized(40).replace(seed=8))
while True:
    child = os.fork()
    if child == 0:
        print(os.getpid(), flush=True)
        while True:
            for session in (large, small):
                save_session(session, sys.argv[1])
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
"""

LATEST = 0.04  # seconds; one save takes a few milliseconds


def kill_while_saving(path: Path, times: int, seed: int) -> tuple[int, int, int]:
    """Kill the saver ``times`` times; how often the small session was left, how often the large
    one, and how often the kill came in the middle of a write.

    After each kill the file is looked at: it must hold one of the two, whole.
    """
    chance = random.Random(seed)
    found = [0, 0]
    middle = 0
    with subprocess.Popen(
        [sys.executable, "-c", SAVER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as saver:
        assert saver.stdout is not None
        for _ in range(times):
            child = int(saver.stdout.readline())
            time.sleep(chance.uniform(0.0, LATEST))
            os.kill(child, signal.SIGKILL)
            # Had it ended by itself, nothing would have been killed.
            assert saver.stdout.readline().strip() == str(-signal.SIGKILL)
            found[which_is_left(path)] += 1
            beside = len(list(path.parent.iterdir())) - 1
            assert beside <= 1, "what a killed save leaves does not pile up"
            middle += beside
            assert saver.poll() is None
        last = int(saver.stdout.readline())
        saver.kill()
        os.kill(last, signal.SIGKILL)
    return found[0], found[1], middle


def which_is_left(path: Path) -> int:
    """0 for the small session, 1 for the large one; raises if it is not one of them."""
    scene = json.loads(path.read_text())["scene"]
    left = len(scene["p"]["mean"]), scene["seed"]
    return [(1, 7), (40, 8)].index(left)
