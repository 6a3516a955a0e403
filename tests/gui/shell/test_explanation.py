"""The explanation: its parts, opened and closed, never lost."""

from importlib import resources
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.page.page import all_pages
from gui.shell.explanation_parts import PLACE, explanation, parts_of
from gui.shell.explanation_rail import ExplanationRail
from gui.shell.formula_text import MATH
from gui.widgets.formula import Formulas

FILES = sorted(Path(str(resources.files("resources") / "pages")).glob("*/explanation*.md"))
HEADINGS = ("References", "Reference", "参考文献", "#", "###")
LEFT = Qt.MouseButton.LeftButton
TEXT = """## Title

A lead.

```math
a
```

More.

### What to look for

- This.

### Derivation

```math
b
```

Reference: A, [a](http://a); B, 2020.
"""


@pytest.fixture
def rail(qtbot):
    formulas = Formulas()
    made = ExplanationRail(formulas)
    qtbot.addWidget(made)
    made.resize(320, 500)
    made.wanted.connect(made.open)
    made.show_page(next(page for page in all_pages() if page.name == "kl-divergence"), False)
    made.show()
    yield made
    formulas.close()


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_place_is_of_a_number_of_the_page(path):
    (page,) = (each for each in all_pages() if each.name.replace("-", "_") == path.parent.name)
    known = {quantity.key for quantity in page.quantities}
    text = MATH.sub("", path.read_text("utf-8"))
    assert {found[1] for found in PLACE.finditer(text)} <= known


def test_a_set_in_braces_is_no_place(qtbot, rail):
    (gates,) = (each for each in all_pages() if each.name == "gates")
    rail.show_page(gates, False)
    QTest.mouseClick(rail.buttons["look"], LEFT)
    qtbot.waitUntil(lambda: "{w > c}" in rail.text.toPlainText())


def test_a_text_is_told_apart():
    parts = parts_of(TEXT)
    lead = "## Title\n\nA lead.\n\n```math\na\n```\n\nMore."
    assert parts["look"] == f"{lead}\n\n### What to look for\n\n- This."
    assert parts["formulas"].startswith(lead)
    assert MATH.findall(parts["formulas"]) == ["a\n", "b\n"]
    assert "This" not in parts["formulas"]
    assert parts["references"] == "- A, [a](http://a)\n- B, 2020."


def test_a_text_without_such_sections_is_one_part():
    assert parts_of("A summary.") == {"look": "A summary."}
    assert parts_of("") == {}


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_nothing_of_a_text_is_lost(file):
    text = file.read_text(encoding="utf-8")
    together = "\n".join(parts_of(text).values())
    for formula in MATH.findall(text):
        assert formula in together
    words = [word for line in MATH.sub("", text).splitlines() for word in line.split()]
    for word in words:
        plain = word.strip(";").removeprefix("参考文献：")
        assert plain in together or plain.rstrip(":") in HEADINGS


def test_a_button_opens_its_part_and_a_second_press_closes(rail):
    assert not rail.opened
    assert not rail.text.isVisible()
    QTest.mouseClick(rail.buttons["formulas"], LEFT)
    assert rail.opened
    assert rail.text.isVisible()
    assert rail.buttons["formulas"].isChecked()
    QTest.mouseClick(rail.buttons["look"], LEFT)
    assert rail.opened
    assert rail.part == "look"
    QTest.mouseClick(rail.buttons["look"], LEFT)
    assert not rail.opened
    assert rail.width() == 32
    QTest.mouseClick(rail.button, LEFT)
    assert rail.opened
    assert rail.buttons["look"].isChecked()


def test_each_part_shows_its_own(rail, qtbot):
    rail.open(True)
    for part, words in (("references", "Schulman"), ("formulas", "control variate")):
        QTest.mouseClick(rail.buttons[part], LEFT)
        qtbot.waitUntil(lambda words=words: words in rail.text.toPlainText(), timeout=20_000)


def test_every_page_has_something_to_say():
    for page in all_pages():
        text = explanation(page.name, False)
        assert "look" in parts_of(text or page.summary), page.name
