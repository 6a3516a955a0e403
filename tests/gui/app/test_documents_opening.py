"""Drops, figures, data and broken files: all go the one way in."""

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from engine.session.file import load_session, save_session, session_dict
from engine.session.session import Session
from tests.helpers.documents import (
    Ctrl,
    answer,
    box,
    boxes,
    change,
    choose,
    drag,
    drop,
    file_dialog,
    press,
    seed,
    words,
)
from tests.helpers.exports import write


def numbered(number):
    session = Session()
    return session.replace(scene=session.scene.replace(seed=number))


def written(path, number):
    save_session(numbered(number), path)
    return path


def exported(qtbot, window, kind, folder) -> Path:
    """A file of this kind that the window wrote."""
    qtbot.waitUntil(lambda: window.frame.response is not None and not window.worker.busy)
    path = folder / f"figure.{kind}"
    write(window, kind, folder if kind == "csv" else path)
    return max(folder.glob("*readouts.csv")) if kind == "csv" else path


@pytest.mark.parametrize("kind", ["png", "svg", "pdf", "csv", "npz"])
def test_a_dropped_figure_brings_its_session_back(open_window, qtbot, tmp_path, kind):
    session = numbered(31)
    path = exported(qtbot, open_window(session), kind, tmp_path)
    content = path.read_bytes()
    window = open_window()
    drop(window, [path])
    qtbot.waitUntil(lambda: seed(window) == 31)
    assert window.store.session == session
    assert window.windowTitle() == f"{path.name}[*] – Gaussian Explorer"
    assert not window.isWindowModified()
    assert window.settings.recent == (str(path),)
    # Saving proposes a session file beside the figure, which stays as it is.
    press(window, Qt.Key.Key_S, Ctrl)
    dialog = file_dialog(qtbot, window)
    assert dialog.selectedFiles() == [str(path.with_suffix(".json"))]
    choose(qtbot, window, path.with_suffix(".json"))
    assert load_session(path.with_suffix(".json")) == session
    assert path.read_bytes() == content


def test_the_hint_says_what_a_drop_will_open(open_window, qtbot, tmp_path):
    window = open_window()
    paths = [written(tmp_path / "a 图.json", 1), written(tmp_path / "b.json", 2)]
    hint = window.drop.hint
    event = drag(window, paths[:1])
    assert event.isAccepted()
    assert event.dropAction() == Qt.DropAction.CopyAction, "what was moved would be deleted"
    assert hint.isVisible()
    assert hint.geometry() == window.rect()
    assert hint.text == "Drop to open “a 图.json”"
    drag(window, paths[:1], leave=True)
    assert not hint.isVisible()
    drag(window, paths)
    assert hint.text == "Drop to open “a 图.json”, the first of 2 files"
    assert not window.grab().isNull()
    event = drop(window, paths)
    assert event.dropAction() == Qt.DropAction.CopyAction
    assert not hint.isVisible()
    qtbot.waitUntil(lambda: seed(window) == 1)
    assert window.status.notice.text() == "Of 2 files the first was opened: a 图.json"


def test_what_is_no_file_is_left_to_the_widgets(open_window):
    window = open_window()
    drag(window, "42")
    assert not window.drop.hint.isVisible()
    drop(window, "42")
    assert boxes(window) == []
    assert "42" in window.inputs.sampling.seed.text(), (
        "text goes into the field that it is dropped on"
    )


def test_text_may_be_carried_over_a_picture(open_window):
    """Qt complains of what leaves a picture that never let it in."""
    window = open_window()
    picture = window.frame.view.figure
    assert not drag(window, "42", leave=True, over=picture).isAccepted()
    assert drag(window, [__file__], over=picture).isAccepted()


def test_a_drop_asks_before_changes_are_lost(open_window, qtbot, tmp_path):
    window = open_window()
    change(window)
    changed = window.store.session
    drop(window, [written(tmp_path / "a.json", 42)])
    answer(qtbot, window, "Cancel")
    assert window.store.session == changed
    drop(window, [tmp_path / "a.json"])
    answer(qtbot, window, "Discard")
    assert seed(window) == 42
    assert not window.isWindowModified()


def test_a_drop_waits_for_the_question_that_is_open(open_window, qtbot, tmp_path):
    window = open_window()
    change(window)
    drop(window, [written(tmp_path / "a.json", 42)])
    box(qtbot, window)
    event = drop(window, [written(tmp_path / "b.json", 43)])
    assert not event.isAccepted()
    assert window.inputs.sampling.seed.text() == "8", "nor does a field take the path as text"
    answer(qtbot, window, "Discard")
    assert seed(window) == 42


def test_every_problem_of_a_broken_file_is_told_at_once(open_window, qtbot, tmp_path):
    window = open_window()
    change(window)
    before = window.store.session
    data = session_dict(Session())
    data["scene"]["seed"] = -1
    data["scene"]["samples"] = 3
    data["study"] = "<cooking>"
    path = tmp_path / "broken.json"
    path.write_text(json.dumps(data))
    drop(window, [path])
    told = words(box(qtbot, window))
    assert "“broken.json” could not be opened" in told
    for part in ("seed = -1", "samples = 3", "&lt;cooking&gt;"):
        assert part in told
    answer(qtbot, window, "OK")
    assert window.store.session == before
    assert window.settings.recent == ()
    assert window.store.undo_stack.can_undo, "the window goes on as it was"


def test_many_problems_stay_readable(open_window, qtbot, tmp_path):
    window = open_window()
    data = session_dict(Session()) | {f"key{i:02}": i for i in range(40)}
    path = tmp_path / "broken.json"
    path.write_text(json.dumps(data))
    drop(window, [path])
    shown = box(qtbot, window)
    assert "and 30 more" in shown.informativeText()
    assert all(f"key{i:02} is unknown" in shown.detailedText() for i in range(40))
    shown.close()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("gone.json", None, "no such file or directory"),
        ("empty.json", b"", "neither a session nor a figure"),
        ("cut.json", b'{"program": "gaussian-explorer", "sch', "is not a session file"),
        ("song.mp3", b"ID3\3\0\0\0", "neither a session nor a figure"),
        ("picture.png", b"\x89PNG\r\n\x1a\n", "a PNG picture without a session"),
        ("web.svg", b"<svg/>", "an SVG picture without a session"),
        ("newer.json", b'{"program": "gaussian-explorer", "schema": 99}', "a newer version"),
    ],
)
def test_what_does_not_open_is_told_in_words(open_window, qtbot, tmp_path, name, content, why):
    window = open_window()
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    drop(window, [path])
    told = words(box(qtbot, window))
    assert name in told
    assert why in told
    assert "Traceback" not in told
    answer(qtbot, window, "OK")
    assert window.store.session == Session()


def test_data_go_to_where_data_are_opened(open_window, qtbot, tmp_path, monkeypatch):
    window = open_window()
    np.save(tmp_path / "a.npy", np.zeros(3))
    np.savez(tmp_path / "b.npz", logp=np.zeros(3))
    (tmp_path / "c.csv").write_text("logp_old,logp_new\n0,0\n")
    (tmp_path / "d.csv").write_text("# from elsewhere\n1;2\n")
    opened = []
    monkeypatch.setattr(window.opener, "open_data", lambda path: opened.append(path.name))
    for name in ("a.npy", "b.npz", "c.csv", "d.csv"):
        drop(window, [tmp_path / name])
        qtbot.waitUntil(lambda name=name: name in opened)
    assert len(window.settings.recent) == 4
