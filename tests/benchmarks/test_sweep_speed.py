"""Sweeps on two processes: how much faster than one, and what a point costs beside its numbers."""

import time
from pathlib import Path

from engine.core.run import Run
from engine.sweep.file import SweepFile
from engine.sweep.job import measured
from engine.sweep.processes import Processes
from engine.sweep.runner import SweepRunner
from engine.sweep.sweep import Sweep
from engine.sweep.workers import Serial, Workers
from tests.benchmarks.results import Results
from tests.helpers.sweeps import sweep

HEAVY = sweep("q.mean=-2:2:20", "samples=1e6", "seed=1:10:10")
TINY = sweep("q.mean=-2:2:2", "seed=1,2")
FEW, MANY = (sweep("q.mean=-2:2:50", f"seed=1:{count}:{count}") for count in (20, 80))


def seconds(sweep: Sweep, workers: Workers, path: Path) -> float:
    """Of a whole run, the start of the processes and the file included."""
    start = time.perf_counter()
    SweepRunner(sweep, workers, SweepFile(path, sweep)).run()
    return time.perf_counter() - start


def bare(sweep: Sweep) -> float:
    """Seconds of the numbers alone, without a sweep around them."""
    start = time.perf_counter()
    for point in range(1, sweep.points + 1):
        measured(sweep.session_at(point), sweep.keys, Run(threads=1))
    return time.perf_counter() - start


def test_two_processes_beside_one_thread(tmp_path: Path, results: Results) -> None:
    one = seconds(HEAVY, Serial(threads=1), tmp_path / "one.csv")
    two = seconds(HEAVY, Processes(2), tmp_path / "two.csv")
    start = seconds(TINY, Processes(2), tmp_path / "tiny.csv")
    what = f"sweep of {HEAVY.points} points of a million samples"
    results.add(f"{what}, two processes to one thread", one / two, "times", least=1.7)
    results.add(f"{what}, without their start", one / (two - start), "times")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_a_point_beside_its_numbers(tmp_path: Path, results: Results) -> None:
    """The slope between few points and many leaves out the start of the processes."""
    more = MANY.points - FEW.points
    alone = bare(FEW) / FEW.points
    for name, slots, make in (
        ("one thread", 1, lambda: Serial(threads=1)),
        ("two processes", 2, lambda: Processes(2)),
    ):
        few = seconds(FEW, make(), tmp_path / f"few {slots}.csv")
        each = (seconds(MANY, make(), tmp_path / f"many {slots}.csv") - few) / more * slots
        what = f"a point of 1,000 samples on {name}"
        results.add(f"{what}, to its numbers", each / alone, "times")
