"""The one-folder program: what is in it, that it computes, draws and opens without Python."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

from engine import __version__
from engine.page.page import all_pages
from tests.helpers.bundled import COMMAND, FOLDER, Program
from tests.helpers.installed import ROOT

INSIDE = FOLDER / "_internal"
LARGEST = 250_000_000  # bytes
KINDS = (".png", ".svg", ".pdf", ".csv", ".npz")
PAGES = [page.name for page in all_pages()]


def files_of(folder: Path) -> set[str]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if "__pycache__" not in path.parts}


def test_its_size():
    sizes = [path.lstat().st_size for path in FOLDER.rglob("*") if not path.is_dir()]
    print(f"\n{sum(sizes) / 1e6:.0f} MB in {len(sizes)} files")
    assert sum(sizes) < LARGEST


def test_every_resource_is_in_it():
    wanted = {
        name
        for name in files_of(ROOT / "resources")
        if not name.startswith("pictures/") and name != "__init__.py"
    }
    assert files_of(INSIDE / "resources") - {"__init__.py"} == wanted


def test_the_licences_are_in_it():
    assert (INSIDE / "LICENSE").read_text("utf-8") == (ROOT / "LICENSE").read_text("utf-8")
    with_metadata = {path.name.partition("-")[0].lower() for path in INSIDE.glob("*.dist-info")}
    assert {"pyside6_essentials", "numpy", "scipy", "pyqtgraph", "pillow"} <= with_metadata
    assert list(INSIDE.glob("*.dist-info/licenses/**/*LICENSE*"))


def test_nothing_of_tests_and_documents_is_in_it():
    names = files_of(INSIDE)
    assert not [name for name in names if "/tests/" in name]
    assert {"pytest", "sphinx", "pyarrow"}.isdisjoint(name.partition("/")[0] for name in names)


def test_it_says_what_it_is(bundled):
    assert bundled.printed("--version") == f"{COMMAND.stem} {__version__}\n"


def rows(table: Path) -> list[str]:
    """A table without the lines that say what made it."""
    lines = table.read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def export(program: Program, out: Path, kinds: Sequence[str]) -> None:
    formats = ",".join(kind[1:] for kind in kinds)
    words = ("export", "--all", "--samples", "2000", "--format", formats, "--out", str(out))
    program.printed(*words)


def test_it_exports_every_page_in_every_format_and_the_numbers_of_the_source(
    bundled, source, tmp_path
):
    ours, theirs = tmp_path / "bundled", tmp_path / "source"
    export(bundled, ours, KINDS)
    for page in PAGES:
        for kind in KINDS:
            found = list(ours.glob(f"{page}*{kind}"))
            assert found, f"{page}{kind}"
            assert all(path.stat().st_size > 500 for path in found), f"{page}{kind}"
    export(source, theirs, (".csv",))
    tables = sorted(theirs.iterdir())
    assert len(tables) > len(PAGES)
    for table in tables:
        assert rows(ours / table.name) == rows(table), table.name


def test_an_exported_figure_gives_its_session_back(bundled, tmp_path):
    asked = ("kl-divergence", "--p-mean", "0.25", "--samples", "1000")
    bundled.printed("export", *asked, "--format", "png", "--out", str(tmp_path))
    figure = tmp_path / "kl-divergence.png"
    found = json.loads(bundled.printed("run", "kl-divergence", "--session", str(figure), "--json"))
    assert found["parameters"]["p_mean"] == 0.25


def test_a_sweep_starts_its_processes(bundled, tmp_path):
    table = tmp_path / "table.csv"
    axes = ("--over", "q.std=1,2,4", "--read", "kl.q_p", "--samples", "1000")
    bundled.printed("sweep", "kl-divergence", *axes, "--workers", "2", "--out", str(table))
    assert [row["failure"] for row in csv.DictReader(rows(table))] == ["", "", ""]
