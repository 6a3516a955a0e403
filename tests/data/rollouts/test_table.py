"""The ragged table: what it refuses, its properties, its parts and their joining."""

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.data.rollouts.found import Found, Sentinel
from engine.data.rollouts.table import Rollouts


def table(**changes):
    """Five tokens in two sequences."""
    given = {
        "new": np.array([-1, -2, -3, -4, -5], np.float32),
        "old": np.array([-1.5, -2, -3, -4, -4], np.float32),
        "lengths": np.array([2, 3]),
    }
    return Rollouts(**(given | changes))


def test_properties():
    found = table()
    assert found.new.dtype == np.float32
    assert found.log_ratio.tolist() == [0.5, 0, 0, 0, -1]
    assert found.offsets.tolist() == [0, 2, 5]
    assert found.sequence.tolist() == [0, 0, 1, 1, 1]
    assert found.places.tolist() == [0, 1, 0, 1, 2]
    assert found.age is None
    with pytest.raises(ValueError, match="read-only"):
        found.new[0] = 0


def test_log_ratios_of_single_precision_are_exact():
    new, old = np.array([-10.000001], np.float32), np.array([-10.0], np.float32)
    found = table(new=new, old=old, lengths=np.array([1]))
    assert found.log_ratio[0] == float(new[0]) - float(old[0])


def test_age_is_of_the_trainer_or_of_the_newest_version():
    version = np.array([3, 3, 5, -1, 6])
    age = table(version=version).age
    assert np.array_equal(age, [3, 3, 1, np.nan, 0], equal_nan=True)
    age = table(version=version, step=np.array([7, -1])).age
    assert np.array_equal(age, [4, 4, 1, np.nan, 0], equal_nan=True)
    age = table(version=version, step=np.array([7, 8]), trainer_version=np.array([6, -1])).age
    assert np.array_equal(age, [3, 3, 3, np.nan, 2], equal_nan=True)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"lengths": np.array([2, 2])}, "sum to the tokens"),
        ({"lengths": np.array([5, 0])}, "1 or more"),
        ({"old": np.zeros(4)}, r"old = \(4,\): must have the shape \(5,\)"),
        ({"step": np.zeros(5, int)}, r"must have the shape \(2,\)"),
    ],
)
def test_what_does_not_fit_is_refused(changes, message):
    with pytest.raises(ParameterError, match=message):
        table(**changes)


def test_a_part_of_the_sequences():
    whole = table(step=np.array([1, 2]), token_id=np.arange(5), group=np.array([0, 0]))
    part = whole.at_step(2)
    assert part.new.tolist() == [-3, -4, -5]
    assert part.lengths.tolist() == [3]
    assert part.token_id.tolist() == [2, 3, 4]
    assert part.group.tolist() == [0]
    with pytest.raises(ParameterError, match="does not tell steps"):
        table().at_step(2)


def test_joining_fills_what_is_unknown():
    zero = Sentinel("zero", 0.0, "old", True, 2)
    nan = Sentinel("missing", np.nan, "new", True, 1)
    first = table(step=np.array([1, 1]), found=Found(masked=3, sentinels=(zero, nan)))
    second = table(
        token_text=np.array([*"abcde"], object),
        position=np.array([0, 2, 0, 1, 3]),
        advantage=np.ones(5, np.float32),
        found=Found(certain=False, sentinels=(zero, nan), notes=("a", "a")),
    )
    both = Rollouts.joined([first, second])
    assert both.lengths.tolist() == [2, 3, 2, 3]
    assert both.step.tolist() == [1, 1, -1, -1]
    assert both.position.tolist() == [0, 1, 0, 1, 2, 0, 2, 0, 1, 3]
    assert both.token_text.tolist() == [""] * 5 + [*"abcde"]
    assert np.isnan(both.advantage[:5]).all()
    assert both.advantage[5:].tolist() == [1] * 5
    assert both.new.dtype == np.float32
    assert (both.found.certain, both.found.masked, both.found.notes) == (False, 3, ("a",))
    assert [one.tokens for one in both.found.sentinels] == [4, 2]
    assert Rollouts.joined([first]) is first
