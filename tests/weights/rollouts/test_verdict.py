"""The verdict on drawn rollouts of every kind, and on ones that leave little to go by."""

import math
from dataclasses import replace

import numpy as np
import pytest

from engine.core.run import Run
from engine.data.rollouts.found import Found
from engine.data.rollouts.table import Rollouts
from engine.weights.rollouts.drawn.policies import Style
from engine.weights.rollouts.verdict import verdict
from tests.helpers.drawn_rollouts import KINDS, PLAIN, draw, named

RUN = Run(threads=1)
NO_NUMBER = {"missing", "observation_zeros", "clamped"}


def rollouts(new, old, lengths=None, **more) -> Rollouts:
    new, old = np.asarray(new, float), np.asarray(old, float)
    lengths = [1] * len(new) if lengths is None else lengths
    return Rollouts(new=new, old=old, lengths=np.array(lengths, dtype=int), **more)


def fault(found: Rollouts) -> str:
    return verdict(found, RUN).fault


@pytest.mark.parametrize("kind", KINDS)
def test_drawn_files_of_every_kind(kind: str) -> None:
    wrong = [seed for seed in range(40) if fault(draw(kind, seed, PLAIN)) != named(kind)]
    wrong += [seed for seed in range(40) if fault(draw(kind, seed)) != named(kind)]
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize("kind", ["healthy", "shifted", "temperature", "top_p", "drift"])
@pytest.mark.parametrize("sequences", [1, 3])
def test_a_few_long_sequences_are_cut_into_pieces(kind: str, sequences: int) -> None:
    style = Style(sequences, 300, 400)
    assert [fault(draw(kind, seed, style)) for seed in range(10)] == [kind] * 10


@pytest.mark.parametrize("kind", ["healthy", "shifted", "temperature", "top_p", "drift"])
def test_a_plain_pair_of_columns(kind: str) -> None:
    style = Style(500, 1, 1)
    assert [fault(draw(kind, seed, style)) for seed in range(10)] == [kind] * 10


@pytest.mark.parametrize("kind", KINDS)
def test_every_test_says_its_number_and_its_error(kind: str) -> None:
    found = verdict(draw(kind, 1, PLAIN), RUN)
    assert len(found.findings) == 10
    for each in found.findings:
        assert math.isfinite(each.value)
        assert each.number
        assert each.evidence.endswith((".", "?"))
        assert "nan" not in each.evidence.replace("hold NaN", "").lower()
        told = each.fault not in NO_NUMBER and "no versions" not in each.evidence
        assert (each.error is not None) is told
    assert found.healthy is (kind == "healthy")
    assert "\n" not in found.line


def test_no_token_that_counts() -> None:
    assert verdict(rollouts([], []), RUN).line == "Missing values. No token counts."


def test_nothing_finite() -> None:
    found = verdict(rollouts([math.nan, -1.0], [-1.0, -math.inf], [2]), RUN)
    assert found.fault == "missing"
    assert "2 of 2 tokens (100 %)" in found.line


def test_tokens_that_reading_left_out() -> None:
    drawn = replace(draw("healthy", 1), found=Found(left_out=3))
    assert fault(drawn) == "missing"


@pytest.mark.parametrize("n", [1, 2, 3, 10])
def test_equal_policies_are_healthy(n: int) -> None:
    logs = np.linspace(-2.0, -1.0, n)
    assert fault(rollouts(logs, logs)) == "healthy"
    assert fault(rollouts(logs, logs, [n])) == "healthy"


def test_policies_of_a_few_actions_are_not_clamped() -> None:
    rng = np.random.default_rng(2)
    probabilities = np.array([0.05, 0.1, 0.2, 0.25, 0.4])
    old = np.log(probabilities)[rng.choice(5, 2_000, p=probabilities)]
    assert fault(rollouts(old, old, [20] * 100)) == "healthy"


def test_densities_above_one_are_healthy() -> None:
    rng = np.random.default_rng(3)
    x = rng.standard_normal(2_000)
    old, new = 3.0 - 0.5 * x**2, 3.0 - 0.5 * (x - 0.02) ** 2
    assert fault(rollouts(new, old, [20] * 100)) == "healthy"


def test_marks_of_one_are_no_log_probabilities() -> None:
    drawn = draw("healthy", 1, PLAIN)
    old = drawn.old.copy()
    old[::50] = 1.0
    found = verdict(replace(drawn, old=old), RUN)
    assert found.fault == "observation_zeros"
    assert "exactly 1 from the sampler" in found.line


def test_swapped_sides_are_suspected() -> None:
    style = replace(PLAIN, sequences=400)
    drawn = draw("drift", 5, style)
    found = verdict(replace(drawn, new=drawn.old, old=drawn.new), RUN)
    assert found.fault == "mean_ratio"
    assert "the wrong way round" in found.line


def test_age_without_a_trainer_step_counts_from_the_newest_version() -> None:
    drawn = replace(draw("stale", 4, PLAIN), step=None)
    assert fault(drawn) == "stale"


def test_infinite_moments_are_no_traceback() -> None:
    new = np.full(100, -1.0)
    new[::10] = 800.0
    found = verdict(rollouts(new, np.full(100, -1.0), [10] * 10), RUN)
    assert not found.healthy
