"""What a Linux desktop is told: its entry, and which files are sessions."""

from __future__ import annotations

import configparser
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from engine.session.file import save_session
from engine.session.session import Session
from tests.helpers.installed import ROOT, checked

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="of Linux")

TYPE = "application/x-gaussian-explorer+json"
ENTRY = "applications/gaussian-explorer.desktop"
FILES = {ENTRY, "mime/packages/gaussian-explorer.xml"} | {
    "icons/hicolor/scalable/apps/gaussian-explorer.svg"
}
ASK = """
import sys
from PySide6.QtCore import QMimeDatabase
types = QMimeDatabase()
print(*(types.mimeTypeForFile(path).name() for path in sys.argv[1:]), sep="\\n")
"""


def tell(folder: Path, *words: str) -> None:
    script = str(ROOT / ".make" / "desktop.py")
    checked(sys.executable, script, *words, env=os.environ | {"XDG_DATA_HOME": str(folder)})


def command_of(folder: Path) -> str:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str
    entry.read(folder / ENTRY, encoding="utf-8")
    return entry["Desktop Entry"]["Exec"]


def names(folder: Path) -> set[str]:
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*gaussian-explorer.*")}
    return {name for name in found if not name.startswith("mime/application")}


def test_it_is_told_and_forgotten(tmp_path):
    tell(tmp_path, "gaussian-explorer")
    assert names(tmp_path) == FILES
    assert command_of(tmp_path) == "gaussian-explorer %f"
    tell(tmp_path, "--remove")
    assert names(tmp_path) == set()


def test_without_a_command_it_starts_the_sources(tmp_path):
    tell(tmp_path)
    python, program, file = shlex.split(command_of(tmp_path))
    assert (Path(python).name, program, file) == ("python", str(ROOT / "main.py"), "%f")


def test_a_command_in_an_unusual_place_is_quoted(tmp_path):
    odd = '/opt/my "own" $tools/100 % \\ sure/gaussian-explorer'
    tell(tmp_path, odd)
    # The entry's strings have backslashes of their own, within which the shell's rules hold.
    word = command_of(tmp_path).removesuffix(" %f").replace("\\\\", "\\")
    assert checked("sh", "-c", f"printf %s {word}").replace("%%", "%") == odd


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="no desktop-file-validate")
def test_the_entry_keeps_the_rules(tmp_path):
    tell(tmp_path, '/opt/my "own" tools/gaussian-explorer')
    done = subprocess.run(
        ["desktop-file-validate", tmp_path / ENTRY], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.skipif(not shutil.which("update-mime-database"), reason="no shared-mime-info")
def test_which_files_are_sessions(tmp_path):
    tell(tmp_path, "gaussian-explorer")
    session, bare, other = (tmp_path / name for name in ("a.gaussian.json", "a", "b.json"))
    save_session(Session(), session)
    shutil.copy(session, bare)
    other.write_text('{"program": "another"}')
    environment = os.environ | {"XDG_DATA_HOME": str(tmp_path)}
    found = checked(sys.executable, "-c", ASK, str(session), str(bare), str(other), env=environment)
    assert found.split() == [TYPE, TYPE, "application/json"]


def test_the_type_is_that_of_the_entry():
    sources = ROOT / "resources" / "desktop"
    tree = ElementTree.parse(sources / "gaussian-explorer.xml").getroot()
    (declared,) = (each.get("type") for each in tree)
    assert declared == TYPE
    assert f"MimeType={TYPE};" in (sources / "gaussian-explorer.desktop").read_text("utf-8")
