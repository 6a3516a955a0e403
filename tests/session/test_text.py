"""Sessions as text: they come back to the last bit, are small, and a bad text is one clear line."""

import base64
import contextlib
import json
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data.source import DataSource
from engine.gaussian.gaussian import Gaussian
from engine.page.page import all_pages
from engine.page.scene import Scene
from engine.session.examples import Example, all_examples
from engine.session.file import LARGEST, SessionFileError, session_dict
from engine.session.session import Session
from engine.session.text import (
    LONGEST,
    START,
    TextTooLong,
    data_names,
    is_shared_text,
    session_from_shared,
    shared_text,
    without_data,
)
from tests.helpers.sessions import sessions

ORDINARY = 2000  # characters


def packed(content: bytes, form: object = 1) -> str:
    """A text with this inside."""
    return f"{START}{form}:{base64.urlsafe_b64encode(zlib.compress(content)).decode()}"


def problem(text: str) -> str:
    """The one line that a text is refused with."""
    with pytest.raises(SessionFileError) as caught:
        session_from_shared(text)
    line = str(caught.value)
    assert "\n" not in line
    assert len(line) < 400
    assert line.startswith("this text: ")
    return line


@settings(max_examples=60)
@given(sessions())
def test_a_session_comes_back_to_the_last_bit(session: Session) -> None:
    text = shared_text(session)
    assert text.isascii()
    assert len(text.split()) == 1
    assert is_shared_text(text)
    back = session_from_shared(text)
    assert back == session
    assert back.scene.p.covariance.tobytes() == session.scene.p.covariance.tobytes()


@pytest.mark.parametrize("example", all_examples(), ids=lambda each: each.name)
def test_every_example_is_small(example: Example) -> None:
    session = example.session()
    text = shared_text(session)
    assert len(text) < ORDINARY
    assert session_from_shared(text) == session


@pytest.mark.parametrize("page", [page.name for page in all_pages()])
def test_two_states_of_every_page_are_small(page: str) -> None:
    first = Session(page=page)
    scene = first.scene.replace(q=Gaussian.from_std([0.1 + 0.2], [1.0 / 3.0]), seed=3)
    session = first.replace(scene=scene, pinned=first, views={page: "samples"})
    text = shared_text(session)
    assert len(text) < ORDINARY
    assert session_from_shared(text) == session


def test_what_its_page_shows_does_not_follow_another_versions_start() -> None:
    session = Session(page="kl-divergence")
    content = base64.urlsafe_b64decode(shared_text(session).split(":")[2] + "===")
    data = json.loads(zlib.decompress(content))
    whole = session_dict(session)
    assert data["scene"] == whole["scene"]
    assert data["options"] == {"kl-divergence": whole["options"]["kl-divergence"]}


def test_mail_breaks_lines_and_nothing_is_lost() -> None:
    session = Session(page="temperature")
    text = shared_text(session)
    broken = "\n  ".join(text[place : place + 40] for place in range(0, len(text), 40))
    assert session_from_shared(f"  {broken}\r\n") == session


def test_two_dense_covariances_of_a_hundred_dimensions_fit() -> None:
    spread = [1.0 + k / 7.0 for k in range(100)]
    g = Gaussian.from_std([0.1] * 100, spread, 0.3)
    session = Session(Scene().replace(p=g, q=Gaussian.from_std([0.2] * 100, spread, 0.1)))
    assert session_from_shared(shared_text(session)) == session


def test_what_is_too_large_is_for_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.session.text.LONGEST", 100)
    with pytest.raises(TextTooLong, match=r"is too large for a text .*: save it to a file"):
        shared_text(Session())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is no session's: that begins with"),
        ("hello", "is no session's"),
        ("gaussian-explorer", "is of a form that this version does not read (''"),
        (START, "is of a form that this version does not read (''"),
        (f"{START}1:", "is empty"),
        (f"{START}1:e30=e30", "is damaged: it has signs that do not belong to it"),
        (f"{START}1:ä", "is damaged: it has signs that do not belong to it"),
        (f"{START}1:{{}}", "is damaged: it has signs that do not belong to it"),
        (f"{START}1:e30", "is damaged: a part of it is missing or was changed"),
        (f"{START}1:a", "is damaged: a part of it is missing or was changed"),
        (packed(b"{}", 2), "is of a form that this version does not read ('2', not 1)"),
        (packed(b"{}"), 'is not a session file (no "program"'),
        (packed(b"[" * 100_000), "is nested too deeply"),
        (packed(b"import os"), "is not a session file"),
        (packed(b'{"a": 1, "a": 2}'), "a is given twice"),
        (f"{START}1:" + "A" * LONGEST, "is longer than 1,048,576 characters"),
    ],
)
def test_a_bad_text_is_one_line(text: str, words: str) -> None:
    assert words in problem(text)


def test_a_cut_or_lengthened_text_is_told() -> None:
    text = shared_text(Session())
    assert "is not whole" in problem(text[: 4 * (len(text) // 8) + len(START) + 2])
    more = base64.urlsafe_b64decode(text.split(":")[2] + "===") + b"more"
    longer = f"{START}1:{base64.urlsafe_b64encode(more).decode()}"
    assert "is not whole: its end is missing or belongs to something else" in problem(longer)


def test_what_a_text_unpacks_to_is_bounded_before_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    largest = []

    class Watched:
        def __init__(self) -> None:
            self.inner = made()

        def decompress(self, content: bytes, most: int) -> bytes:
            found = self.inner.decompress(content, most)
            largest.append(len(found))
            return found

        def __getattr__(self, name: str) -> object:
            return getattr(self.inner, name)

    made = zlib.decompressobj
    bomb = packed(b" " * (32 * LARGEST))
    assert len(bomb) < LONGEST
    monkeypatch.setattr(zlib, "decompressobj", Watched)
    assert "holds a session that is too large" in problem(bomb)
    assert largest == [LARGEST]


@settings(max_examples=200)
@given(st.text(max_size=60), st.binary(max_size=60), st.integers(0, 400))
def test_whatever_is_pasted_is_a_session_or_refused(words: str, content: bytes, cut: int) -> None:
    whole = shared_text(Session())
    for text in (words, START + words, packed(content), whole[:cut], whole[:cut] + words):
        with contextlib.suppress(SessionFileError):
            assert isinstance(session_from_shared(text), Session)


def test_own_data_are_named_and_left_out_of_every_state() -> None:
    source = DataSource("/data/p.csv", "groups", ("x",), second_path="/data/q.csv")
    alone = Session()
    with_data = alone.replace(scene=alone.scene.replace(data=source))
    session = alone.replace(pinned=with_data)
    back = session_from_shared(shared_text(session))
    assert back == session
    assert data_names(alone) == ()
    assert data_names(back) == ("/data/p.csv", "/data/q.csv")
    assert data_names(without_data(back)) == ()
    assert without_data(back).scene == session.scene
