"""A sweep of 10,000 points, killed twenty times: the table is that of one that nobody kills."""

import os
import random
from pathlib import Path

import pytest

pytest.importorskip("psutil", reason="tells the processes of a sweep")

from tests.helpers.killed_sweeps import finished, kill_in_the_middle

KILLS = 20
SWEEP = "kl-divergence --over q.mean=-3:3:100 --over q.std=.2:5:10:log --samples 1e4 --seeds 10"
READ = ("--read", "k?.estimate,k?.std,chi_square.p_q")


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_ten_thousand_points(ending: str, tmp_path: Path) -> None:
    if ending == ".parquet":
        pytest.importorskip("pyarrow")
    path, chance, landed = tmp_path / f"table{ending}", random.Random(7), [0]
    arguments = [*SWEEP.split(), *READ]
    for _ in range(KILLS):
        landed.append(len(kill_in_the_middle(path, arguments, chance, 1.0)))
    assert landed == sorted(set(landed)), "every run added rows"
    assert landed[-1] < 10_000
    whole = finished(tmp_path / f"whole{ending}", [*arguments, "--workers", "1"])
    assert finished(path, arguments) == whole
    print(f"\n{ending}: {KILLS} kills, the last after {landed[-1]:,} of 10,000 points: bit for bit")
