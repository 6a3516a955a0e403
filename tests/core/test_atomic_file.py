"""Files that are old or new, never in between, whatever happens to the program."""

import os
import threading

import pytest

from engine.core.atomic_file import ExportError, replacing, write_whole
from engine.session.file import load_session, save_session
from engine.session.session import Session
from tests.helpers.kills import kill_while_saving

posix = pytest.mark.skipif(os.name != "posix", reason="kill -9 and locks of files")


@posix
def test_a_kill_at_any_moment_leaves_the_old_file_or_the_new_one(tmp_path):
    path = tmp_path / "session.json"
    save_session(Session(), path)
    small, large, _ = kill_while_saving(path, 10, seed=1)
    assert small + large == 10
    save_session(Session(), path)
    assert load_session(path) == Session()
    assert [found.name for found in tmp_path.iterdir()] == ["session.json"]


@posix
def test_only_leftovers_of_this_very_file_are_removed(tmp_path):
    ours = [".a.json.0123abcd", ".a.json.ffffffff"]
    others = [".b.json.0123abcd", ".a.json.0123ABCD", ".a.json.0123abcde", "a.json.0123abcd"]
    for name in (*ours, *others):
        (tmp_path / name).write_text("begun")
    (tmp_path / ".a.json.aaaaaaaa").mkdir()
    (tmp_path / "kept").write_text("kept")
    (tmp_path / ".a.json.bbbbbbbb").symlink_to(tmp_path / "kept")
    write_whole(tmp_path / "a.json", "new")
    left = {found.name for found in tmp_path.iterdir()}
    assert left == {*others, "a.json", "kept", ".a.json.aaaaaaaa", ".a.json.bbbbbbbb"}


def test_two_writers_do_not_remove_each_others_work(tmp_path):
    path = tmp_path / "a"
    with replacing(path) as first:
        first.write_text("first")
        with replacing(path) as second:
            assert first.exists()
            second.write_text("second")
        assert path.read_text() == "second"
    assert path.read_text() == "first"
    assert list(tmp_path.iterdir()) == [path]


def test_many_writers_at_once_leave_one_whole_file(tmp_path):
    path = tmp_path / "a"
    errors = []

    def write(letter):
        try:
            for _ in range(30):
                write_whole(path, letter * 50_000)
        except ExportError as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(letter,)) for letter in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    content = path.read_text()
    assert content == content[0] * 50_000
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_in_the_middle_keeps_the_old_file(tmp_path):
    path = tmp_path / "a"
    path.write_text("old")

    def break_off():
        with replacing(path) as beside:
            beside.write_text("half of the n")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
