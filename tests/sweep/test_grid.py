"""Values over the axes as far as they are there; the command that makes a table."""

import math
import shlex

import numpy as np
import pytest

from engine.cli.parser import parse
from engine.cli.request import requested_pages, requested_session
from engine.cli.sweep import _requested_sweep
from engine.core.parameter import ParameterError
from engine.session.address import address, all_addresses
from engine.sweep.axis import axis, usual
from engine.sweep.command import sweep_command
from engine.sweep.grid import grid
from engine.sweep.row import Cell, Row
from tests.helpers.sweeps import serial_rows, sweep

SWEEP = sweep("q.mean=0,1,2", "p.std=1,2", "seed=3,4,5,6")


def test_means_over_seeds_with_their_errors():
    rows = serial_rows(SWEEP)
    found = grid(SWEEP, rows, "k3.estimate")
    assert [each.name for each in found.axes] == ["q.mean", "p.std"]
    assert found.value.shape == found.error.shape == found.count.shape == (3, 2)
    assert (found.count == 4).all()
    for i, j in np.ndindex(3, 2):
        cells = [rows[SWEEP.point((i, j, k))].cells[2] for k in range(4)]
        assert found.value[i, j] == pytest.approx(np.mean([cell.value for cell in cells]))
        errors = [cell.standard_error for cell in cells]
        assert found.error[i, j] == pytest.approx(math.sqrt(sum(e * e for e in errors)) / 4)
    assert not found.value.flags.writeable


def test_the_errors_are_those_that_the_means_show():
    """Over many seeds the exact value lies as far off as the error says."""
    many = sweep("q.mean=0.2,0.5", "seed=1:400:400", keys=("k1.estimate", "k1.mean"))
    rows = serial_rows(many)
    found, exact = grid(many, rows, "k1.estimate"), grid(many, rows, "k1.mean")
    assert (np.abs(found.value - exact.value) < 4.0 * found.error).all()
    seen = np.array([[rows[many.point((i, k))].cells[0].value for k in range(400)] for i in (0, 1)])
    assert seen.std(axis=1) / 20.0 == pytest.approx(found.error, rel=0.15)
    assert (exact.error == 0.0).all()


def test_what_is_not_there_is_nan_and_counted():
    half = {point: row for point, row in serial_rows(SWEEP).items() if point % 2 and point > 8}
    found = grid(SWEEP, half, "k1.mean")
    assert found.count.tolist() == [[0, 0], [2, 2], [2, 2]]
    assert np.isnan(found.value[0]).all()
    assert np.isfinite(found.value[1:]).all()


def test_what_is_infinite_stays_so_and_failures_are_left_out():
    few = sweep("p.std=1,2,3", "seed=1,2", keys=("k3.std",))
    rows = {
        1: Row(1, (Cell(math.inf),)),
        2: Row(2, (Cell(math.inf, math.inf),)),
        3: Row(3, (), "failed"),
        4: Row(4, (Cell(2.0, 0.5),)),
        5: Row(5, (Cell(None, None, "unknown"),)),
    }
    found = grid(few, rows, "k3.std")
    assert found.value.tolist()[:2] == [math.inf, 2.0]
    assert found.error.tolist()[:2] == [math.inf, 0.5]
    assert found.count.tolist() == [2, 1, 0]


def test_points_and_places():
    for point in range(1, SWEEP.points + 1):
        places = [a.values.index(v) for a, v in zip(SWEEP.axes, SWEEP.values(point), strict=True)]
        assert SWEEP.point(places) == point


@pytest.mark.parametrize(
    "text",
    [
        "q.mean=-3:3:41",
        "q.std=0.1:10:9:log",
        "q.mean=0,0.5,7",
        "samples=1000:1000000:4:log",
        "kl.batch=1,2,4,7,8",
        "weights.function=x,x^2",
        "weights.blind_ess=false,true",
        "q.mean[2]=1",
        "seed=7:26:20",
    ],
)
def test_axes_are_written_as_they_are_read(text):
    page = "importance-weights" if text.startswith("weights") else "kl-divergence"
    found = axis(text, sweep("seed=1", page=page, keys=("chi_square.p_q",)).page)
    assert found.text == text


def test_the_usual_values_of_everything_that_can_be_swept():
    for place in all_addresses():
        found = usual(place, 5)
        assert 1 < len(found.values) <= max(5, len(place.description.choices))
    assert usual(address("q.std"), 3).values == (0.1, 1.0, 10.0)
    assert usual(address("q.mean"), 3).values == (-5.0, 0.0, 5.0)
    assert usual(address("dimension"), 4).values == (1, 34, 67, 100)
    with pytest.raises(ParameterError, match="must be from 1 to 100,000 values"):
        usual(address("q.mean"), 100_001)


@pytest.mark.parametrize("extra", ["seed=7,8,9", "kl.coefficient=0:1:11"])
def test_the_command_makes_the_same_sweep(extra):
    wanted = sweep("q.mean=-1:1:5", extra)
    words = shlex.split(sweep_command(wanted, "a table.csv"))
    assert words[:4] == ["python", "main.py", "sweep", "kl-divergence"]
    names = parse(words[2:])
    assert names.out == "a table.csv"
    assert _requested_sweep(names, requested_session(names, requested_pages(names))) == wanted
