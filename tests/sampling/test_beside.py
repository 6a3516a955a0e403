import threading

import pytest

from engine.core.run import Cancelled, Run
from engine.sampling.beside import beside

MANY = 1_000_000


def failing(error: Exception):
    def fail() -> None:
        raise error

    return fail


@pytest.mark.parametrize("n", [10, MANY])
@pytest.mark.parametrize("threads", [1, 2])
def test_both_are_given(n: int, threads: int) -> None:
    assert beside(lambda: 1, lambda: "a", n, Run(threads=threads)) == (1, "a")


def test_what_is_exact_has_a_thread_of_its_own_only_beside_many_samples() -> None:
    here = threading.current_thread()
    assert beside(threading.current_thread, lambda: None, MANY, Run(threads=2))[0] is not here
    assert beside(threading.current_thread, lambda: None, 10, Run(threads=2))[0] is here
    assert beside(threading.current_thread, lambda: None, MANY, Run(threads=1))[0] is here


@pytest.mark.parametrize("threads", [1, 2])
def test_what_is_exact_fails_first(threads: int) -> None:
    with pytest.raises(ValueError, match="exact"):
        beside(failing(ValueError("exact")), failing(KeyError()), MANY, Run(threads=threads))
    with pytest.raises(ValueError, match="exact"):
        beside(failing(ValueError("exact")), lambda: None, MANY, Run(threads=threads))


def test_cancelling_waits_for_what_is_exact() -> None:
    begun, ended = threading.Event(), []

    def exact() -> None:
        begun.set()
        ended.append(True)

    def cancelled() -> None:
        begun.wait(10.0)
        raise Cancelled

    with pytest.raises(Cancelled):
        beside(exact, cancelled, MANY, Run(threads=2))
    assert ended
