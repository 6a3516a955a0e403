"""How long the window takes to open, beside that of the sources, in turn."""

from __future__ import annotations

import os
import time

import pytest

from tests.helpers.bundled import Program
from tests.helpers.shown import LOGGED, until_its_end, wait_until_shown

ROUNDS = 5
SLOWEST = 1.5  # times the sources


def seconds(program: Program) -> float:
    """From the call to the shown window."""
    start = time.perf_counter()
    with program.started(**LOGGED) as running:
        wait_until_shown(running)
        taken = time.perf_counter() - start
        until_its_end(running)
    assert running.returncode == 0
    return taken


@pytest.mark.skipif(os.name != "posix", reason="a signal ends the window")
def test_it_starts_about_as_fast_as_the_sources(bundled, source):
    pairs = [(seconds(bundled), seconds(source)) for _ in range(ROUNDS)]
    # The least of each: whatever else the machine does adds to both.
    ours, theirs = (min(times) for times in zip(*pairs, strict=True))
    print(f"\nstart: {ours:.2f} s, {ours / theirs:.2f} times the {theirs:.2f} s of the sources")
    assert ours < SLOWEST * theirs
