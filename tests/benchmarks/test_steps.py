"""Each page: what a step of a slider costs, and how many frames there are while it is held."""

import time
from itertools import pairwise
from statistics import median, quantiles

import pytest

from engine.page.page import all_pages
from gui.look.application import application
from tests.benchmarks.moved import MovedWindow
from tests.benchmarks.results import Results

STEPS, WARM = 40, 3
HELD, RATE = 10.0, 60  # seconds, changes a second


@pytest.fixture(params=[page.name for page in all_pages()])
def moved(request: pytest.FixtureRequest):
    application()
    window = MovedWindow(request.param, 10**6)
    yield window
    window.close()


def test_steps_and_frames(moved: MovedWindow, results: Results) -> None:
    line = results.of_page(moved.window.store.session.page)
    found: dict[str, list[float]] = {}
    for number in range(WARM + STEPS):
        begin = time.process_time()
        first, whole = moved.step(number)
        if number < WARM:
            continue
        used = 1e3 * (time.process_time() - begin)
        last = moved.responses[-1].milliseconds
        parts = {part: sum(times) for part, times in moved.parts.items()}
        for name, value in (
            ("first", first), ("all", whole), ("compute", last), ("processor", used),
            *parts.items(),
        ):  # fmt: skip
            found.setdefault(name, []).append(value)
        moved.settle()
    line["first picture, ms"] = median(found["first"])
    line["95 %, ms"] = quantiles(found["first"], n=20)[-1]
    line["all samples, ms"] = median(found["all"])
    for part in ("compute", "inputs", "draw", "words", "paint", "processor"):
        line[f"{part}, ms"] = median(found.get(part, [0.0]))
    line["held: frames/s"], line["longest gap, ms"] = held(moved)


def held(moved: MovedWindow) -> tuple[float, float]:
    """Painted frames a second that show a new response, and the longest time between two."""
    moved.settle()
    moved.frames.clear()
    begin = time.perf_counter()
    count = 0
    while (now := time.perf_counter() - begin) < HELD:
        if now * RATE >= count:
            count = int(now * RATE) + 1
            moved.move(count)
        moved.turn_until(begin + count / RATE)
    frames = [begin, *(each for each in moved.frames if each <= begin + HELD), begin + HELD]
    gaps = [later - each for each, later in pairwise(frames)]
    moved.settle()
    return (len(frames) - 2) / HELD, 1e3 * max(gaps)
