"""Another theme, and another size of type, until the window is painted in it."""

import time
from statistics import median

from gui.look.application import application
from tests.benchmarks.moved import MovedWindow
from tests.benchmarks.results import Results

ROUNDS = 5


def test_theme_and_type(results: Results) -> None:
    application()
    moved = MovedWindow("kl-divergence", 100_000)
    look = moved.window.appearance
    changes = {
        "another theme": [lambda: look.set_mode("dark"), lambda: look.set_mode("light")],
        "another size of type": [lambda: look.step_text(1), lambda: look.step_text(-1)],
    }
    for what, pair in changes.items():
        clock, used = [], []
        for _ in range(ROUNDS):
            for change in pair:
                begin, before = time.perf_counter(), time.process_time()
                change()
                moved.window.retheming.finish()
                moved.window.grab()
                clock.append(1e3 * (time.perf_counter() - begin))
                used.append(1e3 * (time.process_time() - before))
                moved.settle()
        results.add(what, median(clock), "ms", most=250.0)
        results.add(f"{what}, the processor's time", median(used), "ms")
    moved.close()
