"""The files of late on the start page."""

import os
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.session.file import save_session
from engine.session.session import Session
from gui.shell.start.recent import recent_files, when
from gui.widgets.elided_label import ElidedLabel
from tests.helpers.start_page import opened

LEFT = Qt.MouseButton.LeftButton


def test_files_of_late_are_opened(qtbot, dressed, tmp_path):
    window = opened(qtbot)
    path = tmp_path / "clip-range.json"
    session = Session(page="importance-weights")
    save_session(session, path)
    window.settings.add_recent(str(tmp_path / "gone.json"))
    window.settings.add_recent(str(path))
    window.start.show()
    (row,) = window.start.page.recent.rows
    name, words = row.findChildren(ElidedLabel)
    assert name.geometry().bottom() < words.y(), "two lines have room for two"
    assert words.height() >= words.fontMetrics().height()
    assert row.accessibleName() == "clip-range.json"
    assert row.accessibleDescription().startswith("Weights · today, ")
    QTest.mouseClick(row, LEFT)
    assert window.document.path == path
    assert not window.start.shown


def test_files_are_named_by_what_they_are(tmp_path):
    table, session = tmp_path / "a.csv", tmp_path / "b.json"
    table.write_text("x,y\n1,2\n")
    save_session(Session(), session)
    os.utime(session, (0, 0))
    (tmp_path / "c").mkdir()
    broken = tmp_path / "d.json"
    broken.write_text('{"program": "gaussian-explorer", "scene"')
    now = datetime.now()
    found = recent_files([str(each) for each in (table, session, tmp_path / "c", broken)], now)
    words = [file.words.partition(" · ")[0] for file in found]
    assert words == ["data", "Densities", "rollouts", "a session that cannot be read"]
    assert found[1].words.endswith("1970-01-01")


@pytest.mark.parametrize(
    ("ago", "words"), [(timedelta(0), "today, 14:02"), (timedelta(1), "yesterday"),
                       (timedelta(3), "Thursday"), (timedelta(30), "2026-10-30")],
)  # fmt: skip
def test_when_a_file_was_written(ago, words):
    now = datetime(2026, 11, 29, 14, 2)
    assert when(now - ago, now) == words
