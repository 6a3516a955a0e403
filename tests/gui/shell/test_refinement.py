"""A long run refines while it runs, and one that was cancelled goes on where it stopped."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from engine.core.run import Run
from engine.page.page import Page, all_pages
from engine.session.session import Session
from gui.base.request import Request
from gui.shell import pace as pace_module
from gui.shell.pace import PREVIEW_SAMPLES
from gui.shell.turns import refinements
from gui.shell.worker import Worker
from tests.helpers import dummy
from tests.helpers.parts import with_parts

SAMPLES = 600_000
WHOLE = 200_000
FIRST, SECOND = 65_536, 262_144


@pytest.fixture
def worker(qtbot):
    made = Worker()
    made.told, made.shares = [], []
    made.responded.connect(made.told.append)
    made.progressed.connect(made.shares.append)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def long_runs(monkeypatch):
    """Every run counts as long."""
    monkeypatch.setattr(pace_module, "LONG", 0.0)


def rest(qtbot, worker):
    qtbot.waitUntil(lambda: not worker.busy, timeout=60_000)


class Gate:
    """A page whose whole computation waits at its first step until it is let through."""

    def __init__(self, page: Page) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()
        self.page = with_parts(page, gather=lambda *given: self._gather(page, *given))

    def _gather(self, page, scene, options, run: Run):
        def cancelled() -> bool:
            self.reached.set()
            assert self.opened.wait(30)
            return run.cancelled()

        gated = replace(run, cancelled=cancelled) if scene.samples == WHOLE else run
        return page.gather(scene, options, gated)


def same(left, right) -> None:
    """Whether two results are equal to the last bit."""
    assert [each.key for each in left.readouts] == [each.key for each in right.readouts]
    for mine, other in zip(left.readouts, right.readouts, strict=True):
        assert (mine.kind, mine.note) == (other.kind, other.note)
        np.testing.assert_array_equal(mine.value, other.value)
        if mine.standard_error is not None:
            np.testing.assert_array_equal(mine.standard_error, other.standard_error)


@pytest.mark.parametrize(
    ("samples", "expected"),
    [
        (200_000, [200_000]),
        (1_000_000, [262_144, 1_000_000]),
        (4_000_000, [262_144, 1_048_576, 4_000_000]),
        (10**9, [65_536 * 4**k for k in range(1, 7)] + [10**9]),
    ],
)
def test_each_response_uses_four_times_as_many_samples(samples, expected):
    assert refinements(samples, PREVIEW_SAMPLES) == expected
    assert sum(expected[:-1]) < 2 * samples / 3


@pytest.mark.usefixtures("small_pages", "long_runs")
def test_a_long_run_refines(qtbot, worker):
    session = Session()
    session = session.replace(scene=session.scene.replace(samples=SAMPLES))
    session = session.with_options("dummy", dummy.Options(milliseconds=120))
    worker.submit(Request(dummy.PAGES[0], session))
    rest(qtbot, worker)
    assert [response.samples for response in worker.told] == [FIRST, SECOND, SAMPLES]
    assert [response.preview for response in worker.told] == [True, True, False]
    assert worker.shares == sorted(worker.shares)
    assert 0.0 <= worker.shares[0] < 0.31 < worker.shares[-1] <= 1.0


@pytest.mark.usefixtures("small_pages")
def test_a_short_one_has_one_preview(qtbot, worker):
    session = Session()
    session = session.replace(scene=session.scene.replace(samples=SAMPLES))
    worker.submit(Request(dummy.PAGES[0], session))
    rest(qtbot, worker)
    assert [response.samples for response in worker.told] == [FIRST, SAMPLES]


@pytest.mark.usefixtures("long_runs")
@pytest.mark.parametrize(
    "page", [page for page in all_pages() if "sampling" in page.inputs], ids=lambda page: page.name
)
def test_what_was_cancelled_goes_on_to_the_same_bits(qtbot, worker, page):
    session = Session(page=page.name)
    session = session.replace(scene=session.scene.replace(samples=WHOLE))
    gate = Gate(page)
    worker.submit(Request(gate.page, session))
    qtbot.waitUntil(gate.reached.is_set, timeout=30_000)
    qtbot.waitUntil(lambda: len(worker.told) == 1)
    worker.pause()
    assert not worker.busy
    assert worker.paused is not None
    gate.opened.set()
    qtbot.wait(80)
    assert len(worker.told) == 1, "nothing arrives while it rests"
    worker.go_on()
    assert worker.busy
    rest(qtbot, worker)
    assert worker.told[-1].samples == WHOLE
    same(worker.told[-1].result, page.compute(session.scene, session.options[page.name], Run()))


@pytest.mark.usefixtures("small_pages")
def test_it_goes_on_from_where_it_was(qtbot, worker):
    session = Session().with_options("dummy", dummy.Options(milliseconds=600, shift=2.0))
    worker.submit(Request(dummy.PAGES[0], session))
    qtbot.waitUntil(lambda: len(dummy.computed) == 1)
    worker.pause()
    qtbot.wait(50)
    worker.go_on()
    rest(qtbot, worker)
    assert len(dummy.computed) == 1, "it did not begin anew"
    assert worker.told[-1].result.readouts[0].value == 2.0


@pytest.mark.usefixtures("small_pages")
def test_another_question_ends_what_rests(qtbot, worker):
    session = Session().with_options("dummy", dummy.Options(milliseconds=600_000))
    worker.submit(Request(dummy.PAGES[0], session))
    qtbot.waitUntil(lambda: len(dummy.computed) == 1)
    worker.pause()
    worker.submit(Request(dummy.PAGES[0], Session()))
    assert worker.paused is None
    rest(qtbot, worker)
    assert [response.request.session for response in worker.told] == [Session()]


@pytest.mark.usefixtures("small_pages")
def test_a_program_ends_while_something_rests(qtbot):
    worker = Worker()
    session = Session().with_options("dummy", dummy.Options(milliseconds=600_000))
    worker.submit(Request(dummy.PAGES[0], session))
    qtbot.waitUntil(lambda: len(dummy.computed) == 1)
    worker.pause()
    qtbot.wait(20)
    worker.close()
    assert worker._thread.isFinished()
    worker.deleteLater()
