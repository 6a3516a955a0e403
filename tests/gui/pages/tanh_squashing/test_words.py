"""What the squash page says beside its pictures, and which controls it shows."""

import pytest

from engine.page.page import page_named
from engine.pages.tanh_squashing.options import Options
from gui.inputs.option_column import OptionColumn
from gui.pages.tanh_squashing.line import above, mode_text
from tests.helpers.option_columns import show_options


@pytest.mark.parametrize(
    ("value", "step"),
    [(1.0, 1.0), (1.01, 1.25), (7.0, 8.0), (9.0, 10.0), (0.031, 0.04), (0.0, 1.0)],
)
def test_ranges_end_at_steps(value: float, step: float) -> None:
    assert above(value) == pytest.approx(step)


def test_controls_that_are_seldom_needed_are_put_away(qtbot):
    bar = OptionColumn(page_named("tanh-squashing"))
    qtbot.addWidget(bar)
    bar.show()
    # Bounds and single actions are seldom needed; one that is not as usual stays in sight.
    show_options(bar, Options(low=-2.0), dimension=1)
    assert bar.controls["low"].isVisible()
    assert not bar.controls["high"].isVisible()
    bar.more.click()
    assert bar.controls["high"].isVisible()


@pytest.mark.parametrize(
    ("action", "text"),
    [
        (0.25, "0.25"),
        (0.99, "0.99"),
        (1.0 - 2.31e-7, "1 − 2.3 × 10⁻⁷"),
        (-1.0 + 3e-5, "−1 + 3 × 10⁻⁵"),
        (1.0, "1"),
    ],
)
def test_a_mode_beside_a_bound_is_told_from_it(action: float, text: str) -> None:
    assert mode_text(action, -1.0, 1.0) == text
