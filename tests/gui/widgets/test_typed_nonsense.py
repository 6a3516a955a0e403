"""Any text typed into a number's field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.gaussian.component import component
from gui.widgets.input_row import InputRow


@pytest.fixture
def fuzzed(qtbot):
    widget = InputRow(component("std"), field="p-std")
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_whatever_is_typed_only_valid_values_are_proposed(fuzzed):
    told = []
    fuzzed.proposed.connect(lambda value, _: told.append(value))

    @given(st.text(alphabet="0123456789.,eE+-^x naif∞−", max_size=12))
    def typed(text):
        fuzzed.field.setText("")
        fuzzed.field.insert(text)
        fuzzed.field.setModified(True)
        fuzzed.field.textEdited.emit(fuzzed.field.text())
        fuzzed.field.editingFinished.emit()

    typed()
    assert told
    assert all(1e-12 <= value <= 1e12 for value in told)
