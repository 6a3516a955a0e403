"""What is told at length in English is told in Chinese, with the same numbers and formulas."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXTS = [
    ROOT / "README.md",
    *sorted(ROOT.glob("resources/pages/*/explanation*.md")),
    *sorted(ROOT.glob("resources/examples/*.md")),
]
ENGLISH = [text for text in TEXTS if not text.name.endswith(".zh.md")]
SAME = {
    "numbers": re.compile(r"\{[a-z][^{}\s]*\}"),
    "formulas": re.compile(r"```math.*?```", re.DOTALL),
    "commands": re.compile(r"^    (?:python|make|pipx|gaussian)[^#\n]*?(?=  |$)", re.MULTILINE),
    "pictures": re.compile(r"\]\((resources/[^)]*)\)"),
    "headings": re.compile(r"^#+(?= )", re.MULTILINE),
    "rows": re.compile(r"^[|-](?= )", re.MULTILINE),
}


@pytest.mark.parametrize("text", ENGLISH, ids=lambda text: f"{text.parent.name}/{text.name}")
def test_both_languages_tell_the_same(text):
    english = text.read_text("utf-8")
    chinese = text.with_suffix(".zh.md").read_text("utf-8")
    for what, pattern in SAME.items():
        assert Counter(pattern.findall(chinese)) == Counter(pattern.findall(english)), what
    assert len(re.findall("[\u4e00-\u9fff]", chinese)) > 0.07 * len(english)
