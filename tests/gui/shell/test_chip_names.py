"""The names of the chips stand whole where chips are narrowest, in either language."""

import pytest

from engine.core.quantity import Quantity
from engine.core.words import speak
from engine.page.page import all_pages
from gui.base.scaling import scaled
from gui.shell.chip_row import GAP, LEAST_WIDTH, MOST, ChipRow
from gui.widgets.chip import Chip


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.name)
def test_no_name_is_cut(qtbot, dressed, language, page):
    speak(language)
    row = ChipRow()
    qtbot.addWidget(row)
    row.resize(MOST * (scaled(LEAST_WIDTH) + GAP) - GAP, row.sizeHint().height())
    declared = {quantity.key: quantity for quantity in page.quantities}
    row.show_readouts(page, [declared[key].exact(1.0) for key in page.by_importance()[:MOST]])
    row.show()
    row.grab()
    speak("en")
    assert row.count == MOST
    assert [chip.name.text() for chip in row.chips if chip.name.cut] == []


@pytest.mark.parametrize(
    ("value", "error"), [(0.00055, 0.00013), (-0.00055, 0.00013), (0.4997, 0.0032), (1234.5, 12.3)]
)
def test_no_error_is_cut(qtbot, dressed, value, error):
    chip = Chip("max share")
    qtbot.addWidget(chip)
    chip.show_readout(
        Quantity("a.b", "max share", "", known=("estimated",)).estimated(value, error)
    )
    chip.resize(scaled(LEAST_WIDTH), chip.sizeHint().height())
    chip.show()
    chip.grab()
    assert not chip.error.cut, chip.value.text()
