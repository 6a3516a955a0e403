"""The reading of a large file beside NumPy."""

import time
from pathlib import Path

import numpy as np

from engine.core.run import Run
from engine.data.file import inspect, log_ratios
from engine.data.source import DataSource
from tests.benchmarks.results import Results


def test_ten_million_rows_beside_numpy(tmp_path: Path, results: Results) -> None:
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
    results.add("10^7 rows of NPY, to NumPy alone", ours / bare, "times")
