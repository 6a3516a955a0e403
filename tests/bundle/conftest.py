"""The program of `make bundle`, and that of the sources beside it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.helpers.bundled import COMMAND, Program
from tests.helpers.installed import ROOT


@pytest.fixture
def bundled(tmp_path: Path) -> Program:
    assert COMMAND.is_file(), "`make bundle` builds it"
    return Program((str(COMMAND),), tmp_path)


@pytest.fixture
def source(tmp_path: Path) -> Program:
    return Program((sys.executable, str(ROOT / "main.py")), tmp_path)
