"""Ten thousand random changes of the numbers of every page: the memory of the program stays."""

import gc
import random
import time

from engine.core.parameter import ParameterError
from engine.page.page import all_pages
from engine.session.address import address
from gui.look.application import application
from tests.benchmarks.machine import resident
from tests.benchmarks.moved import MovedWindow
from tests.benchmarks.results import Results

CHANGES, WARM = 10_000, 1_500
LEFT = {"samples", "dimension"}  # what costs time and is no change of the picture
MOST = 240.0  # seconds


def test_random_changes(results: Results) -> None:
    application()
    moved = MovedWindow(all_pages()[0].name, 2_000)
    chance = random.Random(7)
    begin, before, done = time.perf_counter(), resident(), 0
    while done < CHANGES and time.perf_counter() - begin < MOST:
        moved.window.show_page(all_pages()[done // 25 % len(all_pages())].name)
        done += change(moved, chance)
        if done % 100 == 0:
            moved.settle()
        if done == WARM:
            gc.collect()
            before = resident()
    gc.collect()
    results.add("random changes", done)
    results.add("memory after them, beyond a warm window's", resident() - before, "MB", most=20.0)
    moved.close()


def change(moved: MovedWindow, chance: random.Random) -> bool:
    """Move one number of the page somewhere; whether there was a picture."""
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
    moved.responses.clear()  # a window keeps the last one alone
    moved.frames.clear()
    store.propose(session)
    while moved.window.worker.busy:
        moved.turn()
    moved.turn()
    return True
