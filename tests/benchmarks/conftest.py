"""One table of all that is measured, printed at the end; with --results it is written too."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks import machine
from tests.benchmarks.results import Results

RESULTS = Path(__file__).parent / "RESULTS.md"
HEAD = """# What `make bench` has measured

{about}
n = 10⁶, d = 2, the default state of every page, offscreen, 1360 × 860. Times go from the change of
a slider to the picture painted: the first picture, and the one of all samples. Then the parts of
the step of all samples: computing, showing the inputs, handing over to the plots, chips and words,
painting; and the processor's time of the whole step, on all threads. Held: 60 changes a second for
10 s. A bold number is not what is wanted; nothing fails by time.

{tables}"""

_found = pytest.StashKey[Results]()
_load = pytest.StashKey[float]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--results", action="store_true", help="write tests/benchmarks/RESULTS.md")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_found], config.stash[_load] = Results(), machine.load()


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """What is left of a window goes here: a thread that computes must not free it."""
    yield
    gc.collect()


@pytest.fixture
def results(request: pytest.FixtureRequest) -> Results:
    """Takes in what a benchmark has found."""
    return request.config.stash[_found]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    tables = config.stash[_found].markdown()
    about = machine.about((config.stash[_load], machine.load()))
    terminalreporter.write_line(f"\n{about}\n{tables}")
    if config.getoption("--results"):
        RESULTS.write_text(HEAD.format(about=about, tables=tables), encoding="utf-8")
