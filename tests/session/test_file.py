"""Sessions come back as they went; what is wrong with a file is said whole and in words."""

import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.core.atomic_file import ExportError
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.session.file import (
    SessionFileError,
    load_session,
    save_session,
    session_dict,
    session_from_text,
    session_text,
)
from engine.session.migration import SCHEMA
from engine.session.session import Session
from tests.helpers.sessions import sessions


@settings(max_examples=60)
@given(sessions())
def test_a_session_comes_back_to_the_last_bit(session):
    back = session_from_text(session_text(session))
    assert back == session
    assert back.scene.p.covariance.tobytes() == session.scene.p.covariance.tobytes()
    assert back.scene.q.mean.tobytes() == session.scene.q.mean.tobytes()


def test_a_file_comes_back_and_is_plain_json(tmp_path):
    session = Session(Scene(Gaussian([0.1, 2], [[1, 0.3], [0.3, 2]]), Gaussian.from_std([0, 0], 1)))
    path = tmp_path / "a session.json"
    save_session(session, path)
    assert load_session(path) == session
    data = json.loads(path.read_text())
    assert data["program"] == "gaussian-explorer"
    assert data["schema"] == SCHEMA
    assert data["scene"]["p"]["covariance"] == [[1.0, 0.3], [0.3, 2.0]]
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_hundred_dimensions_come_back(tmp_path):
    session = Session(Scene().replace(p=(g := Gaussian.from_std([0.1] * 100, 1.1, 0.3)), q=g))
    save_session(session, tmp_path / "s.json")
    assert load_session(tmp_path / "s.json") == session


def test_missing_parts_are_the_defaults():
    text = '{"program": "gaussian-explorer", "schema": 1}'
    assert session_from_text(text) == Session()


def test_every_problem_is_named_at_once():
    data = session_dict(Session())
    data["study"] = "cooking"
    data["colour"] = "red"
    data["scene"]["samples"] = 0
    data["scene"]["seed"] = 1.5
    data["scene"]["task"] = {"T": 0, "c": 1.0}
    data["scene"]["p"] = {"mean": [0.0], "covariance": [[-1.0]]}
    data["scene"]["q"] = {"mean": ["1"], "covariance": [[1.0]], "std": 1}
    data["options"]["kl-divergence"] = {"batch": 0, "coefficient": True, "speed": 3}
    data["options"]["cooking"] = {}
    with pytest.raises(SessionFileError) as caught:
        session_from_text(json.dumps(data))
    starts = [
        "colour is unknown; known are",
        "options.cooking is unknown",
        "options.kl-divergence.batch = 0: must be a whole number from 1",
        "options.kl-divergence.coefficient = True",
        "options.kl-divergence.speed is unknown",
        "scene.p.covariance = '1 x 1 matrix': must be positive definite",
        "scene.q.mean must hold numbers only",
        "scene.q.std is unknown; known are mean, covariance",
        "scene.samples = 0: must be a whole number from 100",
        "scene.seed = 1.5",
        "scene.task.T = 0: must be a whole number from 1",
        "scene.task.c is unknown; known are A, B, K",
        "study = 'cooking': must be one of",
    ]
    problems = caught.value.problems
    assert len(problems) == len(starts), problems
    for problem, start in zip(problems, starts, strict=True):
        assert problem.startswith(start)


def test_both_gaussians_are_checked_entry_by_entry():
    data = session_dict(Session())
    for name in ("p", "q"):
        data["scene"][name] = {"mean": [1e13, 0], "covariance": [[1e-30, 0], [0, 1]]}
    with pytest.raises(SessionFileError) as caught:
        session_from_text(json.dumps(data))
    fields = [problem.partition(" ")[0] for problem in caught.value.problems]
    assert fields == ["scene.p.mean[0]", "scene.p.std[0]", "scene.q.mean[0]", "scene.q.std[0]"]


def test_a_newer_file_is_refused_in_words():
    data = session_dict(Session()) | {"schema": SCHEMA + 1, "version": "9.1", "new": "thing"}
    with pytest.raises(
        SessionFileError, match=rf"newer version of the program \('9.1', schema {SCHEMA + 1}"
    ):
        session_from_text(json.dumps(data))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "7",
        "null",
        '{"program": "other", "schema": 1}',
        '{"program": "gaussian-explorer"}',
        '{"program": "gaussian-explorer", "schema": true}',
        '{"program": "gaussian-explorer", "schema": 1, "scene": {"seed": NaN}}',
        '{"program": "gaussian-explorer", "schema": 1, "scene": {"samples": Infinity}}',
        '{"program": "gaussian-explorer", "schema": 1, "schema": 1}',
        '{"program": "gaussian-explorer", "schema": 1, "scene": []}',
        '{"program": "gaussian-explorer", "schema": 1, "options": 3, "study": []}',
        '{"program": "gaussian-explorer", "schema": 1, "scene": {"p": {"mean": [1e999]}}}',
        "[" * 100_000,
        '{"program": "gaussian-explorer", "schema": 1' + "0" * 6000 + "}",
        '{"program": "gaussian-explorer", "schema": 1, "scene": {"samples": 1' + "0" * 400 + "}}",
    ],
)
def test_what_is_no_session_is_refused(text):
    with pytest.raises(SessionFileError) as caught:
        session_from_text(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 1000


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_session_gives_a_session_or_a_problem_in_words(data):
    content = session_dict(Session())
    place = content
    for _ in range(data.draw(st.integers(0, 3))):
        inner = [key for key in place if isinstance(place[key], dict)]
        if not inner:
            break
        place = place[data.draw(st.sampled_from(inner))]
    place[data.draw(st.sampled_from(sorted(place)))] = data.draw(json_values)
    try:
        session_from_text(json.dumps(content))
    except SessionFileError as error:
        if not error.problems:
            pytest.fail("refused without a reason")


@settings(max_examples=100)
@given(st.binary(max_size=60))
def test_noise_is_refused(content):
    with pytest.raises(SessionFileError):
        session_from_text(content)


def test_files_that_cannot_be_read_are_named(tmp_path):
    (tmp_path / "huge.json").write_bytes(b" " * (9 * 2**20))
    os.mkfifo(tmp_path / "pipe")
    for name, why in [
        ("missing.json", "no such file"),
        ("", "it is not a file"),
        ("pipe", "it is not a file"),
        ("huge.json", "it has more than 8 MB"),
    ]:
        with pytest.raises(SessionFileError, match=why) as caught:
            load_session(tmp_path / name)
        assert str(tmp_path / name) in str(caught.value)


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "session.json"
    path.write_text("old")
    path.chmod(0o640)
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "disk full")))
    with pytest.raises(ExportError, match=r"cannot write .*session\.json: disk full"):
        save_session(Session(), path)
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1
    monkeypatch.undo()
    save_session(Session(), path)
    assert load_session(path) == Session()
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("place", ["file/inside.json", "folder", "bad\0name"])
def test_places_that_cannot_be_written_are_named(tmp_path, place):
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    with pytest.raises(ExportError, match="cannot write") as caught:
        save_session(Session(), tmp_path / place)
    assert caught.value.filename == str(tmp_path / place)
