"""A window's run of a sweep: rows as they land, stopping and going on, files."""

import threading

import pytest

from engine.core.run import Run
from engine.sweep.job import compute
from engine.sweep.row import Row
from engine.sweep.workers import Serial
from gui.sweep.run import SweepRun
from tests.helpers.sweeps import serial_rows, sweep

MADE = sweep("q.mean=-1:1:9", keys=("k3.std",))


class Gated(Serial):
    """Computes one job for each time that the gate is opened."""

    def __init__(self, gate):
        super().__init__(threads=1)
        self._gate = gate

    def submit(self, executor, job):
        assert self._gate.acquire(timeout=20)
        return executor.submit(compute, job, Run(threads=1))


@pytest.fixture
def make_run(qapp):
    made = []

    def maker(workers=lambda _: Serial(threads=1)):
        made.append(SweepRun(workers=workers))
        return made[-1]

    yield maker
    for run in made:
        run.cancel()


def finish(qtbot, run):
    qtbot.waitUntil(lambda: not run.running, timeout=20_000)


def test_it_ends_with_every_row(qtbot, make_run):
    run = make_run()
    with qtbot.waitSignal(run.ended) as told:
        run.begin(MADE)
    assert told.args == ["The sweep is done: 9 points."]
    assert run.rows == serial_rows(MADE)
    assert run.progress.done == run.progress.total == 9
    assert run.failures() == []


def test_rows_appear_as_they_land_and_what_is_stopped_goes_on(qtbot, make_run):
    gate = threading.Semaphore(0)
    run = make_run(lambda _: Gated(gate))
    run.begin(MADE)
    gate.release(2)  # one job is computed, one waits
    qtbot.waitUntil(lambda: len(run.rows) > 0, timeout=20_000)
    there = dict(run.rows)
    assert run.running
    assert len(there) < 9
    run.stop()
    gate.release(2)
    with qtbot.waitSignal(run.ended) as told:
        pass
    assert told.args == ["Stopped; Continue computes the points that are missing."]
    before = dict(run.rows)
    gate.release(9)
    run.begin(MADE)
    assert run.rows == before
    finish(qtbot, run)
    assert run.rows == serial_rows(MADE)


def test_rows_that_are_there_go_into_a_file_that_is_chosen_later(qtbot, make_run, tmp_path):
    run = make_run()
    run.begin(MADE)
    finish(qtbot, run)
    run.set_path(tmp_path / "table.csv")
    run.begin(MADE)
    finish(qtbot, run)
    other = make_run()
    other.set_path(tmp_path / "other.csv")
    other.begin(MADE)
    finish(qtbot, other)
    assert (tmp_path / "table.csv").read_bytes() == (tmp_path / "other.csv").read_bytes()


def test_a_file_of_another_sweep_is_refused_and_nothing_is_lost(qtbot, make_run, tmp_path):
    run = make_run()
    run.set_path(tmp_path / "table.csv")
    run.begin(MADE)
    finish(qtbot, run)
    rows = dict(run.rows)
    with qtbot.waitSignal(run.refused) as told:
        run.begin(sweep("q.mean=-2:2:9", keys=("k3.std",)))
    assert "holds a sweep over" in told.args[0]
    assert (run.sweep, run.rows) == (MADE, rows)
    assert not run.running


def test_what_failed_can_be_tried_again(qtbot, make_run):
    run = make_run()
    rows = serial_rows(MADE)
    rows[4] = Row(4, (), "it broke")
    run.take(MADE, rows, None)
    assert [row.point for row in run.failures()] == [4]
    run.begin(MADE)
    finish(qtbot, run)
    assert [row.point for row in run.failures()] == [4]
    run.begin(MADE, again=True)
    finish(qtbot, run)
    assert run.rows == serial_rows(MADE)


def test_what_goes_wrong_is_said(qtbot, make_run):
    class Lost(Serial):
        def open(self):
            raise OSError("no processes")

    run = make_run(lambda _: Lost(threads=1))
    with qtbot.waitSignal(run.ended) as told:
        run.begin(MADE)
    assert told.args == ["no processes"]
    assert not run.running


def test_another_begins_when_the_one_that_runs_has_been_stopped(qtbot, make_run):
    gate = threading.Semaphore(0)
    run = make_run(lambda _: Gated(gate))
    run.begin(MADE)
    other = sweep("q.mean=-2:2:5", keys=("k3.std",))
    run.begin(other)
    assert run.sweep == MADE, "nobody waits for what is under way"
    gate.release(20)
    qtbot.waitUntil(lambda: run.sweep == other and not run.running, timeout=20_000)
    assert run.rows == serial_rows(other)


def test_the_rows_of_a_plan_that_comes_back_are_there(qtbot, make_run, tmp_path):
    run = make_run()
    run.set_path(tmp_path / "table.csv")
    run.begin(MADE)
    finish(qtbot, run)
    other = sweep("q.mean=-2:2:5", keys=("k3.std",))
    assert run.recall(other) is None
    run.set_path(None)
    run.begin(other)
    finish(qtbot, run)
    again = sweep("q.mean=-1:1:9", keys=("k3.std",))
    assert run.recall(again) is MADE
    assert run.rows == serial_rows(MADE)
    assert run.recall(other) is other
    assert run.rows == serial_rows(other)
