"""From 10^4 to 10^8 samples: time that grows with n, memory that does not; one thread and two."""

import subprocess
import sys
import time

import pytest

from engine.core.run import Run
from engine.page.page import page_named
from engine.page.scene import Scene
from tests.benchmarks.moved import P, Q
from tests.benchmarks.results import Results

PAGES = ("kl-divergence", "importance-weights", "tanh-squashing")
LARGE = (10**6, 10**7, 10**8)

MEMORY = """
from pathlib import Path
from engine.core.run import Run
from engine.page.page import page_named
from engine.page.scene import Scene
from tests.benchmarks.moved import P, Q
page = page_named({page!r})
def compute(n):
    result = page.compute(Scene(P, Q, samples=n), page.options(), Run())
    return [result.figure(name) for name in result.figures]
def megabytes(name):  # Linux keeps the size and its high-water mark here
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(name)) / 1024
compute(100)
start = megabytes("VmRSS")
compute({n})
print(megabytes("VmHWM") - start)
"""


def seconds(page: str, n: int, threads: int) -> float:
    """Of the numbers of a page, with normals that nobody has drawn before."""
    found = page_named(page)
    scene = Scene(P, Q, samples=n, seed=n % 1000 + threads)
    begin = time.perf_counter()
    found.compute(scene, found.options(), Run(threads=threads))
    return time.perf_counter() - begin


@pytest.mark.parametrize("page", PAGES)
def test_time_grows_with_the_samples(page: str, results: Results) -> None:
    seconds(page, 10**6, 1)  # the loops of large numbers are there from now on
    times = {n: seconds(page, n, 2) for n in (10**4, 10**5, *LARGE)}
    for n in LARGE:
        results.add(f"{page}, a sample of {n:,}", 1e9 * times[n] / n, "ns")
    results.add(f"{page}, 10^8 to 10 times 10^7", times[10**8] / times[10**7] / 10.0, "", most=1.2)
    one, two = (min(seconds(page, 10**7, each) for _ in range(2)) for each in (1, 2))
    results.add(f"{page}, 2 threads to 1", one / two, "times", least=1.7)


@pytest.mark.parametrize("page", PAGES)
def test_memory_does_not_grow_with_the_samples(page: str, results: Results) -> None:
    def above(n: int) -> float:
        program = MEMORY.format(page=page, n=n)
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        )
        return float(done.stdout)

    small, large = above(10**7), above(10**8)
    results.add(f"{page}, memory of 10^8 samples beyond that of 10^7", large - small, "MB", most=20)
