"""What a user does to the pictures of the Gradients page and to its controls."""

import pyqtgraph as pg
import pytest
from pytestqt.qtbot import QtBot

from engine.page.page import page_named
from engine.pages.gradient_variance.options import Options
from gui.inputs.option_column import OptionColumn
from tests.gui.pages.gradient_variance.test_view import PAGE, answered, page
from tests.helpers.hand import Drag
from tests.helpers.option_columns import show_options


def drag(line: pg.InfiniteLine, places: list[float]) -> None:
    start = (line.value(), 0.0)
    line.mouseDragEvent(Drag(line, start, start, first=True))
    for place in places:
        line.mouseDragEvent(Drag(line, start, (place, 0.0)))
    line.mouseDragEvent(Drag(line, start, (places[-1], 0.0), last=True))


@pytest.mark.parametrize(
    ("card", "option", "places", "values"),
    [
        ("baseline", "baseline", [2.0, 4.0], [2.0, 4.0]),
        ("against-n", "batch_size", [1.0, 2.0], [10, 100]),
        ("against-k", "k", [0.5, -1.0], [0.5, -1.0]),
    ],
)
def test_what_is_dragged_is_the_sliders_twin(
    qtbot: QtBot, card: str, option: str, places: list, values: list
) -> None:
    view = page(qtbot)
    session, result = answered(batch_size=5)
    view.draw(session, result)
    view.grab()
    proposals = []
    view.proposed.connect(lambda new, gesture: proposals.append((new, gesture)))
    line = view.panel(card).line
    drag(line, places)
    # pyqtgraph says at the start where the line is, and once more at the end.
    found = [getattr(new.options[PAGE], option) for new, _ in proposals]
    assert found[1:3] == pytest.approx(values, abs=0.02)
    assert len({gesture for _, gesture in proposals}) == 1
    assert line.grip in view.hidden_in_files()
    drag(line, [1e9])
    highest = getattr(proposals[-1][0].options[PAGE], option)
    assert highest <= {"baseline": 1e12, "batch_size": 65_536, "k": 1e6}[option]


def test_seldom_controls_are_put_away(qtbot: QtBot) -> None:
    bar = OptionColumn(page_named("gradient-variance"))
    qtbot.addWidget(bar)
    bar.show()
    show_options(bar, Options(), 1)
    assert not bar.controls["factor"].isVisible()
    bar.more.click()
    assert bar.controls["factor"].isVisible()
    bar.more.click()
    show_options(bar, Options(factor=2.0), 1)
    assert bar.controls["factor"].isVisible()
    assert not bar.controls["coordinate"].isVisible()
    show_options(bar, Options(), 2)
    assert bar.controls["coordinate"].isVisible()
