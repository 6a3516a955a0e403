"""Sessions refer to own data; the reference comes back, and finds the file where it has gone."""

import json
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.data.content import fingerprinted
from engine.data.file import log_ratios
from engine.data.source import DataSource, fingerprint
from engine.export.provenance import provenance_text, read_provenance
from engine.page.data_scene import scene_with_data
from engine.page.scene import Scene
from engine.session.file import (
    SessionFileError,
    load_session,
    save_session,
    session_dict,
    session_from_text,
    session_text,
)
from engine.session.session import Session
from tests.helpers.data_files import written

names = st.text(min_size=1, max_size=8)
paths = st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=20).map("/d/".__add__)
PAIR = DataSource("/data/a.csv", "log-ratios", ("logp_new", "logp_old"), fingerprint="7-0")
GROUPS = DataSource("/data/a.csv", "groups", ("x",), "policy", groups=("new", "old"))
FILES = DataSource("/data/p.npy", "groups", ("1",), second_path="/data/q.npy", skip_bad_rows=True)


@st.composite
def sources(draw) -> DataSource:
    columns = tuple(draw(st.lists(names, min_size=1, max_size=1)))
    kind, group, second = draw(
        st.sampled_from([("log-ratios", "", ""), ("groups", "g" * 9, ""), ("groups", "", "/b")])
    )
    return DataSource(draw(paths), kind, columns, group, second, draw(st.booleans()))


@given(sources())
def test_a_reference_comes_back(source):
    session = Session(Scene(data=source))
    assert session_from_text(session_text(session)).scene.data == source
    assert hash(session.scene) == hash(Scene(data=source))


@pytest.mark.parametrize("source", [PAIR, GROUPS, FILES])
def test_files_and_figures_carry_it_and_never_the_numbers(tmp_path, source):
    session = Session(Scene(data=source))
    save_session(session, tmp_path / "s.json")
    assert load_session(tmp_path / "s.json") == session
    written(tmp_path / "t.csv", f"# gaussian-explorer: {provenance_text(session)}\n")
    assert read_provenance(tmp_path / "t.csv") == session
    assert session_dict(session)["scene"]["data"]["path"] == source.path
    assert "data" not in session_dict(Session())["scene"]


def test_every_problem_is_named_at_once():
    data = session_dict(Session(Scene(data=PAIR)))
    data["scene"]["samples"] = 1
    data["scene"]["data"] = {"path": 7, "columns": "x", "skip_bad_rows": 1, "colour": "red"}
    with pytest.raises(SessionFileError) as caught:
        session_from_text(json.dumps(data))
    starts = [
        "scene.data.colour is unknown",
        "scene.data.columns = 'x': must be a list of texts",
        "scene.data.kind is missing",
        "scene.data.path = 7: must be text",
        "scene.data.skip_bad_rows = 1: must be true or false",
        "scene.samples = 1: must be",
    ]
    for problem, start in zip(caught.value.problems, starts, strict=True):
        assert problem.startswith(start)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "pictures"}, "data = 'pictures': must be one of log-ratios, groups"),
        ({"path": "a.csv"}, "must be the absolute path of a file"),
        ({"path": "/a\0b"}, "must be the absolute path of a file"),
        ({"columns": []}, "must be two of log-probabilities"),
        ({"columns": ["a", "b", "c"]}, "must be two of log-probabilities"),
        ({"columns": ["a", "a"]}, "must be different names"),
        ({"columns": [""]}, "must be different names"),
        ({"group": "g"}, "has no meaning for log-ratios"),
        ({"kind": "groups"}, "must be a column, or there must be a second file, and not both"),
        ({"kind": "groups", "group": "logp_new"}, "must not be a coordinate as well"),
        ({"kind": "groups", "group": "g", "groups": ["a"]}, "must be p's and q's"),
        ({"kind": "groups", "group": "g", "columns": []}, "must name the coordinates"),
        ({"kind": "groups", "group": "g"}, "2 coordinates"),
    ],
)
def test_references_that_mean_nothing_are_refused(changes, words):
    data = session_dict(Session(Scene(data=PAIR)))
    data["scene"]["data"] |= changes
    with pytest.raises(SessionFileError, match="scene") as caught:
        session_from_text(json.dumps(data))
    assert words in str(caught.value)


def test_a_moved_folder_takes_its_data_along(tmp_path):
    for place in ("sessions", "data"):
        (tmp_path / "old" / place).mkdir(parents=True)
    path = written(tmp_path / "old" / "data" / "t.csv", "log_w\n1\n2\n")
    source = fingerprinted(DataSource(path, "log-ratios", ("log_w",)))
    session = Session(Scene(data=source))
    save_session(session, tmp_path / "old" / "sessions" / "s.json")
    assert load_session(tmp_path / "old" / "sessions" / "s.json") == session
    shutil.move(tmp_path / "old", tmp_path / "new")
    moved = load_session(tmp_path / "new" / "sessions" / "s.json").scene.data
    assert moved.path == str(tmp_path / "new" / "data" / "t.csv")
    assert not log_ratios(moved, Run()).changed


def test_a_figure_finds_the_data_beside_it(tmp_path):
    session = Session(Scene(data=DataSource("/gone/away/t.csv", "log-ratios", ("a",))))
    written(tmp_path / "figure.csv", f"# gaussian-explorer: {provenance_text(session)}\n")
    assert read_provenance(tmp_path / "figure.csv") == session
    path = written(tmp_path / "t.csv", "a\n1\n2\n")
    assert read_provenance(tmp_path / "figure.csv").scene.data.path == path


def test_a_path_written_by_hand_starts_at_the_session(tmp_path):
    data = session_dict(Session())
    data["scene"]["data"] = {"path": "t.csv", "kind": "log-ratios", "columns": ["a"]}
    written(tmp_path / "s.json", json.dumps(data))
    assert load_session(tmp_path / "s.json").scene.data.path == str(tmp_path / "t.csv")
    with pytest.raises(SessionFileError, match="must be the absolute path"):
        session_from_text(json.dumps(data))


def test_changed_files_are_noticed(tmp_path):
    path = written(tmp_path / "t.csv", "log_w\n1\n2\n")
    source = DataSource(path, "log-ratios", ("log_w",))
    scene = scene_with_data(Scene(), source, Run())
    assert not log_ratios(scene.data, Run()).changed
    written(tmp_path / "t.csv", "log_w\n1\n3.5\n")
    read = log_ratios(scene.data, Run())
    assert read.changed
    assert read.log_weights.tolist() == [1.0, 3.5]
    assert not log_ratios(source, Run()).changed


def test_what_was_read_is_kept(tmp_path):
    path = written(tmp_path / "t.csv", "log_w\n1\nx\n2\n")
    source = DataSource(path, "log-ratios", ("log_w",), skip_bad_rows=True)
    first = log_ratios(source, Run())
    assert log_ratios(source, Run()).log_weights is first.log_weights
    with pytest.raises(ParameterError, match="1 of 3 rows"):
        log_ratios(source.skipping(False), Run())


def test_fingerprints_of_small_and_large_files(tmp_path):
    small = written(tmp_path / "small", b"123456789")
    assert fingerprint(small) == "9-cbf43926"  # the check value of CRC-32
    large = tmp_path / "large"
    content = bytearray(20 * 2**20)
    large.write_bytes(content)
    before = fingerprint(str(large))
    content[-1] = 1
    large.write_bytes(content)
    assert fingerprint(str(large)) != before
