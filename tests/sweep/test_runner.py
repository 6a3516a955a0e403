"""One sweep on all kinds of workers, stopped, gone on with, and with workers that end."""

import dataclasses
import os
import threading

import pytest

from engine.core.run import Cancelled
from engine.sweep import job as jobs
from engine.sweep import runner as runners
from engine.sweep.file import SweepFile
from engine.sweep.job import WrongVersion
from engine.sweep.processes import Processes
from engine.sweep.progress import Progress, time_words
from engine.sweep.runner import ENDED, Listener, SweepRunner
from engine.sweep.workers import Serial, WorkersError
from tests.helpers.sweeps import Mortal, serial_rows, sweep

SWEEP = sweep("dimension=1,2", "q.correlation=0,0.5", "q.mean=0:1:5", "seed=1,2")


@pytest.fixture(scope="module")
def rows():
    return serial_rows(SWEEP)


def run(sweep, workers, file=None, **settings):
    runner = SweepRunner(sweep, workers, file, **settings)
    runner.run()
    return runner.rows()


def test_processes_compute_what_one_thread_computes(rows, tmp_path):
    heard = []
    listener = Listener(progress=heard.append)
    for name, workers in (("serial", Serial(threads=2)), ("processes", Processes(2))):
        file = SweepFile(tmp_path / f"{name}.csv", SWEEP)
        assert run(SWEEP, workers, file, listener=listener) == rows
    tables = [(tmp_path / f"{name}.csv").read_bytes() for name in ("serial", "processes")]
    assert tables[0] == tables[1]
    assert heard[-1].done == heard[-1].total == heard[-1].computed == SWEEP.points
    assert heard[-1].failed == sum(bool(row.failure) for row in rows.values()) == 20
    assert heard[-1].left == 0.0


def test_one_that_was_stopped_goes_on_where_it_was(rows, tmp_path):
    path, computed = tmp_path / "table.csv", []
    for _ in range(SWEEP.points):
        stop = threading.Event()
        landed = []

        def take(new, stop=stop, landed=landed):
            landed.extend(new)
            if len(landed) > 6:
                stop.set()

        file = SweepFile(path, SWEEP)
        runner = SweepRunner(SWEEP, Serial(), file, Listener(rows=take), cancelled=stop)
        try:
            runner.run()
        except Cancelled:
            assert runner.progress().done < SWEEP.points
        computed += [row.point for row in landed]
        if runner.progress().done == SWEEP.points:
            break
    assert sorted(computed) == sorted(rows), "no point twice"
    whole = SweepFile(tmp_path / "whole.csv", SWEEP)
    run(SWEEP, Serial(), whole)
    assert path.read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_what_is_there_is_not_computed_again_unless_it_failed(rows, tmp_path):
    path = tmp_path / "table.csv"
    run(SWEEP, Serial(), SweepFile(path, SWEEP))
    before = path.read_bytes()
    for again, count in ((False, 0), (True, 20)):
        landed = []
        listener = Listener(rows=landed.extend)
        run(SWEEP, Serial(), SweepFile(path, SWEEP), listener=listener, again=again)
        assert len(landed) == count
        assert path.read_bytes() == before


def test_in_a_thread_of_its_own_it_can_be_watched_and_stopped(rows):
    ends, seen = [], threading.Event()
    large = sweep("seed=1:1000:1000", "samples=1e6")
    listener = Listener(rows=lambda _: seen.set(), end=ends.append)
    runner = SweepRunner(large, Serial(threads=1), listener=listener)
    runner.start()
    assert seen.wait(60.0)
    runner.cancel()
    assert runner.join(60.0)
    assert 0 < len(runner.rows()) < large.points
    assert [type(end) for end in ends] == [Cancelled]
    ends.clear()
    small = SweepRunner(SWEEP, Serial(), listener=listener)
    small.start()
    assert small.join(60.0)
    assert ends == [None]
    assert small.rows() == rows


def test_long_jobs_of_processes_end_when_they_are_stopped():
    stop = threading.Event()
    large = sweep("samples=1e9", "seed=1,2,3,4")
    runner = SweepRunner(large, Processes(1), cancelled=stop)
    timer = threading.Timer(3.0, stop.set)
    timer.start()
    with pytest.raises(Cancelled):
        runner.run()
    timer.join()
    assert runner.rows() == {}


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_process_that_ends_loses_nothing(rows, tmp_path):
    workers = Mortal(2, frozenset({21}), once=str(tmp_path / "ended"))
    assert run(SWEEP, workers) == rows
    assert (tmp_path / "ended").exists()


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_point_that_ends_its_process_is_the_only_one_to_fail(rows):
    found = run(SWEEP, Mortal(2, frozenset({21})))
    assert found[21].failure == ENDED
    del found[21]
    assert found == {point: row for point, row in rows.items() if point != 21}


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_processes_that_never_begin_are_given_up():
    everything = frozenset(range(1, SWEEP.points + 1))
    runner = SweepRunner(SWEEP, Mortal(1, everything))
    with pytest.raises(WorkersError, match="3 workers ended before any had computed a point"):
        runner.run()
    assert runner.rows() == {}


def test_workers_of_another_version_end_the_sweep(monkeypatch):
    ends = []
    others = tuple((name, "0.0") for name, _ in jobs.versions())

    def other(*arguments):
        return dataclasses.replace(jobs.job(*arguments), versions=others)

    monkeypatch.setattr(runners, "job", other)
    runner = SweepRunner(SWEEP, Serial(), listener=Listener(end=ends.append))
    with pytest.raises(WrongVersion, match="install the same versions on every worker"):
        runner.run()
    assert isinstance(ends[0], WrongVersion)


def test_errors_that_are_not_of_a_point_end_the_sweep_in_words(monkeypatch):
    class Odd(Serial):
        def submit(self, executor, job):
            return executor.submit(divmod, 1, 0)

    with pytest.raises(WorkersError, match=r"could not begin \(ZeroDivisionError"):
        run(SWEEP, Odd())


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (Progress(1_000, 0, 0, 0, 3.0), "0 of 1,000 points"),
        (Progress(1_000, 250, 0, 250, 10.0), "250 of 1,000 points, 30 s left"),
        (Progress(1_000, 900, 2, 100, 1_000.0), "900 of 1,000 points, 2 failed, 17 min left"),
        (Progress(1_000, 1_000, 2, 100, 1e3), "1,000 of 1,000 points, 2 failed"),
    ],
)
def test_progress_in_words(progress, words):
    assert progress.words() == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.1, "1 s"), (99.4, "99 s"), (99.6, "2 min"), (5_940, "99 min"), (7_500, "2 h 5 min")],
)
def test_times_in_words(seconds, words):
    assert time_words(seconds) == words
