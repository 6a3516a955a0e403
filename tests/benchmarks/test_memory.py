"""Ten thousand random changes of the numbers of every page: the memory of the program stays."""

import gc
import random
import time

from engine.core.memory import return_freed_memory
from engine.core.parameter import ParameterError
from engine.page.page import all_pages
from engine.session.address import address
from gui.look.application import application
from tests.benchmarks.machine import resident
from tests.benchmarks.moved import MovedWindow
from tests.benchmarks.results import Results

CHANGES, WARM = 10_000, 1_500
ON_PAGE, REST = 25, 100  # changes until the next page, and until all comes to rest
LEFT = {"samples", "dimension"}  # what costs time and is no change of the picture
MOST = 900.0  # seconds


def test_random_changes(results: Results) -> None:
    application()
    moved = MovedWindow(all_pages()[0].name, 2_000)
    chance = random.Random(7)
    begin, before, done = time.perf_counter(), resident(), 0
    while done < CHANGES and time.perf_counter() - begin < MOST:
        moved.window.show_page(all_pages()[done // ON_PAGE % len(all_pages())].name)
        done += change(moved, chance)
        if done % REST == 0:
            moved.settle()
        if done == WARM:
            before = held()
    moved.settle()
    results.add("random changes", done)
    results.add("memory after them, beyond a warm window's", held() - before, "MB", most=20.0)
    moved.close()


def held() -> float:
    """Megabytes that are in use."""
    gc.collect()
    return_freed_memory()
    return resident()


def change(moved: MovedWindow, chance: random.Random) -> bool:
    """Move one number of the page somewhere and wait for a picture; whether there was one."""
    store = moved.window.store
    where = address(chance.choice(sorted(set(moved.window.inputs.addressed()) - LEFT)))
    low, high = where.description.parameter.typical or (0.1, 2.0)
    value = chance.uniform(low, high)
    try:
        session = where.set(
            store.session, where.check(round(value) if where.description.kind is int else value)
        )
    except ParameterError:
        return False
    for kept in (moved.responses, moved.frames, moved.parts):  # a window keeps none of these
        kept.clear()
    store.propose(session)
    # As under a hand that moves on: what comes at rest alone is not waited for each time.
    while moved.window.worker.busy and not moved.responses:
        moved.turn()
    moved.turn()
    return True
