"""Points that are in no file of the user's outlive the window."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from engine.session.address import address
from engine.session.plan import SweepPlan
from engine.session.session import Session
from engine.sweep.axis import Axis
from engine.sweep.kept import KeptSweep
from engine.sweep.saved import read_saved
from engine.sweep.sweep import Sweep
from gui.sweep.kept_list import MORE, SHOWN, KeptList
from tests.gui.sweep.conftest import MAP, PLAN

LONG = SweepPlan("kl-divergence", ("q.mean=-3:3:1000",), ("k3.estimate",), 5, True)


@pytest.fixture
def offer_of(open_sweep):
    """The window on a sweep that is not planned, and what it offers."""

    def found():
        window = open_sweep(None)
        window.show_page("sweep")
        return window, window.sweeps.place.picture.offer

    return found


def first_line(offer):
    return next(iter(offer.kept.lines.values()))


def kept_sweeps(count):
    sweep = Sweep(
        Session(page="kl-divergence"), (Axis(address("q.mean"), (0.0, 1.0)),), ("k3.estimate",)
    )
    return [KeptSweep(Path(f"{k}.csv"), sweep, 2, 1e9 - k) for k in range(count)]


def test_many_are_shown_some_at_a_time_and_made_once(qtbot):
    shown = KeptList()
    qtbot.addWidget(shown)
    shown.show_kept(kept_sweeps(60))
    assert len(shown.lines) == SHOWN
    assert "4 of 60" in shown.more.text()
    before = list(shown.lines.values())
    for count in (SHOWN + MORE, SHOWN + 2 * MORE, 60):
        shown.more.click()
        assert len(shown.lines) == count
    assert shown.more.isHidden()
    assert list(shown.lines.values())[:SHOWN] == before
    shown.show_kept(kept_sweeps(60)[1:])
    assert list(shown.lines.values())[: SHOWN - 1] == before[1:]
    places = [shown.layout().indexOf(line) for line in shown.lines.values()]
    assert places == list(range(59))


def test_a_sweep_is_offered_to_the_next_window(computed, offer_of):
    first = computed()
    rows = dict(first.sweeps.run.rows)
    first.close()
    window, offer = offer_of()
    assert not offer.kept.isHidden()
    assert "10 of 10 points" in first_line(offer).row.accessibleDescription()
    first_line(offer).row.click()
    assert window.store.session.sweep == PLAN
    assert window.sweeps.run.rows == rows
    assert window.sweeps.place.bar.button.text() == "Done"


def test_a_window_that_closes_while_it_computes_loses_nothing(qtbot, open_sweep):
    window = open_sweep(LONG)
    run = window.sweeps.run
    window.sweeps.place.toggle()
    qtbot.waitUntil(lambda: len(run.rows) > 20, timeout=20_000)
    window.close()
    assert not run.running
    assert len(run.rows) < 5000
    (kept,) = window.sweeps.kept.all()
    assert read_saved(kept.path) == (run.sweep, run.rows)


def test_what_was_computed_before_is_there_at_the_start(qtbot, computed, open_sweep):
    computed(MAP).close()
    window = open_sweep(MAP)
    run = window.sweeps.run
    assert not run.rows
    window.sweeps.place.toggle()
    assert len(run.rows) == run.sweep.points  # at once: nothing has been taken in yet
    qtbot.waitUntil(lambda: not run.running, timeout=20_000)
    assert window.sweeps.place.bar.button.text() == "Done"


def test_a_table_of_ones_own_takes_the_place_of_the_kept_one(qtbot, computed, tmp_path):
    window = computed()
    assert len(window.sweeps.kept.all()) == 1
    window.sweeps.write_to(str(tmp_path / "mine.csv"))
    window.sweeps.run.begin(window.sweeps.run.sweep)
    qtbot.waitUntil(lambda: not window.sweeps.run.running, timeout=20_000)
    assert read_saved(tmp_path / "mine.csv")[1] == window.sweeps.run.rows
    assert window.sweeps.kept.all() == []


def test_it_is_discarded_after_a_question(computed, offer_of):
    computed().close()
    window, offer = offer_of()
    for answer, left in (("Cancel", 1), ("Discard", 0)):
        first_line(offer).button.click()
        box = window.findChildren(QMessageBox)[-1]
        button = next(each for each in box.buttons() if answer in each.text().replace("&", ""))
        button.click()
        assert len(window.sweeps.kept.all()) == left
    assert offer.kept.isHidden()


def test_what_cannot_be_kept_is_said(qtbot, open_sweep):
    window = open_sweep()
    folder = window.sweeps.kept.folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("in the way")
    said = []
    window.status.notified.connect(said.append)
    window.sweeps.place.toggle()
    qtbot.waitUntil(lambda: not window.sweeps.run.running, timeout=20_000)
    assert any("kept in no file" in text for text in said)
    assert len(window.sweeps.run.rows) == 10
