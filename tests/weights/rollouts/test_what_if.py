"""Gates on rollouts: shares, bias and variance against loops over the sequences."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.data.rollouts.table import Rollouts
from engine.weights.rollouts.difference import compared
from engine.weights.rollouts.presets import PRESETS
from engine.weights.rollouts.sums import rollout_sums
from engine.weights.rollouts.what_if import what_if
from engine.weights.sequence_ratio import sequence_ratio
from tests.helpers.drawn_rollouts import PLAIN, draw

RUN = Run(threads=1)


def with_advantages(drawn: Rollouts) -> Rollouts:
    each = np.random.default_rng(0).standard_normal(len(drawn.lengths))
    return replace(drawn, advantage=np.repeat(each, drawn.lengths))


def written_out(name: str, w: np.ndarray, a: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """The weights of one sequence's tokens after the gate, those before it, how many are kept."""
    product, mean = np.prod(w), np.exp(np.mean(np.log(w)))
    ones = np.ones(len(w))
    if name == "none":
        return w, w, len(w)
    if name == "tis":
        return np.minimum(w, 2), w, np.sum(w <= 2)
    if name == "tis_sequence":
        return min(product, 2) * ones, product * ones, len(w) * (product <= 2)
    if name == "tis_geometric":
        return min(mean, 2) * ones, w, len(w) * (mean <= 2)
    if name == "mask":
        return np.where(w <= 2, w, 0), w, np.sum(w <= 2)
    if name == "mask_sequence":
        return product * (product <= 2) * ones, product * ones, len(w) * (product <= 2)
    if name == "icepop":
        good = (w >= 0.5) & (w <= 5)
        return np.where(good, w, 0), w, np.sum(good)
    if name == "k3_rejection":
        good = np.mean(w - 1 - np.log(w)) <= 0.01
        return good * w, w, len(w) * good
    if name == "ppo":
        good = np.where(a > 0, w <= 1.2, w >= 0.8)
        return np.where(good, w, 0), w, np.sum(good)
    good = np.where(a > 0, w <= 1.2, (w >= 0.8) & (w <= 3))  # dual clip
    return np.where(good, w, 0), w, np.sum(good)


LOOPS = (
    "none",
    "tis",
    "tis_sequence",
    "tis_geometric",
    "mask",
    "mask_sequence",
    "icepop",
    "k3_rejection",
    "ppo",
    "dual_clip",
)


@pytest.mark.parametrize("name", LOOPS)
def test_gates_written_out(name: str) -> None:
    drawn = with_advantages(draw("drift", 2, PLAIN))
    found = what_if(drawn, PRESETS[name].gate(), RUN)
    after, before, kept = [], [], 0.0
    for start, stop in pairwise(drawn.offsets):
        a = drawn.advantage[start:stop]
        g, w, count = written_out(name, np.exp(drawn.log_ratio[start:stop]), a)
        after.append(a @ g)
        before.append(a @ w)
        kept += count
    after, before = np.array(after), np.array(before)
    assert found.bias.value == pytest.approx(np.mean(after - before), abs=1e-12)
    assert found.bias.standard_error == pytest.approx(
        np.std(after - before, ddof=1) / math.sqrt(len(after)), abs=1e-12
    )
    assert found.reference.value == pytest.approx(np.mean(before))
    assert found.variance.value == pytest.approx(np.var(after, ddof=1))
    assert found.variance_ratio.value == pytest.approx(np.var(after) / np.var(before))
    if PRESETS[name].level in ("token", "k3"):
        assert found.kept.value == pytest.approx(kept / len(drawn.new))
    assert found.advantages


@pytest.mark.parametrize("variance", [0.25, 1.0, 2.25])
def test_truncated_sequences_are_as_the_closed_forms(variance: float) -> None:
    """Tokens of N(-v/2, v) with T v = s^2, truncated at 2: means and shares within 4 errors."""
    n, T = 4_000, 20
    rng = np.random.default_rng(3)
    v = variance / T
    ratio = rng.normal(-0.5 * v, math.sqrt(v), n * T)
    table = Rollouts(new=ratio, old=np.zeros(n * T), lengths=np.full(n, T))
    found, exact = what_if(table, PRESETS["tis_sequence"].gate(), RUN), sequence_ratio(T, v)
    for estimate, value in (
        (found.kept, 1.0 - exact.share_above(2.0)),
        (found.mean, exact.truncated_mean(2.0)),
        (found.effective_share, exact.logged_share(2.0)),
        (found.bias, T * (exact.truncated_mean(2.0) - 1.0)),
    ):
        assert abs(estimate.value - value) < 4.0 * estimate.standard_error
    assert not found.advantages


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_on_equal_policies_changes_nothing(name: str) -> None:
    table = Rollouts(new=np.full(60, -1.0), old=np.full(60, -1.0), lengths=np.full(20, 3))
    found = what_if(table, PRESETS[name].gate(), RUN)
    assert found.kept.value == found.mean.value == found.effective_share.value == 1.0
    assert found.bias.value == 0.0


def test_numbers_of_a_preset_are_checked() -> None:
    assert "min(w, 3)" in PRESETS["tis"].gate(c=3.0, low=0.1).words
    with pytest.raises(ParameterError, match="low"):
        PRESETS["icepop"].gate(low=5.0, high=2.0)


def test_a_gate_that_keeps_nothing_has_no_effective_share() -> None:
    drawn = draw("drift", 2, PLAIN)
    found = what_if(drawn, PRESETS["k3_rejection"].gate(k3=1e-9), RUN)
    assert found.kept.value == 0.0
    assert math.isnan(found.effective_share.value)
    assert found.effective_share.standard_error == math.inf


def test_two_rollouts_beside_each_other() -> None:
    first, second = (rollout_sums(draw(kind, 1, PLAIN), RUN) for kind in ("healthy", "drift"))
    rows = {each.name: each for each in compared(first, second)}
    k3 = rows["verl.k3_kl"]
    assert k3.difference.value == k3.second.value - k3.first.value > 0.0
    assert k3.difference.standard_error == pytest.approx(
        math.hypot(k3.first.standard_error, k3.second.standard_error)
    )
    assert all(each.difference.value == 0.0 for each in compared(first, first))
