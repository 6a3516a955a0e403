"""What may import what, checked in fresh interpreters, and what may stand in a file."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("engine", "gui", "resources", "tests", "docs", ".make", ".ci", ".github")
LONGEST = 300  # lines

IMPORT_ALL = """
import importlib, pkgutil, sys
for name in {packages}:
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(package.__path__, name + "."):
        importlib.import_module(module.name)
print(*sys.modules)
"""


def run(*arguments: str) -> str:
    """What a fresh interpreter prints; its errors fail the test."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def loaded(code: str) -> set[str]:
    return {name for name in run("-c", code).split() if name.count(".") < 2}


def files() -> list[Path]:
    inside = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))
    return sorted(p for p in (*ROOT.iterdir(), *inside) if p.is_file() and is_ours(p))


def is_ours(path: Path) -> bool:
    return "__pycache__" not in path.parts and path.name != ".DS_Store"


def text(path: Path) -> str:
    """Empty for pictures and fonts."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


def test_every_engine_module_imports_without_loading_qt():
    modules = loaded(IMPORT_ALL.format(packages=["engine"]))
    assert "engine.cli" in modules
    assert not modules & {"PySide6", "shiboken6", "pyqtgraph", "superqt", "qtpy", "gui"}


@pytest.mark.parametrize("package", ["engine", "gui"])
def test_scipy_stats_is_not_on_the_start_up_path(package):
    """It takes longer to import than the whole rest."""
    modules = loaded(IMPORT_ALL.format(packages=[package]))
    assert "scipy.special" in modules
    assert "scipy.stats" not in modules


def test_main_can_be_imported_before_the_qt_platform_is_chosen():
    modules = loaded("import main, sys; print(*sys.modules)")
    assert not modules & {"PySide6.QtGui", "PySide6.QtWidgets", "pyqtgraph", "scipy.stats"}


def test_the_plugin_makes_qt_impossible_to_import():
    attempts = """
import tests.without_qt
for name in ("PySide6.QtCore", "shiboken6", "pyqtgraph", "superqt", "qtpy"):
    try:
        __import__(name)
    except ImportError:
        print("refused")
"""
    assert run("-c", attempts).split() == ["refused"] * 5


@pytest.mark.again
def test_the_engine_passes_its_tests_where_qt_cannot_be_imported():
    qt = ("gui", "test_boundaries.py", "test_platform.py")
    options = ["-p", "tests.without_qt", "-p", "no:pytest-qt"]
    options += [f"--ignore=tests/{name}" for name in qt]
    assert "passed" in run("-m", "pytest", "tests", *options)


def test_no_file_of_code_is_too_long_to_be_one_concept():
    long = {str(p.relative_to(ROOT)): text(p).count("\n") for p in files() if p.suffix == ".py"}
    assert "tests/test_boundaries.py" in long
    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}


# Each in two halves, or this file would be the first find.
UNWANTED = {
    "a path of one machine": r"(?<![\w.])(/" + r"(?:home|root|work|Users)/\w|C:\\" + r"Users)",
    "a registry's host": r"(pypi" + r"\.org|python" + r"hosted\.org)",
    "the address of a package": r"https?://\S+\.(" + r"whl|tar\.gz)\b",
    "an index of packages": r"--(extra-)?(index" + r"-url|find-links)",
}


@pytest.mark.parametrize("kind", UNWANTED)
def test_no_file_depends_on_one_machine_or_one_registry(kind):
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in files()
        for number, line in enumerate(text(path).splitlines(), 1)
        if re.search(UNWANTED[kind], line)
    ]
    assert found == []
