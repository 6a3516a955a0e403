"""Rows as columns: taken in one after the other they are as taken in at once."""

import math

import numpy as np

from engine.sweep.columns import PENDING, Columns
from engine.sweep.grid import grid_of
from engine.sweep.reasons import reasons_of
from engine.sweep.row import Cell, Row
from tests.helpers.sweeps import serial_rows, sweep

SWEEP = sweep("q.mean=0,1,2", "seed=3,4", "p.std=1,2", keys=("k1.mean", "k3.estimate"))


def test_parts_are_the_whole():
    rows = list(serial_rows(SWEEP).values())
    whole, grown = Columns(SWEEP, rows), Columns(SWEEP)
    for first in range(0, len(rows), 5):
        grown.add(reversed(rows[first : first + 5]))
    for name in ("value", "error", "reason"):
        np.testing.assert_array_equal(getattr(grown, name), getattr(whole, name))


def test_a_row_replaces_the_one_of_its_point():
    columns = Columns(SWEEP, [Row(1, (), "it broke")])
    assert list(columns.failed) == [1]
    assert reasons_of(columns, "k1.mean").at(0, 0) == "it broke"
    columns.add([Row(1, (Cell(1.0), Cell(None, None, "no weight")))])
    assert not columns.failed
    assert grid_of(columns, "k1.mean").value[0, 0] == 1.0
    assert reasons_of(columns, "k1.mean").at(0, 0) == ""
    assert reasons_of(columns, "k3.estimate").at(0, 0) == "no weight"
    assert math.isnan(grid_of(columns, "k3.estimate").error[0, 0])


def test_over_seeds_the_last_reason_counts_where_there_is_no_number():
    said = [(0, 0, 0, "first"), (0, 1, 0, "second"), (1, 0, 0, "early"), (2, 1, 1, "late")]
    rows = [Row(SWEEP.point(place), (), text) for *place, text in said]
    rows.append(Row(SWEEP.point((1, 1, 0)), (Cell(2.0), Cell(3.0, 0.1))))
    reasons = reasons_of(Columns(SWEEP, rows), "k3.estimate")
    assert [[reasons.at(i, j) for j in (0, 1)] for i in range(3)] == [
        ["second", PENDING],
        ["", PENDING],
        [PENDING, "late"],
    ]
    assert int(reasons.unknown.sum()) == 2
    assert int(reasons.pending.sum()) == 3
    assert reasons.first == "second"


def test_a_figure_stays_as_it_was_made():
    columns = Columns(SWEEP)
    before, why = grid_of(columns, "k1.mean"), reasons_of(columns, "k1.mean")
    columns.add(serial_rows(SWEEP).values())
    assert np.isnan(before.value).all()
    assert why.pending.all()
