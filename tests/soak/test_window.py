"""The random user's own tools: a run ends when it is told to, and is looked at without harm."""

import os
import signal
import subprocess
import sys
import threading
import time
import weakref

import pytest

from tests.soak.window import ending, stacks

LONGEST = 90.0  # seconds


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_an_interrupted_run_tells_what_it_has_counted():
    command = [sys.executable, "-u", "-m", "tests.soak.window", "--minutes", "30"]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline().startswith("seed")
        time.sleep(5.0)
        run.send_signal(signal.SIGINT)
        told, _ = run.communicate(timeout=LONGEST)
    assert " events of " in told
    assert " kinds of faults; " in told


def test_a_run_that_does_not_end_is_ended(monkeypatch):
    ended, reasons = threading.Event(), []
    monkeypatch.setattr(ending, "PATIENCE", 0.2)
    monkeypatch.setattr(ending.os, "_exit", lambda code: ended.set())
    monkeypatch.setattr(ending.Ending, "_limit", lambda self, seconds: None)
    monkeypatch.setattr(ending.faulthandler, "dump_traceback", lambda file: None)
    run = ending.Ending(0.0, reasons.append)
    assert run.over()
    assert ended.wait(10.0)
    assert "does not end" in reasons[0]
    run.close()


def test_looking_at_a_stack_keeps_nothing_of_it_alive():
    """What a call holds goes with it, in its own thread."""

    class Held:
        pass

    ready, go, gone_in = threading.Event(), threading.Event(), []

    def hold():
        held = Held()
        weakref.finalize(held, lambda: gone_in.append(threading.get_ident()))
        ready.set()
        go.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    ready.wait()
    calls = stacks.stack_of(thread.ident)
    go.set()
    thread.join()
    assert any(line.endswith(" hold") for line in calls)
    assert gone_in == [thread.ident]
