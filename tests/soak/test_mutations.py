"""100,000 damaged session files and figures, tables and rollouts each: opened or refused."""

import resource
import sys
from collections import Counter

import hypothesis
import pytest
from hypothesis import HealthCheck, given

from tests.helpers.mutations import (
    damaged,
    damaged_table,
    exported,
    outcome,
    table_outcome,
    tables,
    tally,
)
from tests.helpers.rollout_mutations import damaged_rollouts, rollout_files
from tests.helpers.rollout_mutations import outcome as rollout_outcome

RUNS, EXAMPLES = 100, 1000
MEMORY = 400 * 2**20  # bytes more than before


@pytest.fixture(scope="module")
def bases(tmp_path_factory, qapp):
    return exported(tmp_path_factory.mktemp("exported"))


def peak_memory() -> int:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
def test_a_hundred_thousand_damaged_files(bases, tmp_path, capsys):
    found = Counter()
    outcome(tmp_path / "first.json", bases["json"])
    before = peak_memory()

    def batch(number):
        @hypothesis.seed(number)
        @hypothesis.settings(
            max_examples=EXAMPLES,
            derandomize=False,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(damaged(bases))
        def run(file):
            found[file.kind, outcome(tmp_path / f"damaged.{file.kind}", file.content)] += 1

        run()

    for number in range(RUNS):
        batch(number)
        if (number + 1) % 20 == 0:
            with capsys.disabled():
                print(f"\n{found.total():,} files so far", end="", flush=True)
    grown = peak_memory() - before
    with capsys.disabled():
        print(f"\n{found.total():,} damaged files, {grown / 2**20:.0f} MB more memory at most")
        print(tally(found))
    assert found.total() >= RUNS * EXAMPLES
    assert grown < MEMORY


def test_a_hundred_thousand_damaged_tables(tmp_path, capsys):
    """No line of a text vanishes; only what opens as a table is counted as data."""
    bases = tables()
    found = Counter()

    def batch(number):
        @hypothesis.seed(number)
        @hypothesis.settings(
            max_examples=EXAMPLES,
            derandomize=False,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(damaged_table(bases))
        def run(file):
            found[file.kind, table_outcome(tmp_path / file.kind, file.content)] += 1

        run()

    for number in range(RUNS):
        batch(number)
    with capsys.disabled():
        print(f"\n{found.total():,} damaged tables")
        print(tally(found))
    assert found.total() >= RUNS * EXAMPLES


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
def test_a_hundred_thousand_damaged_rollouts(tmp_path, capsys):
    """Read or refused in words, in bounded memory."""
    bases = rollout_files()
    found = Counter()
    for name, content in bases.items():
        rollout_outcome(tmp_path / name, content)
    before = peak_memory()

    def batch(number):
        @hypothesis.seed(number)
        @hypothesis.settings(
            max_examples=EXAMPLES,
            derandomize=False,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(damaged_rollouts(bases))
        def run(file):
            found[file.kind, rollout_outcome(tmp_path / file.kind, file.content)] += 1

        run()

    for number in range(RUNS):
        batch(number)
    grown = peak_memory() - before
    with capsys.disabled():
        print(f"\n{found.total():,} damaged rollout files, {grown / 2**20:.0f} MB more at most")
        print(tally(found))
    assert found.total() >= RUNS * EXAMPLES
    assert grown < MEMORY
