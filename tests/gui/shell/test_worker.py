"""The thread that computes: newest only, cancel, preview, failure, end."""

import threading
import time

import pytest

from engine.session.session import Session
from gui.base.request import Request
from gui.shell.pace import PREVIEW_SAMPLES
from gui.shell.worker import Worker
from tests.helpers import dummy


@pytest.fixture
def worker(qtbot, small_pages):
    made = Worker()
    made.told = []
    made.responded.connect(made.told.append)
    made.failed.connect(made.told.append)
    yield made
    made.close()
    made.deleteLater()


def request(samples=1000, page=0, **options) -> Request:
    session = Session()
    name = dummy.PAGES[page].name
    session = session.replace(scene=session.scene.replace(samples=samples))
    session = session.with_options(name, dummy.Options(**options))
    return Request(dummy.PAGES[page], session)


def rest(qtbot, worker):
    qtbot.waitUntil(lambda: not worker.busy)


def test_it_computes_in_another_thread(qtbot, worker):
    worker.submit(request(shift=2.0))
    assert worker.busy
    rest(qtbot, worker)
    [response] = worker.told
    assert response.result.readouts[0].value == 2.0
    assert not response.preview
    assert response.milliseconds >= 0.0
    assert dummy.computed[0][0] != threading.get_ident()


def test_what_was_computed_before_counts_in_what_an_answer_has_taken(qtbot, worker):
    for _ in range(2):
        worker.submit(request(milliseconds=50))
        rest(qtbot, worker)
    first, again = worker.told
    assert len(dummy.computed) == 1
    assert again.milliseconds >= first.milliseconds >= 50.0


def test_a_newer_question_stops_the_older(qtbot, worker):
    worker.submit(request(milliseconds=600_000, shift=1.0))  # longer than any test may take
    qtbot.waitUntil(lambda: len(dummy.computed) == 1)
    for shift in (2.0, 3.0, 4.0):
        worker.submit(request(shift=shift))
    rest(qtbot, worker)
    assert [response.request.options.shift for response in worker.told] == [4.0]
    assert [shift for _, shift, _ in dummy.computed] == [1.0, 4.0]


def test_questions_that_come_faster_than_answers_still_move_the_picture(qtbot, worker):
    for step in range(40):
        worker.submit(request(milliseconds=30, shift=step / 10))
        qtbot.wait(10)
    while_moving = len(worker.told)
    rest(qtbot, worker)
    shifts = [response.request.options.shift for response in worker.told]
    assert while_moving >= 3
    assert shifts == sorted(shifts)
    assert shifts[-1] == 3.9


def test_an_answer_for_another_page_is_not_delivered(qtbot, worker):
    worker.submit(request(milliseconds=20_000))
    qtbot.waitUntil(lambda: len(dummy.computed) == 1)
    worker.submit(request(page=1))
    rest(qtbot, worker)
    assert [response.request.page.name for response in worker.told] == ["other"]


def test_an_answer_that_is_on_its_way_when_the_page_is_turned_is_not_delivered(qtbot, worker):
    worker.submit(request())
    time.sleep(0.2)  # it is computed, and waits for this thread
    worker.submit(request(page=1))
    rest(qtbot, worker)
    assert [response.request.page.name for response in worker.told] == ["other"]


def test_many_samples_are_first_answered_from_a_prefix(qtbot, worker):
    worker.submit(request(samples=200_000, milliseconds=100))
    rest(qtbot, worker)
    first, second = worker.told
    assert first.preview
    assert first.samples == dummy.computed[0][2] == PREVIEW_SAMPLES
    assert first.session.scene.samples == PREVIEW_SAMPLES
    assert not second.preview
    assert second.samples == dummy.computed[1][2] == 200_000


def test_no_preview_where_all_samples_are_quick(qtbot, worker):
    for shift in (1.0, 2.0):
        worker.told.clear()
        worker.submit(request(samples=200_000, shift=shift))
        rest(qtbot, worker)
    assert [response.samples for response in worker.told] == [200_000]


def test_cancel_stops_and_nothing_arrives(qtbot, worker):
    worker.submit(request(milliseconds=20_000))
    qtbot.waitUntil(lambda: len(dummy.computed) == 1)
    worker.cancel()
    assert not worker.busy
    qtbot.wait(50)
    assert worker.told == []
    worker.submit(request(shift=1.0))
    rest(qtbot, worker)
    assert len(worker.told) == 1


def test_progress_is_told_some_twenty_times_a_second(qtbot, worker):
    shares = []
    worker.progressed.connect(shares.append)
    worker.submit(request(milliseconds=500))
    rest(qtbot, worker)
    assert 2 <= len(shares) <= 11
    assert shares == sorted(shares)
    assert all(0.0 <= share <= 1.0 for share in shares)


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("refuse", "shift = 0: must be something else today"),
        ("raise", "ZeroDivisionError: no inverse"),
        ("memory", "lower the number of samples"),
        ("nan", "mean of p is undefined"),
    ],
)
def test_a_failure_is_told_in_words_and_the_thread_lives(qtbot, worker, trouble, words):
    worker.submit(request(trouble=trouble))
    rest(qtbot, worker)
    [failure] = worker.told
    assert words in failure.message
    assert "compute" in failure.details
    worker.submit(request(shift=1.0))
    rest(qtbot, worker)
    assert worker.told[-1].result.readouts[0].value == 1.0


def test_closing_does_not_wait_for_a_long_run(qtbot, small_pages):
    worker = Worker()
    worker.submit(request(milliseconds=600_000))
    qtbot.waitUntil(lambda: len(dummy.computed) == 1)
    worker.close()
    assert worker._thread.isFinished()
    worker.deleteLater()
