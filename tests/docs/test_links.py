"""The check of a site's links finds those that lead nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

PAGE = """<p id="here"><a href="{}">words</a>"""


@pytest.fixture
def links(documents):
    return documents("links")


def site(folder: Path, *targets: str) -> Path:
    """A page a link, in a folder of their own, and one that they may link to."""
    (folder / "pages").mkdir()
    (folder / "index.html").write_text(PAGE.format("#here"), "utf-8")
    for number, target in enumerate(targets):
        page = folder / "pages" / f"{number}.html"
        page.write_text(PAGE.format(target), "utf-8")
    return folder


def test_links_that_lead_somewhere(links, tmp_path):
    good = ("../index.html", "../index.html#here", "#here", "../", "https://host/none", "0.html")
    assert list(links.broken(site(tmp_path, *good))) == []


def test_links_that_lead_nowhere(links, tmp_path):
    bad = ("none.html", "#there", "../index.html#there", "../../elsewhere.html", "a%20b.png")
    found = list(links.broken(site(tmp_path, *bad)))
    assert len(found) == len(bad)
    assert found[1] == "pages/1.html: #there: no such place"


def test_links_elsewhere_are_counted(links, tmp_path):
    folder = site(tmp_path, "https://host/one", "http://host/two", "mailto:someone", "#here")
    assert links.outside(folder) == {"https://host/one", "http://host/two"}
