"""Made-up older schemas: step by step to the present one, or one sentence."""

import copy

import pytest

from engine.session.file import session_dict
from engine.session.migration import SCHEMA, STEPS, MigrationError, migrated
from engine.session.reader import read_session
from engine.session.session import Session

OLD = {"program": "gaussian-explorer", "schema": 1, "count": 5, "p": {"mean": 0.0}}


def renamed(data):
    """1 -> 2: count is called samples."""
    return {key: value for key, value in data.items() if key != "count"} | {
        "samples": data["count"]
    }


def nested(data):
    """2 -> 3: p and samples moved into the scene."""
    scene = {"p": {"mean": [data["p"]["mean"]]}, "samples": data["samples"]}
    return {key: value for key, value in data.items() if key not in ("p", "samples")} | {
        "scene": scene
    }


STEPS_MADE_UP = {1: renamed, 2: nested}


def test_every_step_is_taken_and_nothing_is_changed_in_place():
    before = copy.deepcopy(OLD)
    assert migrated(OLD, STEPS_MADE_UP, to=3) == {
        "program": "gaussian-explorer",
        "schema": 3,
        "scene": {"p": {"mean": [0.0]}, "samples": 5},
    }
    assert before == OLD
    second = renamed(OLD) | {"schema": 2}
    assert migrated(second, STEPS_MADE_UP, to=3) == migrated(OLD, STEPS_MADE_UP, to=3)
    assert migrated(OLD, STEPS_MADE_UP, to=1) is OLD


@pytest.mark.parametrize("damage", [{"p": 7}, {"p": None}, {"p": []}])
def test_what_a_step_cannot_read_is_said(damage):
    with pytest.raises(MigrationError, match="from schema 2 to 3"):
        migrated(OLD | damage, STEPS_MADE_UP, to=3)
    with pytest.raises(MigrationError, match="from schema 1 to 2"):
        migrated({"schema": 1}, STEPS_MADE_UP, to=3)


def test_there_is_a_step_from_every_schema():
    assert sorted(STEPS) == list(range(1, SCHEMA))


def test_the_reader_takes_the_steps(monkeypatch):
    """A schema of tomorrow, in which today's "study" was called "page"."""
    monkeypatch.setattr("engine.session.reader.SCHEMA", SCHEMA + 1)

    def step(data):
        return {k: v for k, v in data.items() if k != "page"} | {"study": data["page"]}

    monkeypatch.setattr(
        "engine.session.reader.migrated", lambda data: migrated(data, {SCHEMA: step}, SCHEMA + 1)
    )
    data = session_dict(Session())
    data["page"] = data.pop("study")
    session, problems = read_session(data)
    assert (session, problems) == (Session(), [])
    del data["page"]
    assert read_session(data)[1] == [
        f"is damaged: it cannot be brought from schema {SCHEMA} to {SCHEMA + 1}"
    ]


def test_twenty_options_of_the_softmax_page_became_two_vectors():
    options = {"actions": 3, "logit_2": 0.25, "logit_9": 4.0, "reward_3": -1.0, "batch": 8}
    data = {"program": "gaussian-explorer", "schema": 1, "options": {"softmax-policy": options}}
    before = copy.deepcopy(data)
    found, problems = read_session(data)
    assert not problems
    assert data == before
    softmax = found.options["softmax-policy"]
    assert softmax.logits == (1.0, 0.25, 0.0)
    assert softmax.rewards == (4.0, 5.0, -1.0)
    assert softmax.batch == 8


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"actions": 11}, "actions is unknown"),
        ({"actions": "3"}, "actions is unknown"),
        ({"logit_2": "x"}, "logits[2] = 'x'"),
        ({"reward_2": 1e99}, "rewards[2] = 1e+99"),
        ({"logit_11": 1.0}, "logit_11 is unknown"),
        ([], "must be an object"),
    ],
)
def test_wrong_options_of_before_are_named(options, words):
    data = {"program": "gaussian-explorer", "schema": 1, "options": {"softmax-policy": options}}
    found, problems = read_session(data)
    assert found is None
    assert any(
        f"options.softmax-policy{'.' * ('object' not in words)}" in each for each in problems
    )
    assert any(words in each for each in problems)
