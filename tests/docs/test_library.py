"""What the documents say of the engine as a library."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path

import pytest

from tests.helpers.facades import FACADES

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "library.md"


def test_every_example_prints_what_it_says():
    found = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert found.attempted > 60
    assert found.failed == 0


@pytest.mark.parametrize("name", FACADES)
def test_every_public_name_has_an_example(name):
    text = PAGE.read_text("utf-8")
    for each in importlib.import_module(f"engine.{name}").__all__:
        assert re.search(rf"^>>> from engine\.\w+ import .*\b{each}\b", text, re.MULTILINE), each
        used = re.findall(rf"^(?:>>>|\.\.\.) (?!from).*\b{each}\b[.(]", text, re.MULTILINE)
        assert used, f"{each} is imported and not used"
