"""Who computes a sweep's jobs: one seam, `concurrent.futures.Executor`, and what is known of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import ParamSpec, Protocol, TypeVar

from engine.core.run import Run
from engine.sweep.job import Done, Job, compute

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class WorkersError(Exception):
    """Workers that cannot be had or have gone; the message says why."""


class Workers(Protocol):
    """Where jobs go.

    ``open`` gives an executor, and again a new one after the last broke; ``slots`` is how many
    jobs it computes at once, ``lost`` what a future raises whose worker ended under it, and
    ``stop`` asks what is under way to end. ``needs`` says what workers that cannot begin lack.
    """

    lost: tuple[type[BaseException], ...]
    needs: str

    def open(self) -> Executor: ...

    def slots(self) -> int: ...

    def submit(self, executor: Executor, job: Job) -> Future[Done]: ...

    def stop(self) -> None: ...

    def close(self) -> None: ...


class InTurn(Executor):
    """Computes what is submitted at once, in the thread that submits it."""

    def submit(
        self,
        fn: Callable[Arguments, Result],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Future[Result]:
        """A future that is done."""
        future: Future[Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            future.set_exception(error)
        return future


class Serial:
    """One job after the other in this process, on several threads; what is under way polls
    ``cancelled``."""

    lost: tuple[type[BaseException], ...] = ()
    needs = ""

    def __init__(
        self, threads: int | None = None, cancelled: Callable[[], bool] = lambda: False
    ) -> None:
        self._run = Run(Run().threads if threads is None else threads, cancelled=cancelled)

    def open(self) -> Executor:
        """In turn."""
        return InTurn()

    def slots(self) -> int:
        """One."""
        return 1

    def submit(self, executor: Executor, job: Job) -> Future[Done]:
        """Computed when this returns."""
        return executor.submit(compute, job, self._run)

    def stop(self) -> None:
        """Nothing is ever under way."""

    def close(self) -> None:
        """Nothing is left."""
