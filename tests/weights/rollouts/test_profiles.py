"""Profiles, partial sums, histograms, worst tokens: against loops over the sequences."""

import math
from itertools import pairwise

import numpy as np
import pytest

from engine.core.run import Run
from engine.data.rollouts.table import Rollouts
from engine.weights.rollouts.by_step import by_step
from engine.weights.rollouts.histograms import pair_histogram, ratio_histogram
from engine.weights.rollouts.partial_sums import partial_sums
from engine.weights.rollouts.profile import by_age, by_length, by_position, growing_bins
from engine.weights.rollouts.sequence_weights import sequence_histogram, sequence_weights
from engine.weights.rollouts.sums import rollout_sums
from engine.weights.rollouts.worst import spelled, worst
from tests.helpers.drawn_rollouts import PLAIN, draw

RUN = Run(threads=1)


def listed(found: Rollouts) -> list[np.ndarray]:
    """The log-ratios of each sequence."""
    return [found.log_ratio[a:b] for a, b in pairwise(found.offsets)]


def rollouts(sequences, **more) -> Rollouts:
    ratio = np.concatenate(sequences)
    old = np.full(len(ratio), -1.0)
    lengths = np.array([len(each) for each in sequences])
    return Rollouts(new=old + ratio, old=old, lengths=lengths, **more)


def test_by_position() -> None:
    found, sequences = by_position(draw("drift", 3, PLAIN), RUN), listed(draw("drift", 3, PLAIN))
    assert found.low[:6].tolist() == [1, 2, 3, 4, 5, 6]
    for place, (low, high) in enumerate(zip(found.low, found.high, strict=True)):
        part = np.concatenate([each[int(low) - 1 : int(high)] for each in sequences])
        w = np.exp(part)
        assert found.tokens[place] == len(part)
        assert found.mean_ratio.value[place] == pytest.approx(np.mean(w))
        assert found.mean_log_ratio.value[place] == pytest.approx(np.mean(part))
        assert found.k3.value[place] == pytest.approx(np.mean(w - 1 - part))
        assert found.effective_share.value[place] == pytest.approx(
            np.sum(w) ** 2 / (len(w) * np.sum(w * w))
        )
    first = np.array([each[0] for each in sequences])
    assert found.mean_log_ratio.error[0] == pytest.approx(
        np.std(first, ddof=1) / math.sqrt(len(first))
    )


def test_by_age() -> None:
    drawn = draw("stale", 2, PLAIN)
    found, age = by_age(drawn, RUN), drawn.age
    assert found is not None
    assert found.low.tolist() == sorted(set(age))
    for place, each in enumerate(found.low):
        square = np.mean(drawn.log_ratio[age == each] ** 2)
        assert found.mean_square.value[place] == pytest.approx(square)
    assert by_age(draw("top_p", 2, PLAIN), RUN) is None or drawn.version is not None


def test_by_length() -> None:
    drawn = draw("healthy", 2, PLAIN)
    found = by_length(drawn, RUN)
    assert np.sum(found.tokens) == len(drawn.new)
    short = np.concatenate([x for x in listed(drawn) if len(x) <= found.high[0]])
    assert found.mean_log_ratio.value[0] == pytest.approx(np.mean(short))


@pytest.mark.parametrize("largest", [1, 2, 47, 48, 49, 1_000, 10**6])
def test_bins_hold_every_whole_number_once(largest: int) -> None:
    low, high = growing_bins(largest)
    assert low[0] == 1
    assert high[-1] == largest
    assert np.array_equal(low[1:], high[:-1] + 1)
    assert np.all(low <= high)
    assert len(low) <= 48


def test_partial_sums() -> None:
    drawn = draw("drift", 4, PLAIN)
    found, sequences = partial_sums(drawn, RUN), listed(drawn)
    assert found is not None
    for place, t in enumerate(found.t.astype(int)):
        total = np.array([np.sum(each[:t]) for each in sequences if len(each) >= t])
        w = np.exp(total)
        assert found.sequences[place] == len(total)
        assert found.variance.value[place] == pytest.approx(np.var(total, ddof=1))
        assert found.effective_share.value[place] == pytest.approx(
            np.sum(w) ** 2 / (len(w) * np.sum(w * w))
        )
    assert found.independent == pytest.approx(found.t * np.var(drawn.log_ratio))


@pytest.mark.parametrize(("shared", "power"), [(0.0, 1.0), (1.0, 2.0)])
def test_the_power_with_which_the_variance_grows(shared: float, power: float) -> None:
    """Independent tokens grow as t, tokens that lean one way all along a sequence as t^2."""
    rng = np.random.default_rng(5)
    away = []
    for _ in range(40):
        sequences = [
            0.1 * (shared * rng.standard_normal() + (1 - shared) * rng.standard_normal(60))
            + 1e-4 * rng.standard_normal(60)
            for _ in range(100)
        ]
        found = partial_sums(rollouts(sequences), RUN)
        assert found is not None
        away.append((found.power.value - power) / found.power.standard_error)
    assert abs(np.mean(away)) < 4.0 / math.sqrt(40) + 0.2
    assert np.std(away) < 2.0


def test_few_sequences_have_no_partial_sums() -> None:
    assert partial_sums(rollouts([np.zeros(5)] * 7), RUN) is None
    assert partial_sums(rollouts([np.zeros(1)] * 20), RUN) is None
    equal = partial_sums(rollouts([np.zeros(5)] * 20), RUN)
    assert equal is not None
    assert math.isnan(equal.power.value)


def test_histograms_count_every_token() -> None:
    drawn = draw("temperature", 1, PLAIN)
    sums = rollout_sums(drawn, RUN)
    ratio, pair = ratio_histogram(sums, RUN), pair_histogram(sums, RUN)
    assert np.sum(ratio.counts) + ratio.below + ratio.above == len(drawn.new)
    expected, _ = np.histogram(drawn.log_ratio, bins=ratio.edges)
    assert np.array_equal(ratio.counts, expected)
    assert np.sum(pair.counts) + pair.outside == len(drawn.new)
    slope, intercept = np.polyfit(drawn.old.astype(float), drawn.new.astype(float), 1)
    assert pair.slope == pytest.approx(slope)
    assert pair.intercept == pytest.approx(intercept)


def test_histograms_of_equal_policies() -> None:
    sums = rollout_sums(rollouts([np.zeros(5)] * 9), RUN)
    ratio, pair = ratio_histogram(sums, RUN), pair_histogram(sums, RUN)
    assert np.sum(ratio.counts) == np.sum(pair.counts) == 45
    assert pair.slope == 1.0


def test_weights_of_sequences() -> None:
    drawn = draw("drift", 6, PLAIN)
    sums = rollout_sums(drawn, RUN)
    total = np.array([np.sum(each) for each in listed(drawn)])
    w, found = np.exp(total), sequence_weights(sums, RUN)
    assert found.effective_share.value == pytest.approx(np.sum(w) ** 2 / (len(w) * w @ w))
    assert found.mean_ratio.value == pytest.approx(np.mean(w))
    assert found.mean_ratio.standard_error == pytest.approx(np.std(w, ddof=1) / math.sqrt(len(w)))
    assert found.largest_share == pytest.approx(np.max(w) / np.sum(w))
    histogram = sequence_histogram(sums)
    assert np.sum(histogram.counts) == len(w)
    assert np.sum(histogram.weight) == pytest.approx(1.0)


def test_worst_tokens_and_sequences() -> None:
    drawn = draw("first_token", 2, PLAIN)
    tokens, sequences = worst(drawn, RUN)
    ratio = drawn.log_ratio
    assert np.abs(tokens.log_ratio) == pytest.approx(np.sort(np.abs(ratio))[::-1][:10])
    assert ratio[tokens.token.astype(int)] == pytest.approx(tokens.log_ratio)
    assert np.array_equal(drawn.sequence[tokens.token.astype(int)], tokens.sequence)
    assert np.array_equal(drawn.places[tokens.token.astype(int)], tokens.position)
    total = np.array([np.sum(each) for each in listed(drawn)])
    shown = np.array([each.log_ratio for each in sequences])
    assert np.abs(shown) == pytest.approx(np.sort(np.abs(total))[::-1][:10])
    assert sequences[0].tokens == pytest.approx(listed(drawn)[sequences[0].sequence])


def test_the_text_of_tokens() -> None:
    table = rollouts([np.array([0.1, 0.2]), np.array([0.3])])
    assert spelled(table, 1).text == ("[0]",)
    ids = rollouts([np.array([0.1, 0.2])], token_id=np.array([7, -1]))
    assert spelled(ids, 0).text == ("#7", "")
    words = rollouts([np.array([0.1, 0.2])], token_text=np.array(["so", "it"], dtype=object))
    assert spelled(words, 0).text == ("so", "it")


@pytest.mark.parametrize("shuffled", [False, True])
def test_by_step(shuffled: bool) -> None:
    parts = [draw("healthy", 1, PLAIN), draw("drift", 2, PLAIN)]
    sequences = [each for part in parts for each in listed(part)]
    step = np.repeat([3, 8], [len(part.lengths) for part in parts])
    order = np.random.default_rng(0).permutation(len(step)) if shuffled else np.arange(len(step))
    table = rollouts([sequences[i] for i in order], step=step[order])
    found = by_step(table, RUN)
    assert found is not None
    assert found.steps.tolist() == [3, 8]
    assert found.tokens.tolist() == [len(part.new) for part in parts]
    expected = [np.mean(np.expm1(part.log_ratio) - part.log_ratio) for part in parts]
    assert found.numbers["k3"].value == pytest.approx(expected, rel=1e-6)
    assert found.numbers["verl.k3_kl"].error == pytest.approx(found.numbers["k3"].error)
    assert by_step(parts[0], RUN) is None
