"""kill -9 in the middle of a sweep: begun again it ends as if nothing had happened."""

import os
import random

import pytest

pytest.importorskip("psutil", reason="tells the processes of a sweep")

from tests.helpers.killed_sweeps import finished, kill_in_the_middle

SWEEP = "kl-divergence --over q.mean=-3:3:31 --over samples=3e5 --seeds 9 --read k?.estimate"


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_two_kills(tmp_path):
    arguments, chance, points = SWEEP.split(), random.Random(5), set()
    path = tmp_path / "table.csv"
    for _ in range(2):
        found = set(kill_in_the_middle(path, arguments, chance))
        assert points < found
        points = found
    whole = finished(tmp_path / "other.csv", [*arguments, "--workers", "1"])
    assert finished(path, arguments) == whole
    assert sorted(each.name for each in tmp_path.glob("*.csv*")) == ["other.csv", "table.csv"]
