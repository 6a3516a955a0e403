"""A real Dask cluster on this machine: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
SETTINGS = ("--host", "127.0.0.1", "--no-dashboard")


@dataclass(frozen=True)
class DaskCluster:
    """The scheduler's file and process, and the workers' processes."""

    scheduler_file: Path
    scheduler: subprocess.Popen[bytes]
    workers: tuple[subprocess.Popen[bytes], ...]

    @property
    def address(self) -> str:
        return str(json.loads(self.scheduler_file.read_text())["address"])


@contextmanager
def dask_cluster(folder: Path, workers: int = 2, python_path: Path = ROOT) -> Iterator[DaskCluster]:
    """Its processes end with the block. The scheduler knows nothing of this program; the workers
    find it in ``python_path``."""
    file = folder / "scheduler.json"
    environment = os.environ | {"PYTHONPATH": str(python_path), "OPENBLAS_NUM_THREADS": "1"}
    with ExitStack() as stack:

        def begin(part: str, *arguments: str) -> subprocess.Popen[bytes]:
            log = stack.enter_context((folder / f"{part}.log").open("ab"))
            command = [sys.executable, "-m", f"distributed.cli.{part}", *SETTINGS, *arguments]
            process = subprocess.Popen(
                [*command, "--scheduler-file", str(file)],
                cwd=folder,
                env=environment if part == "dask_worker" else os.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        scheduler = begin("dask_scheduler", "--port", "0")
        settings = ("--no-nanny", "--nthreads", "1", "--local-directory", str(folder))
        found = tuple(begin("dask_worker", *settings) for _ in range(workers))
        end = time.monotonic() + PATIENCE
        while not file.exists():
            assert time.monotonic() < end, (folder / "dask_scheduler.log").read_text()
            time.sleep(0.05)
        yield DaskCluster(file, scheduler, found)
