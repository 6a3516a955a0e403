"""Points that pixels cannot tell apart are left out of a line, and no others."""

import numpy as np
import pytest

from gui.plotkit.needed_points import FEW, WITHIN, needed


def away(places, line):
    """From each place to the nearest point of a line, each straight piece of it tried."""
    begin, step = line[:-1], np.diff(line)
    size = np.maximum(np.abs(step) ** 2, 1e-300)
    along = np.real((places[:, None] - begin) * np.conj(step)) / size
    nearest = begin + np.clip(along, 0.0, 1.0) * step
    return np.abs(places[:, None] - nearest).min(axis=1)


def bump(x):
    return x + 1j * (300.0 - 250.0 * np.exp(-(((x - 320.0) / 90.0) ** 2)))


LINES = {
    "bump": bump(np.linspace(0.0, 640.0, 801)),
    "logarithmic": bump(np.geomspace(1.0, 640.0, 500)),
    "circle": 300.0 + 200.0 * np.exp(1j * np.linspace(0.0, 2.0 * np.pi, 2000)),
    "corner": np.concatenate((np.arange(300.0), 299.0 + 1j * np.arange(200.0))),
    "slight corner": np.concatenate((np.arange(300.0), 300.0 + np.arange(300.0) * (1.0 + 0.01j))),
    "to and fro": np.concatenate((np.arange(50.0), np.arange(50.0)[::-1])) + 0j,
    "walk": np.arange(400.0) + 1j * np.cumsum(np.random.default_rng(5).normal(0.0, 1.0, 400)),
    "one place": np.zeros(100, complex),
}


@pytest.mark.parametrize("name", LINES)
def test_no_point_is_further_from_the_line_than_was_said(name):
    line = LINES[name]
    index = needed(line)
    assert index[0] == 0
    assert index[-1] == len(line) - 1
    assert np.all(np.diff(index) > 0)
    assert away(line, line[index]).max() <= WITHIN + 1e-12


def test_what_is_smooth_needs_few_points_and_what_is_not_all():
    assert len(needed(LINES["bump"])) < 0.25 * len(LINES["bump"])
    assert len(needed(LINES["walk"])) > 0.9 * len(LINES["walk"])
    assert 49.0 in LINES["to and fro"][needed(LINES["to and fro"])], "where it turns"


def test_a_gap_stays_where_it_is():
    line = np.arange(200.0) + 0j
    together = np.ones(200, dtype=bool)
    together[[70, 71, 131]] = False
    index = needed(line, together)
    assert {70, 71, 72, 131, 132} <= set(index.tolist())
    assert len(index) < 60


def test_few_points_stay():
    line = np.arange(FEW - 1.0) + 0j
    assert np.array_equal(needed(line), np.arange(FEW - 1))
    assert len(needed(np.empty(0, complex))) == 0
