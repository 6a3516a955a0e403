"""Addresses name every place of a session: what is read there, what is put there, what is not."""

import pickle

import pytest
from hypothesis import given

from engine.core.parameter import ParameterError
from engine.gaussian import Gaussian
from engine.page.scene import Scene
from engine.session.address import address, all_addresses
from engine.session.session import Session
from tests.helpers.sessions import sessions

PLANE = Session(
    Scene(Gaussian.from_std([0.0, 1.0], [1.0, 2.0], 0.3), Gaussian.from_std([1.0, 2.0], [3.0, 4.0]))
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("p.mean[2]", 1.0),
        ("q.std[1]", 3.0),
        ("q.std", 3.0),
        ("p.correlation", 0.3),
        ("samples", 100_000),
        ("seed", 7),
        ("dimension", 2),
        ("kl.batch", 64),
        ("kl-divergence.batch", 64),
        ("softmax.logits[3]", 0.0),
        ("softmax.rewards", (4.0, 5.0, 6.0, 1.0, 3.0)),
    ],
)
def test_an_address_reads_its_place(text: str, value: float) -> None:
    assert address(text).get(PLANE) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("p.mean[2]", 5.0),
        ("p.mean", -1.0),
        ("q.std[2]", 0.25),
        ("q.correlation", -0.5),
        ("samples", 500),
        ("seed", 3),
        ("dimension", 4),
        ("kl.batch", 100),
        ("softmax.logits[3]", 2.5),
        ("softmax.rewards", (1.0, 2.0, 3.0, 4.0, 5.0)),
    ],
)
def test_what_is_put_there_is_read_there_and_nothing_else_changes(text: str, value: float) -> None:
    place = address(text)
    changed = place.set(PLANE, value)
    assert place.get(changed) == pytest.approx(value, rel=1e-12)
    assert place.set(changed, place.get(PLANE)).scene.q.mean[0] == PLANE.scene.q.mean[0]
    assert address(str(place)) == place


def test_a_change_of_one_coordinate_leaves_the_others() -> None:
    changed = address("p.std[1]").set(PLANE, 7.0).scene.p
    assert changed.std.tolist() == pytest.approx([7.0, 2.0], rel=1e-15)
    assert changed.correlation[0, 1] == pytest.approx(0.3, rel=1e-12)


def test_a_vector_of_options_is_changed_entry_by_entry_or_whole() -> None:
    third = address("softmax.logits[3]")
    options = third.set(PLANE, 2.5).options["softmax-policy"]
    assert options.values()["logits"] == (1.0, 0.2, 2.5, 0.5, -0.5)
    assert third.description.parameter.maximum == 1e6
    assert third.parse("2.5") == 2.5
    whole = address("softmax.logits")
    assert whole.parse("1,2,3") == (1.0, 2.0, 3.0)
    assert whole.get(whole.set(PLANE, whole.parse("7"))) == (7.0,) * 5


@pytest.mark.parametrize(
    "text", ["", "p", "r.mean", "p.width", "batch", "kl.size", "p.mean[x]", "kl.batch[1]"]
)
def test_unknown_addresses_are_refused_with_those_that_are_known(text: str) -> None:
    with pytest.raises(ParameterError, match=r"kl\.batch"):
        address(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("p.std[1]", -1.0),
        ("p.mean[3]", 0.0),
        ("samples", 0.5),
        ("kl.batch", 0),
        ("softmax.logits[3]", 10000000.0),
        ("softmax.logits[6]", 0.0),
        ("softmax.rewards", (1.0, 2.0)),
    ],
)
def test_a_value_that_does_not_fit_names_the_address(text: str, value: float) -> None:
    with pytest.raises(ParameterError) as caught:
        address(text).set(PLANE, value)
    assert caught.value.field == text


def test_every_address_can_be_read_and_set_to_what_it_is() -> None:
    for place in all_addresses():
        assert place.set(PLANE, place.get(PLANE)).options == PLANE.options, str(place)


@given(session=sessions())
def test_sessions_can_be_sent_to_another_process(session: Session) -> None:
    copy = pickle.loads(pickle.dumps(session))
    assert copy == session
    assert not copy.scene.p.mean.flags.writeable
