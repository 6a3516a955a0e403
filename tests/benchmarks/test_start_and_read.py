"""The command line's start and the reading of a large file, as ratios to bare peers."""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import numpy as np

from engine.core.run import Run
from engine.data.file import inspect, log_ratios
from engine.data.source import DataSource

ROOT = Path(__file__).parents[2]
ROUNDS = 5


def seconds(*command: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, check=True)
    return time.perf_counter() - start


def test_list_beside_the_bare_libraries() -> None:
    ours = median(seconds("main.py", "list") for _ in range(ROUNDS))
    bare = median(seconds("-c", "import numpy, scipy.linalg, scipy.special") for _ in range(ROUNDS))
    print(f"\nmain.py list: {ours:.2f} s, {ours / bare:.1f} times the bare imports")


def test_ten_million_rows_beside_numpy(tmp_path: Path) -> None:
    path = tmp_path / "t.npy"
    np.save(path, np.random.default_rng(6).standard_normal((10**7, 2), dtype=np.float32))
    source = DataSource(str(path), "log-ratios", ("1", "2"))
    inspect(str(path))
    start = time.perf_counter()
    log_ratios(source, Run())
    ours = time.perf_counter() - start
    start = time.perf_counter()
    table = np.load(path).astype(float)
    np.isfinite(table[:, 0] - table[:, 1]).all()
    bare = time.perf_counter() - start
    print(f"\n10^7 rows of NPY: {ours:.2f} s, {ours / bare:.1f} times NumPy alone")
