"""Options, readouts, explanation."""

import math
from importlib import resources
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox

from engine.core.parameter import described
from engine.page.page import all_pages
from gui.inputs.option_column import OptionColumn
from gui.look.theme import LIGHT
from gui.shell import explain_panel
from gui.shell.explain_panel import ExplainPanel
from gui.shell.formula_text import MATH
from gui.widgets.boxes import ChoiceBox, CountBox
from gui.widgets.formula import Formulas, FormulaStyle, formula_image, formula_svg
from gui.widgets.input_row import InputRow
from tests.helpers.dummy import Options
from tests.helpers.option_columns import show_options
from tests.helpers.readouts import readout

READOUTS = (
    readout("k1", 0.4448, 0.0019, "estimated", place=("k1", "estimate")),
    readout("k1 exact", 0.5, place=("k1", "exact"), help="The truth."),
    readout("k3 std", math.inf, place=("k3", "exact"), note="infinite: lam = 4"),
    readout("entropy", 1.25),
)


@pytest.fixture
def bar(qtbot, small_pages):
    made = OptionColumn(small_pages[0])
    qtbot.addWidget(made)
    made.told = []
    made.proposed.connect(lambda session, *_: made.told.append(session.options["dummy"]))
    return made


def test_each_kind_of_option_has_its_control(bar):
    kinds = [type(control) for control in bar.controls.values()]
    assert kinds == [InputRow, InputRow, CountBox, ChoiceBox, QCheckBox]


def test_controls_show_and_propose(bar):
    show_options(bar, Options(shift=1.5, axis=4, trouble="raise", loud=True))
    assert bar.told == []
    assert bar.controls["shift"].field.text() == "1.5"
    assert bar.controls["axis"].value() == 4
    assert bar.controls["trouble"].currentText() == "raise"
    assert bar.controls["loud"].isChecked()
    bar.controls["axis"].setValue(5)
    assert bar.told[-1] == Options(shift=1.5, axis=5, trouble="raise", loud=True)
    bar.controls["loud"].click()
    assert bar.told[-1].loud is False


def test_a_choice_may_be_called_otherwise(qtbot):
    box = ChoiceBox(("none", "at_theta"), {"at_theta": "r at θ"})
    qtbot.addWidget(box)
    told = []
    box.chosen.connect(told.append)
    box.show_choice("at_theta")
    assert box.currentText() == "r at θ"
    assert told == []
    box.activated.emit(1)
    assert told == ["at_theta"]
    for page in all_pages():
        for field in described(page.options):
            assert {choice for choice, _ in field.parameter.shown_as} <= set(field.choices)
            words = dict(field.parameter.shown_as)
            assert not any("_" in words.get(choice, choice) for choice in field.choices)


def test_only_the_controls_of_the_dimension_are_shown(bar):
    bar.show()
    show_options(bar, Options(), dimension=1)
    assert not bar.controls["axis"].isVisible()
    show_options(bar, Options(), dimension=3)
    assert bar.controls["axis"].isVisible()
    assert bar.controls["shift"].isVisible()


TEXT = """# About

Today {x_k1_exact}, guessed {x_k1}, std {x_k3_std}, {nothing}; in |{x_k1_exact}| twice.

```math
\\frac{a}{b}
```

The end.
"""


@pytest.fixture
def panel(qtbot):
    formulas = Formulas()
    made = ExplainPanel(LIGHT, formulas)
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    yield made
    formulas.close()


def test_the_explanation_has_formulas_and_todays_numbers(panel, qtbot):
    panel.show_text(TEXT)
    qtbot.waitUntil(lambda: "The end" in panel.toPlainText(), timeout=20_000)
    assert "Today …, guessed …" in panel.toPlainText()
    panel.show_readouts(READOUTS)
    wanted = "Today 0.5, guessed 0.4448 ± 0.0019, std infinite, –; in |0.5| twice."
    assert wanted in panel.toPlainText()
    assert "\ufffc" in panel.toPlainText(), "the formula is a picture"
    assert "frac" not in panel.toPlainText()
    image = panel.loadResource(2, explain_panel.QUrl("formula:0"))
    assert image.width() > 5
    assert image.height() > 10


def test_new_numbers_do_not_move_the_text(panel, qtbot):
    panel.show_text(TEXT)
    qtbot.waitUntil(lambda: "The end" in panel.toPlainText(), timeout=20_000)
    panel.resize(300, 60)
    qtbot.wait(300)
    bar = panel.verticalScrollBar()
    bar.setValue(bar.maximum())
    before = bar.value()
    assert before > 0
    panel.show_readouts(READOUTS)
    panel.show_readouts((readout("k1 exact", 0.25),))
    assert "Today 0.25, guessed –" in panel.toPlainText()
    assert bar.value() == before


@pytest.mark.parametrize(
    "file",
    sorted(Path(str(resources.files("resources") / "pages")).glob("*/explanation*.md")),
    ids=lambda file: f"{file.parent.name}-{file.stem}",
)
def test_every_formula_that_is_shipped_can_be_drawn_and_fits(file):
    for latex in MATH.findall(file.read_text(encoding="utf-8")):
        image = formula_image(formula_svg(latex), FormulaStyle("#000000"), 270.0)
        assert image.width() <= 271, latex


def test_what_a_window_that_closes_still_wants_is_not_drawn(qtbot):
    for used in (False, True):
        formulas = Formulas()
        made = ExplainPanel(LIGHT, formulas)
        qtbot.addWidget(made)
        made.show()
        if used:
            with qtbot.waitSignal(formulas.ready, timeout=20_000):
                formulas.want(["x"])
        made.show_text(TEXT)
        formulas.close()
        with qtbot.waitSignal(made._soon.timeout):
            pass
        assert not made.toPlainText()
        assert not formulas.want(["y"])
