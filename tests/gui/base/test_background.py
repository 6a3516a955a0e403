"""Work in the background: what comes of it, and that nothing of it stays."""

import gc
import threading

import pytest

from gui.base.background import Background, running

TIMES = 12


def rest(qtbot):
    qtbot.waitUntil(lambda: not running())


def test_what_the_work_returns_arrives_in_the_window_s_thread(qtbot):
    work = Background(lambda run: threading.get_ident())
    threads = []
    work.done.connect(lambda thread: threads.append((thread, threading.get_ident())))
    work.begin()
    rest(qtbot)
    assert threads[0][0] != threads[0][1] == threading.get_ident()


def test_an_exception_is_told(qtbot):
    def fail(run):
        raise ValueError("no")

    work = Background(fail)
    errors = []
    work.failed.connect(errors.append)
    work.begin()
    rest(qtbot)
    assert str(errors[0]) == "no"


@pytest.mark.parametrize("fails", [False, True])
def test_what_was_cancelled_says_nothing(qtbot, fails):
    go = threading.Event()

    def work_on(run):
        go.wait()
        if fails:
            raise ValueError("late")
        run.step(0.5)

    work, said = Background(work_on), []
    work.done.connect(said.append)
    work.failed.connect(said.append)
    work.begin()
    work.cancel()
    go.set()
    rest(qtbot)
    assert not said


def test_nothing_of_it_stays(qtbot):
    def living():
        gc.collect()
        return sum(isinstance(each, Background) for each in gc.get_objects())

    before = living()
    for _ in range(TIMES):
        Background(lambda run: None).begin()
    rest(qtbot)
    qtbot.waitUntil(lambda: living() <= before + 1)  # a thread ends a little after its work
