"""Requests that follow each other fast: few samples while something moves, all of them at rest."""

import gc
import time

import numpy as np
import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.gaussian.gaussian import Gaussian
from engine.page.page import all_pages, page_named
from engine.page.scene import Scene
from engine.session.address import address
from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.base.request import Request
from gui.shell import pace as pace_module
from gui.shell import turns as turns_module
from gui.shell import worker as worker_module
from gui.shell.pace import FEW, Pace
from gui.shell.turns import Numbered, Turns, Watch
from gui.shell.worker import Worker
from tests.helpers import dummy

SAMPLES = 150_000
P, Q = (
    Gaussian([0.0, 0.0], [[1.0, 0.3], [0.3, 1.0]]),
    Gaussian([0.5, 0.0], [[1.2, 0.0], [0.0, 1.0]]),
)


@pytest.fixture
def slow_pages(monkeypatch):
    """No page is quick enough for all samples in each frame."""
    monkeypatch.setattr(pace_module, "QUICK_FRAME", 0.0)
    monkeypatch.setattr(pace_module, "GAIN", 0.0)


@pytest.fixture
def worker(qtbot, small_pages, slow_pages):
    made = Worker()
    made.told = []
    made.responded.connect(made.told.append)
    yield made
    made.close()
    made.deleteLater()


def request(shift: float, samples: int = SAMPLES) -> Request:
    session = Session(scene=Scene(samples=samples), page="dummy")
    return Request(dummy.PAGES[0], session.with_options("dummy", dummy.Options(shift=shift)))


def test_few_samples_while_it_moves_and_all_at_rest(qtbot, worker, monkeypatch):
    monkeypatch.setattr(worker_module, "REST", 1.0)  # on however loaded a machine
    for step in range(5):
        worker.submit(request(step / 10))
        qtbot.waitUntil(lambda step=step: len(worker.told) > step)
    qtbot.waitUntil(lambda: not worker.busy)
    used = [response.samples for response in worker.told]
    assert FEW in used[1:-1]
    assert used[-1] == SAMPLES
    assert worker.told[-1].request.options.shift == 0.4


def test_only_previews_that_move_are_told_what_they_are_of(qtbot, worker, monkeypatch):
    monkeypatch.setattr(worker_module, "REST", 1.0)
    of, run = [], worker_module.Run
    monkeypatch.setattr(
        worker_module, "Run", lambda **given: of.append(given["of"]) or run(**given)
    )
    for step in range(4):
        worker.submit(request(step / 10))
        qtbot.waitUntil(lambda step=step: len(worker.told) > step)
    qtbot.waitUntil(lambda: not worker.busy)
    assert of[0] == of[-1] == 0
    assert SAMPLES in of


@pytest.mark.parametrize(
    ("asked_moving", "newer_moving"), [(False, True), (False, False), (True, True)]
)
def test_a_whole_response_gives_way_when_something_begins_to_move(
    small_pages, monkeypatch, asked_moving, newer_moving
):
    monkeypatch.setattr(turns_module, "PATIENCE_AT_REST", 0.0)
    turns, asked = Turns(), Numbered(1, request(0.1), asked_moving)
    watch = Watch(turns, asked, patience=1e3)
    turns.put(asked)
    assert not watch.cancelled()
    turns.put(Numbered(2, request(0.2), newer_moving))
    assert watch.cancelled() is (newer_moving and not asked_moving)


def test_one_change_waits_for_no_rest(qtbot, worker):
    worker.submit(request(1.0))
    qtbot.waitUntil(lambda: not worker.busy)
    assert not worker.moving
    assert FEW not in [response.samples for response in worker.told]


def test_a_film_has_no_previews(qtbot, small_pages, slow_pages):
    worker = Worker(previews=False)
    told = []
    worker.responded.connect(told.append)
    for step in range(3):
        worker.submit(request(step / 10))
        qtbot.waitUntil(lambda step=step: len(told) > step)
    worker.close()
    assert [response.samples for response in told] == [SAMPLES] * 3


def test_what_is_quick_is_made_at_once():
    page = page_named("kl-divergence")
    asked = Request(page, Session(scene=Scene(P, Q, samples=10**6), page=page.name))
    pace = Pace()
    assert not pace.at_once(asked, moving=True)
    pace.note(asked, FEW, 0.004)
    pace.note(asked, 10**6, 0.030)
    assert pace.at_once(asked, moving=False)
    assert not pace.at_once(asked, moving=True)
    pace.note(asked, 10**6, 0.005)
    assert pace.at_once(asked, moving=True)
    # Where few samples take as long, they gain nothing.
    pace.note(asked, 10**6, 0.100)
    pace.note(asked, FEW, 0.098)
    assert pace.at_once(asked, moving=True)


def test_figures_beside_the_main_one_take_turns():
    page = page_named("kl-divergence")
    session = Session(scene=Scene(P, Q), page=page.name)
    asked = Request(page, session, ("running", "histograms", "negative_batches"), ("running",))
    pace, seconds = Pace(), 0.6 * pace_module.FRAME
    assert pace.in_time(asked) == asked.figures
    for name in asked.figures:
        pace.note_figure(asked, name, seconds)
    assert pace.in_time(asked) == ("running", "histograms")
    pace.note_figure(asked, "histograms", seconds)
    assert pace.in_time(asked) == ("running", "negative_batches")
    pace.note_figure(asked, "negative_batches", 10.0)
    assert pace.in_time(asked) == ("running", "histograms")


def settled(window: MainWindow) -> None:
    """Wait until all is computed and painted."""
    end = time.monotonic() + 60.0
    while window.worker.busy and time.monotonic() < end:
        QTest.qWait(10)
    for _ in range(10):
        QApplication.processEvents()


def pictures(window: MainWindow) -> list[QImage]:
    """The figure and the chips, at another size: names near curves, which stay where they are as
    long as they can, find their places anew."""
    settled(window)
    window.resize(1340, 850)
    settled(window)
    return [part.grab().toImage() for part in (window.frame.view.figure, window.chips)]


def arrays(window: MainWindow) -> list:
    """What every plot that is shown draws."""
    board = window.frame.view.board
    return [column for name in board.shown for i in board.panel(name).items for column in i.data]


def opened(qtbot, session: Session) -> MainWindow:
    window = MainWindow(session)
    qtbot.addWidget(window)
    window.resize(1360, 860)
    window.show()
    settled(window)
    return window


@pytest.mark.usefixtures("dressed", "slow_pages")
@pytest.mark.parametrize("page", [page.name for page in all_pages()])
def test_the_picture_at_rest_is_the_one_that_never_moved(qtbot, page):
    gc.collect()  # the windows of other tests, before a thread that computes does it
    session = Session(scene=Scene(P, Q, samples=SAMPLES), page=page)
    moved = opened(qtbot, session)
    where = address("q.mean[1]" if "gaussians" in page_named(page).inputs else "seed")
    base = float(where.get(session))
    used = []
    moved.worker.responded.connect(lambda response: used.append(response.samples))
    for step in (5, 4, 3, 2, 1):
        there = where.set(session, base + (0.02 * step if base < 1 else step))
        moved.store.propose(there, 1, "drag")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    mine = pictures(moved)
    assert used[-1] == SAMPLES
    still = opened(qtbot, there)
    theirs = pictures(still)
    for ours, others in zip(arrays(moved), arrays(still), strict=True):
        np.testing.assert_array_equal(ours, others)
    # The ranges of Densities stay still while they can, so that a slider does not shake them.
    assert mine == theirs or page == "densities"
