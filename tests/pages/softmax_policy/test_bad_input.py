"""The softmax page where numbers are equal, extreme or not allowed: words, and no NaN."""

import json
import math

import pytest

from engine.cli import main as cli
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.page.result import Result
from engine.page.scene import Scene
from engine.pages.softmax_policy.options import Options
from engine.pages.softmax_policy.page import PAGE
from tests.helpers.softmax import softmax_options


def computed(samples: int = 20_000, **options: object) -> Result:
    return PAGE.compute(Scene(samples=samples), softmax_options(**options), Run(threads=1))


def test_equal_rewards_are_said_in_words() -> None:
    options = Options().with_actions([1.0, 0.0, -1.0], [2.0, 2.0, 2.0])
    result = PAGE.compute(Scene(samples=1000), options, Run())
    assert any("All rewards are 2" in sentence for sentence in result.banners)
    names = {each.name for each in result.readouts}
    assert not any("cosine" in name for name in names)
    assert "variance, none" in names
    assert all(math.isfinite(each.value) for each in result.readouts)


def test_a_perturbation_that_changes_nothing_is_said_in_words() -> None:
    result = computed(epsilon=0.01)
    assert any("None of 20,000 perturbations" in sentence for sentence in result.banners)
    found = {each.name: each for each in result.readouts}
    assert "no sample" in found["zeroth-order 1, b r at θ"].note
    assert "cosine, b r at θ" not in found
    assert math.isfinite(found["cosine"].value)


def test_a_certain_policy_is_said_in_words() -> None:
    result = computed(logit_2=40.0)
    assert any("Action 2 is all but certain" in sentence for sentence in result.banners)


def test_tied_logits_share_the_argmax() -> None:
    options = Options().with_actions([0.0, 0.0, -1.0], [1.0, 4.0, 9.0])
    result = PAGE.compute(Scene(samples=1000), options, Run())
    readout = next(each for each in result.readouts if each.name == "argmax reward")
    assert readout.value == 2.5
    assert "2 logits are the largest" in readout.note


@pytest.mark.parametrize(
    "extreme",
    [
        {"logit_1": 1e6, "logit_2": -1e6},
        {"temperature": 1e-6},
        {"temperature": 1e6},
        {"epsilon": 1e-6},
        {"epsilon": 1e6},
        {"reward_1": 1e9, "reward_2": -1e9, "step_size": 1e6},
        {"reward_1": 1e-300, "actions": 2, "reward_2": 0.0},
        {"batch": 10**6},
    ],
    ids=str,
)
def test_extremes_have_numbers(extreme: dict[str, float]) -> None:
    result = computed(samples=500, **extreme)
    for readout in result.readouts:
        assert math.isfinite(readout.value), readout.name
        assert readout.standard_error is None or math.isfinite(readout.standard_error)


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        ("--epsilon 0", "must be a number from 1e-06"),
        ("--temperature 0", "must be a number from 1e-06"),
        ("--batch 1", "must be a whole number from 2"),
        ("--actions 11", "must be a whole number from 2 to 10"),
        ("--rewards 1,2,3,4,1e300", "rewards[5] = 1e+300: must be a number from -1e+09 to 1e+09"),
        ("--logits 1,2,3", "must have 3 entries, as the logits have"),
        ("--logits 1", "must be 2 to 10 entries"),
        ("--reward-1 1e300", "must be a number from -1e+09 to 1e+09"),
        ("--logit-1 nan", "must be a number"),
        ("--actions 2 --reward-1 1 --reward-2 1 --standardise true", "make two differ"),
    ],
)
def test_bad_input_is_one_line(flags: str, words: str, capsys) -> None:
    arguments = ["run", "softmax-policy", "--samples", "1000", *flags.split()]
    assert cli.main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "flags",
    ["--logits 0,0,0 --rewards 4,5,6 --json", "--actions 3 --logit-1 0 --logit-2 0 --json"],
    ids=["vectors", "flags of before"],
)
def test_the_command_line(flags: str, capsys) -> None:
    assert cli.main(["run", "softmax-policy", *flags.split()]) == 0
    found = {each["name"]: each for each in json.loads(capsys.readouterr().out)["readouts"]}
    assert found["E r"]["value"] == pytest.approx(5.0, rel=1e-14)
    assert found["measured variance, mean"]["kind"] == "estimated"


def test_unequal_rewards_are_needed_only_for_standardising() -> None:
    with pytest.raises(ParameterError, match="standardise"):
        computed(actions=2, reward_1=1.0, reward_2=1.0, standardise=True)
    computed(actions=2, reward_1=1e-200, reward_2=0.0, standardise=True)
