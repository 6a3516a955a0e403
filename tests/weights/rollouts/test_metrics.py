"""What frameworks log, against their formulas written out over lists; and extreme log-ratios."""

import math
from itertools import pairwise

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.data.rollouts.table import Rollouts
from engine.weights import rollout_metrics
from tests.helpers.drawn_rollouts import KINDS, draw


def rollouts(log_ratio, lengths) -> Rollouts:
    old = np.full(len(log_ratio), -1.0)
    return Rollouts(new=old + np.asarray(log_ratio, float), old=old, lengths=np.array(lengths))


def mean(values):
    values = list(values)
    return math.fsum(values) / len(values)


def k3(x):
    return math.exp(x) - 1.0 - x


def written_out(found: Rollouts) -> dict:
    """The formulas, a sequence a list."""
    ends = found.offsets
    new, old = (
        [list(map(float, side[a:b])) for a, b in pairwise(ends)] for side in (found.new, found.old)
    )
    ratio = [[p - q for p, q in zip(*pair, strict=True)] for pair in zip(new, old, strict=True)]
    tokens = [x for one in ratio for x in one]
    m, total = [mean(one) for one in ratio], [math.fsum(one) for one in ratio]
    cut = [min(math.exp(x), 2.0) for x in tokens]

    def within(function):
        return mean(mean(map(function, one)) for one in ratio)

    def effective(logs):
        w = [math.exp(x) for x in logs]
        return math.fsum(w) ** 2 / (len(w) * math.fsum(x * x for x in w))

    def shannon(p, q):
        middle = math.log((math.exp(p) + math.exp(q)) / 2.0)
        return (k3(p - middle) + k3(q - middle)) / 2.0

    pairs = [pair for both in zip(new, old, strict=True) for pair in zip(*both, strict=True)]
    return {
        "mean_ratio": mean(map(math.exp, tokens)),
        "mean_log_ratio": mean(tokens),
        "largest_abs_log_ratio": max(map(abs, tokens)),
        "share_abs_above_half": mean(abs(x) > 0.5 for x in tokens),
        "catastrophic_token_fraction(1e-4)": mean(math.exp(x) < 1e-4 for x in tokens),
        "sequence_ess_fraction": effective(total),
        "token_ess_fraction": effective(tokens),
        "verl": {
            "kl": -mean(tokens),
            "k3_kl": mean(map(k3, tokens)),
            "training_ppl": mean(math.exp(-mean(one)) for one in new),
            "rollout_ppl": mean(math.exp(-mean(one)) for one in old),
            "log_ppl_diff": -mean(m),
            "log_ppl_abs_diff": mean(map(abs, m)),
            "log_ppl_diff_max": -min(m),
            "log_ppl_diff_min": -max(m),
            "ppl_ratio": mean(math.exp(-x) for x in m),
            "chi2_token": mean(math.exp(2.0 * x) for x in tokens) - 1.0,
            "chi2_seq": mean(math.exp(2.0 * min(max(x, -20.0), 20.0)) for x in total) - 1.0,
            "rollout_is_eff_sample_size(token, C=2)": 1.0
            / mean((x / (mean(cut) + 1e-8)) ** 2 for x in cut),
        },
        "slime": {
            "kl": -mean(m),
            "k3_kl": within(k3),
            "chi2_token": within(lambda x: math.exp(2.0 * x)) - 1.0,
        },
        "ms_swift": {"chi2_seq": mean(math.exp(2.0 * x) for x in m) - 1.0},
        "nemo_rl": {
            "token_mult_prob_error": mean(math.exp(abs(x)) for x in tokens),
            "gen_kl_error": mean(map(k3, tokens)),
            "policy_kl_error": mean(k3(-x) for x in tokens),
            "js_divergence_error": mean(shannon(*pair) for pair in pairs),
        },
        "prime_rl": {
            "mismatch_kl_mean": mean(map(k3, tokens)),
            "mismatch_kl_max": max(map(k3, tokens)),
        },
        "trl": {
            "sampling_logp_difference_mean": mean(map(abs, tokens)),
            "sampling_logp_difference_max": max(map(abs, tokens)),
        },
        "openrlhf": {"vllm_kl": -mean(m)},
        "miles": {"ess_ratio": mean(map(effective, ratio))},
    }


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"missing"}))
def test_numbers_are_their_formulas_written_out(kind: str) -> None:
    found = draw(kind, 3)
    numbers = rollout_metrics(found)
    assert numbers.pop("tokens") == len(found.new)
    assert numbers.pop("sequences") == len(found.lengths)
    assert numbers.pop("rows_left_out_tokens") == 0
    expected = written_out(found)
    for name in {**expected}:
        assert numbers.pop(name) == pytest.approx(expected[name], rel=1e-9, abs=1e-13), name
    assert not numbers


def test_the_same_in_many_blocks_as_in_one() -> None:
    rng = np.random.default_rng(1)
    lengths = rng.integers(1, 400, 1_500)
    found = rollouts(0.1 * rng.standard_normal(int(lengths.sum())), lengths)
    assert len(found.new) > 3 * 65_536
    numbers, ratio = rollout_metrics(found), found.log_ratio
    assert numbers["mean_ratio"] == pytest.approx(np.mean(np.exp(ratio)), rel=1e-13)
    total = np.add.reduceat(ratio, found.offsets[:-1])
    assert numbers["verl"]["chi2_seq"] == pytest.approx(
        np.mean(np.exp(2.0 * np.clip(total, -20, 20))) - 1.0, rel=1e-11
    )


def test_overflow_is_infinite_and_shares_are_not() -> None:
    numbers = rollout_metrics(rollouts([800.0, 0.0, -800.0, 0.0], [2, 2]))
    assert numbers["mean_ratio"] == math.inf
    assert numbers["token_ess_fraction"] == 0.25
    assert numbers["sequence_ess_fraction"] == 0.5
    assert numbers["miles"]["ess_ratio"] == 0.5
    assert numbers["nemo_rl"]["js_divergence_error"] == pytest.approx(
        (800.0 - 2.0 * math.log(2.0)) / 4.0
    )
    assert numbers["nemo_rl"]["policy_kl_error"] == math.inf
    assert numbers["catastrophic_token_fraction(1e-4)"] == 0.25


def test_equal_policies_are_at_no_distance() -> None:
    numbers = rollout_metrics(rollouts([0.0] * 5, [2, 3]))
    assert numbers["mean_ratio"] == numbers["sequence_ess_fraction"] == 1.0
    assert numbers["verl"]["chi2_seq"] == numbers["nemo_rl"]["js_divergence_error"] == 0.0


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_not_finite_are_refused(bad: float) -> None:
    with pytest.raises(ParameterError, match="new = '1 values': must be finite"):
        rollout_metrics(rollouts([0.0, bad], [2]))


def test_no_token_is_refused() -> None:
    with pytest.raises(ParameterError, match="at least 1"):
        rollout_metrics(rollouts([], []))
