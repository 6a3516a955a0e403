"""What each page suggests to sweep first shows something."""

import pytest

from engine.page.page import all_pages
from engine.session.session import Session
from engine.sweep.axis import Axis
from engine.sweep.planned import planned, suggested
from engine.sweep.runner import SweepRunner
from engine.sweep.sweep import Sweep
from engine.sweep.workers import Serial

FEW = 500  # samples


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.name)
def test_its_numbers_change_along_its_axis(page):
    session = Session(page=page.name, sweep=suggested(page))
    sweep = planned(session.replace(scene=session.scene.replace(samples=FEW)))
    values = sweep.axes[0].values
    ends = Axis(sweep.axes[0].address, (values[0], values[len(values) // 2]))
    runner = SweepRunner(Sweep(sweep.session, (ends,), sweep.keys), Serial(threads=1))
    runner.run()
    first, middle = (runner.rows()[point] for point in (1, 2))
    assert not first.failure
    assert not middle.failure
    for place, key in enumerate(sweep.keys):
        assert first.cells[place].value is not None, key
    assert any(a.value != b.value for a, b in zip(first.cells, middle.cells, strict=True))
