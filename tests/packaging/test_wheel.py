"""What stands in the wheel, and that what it installs runs wherever it is called."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from engine import __version__
from engine.session.reader import PROGRAM
from tests.helpers.installed import ROOT, Installed, build_wheel, checked, install
from tests.helpers.shown import LOGGED, until_its_end, wait_until_shown

POINT = ("kl-divergence", "--p-mean", "0", "--q-mean", "1", "--samples", "1000")
SWEEP = ("sweep", *POINT, "--over", "q.std=1,2", "--read", "kl.q_p", "--workers", "2", "--out")
PROJECT = 'raise SystemExit("the engine of another project")'


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def names(wheel) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Installed:
    return install(wheel, tmp_path_factory.mktemp("environment") / "venv")


@pytest.fixture
def elsewhere(tmp_path) -> Path:
    """A folder with packages of the same names as ours."""
    for name in ("engine", "resources"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(PROJECT)
    return tmp_path


@pytest.fixture(params=["command", "module"])
def program(request, installed) -> tuple[str, ...]:
    """Both ways to call it."""
    return (installed.command,) if request.param == "command" else (installed.python, "-m", "gui")


def files_of(folder: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != ".DS_Store"
    }


def test_the_wheel_holds_every_file_of_the_program_and_no_other(names):
    assert names == {"main.py"} | files_of("engine") | files_of("gui") | files_of("resources")


@pytest.mark.parametrize(
    "pattern",
    [
        "resources/words/*.po",
        "resources/pages/*/explanation.md",
        "resources/pages/*/icon.svg",
        "resources/pages/*/*.py",
        "resources/rollouts/hooks/*.py",
        "resources/examples/*.json",
        "resources/examples/*.png",
        "resources/icons/*.svg",
        "resources/fonts/*.otf",
    ],
)
def test_resources_of_every_kind_are_in_it(names, pattern):
    assert any(Path(name).match(pattern) for name in names)


def test_it_installs_one_command_and_says_what_it_is(wheel):
    with zipfile.ZipFile(wheel) as archive:
        about = [name for name in archive.namelist() if ".dist-info/" in name]
        found = {Path(name).name: archive.read(name).decode() for name in about}
    assert f"{PROGRAM} = gui.__main__:main" in found["entry_points.txt"]
    assert f"\nVersion: {__version__}\n" in found["METADATA"]
    assert "\nLicense-Expression: MIT AND OFL-1.1\n" in found["METADATA"]
    assert found["LICENSE"] == (ROOT / "LICENSE").read_text("utf-8")


def test_it_runs_beside_another_engine(program, elsewhere):
    found = json.loads(checked(*program, "run", *POINT, "--json", cwd=elsewhere))
    values = {each["key"]: each["value"] for each in found["readouts"]}
    assert values["kl.q_p"] == pytest.approx(0.5, rel=1e-12)


def test_a_sweep_on_processes_runs_beside_another_engine(program, elsewhere):
    checked(*program, *SWEEP, "table.csv", cwd=elsewhere)
    lines = (elsewhere / "table.csv").read_text().splitlines()
    assert len([line for line in lines if not line.startswith("#")]) == 3


def test_another_engine_on_the_path_of_python_is_not_taken(program, elsewhere, tmp_path_factory):
    changed = os.environ | {"PYTHONPATH": str(elsewhere)}
    words = checked(*program, "--version", cwd=tmp_path_factory.mktemp("here"), env=changed)
    assert words == f"{PROGRAM} {__version__}\n"


def test_it_exports_figures_from_its_own_resources(installed, elsewhere):
    wanted = ("export", *POINT, "--format", "png,svg,pdf", "--out", "figures")
    checked(installed.command, *wanted, cwd=elsewhere)
    assert {path.suffix for path in (elsewhere / "figures").iterdir()} == {".png", ".svg", ".pdf"}


@pytest.mark.skipif(os.name != "posix", reason="a signal ends the window")
def test_it_opens_the_window_beside_another_engine(program, elsewhere):
    with subprocess.Popen(
        program, cwd=elsewhere, env=os.environ | LOGGED, stderr=subprocess.PIPE, text=True
    ) as window:
        wait_until_shown(window)
        words = until_its_end(window)
    assert (window.returncode, words) == (0, "")
