"""The pinned state A of a session: kept, saved, read back, exchanged."""

import json
import pickle

import pytest

from engine.gaussian.gaussian import Gaussian
from engine.session.file import SessionFileError, session_from_text, session_text
from engine.session.session import Session


def two_states() -> Session:
    first = Session(page="importance-weights")
    scene = first.scene.replace(q=Gaussian.from_std([2.0], [0.5]), seed=3)
    return first.replace(scene=scene, pinned=first, views={"kl-divergence": "samples"})


def test_it_is_in_the_file_and_in_a_pickle() -> None:
    session = two_states()
    assert session.pinned is not None
    assert session.pinned.scene != session.scene
    assert session_from_text(session_text(session)) == session
    assert pickle.loads(pickle.dumps(session)) == session


def test_a_pinned_state_has_none_itself() -> None:
    session = two_states()
    again = session.replace(pinned=session)
    assert again.pinned is not None
    assert again.pinned.pinned is None
    assert again.pinned.scene == session.scene


def test_exchanged_twice_everything_is_as_before() -> None:
    session = two_states()
    swapped = session.with_states_swapped()
    assert session.pinned is not None
    assert swapped.scene == session.pinned.scene
    assert swapped.pinned is not None
    assert swapped.pinned.scene == session.scene
    assert (swapped.page, swapped.views) == (session.page, session.views)
    assert swapped.with_states_swapped() == session
    alone = session.replace(pinned=None)
    assert alone.with_states_swapped() == alone


def test_what_is_wrong_in_it_is_named() -> None:
    data = json.loads(session_text(two_states()))
    data["pinned"]["scene"]["seed"] = -1
    data["pinned"]["views"] = {}
    with pytest.raises(SessionFileError) as caught:
        session_from_text(json.dumps(data))
    problems = caught.value.problems
    assert any(each.startswith("pinned.scene.seed = -1") for each in problems), problems
    assert any(each.startswith("pinned.views is unknown") for each in problems), problems
