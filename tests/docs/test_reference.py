"""The reference says what the docstrings of the engine say."""

from __future__ import annotations

import html
import importlib
import inspect
import re

import pytest

from tests.helpers.facades import FACADES

TEXT = """First, with ``names`` and |x| < 1.

    a formula = alone

Parameters
----------
path : a file
    or a folder
new, old : names

Returns
-------
Sentences that
go on.

Raises
------
SomeError
    names the field."""


@pytest.fixture
def reference(documents):
    return documents("reference")


def words(text: str) -> list[str]:
    """Without marks of either kind."""
    return re.findall(r"\w+", html.unescape(re.sub(r"<[^>]*>", " ", text)))


def test_the_parts_of_a_docstring(reference):
    made = reference.paragraphs(TEXT)
    assert "<p>First, with <code>names</code> and |x| &lt; 1.</p>" in made
    assert '<pre class="laid-out">    a formula = alone</pre>' in made
    assert "<dt><code>path</code></dt><dd>a file or a folder</dd>" in made
    assert "<dt><code>new, old</code></dt><dd>names</dd>" in made
    assert "<p><b>Returns</b>: Sentences that go on.</p>" in made
    assert "<dt><code>SomeError</code></dt><dd>names the field.</dd>" in made


@pytest.mark.parametrize("facade", FACADES)
def test_no_word_of_a_docstring_is_lost(reference, facade):
    module = importlib.import_module(f"engine.{facade}")
    assert facade in reference.MODULES
    text = reference.reference()
    for name in module.__all__:
        docstring = inspect.getdoc(getattr(module, name)) or ""
        assert f"### {name}\n" in text
        assert words(reference.paragraphs(docstring)) == words(docstring)


def test_signatures_have_names_and_defaults(reference):
    def function(self, first: int, *, second: float = 1.0) -> str: ...

    assert reference.signature(function) == "(first, *, second=1.0)"
