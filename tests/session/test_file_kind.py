"""Sessions, figures and data are told apart by their content."""

import os

import numpy as np
import pytest

from engine.core.atomic_file import ReadError
from engine.session import file_kind as module
from engine.session.file import save_session
from engine.session.file_kind import file_kind, is_own_session
from engine.session.session import Session

MARK = b'# gaussian-explorer: {"program": "gaussian-explorer"}\n'


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.json", b'{"program": "gaussian-explorer"}', "session"),
        ("a.csv", b'\n {"program": "gaussian-explorer"}', "session"),
        ("a.json", b'{"program": "another"', "session"),
        ("a.json", b"[1, 2]", "data"),
        ("a.json", b'{"logp": [1, 2]}', "data"),
        ("a.jsonl", b'{"logp": 1}\n{"logp": 2}\n', "data"),
        ("a", b"<!doctype html><html><svg/></html>", "data"),
        ("a.csv", b"<s>,-1,-2\n", "data"),
        ("a.parquet", b"PAR1\0\0", "data"),
        ("a.pt", b"\x80\x02\0", "data"),
        ("a.csv", "数,值\n".encode("utf-16"), "data"),
        ("a", "数,值\n".encode("gbk"), "data"),
        ("a", b"", "session"),
        ("a.png", b"\x89PNG\r\n\x1a\n...", "figure"),
        ("a.json", b"%PDF-1.4", "figure"),
        ("a.txt", b"\xef\xbb\xbf <svg/>", "figure"),
        ("a.csv", MARK + b"x,y\n", "figure"),
        ("a", b"# a comment\r\n" + MARK, "figure"),
        ("a.csv", b"logp_new,logp_old\n1,2\n" + MARK, "data"),
        ("a.csv", b"\xef\xbb\xbf1;2\n", "data"),
        ("a.CSV", b"1\t2\n", "data"),
        ("a.txt", "数,值\n1,2\n".encode(), "data"),
        ("a", b"# from elsewhere\n1 2\n", "data"),
        ("a.csv", b"a\0b", "data"),
        ("a.mp3", b"ID3\0", "session"),
        ("a.log", b"some words", "session"),
        ("a.npz", b"PK\x03\x04 damaged", "data"),
        ("a", b"PK\x03\x04 damaged provenance.npy", "figure"),
    ],
)
def test_by_the_beginning(tmp_path, name, content, kind):
    (tmp_path / name).write_bytes(content)
    assert file_kind(tmp_path / name) == kind


def test_arrays(tmp_path):
    np.save(tmp_path / "a.npy", np.zeros(3))
    np.savez(tmp_path / "b.npz", x=np.zeros(3))
    np.savez(tmp_path / "c.npz", x=np.zeros(3), provenance=np.array("{}"))
    assert [file_kind(path) for path in sorted(tmp_path.iterdir())] == ["data", "data", "figure"]


def test_only_the_beginning_is_read(tmp_path):
    with open(tmp_path / "large.csv", "wb") as file:
        file.write(b"1,2\n")
        file.truncate(10 * 2**30)
    assert file_kind(tmp_path / "large.csv") == "data", "it goes on with zeros"
    with open(tmp_path / "large.csv", "r+b") as file:
        file.write(b"1,2\n" * module.HEAD)
    assert file_kind(tmp_path / "large.csv") == "data"


def test_what_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name, why in (("", "not a file"), ("pipe", "not a file"), ("gone", "no such file")):
        with pytest.raises(ReadError, match=why):
            file_kind(tmp_path / name)


def test_a_session_of_this_program_is_told_by_its_beginning(tmp_path):
    own, other = tmp_path / "own.json", tmp_path / "other.json"
    save_session(Session(), own)
    assert is_own_session(own)
    assert file_kind(own) == "session"
    for text in ('{"program": "another"}', '{"tokens": [1]}', '["gaussian-explorer"]', ""):
        other.write_text(text)
        assert not is_own_session(other)
    with pytest.raises(ReadError):
        is_own_session(tmp_path)
