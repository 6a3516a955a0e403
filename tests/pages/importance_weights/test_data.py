"""Importance weights from own log-ratios: NumPy's numbers, errors, and words."""

import math

import numpy as np
import pytest

from engine.core.run import Cancelled, Run
from engine.data.error import DataError
from engine.data.source import DataSource
from engine.page.page import page_named
from engine.page.scene import Scene
from engine.pages.importance_weights.options import Options
from engine.pages.importance_weights.page import PAGE
from engine.weights.pareto.smoothing import pareto_smooth
from engine.weights.rows.tail import fitted_tail, largest

SEED = 17


def saved(folder, logs) -> DataSource:
    path = folder / "ratios.npy"
    np.save(path, logs)
    return DataSource(str(path), "log-ratios", ("1",))


def result_of(folder, logs, c=1.5, scale="log10 w", threads=2):
    scene = Scene(data=saved(folder, logs))
    return PAGE.compute(scene, Options(clip=c, histogram=scale), Run(threads=threads))


def named(result):
    return {readout.name: readout for readout in result.readouts}


def ordinary(n=150_001, std=0.8):
    rng = np.random.default_rng(SEED)
    return std * rng.standard_normal(n) - 0.5 * std**2


@pytest.mark.parametrize("n", [2, 3, 99, 1_000, 65_537, 150_001])
@pytest.mark.parametrize("shift", [0.0, 300.0, -300.0])
def test_numbers_are_numpys(tmp_path, n, shift):
    plain = ordinary(n)
    found = named(result_of(tmp_path, plain + shift, c=1.5))
    w, logs = np.exp(plain), plain + shift
    assert found["ESS"].value == pytest.approx(w.sum() ** 2 / (w * w).sum(), rel=1e-12)
    top = np.sort(w)[-math.ceil(0.01 * n) :].sum() / w.sum()
    assert found["top 1 % share"].value == pytest.approx(top, rel=1e-12)
    assert found["max share"].value == pytest.approx(w.max() / w.sum(), rel=1e-12)
    assert found["KL(q||p) estimate"].value == pytest.approx(np.mean(-logs), rel=1e-12)
    scale_free = (w * plain).sum() / w.sum() - math.log(w.mean())
    assert found["KL(p||q) self-normalised"].value == pytest.approx(scale_free, abs=1e-10)
    scale_free = np.mean(-plain) + math.log(w.mean())
    assert found["KL(q||p) self-normalised"].value == pytest.approx(scale_free, abs=1e-10)
    true = np.exp(logs)
    assert found["mean w"].value == pytest.approx(np.mean(true), rel=1e-11)
    assert found["mean w"].standard_error == pytest.approx(
        np.std(true, ddof=1) / math.sqrt(n), rel=1e-10
    )
    assert found["share of w > c"].value == np.mean(true > 1.5)
    lost = 1.0 - np.minimum(true, 1.5).sum() / true.sum()
    assert found["weight lost at c"].value == pytest.approx(lost, abs=1e-12)


def test_errors_are_those_of_repeated_samples(tmp_path):
    rng = np.random.default_rng(23)
    n, repeats = 5_000, 400
    draws = 0.6 * rng.standard_normal((repeats, n)) - 0.18
    w = np.exp(draws)
    total = w.sum(axis=1)
    m = n // 100
    repeated = {
        "ESS/n": total**2 / (w * w).sum(axis=1) / n,
        "top 1 % share": np.sort(w, axis=1)[:, -m:].sum(axis=1) / total,
        "weight lost at c": 1.0 - np.minimum(w, 1.5).sum(axis=1) / total,
        "KL(q||p) self-normalised": -draws.mean(axis=1) + np.log(w.mean(axis=1)),
        "KL(p||q) self-normalised": (w * draws).sum(axis=1) / total - np.log(w.mean(axis=1)),
    }
    errors = {name: [] for name in repeated}
    for logs in draws[:40]:
        found = named(result_of(tmp_path, logs))
        for name, each in errors.items():
            each.append(found[name].standard_error)
    for name, values in repeated.items():
        # The spread of 400 is known to 4 %; the error of one sample varies with its largest w.
        ratio = np.median(errors[name]) / np.std(values, ddof=1)
        assert ratio == pytest.approx(1.0, abs=0.15), name


@pytest.mark.parametrize("n", [60, 1_000, 70_000])
def test_the_tail_is_that_of_pareto_smoothing(tmp_path, n):
    rng = np.random.default_rng(29)
    logs = rng.standard_exponential(n) * 0.6
    smoothed = pareto_smooth(logs)
    assert fitted_tail(logs, Run()).k_hat == pytest.approx(smoothed.k_hat, rel=1e-12)
    found = named(result_of(tmp_path, logs))["k-hat"]
    assert found.note == smoothed.message


@pytest.mark.parametrize("m", [1, 7, 500, 30_000])
def test_the_largest_are_the_largest(m):
    rng = np.random.default_rng(31)
    for logs in (rng.standard_normal(70_000), np.zeros(70_000), np.arange(70_000.0)):
        assert np.array_equal(np.sort(largest(logs, m, Run())), np.sort(logs)[-m:])
    # What an even glance does not see.
    hidden = rng.standard_normal(70_000)
    hidden[8 : 8 + 900 * 8 : 8] -= 50.0
    assert np.array_equal(np.sort(largest(hidden, m, Run())), np.sort(hidden)[-m:])


def test_the_curves_hold_the_numbers(tmp_path):
    logs = ordinary(20_000)
    result = result_of(tmp_path, logs)
    w = np.exp(logs)
    for c, clipped, lost in zip(
        result.clipping.c, result.clipping.clipped, result.clipping.lost, strict=True
    ):
        assert clipped == pytest.approx(np.mean(w > c), abs=1.5 / len(w))
        assert lost == pytest.approx(1.0 - np.minimum(w, c).sum() / w.sum(), abs=1e-9)
    running = result.mean_weight
    for n, mean in zip(running.n, running.mean, strict=True):
        assert mean == pytest.approx(np.mean(w[: int(n)]), rel=1e-12)
    shares = result.concentration
    ascending = np.cumsum(np.sort(w)[::-1]) / w.sum()
    for samples, weight in zip(shares.samples[1:], shares.weight[1:], strict=True):
        assert weight == pytest.approx(ascending[round(samples * len(w)) - 1], rel=1e-9)
    assert np.sum(result.histogram.counts) + np.sum(result.histogram.outside) == len(w)
    ess = result.diagnostics
    half = len(ess.n) // 2
    first = w[: int(ess.n[half])]
    expected = first.sum() ** 2 / (first * first).sum() / len(first)
    assert ess.ess_fraction[half] == pytest.approx(expected, rel=1e-9)


def test_the_histogram_of_w_itself(tmp_path):
    logs = ordinary(20_000)
    shown = result_of(tmp_path, logs, scale="w").histogram
    counts, _ = np.histogram(np.exp(logs), shown.edges)
    assert np.sum(np.abs(counts - shown.counts)) <= 2
    assert (shown.mean, shown.clip) == (pytest.approx(np.mean(np.exp(logs))), 1.5)


def test_nothing_exact_is_a_number_but_the_mean_of_normalised_weights(tmp_path):
    result = result_of(tmp_path, ordinary())
    exact = {r.name: r for r in result.readouts if r.place[1] == "exact"}
    assert exact.pop("E w").value == 1.0
    assert exact
    assert {(r.kind, r.note) for r in exact.values()} == {("unknown", "unknown for data")}
    assert result.diagnostics.exact_k is None
    assert result.histogram.expected_note == "unknown for data"


def test_weights_of_zero_count_as_samples(tmp_path):
    logs = ordinary(1_000)
    logs[::10] = -np.inf
    result = result_of(tmp_path, logs)
    found, w = named(result), np.exp(logs)
    assert found["ESS"].value == pytest.approx(w.sum() ** 2 / (w * w).sum(), rel=1e-12)
    assert found["mean w"].value == pytest.approx(w.mean(), rel=1e-12)
    assert found["KL(q||p) estimate"].value == math.inf
    assert "100 rows have log w = -inf" in found["KL(q||p) estimate"].note
    assert any("100 of 1,000 rows have log w = -inf" in text for text in result.banners)


def test_heavy_tails_equal_weights_and_one_row_are_said(tmp_path):
    rng = np.random.default_rng(37)
    heavy = result_of(tmp_path, 0.9 * rng.standard_exponential(20_000))
    assert any("k-hat is" in text for text in heavy.banners)
    assert "do not trust" in named(heavy)["mean w"].note
    equal = result_of(tmp_path, np.full(500, 0.25))
    assert any("every weight is the same" in text for text in equal.banners)
    assert named(equal)["ESS"].value == 500.0
    logs = ordinary(1_000)
    logs[3] = 800.0
    one = result_of(tmp_path, logs)
    assert any("One row of 1,000 carries 100 %" in text for text in one.banners)
    assert named(one)["mean w"].value == math.inf
    assert named(one)["ESS"].value == pytest.approx(1.0)


def test_impossible_log_ratios_are_refused(tmp_path):
    logs = ordinary(1_000)
    logs[5] = -1e80
    with pytest.raises(DataError, match="within 1e30"):
        result_of(tmp_path, logs)


def test_threads_agree_and_it_can_be_cancelled(tmp_path):
    logs = ordinary()
    first = result_of(tmp_path, logs, threads=1)
    (tmp_path / "again").mkdir()
    assert first.readouts == result_of(tmp_path / "again", logs, threads=2).readouts
    with pytest.raises(Cancelled):
        PAGE.compute(
            Scene(data=saved(tmp_path, ordinary(3_000))), Options(), Run(cancelled=lambda: True)
        )


def test_the_page_works_on_the_data(tmp_path):
    page = page_named("importance-weights")
    scene = Scene(data=saved(tmp_path, ordinary(5_000)))
    result = page.compute(scene, page.options(clip=2.0), Run())
    assert (result.facts.used, result.clipping.current) == (5_000, 2.0)


def test_the_largest_share_has_the_jackknifes_error(tmp_path):
    logs = ordinary(500)
    found = named(result_of(tmp_path, logs))["max share"]
    w = np.exp(logs)
    shares = np.array([np.delete(w, i).max() / np.delete(w, i).sum() for i in range(len(w))])
    spread = math.sqrt(np.sum((shares - w.max() / w.sum()) ** 2))
    assert found.kind == "estimated"
    assert found.standard_error == pytest.approx(spread, rel=0.02)
    alone = np.full(50, -np.inf)
    alone[7] = 0.5
    found = named(result_of(tmp_path, alone))["max share"]
    assert (found.value, found.standard_error) == (1.0, 1.0)


def test_equal_weights_show_no_rounding(tmp_path):
    found = named(result_of(tmp_path, np.full(500, -0.3)))
    assert found["mean w"].value == math.exp(-0.3)
    assert found["KL(q||p) estimate"].value == 0.3
    assert found["KL(p||q) self-normalised"].value == 0.0
    for name in ("ESS", "mean w", "top 1 % share", "max share", "KL(p||q) estimate"):
        assert found[name].standard_error == 0.0, name


def test_weights_far_below_the_largest_leave_no_gaps_in_the_numbers(tmp_path):
    logs = ordinary(5_000)
    logs[-1] = 900.0
    result = result_of(tmp_path, logs)
    assert np.all(np.isfinite(result.diagnostics.ess_fraction))
    assert "overflows" in named(result)["mean w"].note
