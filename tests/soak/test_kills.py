"""200 kills at random moments of a save: the file is the old one or the new one, whole."""

import os

import pytest

from engine.session.file import save_session
from engine.session.session import Session
from tests.helpers.kills import kill_while_saving

KILLS = 200


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_two_hundred_kills(tmp_path, capsys):
    path = tmp_path / "session.json"
    save_session(Session(), path)
    small, large, middle = kill_while_saving(path, KILLS, seed=2)
    with capsys.disabled():
        print(
            f"\n{KILLS} kills, {middle} in the middle of a write: the file was whole every time"
            f" ({small} times one session, {large} times the other)"
        )
    assert small + large == KILLS
    assert min(small, large, middle) > 0
    save_session(Session(), path)
    assert [found.name for found in tmp_path.iterdir()] == [path.name]
