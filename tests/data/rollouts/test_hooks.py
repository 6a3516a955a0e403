"""The programs to paste into training code write files that are read."""

import pickle

import numpy as np
import pytest

from engine.data import read_rollouts
from engine.data.rollouts.fields import Head
from engine.data.rollouts.missing import hook_text
from engine.data.rollouts.refused import conversion, pickle_words
from tests.helpers.rollout_files import assert_is, drawn
from tests.helpers.rollout_hooks import HOOKS, arguments, hook

DRAWN = drawn(5)


class Tensor:
    """As much of a tensor as the hooks use."""

    def __init__(self, values):
        self.values = values

    def detach(self):
        return self

    def cpu(self):
        return self

    def bool(self):
        return Tensor(self.values.astype(bool))

    def float(self):
        return Tensor(self.values.astype(np.float32))

    def numpy(self):
        return self.values

    def tolist(self):
        return self.values.tolist()

    def is_floating_point(self):
        return self.values.dtype.kind == "f"

    def __ne__(self, other):
        return Tensor(self.values != other)


@pytest.mark.parametrize("name", HOOKS)
def test_what_a_hook_writes_is_read(tmp_path, name):
    hook(name).dump(*arguments(name, DRAWN, Tensor), folder=str(tmp_path))
    rollouts = read_rollouts(tmp_path)
    assert_is(rollouts, DRAWN)
    assert set(rollouts.step.tolist()) == {3}
    assert rollouts.found.certain


def test_each_hook_says_where_it_belongs():
    for name in HOOKS:
        assert "dump(" in hook_text(name).partition('"""')[2].partition('"""')[0] or name == "trl"


def test_the_three_lines_convert_a_pickle(tmp_path, monkeypatch):
    table = DRAWN.padded()
    (tmp_path / "a.pkl").write_bytes(
        pickle.dumps({"new_logp": table["new"], "old_logp": table["old"], "mask": table["mask"]})
    )
    monkeypatch.chdir(tmp_path)
    exec("\n".join(conversion("a.pkl", "pickle")), {})
    assert_is(read_rollouts(tmp_path / "a.npz"), DRAWN)


def test_only_pickles_are_told_so():
    assert pickle_words(Head("a.csv", b"a,b\n", b"a,b\n")) == ""
