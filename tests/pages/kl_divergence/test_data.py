"""k1, k2, k3 from own log-ratios: NumPy's numbers, and words where there are none."""

import math

import numpy as np
import pytest

from engine.core.run import Cancelled, Run
from engine.data.source import DataSource
from engine.page.page import page_named
from engine.page.scene import Scene
from engine.pages.kl_divergence.options import Options
from engine.pages.kl_divergence.page import PAGE

SEED = 11


def saved(folder, logs) -> DataSource:
    path = folder / "ratios.npy"
    np.save(path, logs)
    return DataSource(str(path), "log-ratios", ("1",))


def result_of(folder, logs, batch=64, c=1.0, threads=2):
    return PAGE.compute(Scene(data=saved(folder, logs)), Options(batch, c), Run(threads=threads))


def named(result):
    return {readout.name: readout for readout in result.readouts}


def ordinary(n=150_001):
    rng = np.random.default_rng(SEED)
    return 0.4 * rng.standard_normal(n) - 0.08 + 0.02 * rng.standard_exponential(n)


@pytest.mark.parametrize("n", [2, 3, 1_000, 65_536, 150_001])
def test_estimates_are_numpys(tmp_path, n):
    logs = ordinary(n)
    found = named(result_of(tmp_path, logs))
    values = {"k1": -logs, "k2": 0.5 * logs**2, "k3": np.expm1(logs) - logs}
    for name, each in values.items():
        readout = found[f"{name} estimate"]
        assert readout.value == pytest.approx(np.mean(each), rel=1e-12)
        assert readout.standard_error == pytest.approx(
            np.std(each, ddof=1) / math.sqrt(n), rel=1e-11
        )
        std = found[f"{name} std"]
        assert std.value == pytest.approx(np.std(each, ddof=1), rel=1e-10)
    assert found["mean w"].value == pytest.approx(np.mean(np.exp(logs)), rel=1e-12)
    assert found["share of k1 < 0"].value == np.mean(logs > 0.0)


def test_the_errors_of_stds_are_those_of_repeated_samples(tmp_path):
    rng = np.random.default_rng(3)
    n, repeats = 4_000, 400
    draws = 0.5 * rng.standard_normal((repeats, n)) - 0.125
    found = named(result_of(tmp_path, draws[0]))
    for name, values in (("k2", 0.5 * draws**2), ("k3", np.expm1(draws) - draws)):
        spread = np.std(np.std(values, axis=1, ddof=1), ddof=1)
        ratio = found[f"{name} std"].standard_error / spread
        assert ratio == pytest.approx(1.0, abs=0.25)


def test_batches_are_consecutive_rows(tmp_path):
    logs = ordinary()
    result = result_of(tmp_path, logs, batch=100)
    k1 = -logs
    means = k1[: len(k1) // 100 * 100].reshape(-1, 100).mean(axis=1)
    assert named(result)["P(batch mean of k1 < 0)"].value == np.mean(means < 0.0)
    batches = result.negative_batches
    for size, share in zip(batches.sampled_batch, batches.share, strict=True):
        whole = k1[: len(k1) // int(size) * int(size)].reshape(-1, int(size))
        assert share == pytest.approx(np.mean(whole.sum(axis=1) < 0.0))


def test_too_few_batches_are_said(tmp_path):
    readout = named(result_of(tmp_path, ordinary(500), batch=100))["P(batch mean of k1 < 0)"]
    assert readout.kind == "unknown"
    assert "too few rows" in readout.note


def test_the_control_variate_is_a_regression(tmp_path):
    logs = ordinary()
    control = result_of(tmp_path, logs, c=0.7).control_variate
    k1, excess = -logs, np.expm1(logs)
    covariance = np.cov(k1, excess)
    assert control.best_coefficient == pytest.approx(-covariance[0, 1] / covariance[1, 1])
    for c, variance in ((0.7, control.current_variance), (0.0, control.k1_variance)):
        assert variance == pytest.approx(np.var(k1 + c * excess, ddof=1), rel=1e-10)
    middle = len(control.coefficient) // 3
    c = control.coefficient[middle]
    assert control.variance[middle] == pytest.approx(np.var(k1 + c * excess, ddof=1), rel=1e-9)


def test_nothing_exact_is_a_number(tmp_path):
    result = result_of(tmp_path, ordinary())
    exact = [readout for readout in result.readouts if readout.place[1] == "exact"]
    assert exact
    for readout in exact:
        assert (readout.kind, readout.note) == ("unknown", "unknown for data")
        assert readout.as_dict()["value"] is None
    assert result.running.exact is None
    assert result.negative_batches.current_probability is None


def test_running_values_end_at_the_estimates(tmp_path):
    logs = ordinary()
    running = result_of(tmp_path, logs).running
    assert running.n[-1] == len(logs)
    for n, k1, error in zip(running.n, running.k1, running.k1_error, strict=True):
        first = -logs[: int(n)]
        assert k1 == pytest.approx(np.mean(first), abs=1e-12)
        assert error == pytest.approx(np.std(first, ddof=1) / math.sqrt(n), rel=1e-6)


def test_weights_of_zero_are_said_in_words(tmp_path):
    logs = ordinary()
    logs[[70_000, 90_000, 90_001]] = -np.inf
    result = result_of(tmp_path, logs)
    found = named(result)
    for name in ("k1", "k2", "k3"):
        assert found[f"{name} estimate"].value == math.inf
        assert "3 rows have log w = -inf" in found[f"{name} estimate"].note
    assert found["mean w"].value == pytest.approx(np.mean(np.exp(logs)), rel=1e-12)
    assert any("KL(q||p) is infinite: at 3 of 150,001 rows" in text for text in result.banners)
    running = result.running
    assert np.all(np.isfinite(running.k1[running.n <= 70_000]))
    assert np.all(np.isinf(running.k1[running.n > 70_000]))
    assert result.histograms.k1_outside[1] >= 3
    assert len(result.control_variate.coefficient) == 0


@pytest.mark.parametrize("worst", [151.0, 400.0, 800.0, 1e20])
def test_weights_too_large_are_said_in_words(tmp_path, worst):
    logs = ordinary(1_000)
    logs[10] = worst
    result = result_of(tmp_path, logs)
    found = named(result)
    assert found["k1 estimate"].value == pytest.approx(np.mean(-logs))
    assert found["k3 estimate"].value == math.inf
    assert "too large" in found["k3 estimate"].note
    assert any("A log-ratio is" in text for text in result.banners)


def test_columns_the_wrong_way_round_are_suspected(tmp_path):
    rng = np.random.default_rng(5)
    right = 0.3 * rng.standard_normal(50_000) - 0.045
    assert result_of(tmp_path, right).banners == ()
    (banner,) = result_of(tmp_path, -right).banners
    assert "right way round?" in banner


def test_one_and_two_threads_agree_and_a_changed_option_reads_nothing_anew(tmp_path):
    logs = ordinary()
    first = result_of(tmp_path, logs, threads=1)
    (tmp_path / "again").mkdir()
    second = result_of(tmp_path / "again", logs, threads=2)
    assert first.readouts == second.readouts


def test_it_can_be_cancelled(tmp_path):
    with pytest.raises(Cancelled):
        PAGE.compute(
            Scene(data=saved(tmp_path, ordinary())), Options(), Run(cancelled=lambda: True)
        )


def test_the_page_works_on_the_data(tmp_path):
    logs = ordinary(5_000)
    page = page_named("kl-divergence")
    scene = Scene(data=saved(tmp_path, logs))
    result = page.compute(scene, page.options(), Run())
    assert result.facts.used == 5_000
    assert named(result)["k1 estimate"].value == pytest.approx(np.mean(-logs), rel=1e-12)
