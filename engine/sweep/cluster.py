"""Workers of a Dask cluster, wherever they run: on SLURM, Kubernetes or machines by ssh.

It needs `distributed`, the extra `cluster`; the workers need this program in the same version.
"""

from __future__ import annotations

import json
import logging
import pickle
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from engine import __version__
from engine.core.atomic_file import ReadError, read_bounded
from engine.core.extras import how_to_get
from engine.session.reader import PROGRAM
from engine.sweep.job import Done, Job, compute
from engine.sweep.workers import WorkersError

LARGEST = 2**20  # bytes of a scheduler file
PATIENCE = 10.0  # seconds for the scheduler to answer
LOOK_EVERY = 2.0  # seconds after which workers are counted again
LOGS = ("distributed", "distributed.client")
FEWEST = 2  # jobs that wait for a cluster whose workers have not come yet


@dataclass(frozen=True, slots=True)
class _Call:
    """Unpickled it is what the job brings."""

    job: Job

    def __reduce__(self) -> tuple[Callable[[Job], Done], tuple[Job]]:
        return compute, (self.job,)


class Cluster:
    """The cluster of a scheduler's address, or of the file that it writes; raises WorkersError."""

    needs = f": {PROGRAM} {__version__} must be installed on every worker"

    def __init__(self, address: str = "", scheduler_file: str = "") -> None:
        try:
            from distributed import Client, KilledWorker
            from distributed.comm.addressing import get_address_host_port
        except ImportError:
            raise WorkersError(f"a cluster needs Dask: {how_to_get('cluster')}") from None
        self.lost: tuple[type[BaseException], ...] = (KilledWorker,)
        self._executor: Executor | None = None
        self._slots, self._counted = FEWEST, 0.0
        address = address or _address_in(scheduler_file)
        for name in LOGS:  # what goes wrong the sweep says itself, in words
            logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            check: Any = get_address_host_port  # a client that was not made complains for long
            check(address if "://" in address else f"tcp://{address}")
            make: Any = Client  # without types
            self._client = make(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise WorkersError(f"no scheduler answers at {address}: {error}") from None

    def open(self) -> Executor:
        """The cluster's own; jobs of workers that end go to others."""
        if self._executor is None:
            self._executor = self._client.get_executor(pure=False)
        return self._executor

    def slots(self) -> int:
        """How many threads its workers have; they may come and go."""
        if time.monotonic() - self._counted > LOOK_EVERY:
            self._counted = time.monotonic()
            with suppress(OSError, TimeoutError):  # whether the scheduler has gone the jobs tell
                self._slots = max(sum(self._client.nthreads().values()), FEWEST)
        return self._slots

    def submit(self, executor: Executor, job: Job) -> Future[Done]:
        """To any worker; each job computes on one thread.

        Dask's scheduler and workers see bytes and `pickle.loads`, which computes the job: a worker
        without this program can so say what it lacks, where another form would end it.
        """
        return executor.submit(pickle.loads, pickle.dumps(_Call(job)))

    def stop(self) -> None:
        """Jobs that wait are dropped; what a worker has begun it ends, for nobody."""
        if self._executor is not None:
            self._executor.shutdown(wait=False)
            self._executor = None

    def close(self) -> None:
        """Leave the cluster, which goes on."""
        self.stop()
        self._client.close()


def _address_in(path: str) -> str:
    """What a scheduler has written; Dask itself would wait for the file without end."""
    try:
        return str(json.loads(read_bounded(path, LARGEST))["address"])
    except ReadError as error:
        raise WorkersError(f"the scheduler file {path} cannot be read: {error}") from None
    except (ValueError, TypeError, KeyError):
        raise WorkersError(f"{path} is no scheduler file") from None
