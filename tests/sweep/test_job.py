"""A job's rows are the page's readouts; what goes wrong at a point stays there."""

import math
import pickle

import pytest

from engine.core.run import Cancelled, Run
from engine.page.page import all_pages, page_named
from engine.session.session import Session
from engine.sweep import job as jobs
from engine.sweep.axis import axis
from engine.sweep.job import WrongVersion, compute, job, measured
from engine.sweep.row import NOT_GIVEN
from engine.sweep.sweep import Sweep
from tests.helpers.parts import with_parts
from tests.helpers.sweeps import READ, sweep


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.name)
def test_rows_hold_what_the_page_reads_out(page):
    session = Session(page=page.name)
    session = session.replace(scene=page.start.replace(samples=1_000))
    keys = tuple(quantity.key for quantity in page.quantities)
    found = Sweep(session, (axis("seed=1,2", page),), keys)
    rows = compute(job(found, [1, 2])).rows
    for row in rows:
        scene = found.session_at(row.point).scene
        result = page.compute(scene, session.options[page.name], Run(threads=2))
        readouts = {readout.key: readout for readout in reversed(result.readouts)}
        assert not row.failure
        for key, cell in zip(keys, row.cells, strict=True):
            if key not in readouts:
                assert (cell.value, cell.note) == (None, NOT_GIVEN)
                continue
            readout = readouts[key]
            value = None if readout.kind == "unknown" else readout.value
            assert (cell.value, cell.standard_error) == (value, readout.standard_error)
            assert cell.note == " ".join(readout.note.split())


def test_what_is_infinite_is_so_and_says_why():
    (row,) = compute(job(sweep("p.std=2"), [1])).rows
    assert row.cells[1].value == math.inf
    assert "E w² diverges" in row.cells[1].note


def test_a_point_that_does_not_fit_fails_alone_in_words():
    found = sweep("dimension=1,2", "q.correlation=0.5,0.9")
    rows = compute(job(found, [1, 2, 3, 4])).rows
    assert [bool(row.failure) for row in rows] == [True, True, False, False]
    assert rows[0].failure == "q.correlation = 0.5: needs dimension 2 or more"
    assert rows[0].cells == ()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "not enough memory"),
        (ZeroDivisionError("division\nby zero"), "ZeroDivisionError: division by zero"),
        (RuntimeError("x" * 9_999), "RuntimeError: xxx"),
    ],
)
def test_whatever_a_page_raises_is_the_failure_of_its_row(error, words, monkeypatch):
    def fail(*_):
        raise error

    monkeypatch.setattr(jobs, "measured", fail)
    (row,) = compute(job(sweep("q.mean=0"), [1])).rows
    assert words in row.failure
    assert "\n" not in row.failure
    assert len(row.failure) <= 500


def test_a_job_that_is_cancelled_gives_no_rows():
    with pytest.raises(Cancelled):
        compute(job(sweep("q.mean=0"), [1]), Run(threads=1, cancelled=lambda: True))


def test_a_worker_of_another_version_is_refused_in_words(monkeypatch):
    asked = job(sweep("q.mean=0"), [1])
    monkeypatch.setattr(jobs, "__version__", "0.0.9")
    with pytest.raises(WrongVersion, match=r"has gaussian-explorer 0\.0\.9, and this program 0\.1"):
        compute(asked)
    monkeypatch.undo()
    monkeypatch.setattr(jobs.numpy, "__version__", "1.0")
    with pytest.raises(WrongVersion, match=r"has numpy 1\.0, .* install the same versions"):
        compute(asked)


def test_jobs_are_small_and_survive_pickling():
    found = sweep("q.mean=-3:3:41", "samples=1e3,1e4,1e5", "seed=1,2,3")
    asked = job(found, range(1, 257))
    text = pickle.dumps(asked)
    assert pickle.loads(text) == asked
    assert len(text) < 20_000


def test_only_what_is_wanted_is_measured(monkeypatch):
    page = page_named("kl-divergence")
    seen = []

    def measure(gathered):
        for readout in page.measure(gathered):
            seen.append(readout.key)
            yield readout

    watched = with_parts(page, measure=measure)
    monkeypatch.setattr(jobs, "page_named", lambda _: watched)
    measured(sweep("q.mean=0").session, READ[:1], Run(threads=1))
    assert seen[-1] == READ[0]
    assert len(seen) < len(page.quantities)
