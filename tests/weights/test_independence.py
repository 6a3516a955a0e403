"""Rows that are alike are told from independent ones, whatever their distribution."""

import math

import numpy as np
import pytest

from engine.core.run import Run
from engine.data.source import DataSource
from engine.page.page import page_named
from engine.page.scene import Scene
from engine.weights.rows.first_look import first_look
from engine.weights.rows.independence import LONG, STRETCHES, correlation_time, dependence_banner


def time_of(logs):
    return correlation_time(logs, first_look(logs, Run()), Run())


def autoregressive(n, factor, seed=71, std=0.5):
    """Its correlation time is (1 + factor) / (1 - factor)."""
    noise = math.sqrt(1.0 - factor**2) * np.random.default_rng(seed).standard_normal(n)
    values = np.empty(n)
    last = 0.0
    for i, each in enumerate(noise.tolist()):
        values[i] = last = factor * last + each
    return std * values - 0.5 * std**2


@pytest.mark.parametrize("factor", [0.0, 0.5, 0.8, 0.9])
def test_the_correlation_time_is_that_of_an_autoregressive_process(factor):
    # Of 50 stretches the variance is known to 20 %, the mean over 16 files to 5 %.
    times = [time_of(autoregressive(20_000, factor, seed)) for seed in range(16)]
    assert np.mean(times) == pytest.approx((1.0 + factor) / (1.0 - factor), rel=0.2)


@pytest.mark.parametrize("draw", ["standard_normal", "standard_cauchy", "standard_exponential"])
def test_independent_rows_are_never_said_to_be_alike(draw):
    rng = np.random.default_rng(73)
    times = [time_of(getattr(rng, draw)(n)) for n in (1_000, 3_000, 20_000) for _ in range(60)]
    assert max(times) < LONG
    assert not list(dependence_banner(1_000, max(times)))


def test_few_rows_equal_rows_and_zeros():
    assert time_of(np.arange(STRETCHES * 20.0 - 1.0)) == 1.0
    assert time_of(np.full(5_000, 0.3)) == 1.0
    logs = np.random.default_rng(79).standard_normal(5_000)
    logs[:3_000:2] = -np.inf
    assert time_of(logs) < LONG


@pytest.mark.parametrize("page", ["kl-divergence", "importance-weights"])
def test_the_pages_say_so_and_blame_nothing_else(page, tmp_path):
    # From these alone the mean of w is many errors of independent rows away from 1.
    logs = autoregressive(30_000, 0.98, seed=83)
    np.save(tmp_path / "steps.npy", logs)
    found = page_named(page)
    scene = Scene(data=DataSource(str(tmp_path / "steps.npy"), "log-ratios", ("1",)))
    w = np.exp(logs)
    assert abs(w.mean() - 1.0) > 6.0 * w.std() / math.sqrt(len(w))
    (banner,) = found.compute(scene, found.options(), Run()).banners
    assert banner.startswith("Rows near each other are alike")
    assert "of its 30,000 rows were independent" in banner
