"""The modules beside the documents, which are a part of no package."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def documents(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """One of them, by its name."""
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    return importlib.import_module
