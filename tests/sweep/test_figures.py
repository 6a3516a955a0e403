"""What a sweep's pictures hold, against each point computed alone."""

import subprocess
import sys

import numpy as np
import pytest

from engine.core.run import Run
from engine.page.page import page_named
from engine.sweep.axis import axis
from engine.sweep.columns import PENDING, Columns
from engine.sweep.figures import drawable, point_at, result, scale
from engine.sweep.file import SweepFile, SweepFileError
from engine.sweep.job import measured
from engine.sweep.program import sweep_program
from engine.sweep.row import Row
from engine.sweep.saved import read_saved
from tests.helpers.sweeps import serial_rows, sweep

PAGE = page_named("kl-divergence")


def result_of(made, rows):
    return result(Columns(made, rows.values()))


def test_a_line_over_one_axis_is_the_mean_over_seeds_with_its_error():
    made = sweep("q.mean=-1:1:3", "seed=1,2")
    figure = result_of(made, serial_rows(made)).figure("k3.estimate")
    assert figure.y is None
    assert figure.x.values.tolist() == [-1.0, 0.0, 1.0]
    for i in range(3):
        cells = [
            measured(made.session_at(made.point((i, s))), ("k3.estimate",), Run(threads=1))[0]
            for s in (0, 1)
        ]
        values = [cell.value for cell in cells]
        errors = [cell.standard_error for cell in cells]
        assert figure.value[i] == pytest.approx(np.mean(values), rel=1e-14)
        assert figure.error[i] == pytest.approx(np.hypot(*errors) / 2.0, rel=1e-14)
    assert figure.count.tolist() == [2, 2, 2]
    assert not figure.why.pending.any()
    assert not figure.why.unknown.any()
    assert figure.why.first == ""


def test_a_map_has_the_second_axis_upwards():
    made = sweep("q.mean=-1:1:3", "q.std=0.5,2")
    figure = result_of(made, serial_rows(made)).figure("k1.mean")
    assert figure.value.shape == (2, 3)
    for i in range(3):
        for j in range(2):
            session = made.session_at(point_at(made, {"q.mean": i, "q.std": j}))
            (cell,) = measured(session, ("k1.mean",), Run(threads=1))
            assert figure.value[j, i] == cell.value


def test_what_is_missing_says_why():
    made = sweep("q.mean=-1:1:3")
    rows = serial_rows(made)
    rows[1] = Row(1, (), "it broke")
    del rows[3]
    figure = result_of(made, rows).figure("k3.std")
    assert [figure.why.at(i) for i in range(3)] == ["it broke", "", PENDING]
    assert figure.why.first == "it broke"
    assert np.isnan(figure.value[[0, 2]]).all()
    assert np.isnan(figure.error[[0, 2]]).all()


def test_one_or_two_axes_can_be_drawn():
    assert drawable(sweep("q.mean=1,2"))
    assert drawable(sweep("q.mean=1,2", "q.std=1,2", "seed=1,2"))
    assert not drawable(sweep("seed=1,2"))
    assert not drawable(sweep("q.mean=1,2", "q.std=1,2", "p.mean=1,2"))


@pytest.mark.parametrize(
    ("text", "log"),
    [
        ("q.mean=-3:3:7", False),
        ("q.std=0.1:10:5:log", True),
        ("samples=1000,10000,100000", True),
        ("samples=1000:5000:5", False),
        ("q.std=1,2", False),
    ],
)
def test_equal_ratios_are_drawn_on_a_logarithmic_axis(text, log):
    assert scale(axis(text, PAGE)).log is log


def test_choices_stand_at_whole_places():
    made = scale(axis("weights.function=x,x^2", page_named("importance-weights")))
    assert made.texts == ("x", "x^2")
    assert made.values.tolist() == [1.0, 2.0]


@pytest.mark.parametrize("name", ["table.csv", "table.parquet"])
def test_a_table_is_read_back_whole(tmp_path, name):
    if name.endswith(".parquet"):
        pytest.importorskip("pyarrow")
    made = sweep("q.mean=-1:1:3", "q.std=0.5:2:3:log")
    rows = serial_rows(made)
    file = SweepFile(tmp_path / name, made)
    file.write(rows[i] for i in (1, 5, 9))
    assert read_saved(tmp_path / name) == (made, {i: rows[i] for i in (1, 5, 9)})
    file.write(rows[i] for i in rows if i not in (1, 5, 9))
    file.close()
    assert read_saved(tmp_path / name) == (made, rows)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("other.csv", b"a,b\n1,2\n", "holds no sweep of this program"),
        ("other.csv", b"\xff\xfe\x00", "holds no sweep of this program"),
        ("other.csv", b"# gaussian-explorer: {}\n# sweep: {}\npoint\n", "cannot read"),
        ("other.txt", b"", r"must end in \.csv or \.parquet"),
        ("none.csv", None, "cannot be read"),
    ],
)
def test_other_files_are_refused(tmp_path, name, content, problem):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(SweepFileError, match=problem):
        read_saved(tmp_path / name)


def test_the_program_prints_what_the_pictures_show(tmp_path):
    made = sweep("q.mean=-1,1", "seed=1,2", keys=("k3.std",))
    place = tmp_path / "program.py"
    place.write_text(sweep_program(made), encoding="utf-8")
    run = [sys.executable, str(place)]
    text = subprocess.run(
        run, capture_output=True, text=True, check=True, timeout=120, env=_environment()
    ).stdout
    heading, numbers = text.splitlines()
    assert heading == "k3.std [2]"
    figure = result_of(made, serial_rows(made)).figure("k3.std")
    values, errors = eval(numbers)
    np.testing.assert_array_equal(values, figure.value)
    np.testing.assert_array_equal(errors, figure.error)


def _environment():
    import os
    from pathlib import Path

    root = str(Path(__file__).parents[2])
    return {**os.environ, "PYTHONPATH": root}
