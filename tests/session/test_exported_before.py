"""Figures and tables that were exported by an earlier version open on the session they hold."""

from pathlib import Path

import pytest

from engine.export.provenance import read_provenance
from engine.session.file import load_session

EXPORTED = Path(__file__).parents[1] / "data" / "exported"
FILES = sorted(path for path in EXPORTED.iterdir() if path.suffix != ".json")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_an_exported_file_of_before_opens(path: Path) -> None:
    found = read_provenance(path)
    wanted = load_session(EXPORTED / f"{path.stem}.json")
    assert found == wanted.replace(scene=wanted.scene.replace(samples=2000))


def test_there_are_ten_of_every_kind() -> None:
    assert len(FILES) == 10
    assert {path.suffix for path in FILES} == {".png", ".svg", ".pdf", ".csv", ".npz"}
