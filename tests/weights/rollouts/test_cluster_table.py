"""Errors by the jackknife: what they are for means, and whether they hold for clusters."""

import numpy as np
import pytest

from engine.core.run import Run
from engine.data.rollouts.table import Rollouts
from engine.weights.rollouts.cluster_table import ClusterTable
from engine.weights.rollouts.clusters import MOST_ROWS, clusters_of
from engine.weights.rollouts.frameworks.number import over_sequences, over_tokens
from engine.weights.rollouts.sums import rollout_sums


def rollouts(log_ratio, lengths, **more) -> Rollouts:
    old = np.full(len(log_ratio), -1.0)
    return Rollouts(new=old + log_ratio, old=old, lengths=np.asarray(lengths), **more)


def test_the_error_of_a_mean_of_clusters_of_one_size_is_the_usual_one() -> None:
    x = np.random.default_rng(0).standard_normal(50)
    table = ClusterTable({"x": 10.0 * x, "tokens": np.full(50, 10.0)})
    found = table.estimate(over_tokens("x"))
    assert found.value == pytest.approx(np.mean(x))
    assert found.standard_error == pytest.approx(np.std(x, ddof=1) / np.sqrt(50))


def test_one_cluster_knows_no_error() -> None:
    table = ClusterTable({"x": np.array([1.0]), "tokens": np.array([2.0])})
    assert table.estimate(over_tokens("x")).standard_error == np.inf


@pytest.mark.parametrize("grouped", [False, True])
def test_errors_hold_where_tokens_of_a_cluster_are_alike(grouped: bool) -> None:
    """The standard deviation of the estimates over seeds is what one of them says."""
    rng = np.random.default_rng(1)
    means, errors = [], []
    group = np.arange(40) // 2
    for _ in range(400):
        shared = rng.standard_normal(20)[group] if grouped else rng.standard_normal(40)
        lengths = rng.integers(5, 15, 40)
        ratio = np.repeat(shared, lengths) + rng.standard_normal(lengths.sum())
        table = rollouts(0.1 * ratio, lengths, group=group if grouped else None)
        found = rollout_sums(table, Run(threads=1)).table.estimate(over_tokens("l"))
        means.append(found.value)
        errors.append(found.standard_error)
    assert np.mean(errors) == pytest.approx(np.std(means), rel=4.0 / np.sqrt(2 * 400))


def test_many_sequences_are_pooled() -> None:
    rng = np.random.default_rng(2)
    n = 3 * MOST_ROWS + 5
    table = rollouts(0.1 * rng.standard_normal(2 * n), np.full(n, 2))
    clusters = clusters_of(table)
    assert clusters.rows == MOST_ROWS
    assert clusters.words == f"{n:,} sequences"
    found = rollout_sums(table, Run(threads=1)).table
    means = np.add.reduceat(table.log_ratio, table.offsets[:-1]) / 2.0
    mean = found.estimate(over_sequences("mean_l"))
    assert mean.value == pytest.approx(np.mean(means), rel=1e-12)
    assert mean.standard_error == pytest.approx(np.std(means) / np.sqrt(n), rel=0.05)


def test_groups_that_are_few_or_unknown() -> None:
    lengths = np.full(40, 3)
    few = rollouts(np.zeros(120), lengths, group=np.arange(40) // 10)
    assert clusters_of(few).kind == "sequences"
    some = rollouts(np.zeros(120), lengths, group=np.where(np.arange(40) < 20, 0, -1))
    assert clusters_of(some).count == 21
    scattered = rollouts(np.zeros(120), lengths, group=np.arange(40) % 20)
    assert clusters_of(scattered).row.tolist() == [*range(20), *range(20)]


def test_two_threads_change_no_bit() -> None:
    rng = np.random.default_rng(3)
    lengths = rng.integers(1, 500, 1_000)
    table = rollouts(0.1 * rng.standard_normal(lengths.sum()), lengths)
    one, two = (rollout_sums(table, Run(threads=n)).table for n in (1, 2))
    for name in ("l", "k3", "xy_later", "mean_w_squared"):
        assert one.totals[name] == two.totals[name]
