"""A sweep on a real Dask cluster of this machine, a worker of which is killed in the middle."""

import dataclasses
import signal
import socket
import sys

import pytest

pytest.importorskip("distributed", reason="Dask is not installed: the extra `cluster`")

from engine.core.run import Cancelled
from engine.sweep import cluster as clusters
from engine.sweep import job as jobs
from engine.sweep import runner as runners
from engine.sweep.cluster import Cluster
from engine.sweep.file import SweepFile
from engine.sweep.job import WrongVersion
from engine.sweep.runner import Listener, SweepRunner
from engine.sweep.workers import Serial, WorkersError
from tests.helpers.dask_cluster import dask_cluster
from tests.helpers.sweeps import serial_rows, sweep

SWEEP = sweep("dimension=1,2", "q.correlation=0,0.5", "q.mean=0:1:5", "samples=1e3,1e5")


def test_one_of_two_workers_is_killed_and_nothing_is_lost(tmp_path):
    large = sweep("q.mean=-2:2:21", "samples=1e3,2e5", "seed=1,2,3")
    whole = SweepFile(tmp_path / "whole.csv", large)
    SweepRunner(large, Serial(), whole).run()
    with dask_cluster(tmp_path) as cluster:
        victim = cluster.workers[0]
        landed = []

        def kill(rows):
            landed.extend(rows)
            if len(landed) > 20 and victim.poll() is None:
                victim.send_signal(signal.SIGKILL)
                victim.wait()

        file = SweepFile(tmp_path / "table.csv", large)
        SweepRunner(large, Cluster(cluster.address), file, Listener(rows=kill)).run()
        assert victim.returncode == -signal.SIGKILL
        assert len(landed) == large.points
    assert (tmp_path / "table.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_by_a_scheduler_file_and_stopped_and_gone_on_with(tmp_path):
    rows = serial_rows(SWEEP)
    path = tmp_path / "table.csv"
    with dask_cluster(tmp_path, workers=1) as cluster:
        runner = SweepRunner(
            SWEEP,
            Cluster(scheduler_file=str(cluster.scheduler_file)),
            SweepFile(path, SWEEP),
            Listener(rows=lambda _: runner.cancel()),
        )
        with pytest.raises(Cancelled):
            runner.run()
        assert 0 < len(runner.rows()) < SWEEP.points
        again = SweepRunner(SWEEP, Cluster(cluster.address), SweepFile(path, SWEEP))
        again.run()
        assert again.rows() == rows


def test_workers_of_another_version_and_without_the_program_are_refused(tmp_path, monkeypatch):
    others = tuple((name, "0.0") for name, _ in jobs.versions())
    with dask_cluster(tmp_path, workers=1) as cluster, monkeypatch.context() as patch:
        patch.setattr(runners, "job", lambda *a: dataclasses.replace(jobs.job(*a), versions=others))
        with pytest.raises(WrongVersion, match=r"has gaussian-explorer .*, and this program 0"):
            SweepRunner(SWEEP, Cluster(cluster.address)).run()
    folder = tmp_path / "bare"
    folder.mkdir()
    with dask_cluster(folder, workers=1, python_path=folder) as cluster:
        words = r"No module named 'engine'.*must be installed on every worker"
        with pytest.raises(WorkersError, match=words):
            SweepRunner(SWEEP, Cluster(cluster.address)).run()


def test_a_scheduler_that_ends_ends_the_sweep_in_words(tmp_path):
    large = sweep("q.mean=-2:2:41", "samples=1e6", "seed=1,2,3")
    with dask_cluster(tmp_path, workers=1) as cluster:
        workers = Cluster(cluster.address)
        path = tmp_path / "table.csv"
        listener = Listener(rows=lambda _: cluster.scheduler.kill())
        runner = SweepRunner(large, workers, SweepFile(path, large), listener)
        with pytest.raises(WorkersError):
            runner.run()
    file = SweepFile(path, large)
    assert 0 < len(file.rows) < large.points
    file.close()


@pytest.mark.parametrize("address", ["here:there", "foo://here:1"])
def test_what_is_no_address_is_refused_in_words(address):
    with pytest.raises(WorkersError, match=f"no scheduler answers at {address}"):
        Cluster(address)


def test_where_nobody_answers_it_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(clusters, "PATIENCE", 0.5)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(WorkersError, match=f"no scheduler answers at {address}"):
        Cluster(address)
    with pytest.raises(WorkersError, match="cannot be read: no such file"):
        Cluster(scheduler_file=str(tmp_path / "none.json"))
    (tmp_path / "other.json").write_text("[]")
    with pytest.raises(WorkersError, match="is no scheduler file"):
        Cluster(scheduler_file=str(tmp_path / "other.json"))


def test_without_dask_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(WorkersError) as caught:
        Cluster("tcp://127.0.0.1:1")
    assert str(caught.value) == ('a cluster needs Dask: pip install "gaussian-explorer[cluster]"')
