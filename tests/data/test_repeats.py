"""Padding, marks of missing values and clamps are named with their count, ordinary numbers not."""

import numpy as np
import pytest

from engine.core.run import Run
from engine.data import repeats as data_repeats
from engine.data.facts import file_banners
from engine.data.file import groups, log_ratios
from engine.data.repeats import Repeats
from engine.data.source import DataSource
from tests.helpers.data_files import saved, written

RNG = np.random.default_rng(5)
N = 4_000
OLD = RNG.normal(-2.0, 0.8, N)
NEW = OLD + 0.2 * RNG.normal(size=N)
PAIR = np.column_stack([NEW, OLD])


def found(table, filling=(0.0,), batch=1_000):
    """(value, columns, rows) of everything that is named."""
    table = np.asarray(table, dtype=float)
    table = table.reshape(len(table), -1)
    repeats = Repeats([f"c{i}" for i in range(1, table.shape[1] + 1)], filling)
    for start in range(0, len(table), batch):
        repeats.add(table[start : start + batch])
    return [(each.value, each.columns, each.rows) for each in repeats.found()]


@pytest.mark.parametrize("value", [0.0, 1.0, -1.0, -100.0, -1e10, -9999.0, -23.0259, -2.0, 37.5])
@pytest.mark.parametrize("batch", [1_000, N])
def test_equal_pairs_of_more_than_one_per_cent_are_named(value, batch):
    table = PAIR.copy()
    table[RNG.permutation(N)[:41]] = value
    assert found(table, batch=batch) == [(value, ("c1", "c2"), 41)]
    late = PAIR.copy()
    late[-41:] = value
    assert found(late, batch=batch) == [(value, ("c1", "c2"), 41)]
    table[np.flatnonzero(table[:, 0] == value)[:2]] = PAIR[:2]
    assert found(table, batch=batch) == []


@pytest.mark.parametrize("value", [-1e10, -9999.0, -100.0, -20.0, 50.0])
@pytest.mark.parametrize("column", [0, 1])
def test_marks_in_one_column_are_named(value, column):
    table = PAIR.copy()
    table[RNG.permutation(N)[:100], column] = value
    assert found(table) == [(value, (f"c{column + 1}",), 100)]


def test_several_at_once_are_told_apart():
    table = PAIR.copy()
    table[:400], table[400:700], table[700:800, 1] = -100.0, 0.0, -100.0
    assert found(table) == [
        (-100.0, ("c1", "c2"), 400), (0.0, ("c1", "c2"), 300), (-100.0, ("c2",), 100),
    ]  # fmt: skip


@pytest.mark.parametrize("digits", [2, 3, 6])
def test_clamps_are_named(digits):
    logs = np.round(NEW - OLD, digits)
    low, high = np.quantile(logs, [0.05, 0.9])
    clamped = np.clip(logs, low, high)
    named = {value: rows for value, _, rows in found(clamped, filling=())}
    assert named == {low: np.sum(logs <= low), high: np.sum(logs >= high)}


P = RNG.beta(5.0, 0.5, N)  # of tokens: most are nearly certain
TOKENS = np.log(np.column_stack([P, P ** np.exp(0.1 * RNG.normal(size=N))]))
BANDIT = np.log(RNG.choice([0.1, 0.3, 0.6], p=[0.1, 0.3, 0.6], size=(N, 2)))


@pytest.mark.parametrize(
    "table",
    [
        PAIR, PAIR[:50], PAIR.astype("f4"), PAIR.round(3), PAIR.round(2), PAIR.round(1),
        TOKENS, TOKENS.astype("f2"), BANDIT, RNG.normal(size=(N, 3)).round(1),
        np.tanh(3.0 * RNG.normal(size=(N, 2))), RNG.standard_t(3, N).round(2), np.full(N, 0.3),
    ],
)  # fmt: skip
def test_ordinary_numbers_are_not_named(table):
    assert found(table, filling=(0.0,) if np.asarray(table).shape[-1:] != (3,) else ()) == []


def test_rounded_tokens_of_probability_one_are_named_as_pairs_of_zero_alone():
    rounded = TOKENS.round(3) + 0.0
    zero = int(np.sum(np.all(rounded == 0.0, axis=1)))
    assert found(rounded) == [(0.0, ("c1", "c2"), zero)]


def test_whole_numbers_of_samples_are_not_named_but_clipped_actions_are():
    assert found(RNG.integers(-2, 3, (N, 2)), filling=()) == []
    actions = np.clip(1.5 * RNG.normal(size=(N, 1)), -1.0, 1.0)
    assert {value for value, _, _ in found(actions, filling=())} == {-1.0, 1.0}


def test_long_files_of_ordinary_numbers_are_only_probed(monkeypatch):
    calls = []
    unique = np.unique
    monkeypatch.setattr(
        data_repeats.np, "unique", lambda *args, **kw: calls.append(1) or unique(*args, **kw)
    )
    assert found(RNG.normal(size=200_000), batch=20_000) == []
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("value", "column", "words"),
    [
        (0.0, slice(2), "hold (0, 0) in new and old: padding, or samples that both are sure of?"),
        (-100.0, slice(2), "hold (-100, -100) in new and old: padding? A mask leaves such rows"),
        (-1e10, 1, "hold -1e10 in old: a mark for padding or for a missing value?"),
        (-30.0, 0, "hold -30 in new, its least number: padding, or clamped?"),
        (-1.25, 1, "hold -1.25 in old: padding, or a number like the others?"),
    ],
)
def test_the_banner_names_number_columns_and_count(tmp_path, value, column, words):
    table = PAIR.copy()
    table[::4, column] = value
    rows = "\n".join(f"{a!r},{b!r}" for a, b in table.tolist())
    source = DataSource(
        written(tmp_path / "t.csv", "new,old\n" + rows), "log-ratios", ("new", "old")
    )
    banners = list(file_banners(source, log_ratios(source, Run())))
    assert len(banners) == 1
    assert banners[0].startswith(f"1,000 of 4,000 rows of t.csv {words}")


def test_groups_in_two_files_say_which(tmp_path):
    table = RNG.normal(size=(N, 3))
    p = saved(tmp_path / "p.npy", table)
    table[:500] = 0.0
    q = saved(tmp_path / "q.npy", table)
    source = DataSource(p, "groups", ("1", "2", "3"), second_path=q)
    banner, *others = file_banners(source, groups(source, Run()))
    assert others == []
    assert banner.startswith("500 of 8,000 rows of q.npy hold 0 in every column: padding")
