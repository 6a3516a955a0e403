"""The pictures of pages as SciPy and Matplotlib make them, beside the step of the same page."""

from __future__ import annotations

import time
from statistics import median

import pytest

from tests.benchmarks.plain_pictures import PICTURES
from tests.benchmarks.results import Results

ROUNDS, LEAST = 3, 8.0


@pytest.mark.parametrize("page", PICTURES)
def test_the_same_picture(page: str, results: Results) -> None:
    figures = pytest.importorskip("matplotlib.figure", reason="matplotlib is not installed")
    agg = pytest.importorskip("matplotlib.backends.backend_agg")
    figure = figures.Figure(figsize=(13.6, 8.6), dpi=100)
    canvas, axes = agg.FigureCanvasAgg(figure), figure.subplots(2, 2).ravel()

    def seconds() -> float:
        begin = time.perf_counter()
        for axis in axes:
            axis.clear()
        PICTURES[page](axes)
        canvas.draw()
        return time.perf_counter() - begin

    theirs = 1e3 * median(seconds() for _ in range(ROUNDS))
    results.add(f"{page}, computed by SciPy and drawn by Matplotlib", theirs, "ms")
    if step := results.pages.get(page, {}).get("all samples, ms"):
        results.add(f"{page}, its step to that", theirs / step, "times", least=LEAST)
