"""The file of a sweep: killed at any moment it is read again, and ends as if it never was."""

import csv
import math
import os
import random
import sys

import pytest

from engine.core.atomic_file import ExportError
from engine.export.provenance import read_provenance
from engine.sweep import file as files
from engine.sweep import heading as headings
from engine.sweep.file import SweepFile, SweepFileError
from engine.sweep.parquet_table import NoParquet
from engine.sweep.row import Cell, Row
from tests.helpers.sweeps import serial_rows, sweep

SWEEP = sweep("dimension=1,2", "q.correlation=0,0.5", "p.std=1,2", "seed=1,2")
ENDINGS = (".csv", ".parquet")


@pytest.fixture(scope="module")
def rows():
    return serial_rows(SWEEP)


def written(path, rows):
    """What an uninterrupted sweep leaves."""
    file = SweepFile(path, SWEEP)
    file.write(rows.values())
    file.close()
    assert [found.name for found in path.parent.iterdir() if found.name[:5] == path.name[:5]] == [
        path.name
    ]
    return path.read_bytes()


@pytest.mark.parametrize("ending", ENDINGS)
def test_rows_are_read_as_they_were_written(ending, rows, tmp_path):
    assert any(row.failure for row in rows.values())
    assert any(cell.value == math.inf for row in rows.values() for cell in row.cells)
    path = tmp_path / f"table{ending}"
    before = written(path, rows)
    file = SweepFile(path, SWEEP)
    assert (file.rows, file.damaged) == (rows, 0)
    file.close()
    assert path.read_bytes() == before


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_order_in_which_rows_came_leaves_no_trace(ending, rows, tmp_path):
    straight = written(tmp_path / f"table{ending}", rows)
    order = list(rows)
    random.Random(3).shuffle(order)
    path = tmp_path / f"other{ending}"
    for point in order:
        file = SweepFile(path, SWEEP)
        file.write([rows[point]])
        file.close()
    assert path.read_bytes() == straight


def test_a_table_reads_as_csv(rows, tmp_path):
    written(tmp_path / "table.csv", rows)
    lines = (tmp_path / "table.csv").read_text().splitlines()
    table = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert len(table) == SWEEP.points
    for line in table:
        row = rows[int(line["point"])]
        assert line["failure"] == row.failure
        assert (float(line["p.std"]), int(line["seed"])) == SWEEP.values(row.point)[2:]
        for key, cell in zip(SWEEP.keys, row.cells, strict=False):
            assert float(line[key]) == cell.value
            assert line[f"{key}:note"] == cell.note
            error = line[f"{key}:standard_error"]
            assert (float(error) if error else None) == cell.standard_error


def test_a_table_reads_as_parquet(rows, tmp_path):
    pandas_like = pytest.importorskip("pyarrow.parquet")
    written(tmp_path / "table.parquet", rows)
    table = pandas_like.read_table(tmp_path / "table.parquet").to_pydict()
    assert table["point"] == list(range(1, SWEEP.points + 1))
    assert table["p.std"] == [SWEEP.values(point)[2] for point in table["point"]]
    expected = [rows[point].cells[0].value if rows[point].cells else None for point in rows]
    assert sorted(map(str, table["k1.mean"])) == sorted(map(str, expected))


def test_the_session_of_a_table_can_be_opened(rows, tmp_path):
    written(tmp_path / "table.csv", rows)
    assert read_provenance(tmp_path / "table.csv") == SWEEP.session


@pytest.mark.parametrize("ending", ENDINGS)
def test_cut_off_anywhere_it_loses_what_was_begun_and_nothing_else(ending, rows, tmp_path):
    path = tmp_path / f"table{ending}"
    whole = written(path, rows)
    path.unlink()
    file = SweepFile(path, SWEEP)
    some = list(rows.values())[5::-1]
    file.write(some)
    journal = path if ending == ".csv" else path.with_name(path.name + files.BESIDE)
    content = journal.read_bytes()
    file._file.close()
    cuts = [*range(0, len(content), 397), *range(len(content) - 40, len(content))]
    for cut in cuts:
        journal.write_bytes(content[:cut])
        again = SweepFile(path, SWEEP)
        ended = content[:cut].count(b"\n") - 3
        assert again.rows == {row.point: row for row in some[: max(ended, 0)]}
        assert again.damaged == (ended >= 0 and not content[:cut].endswith(b"\n"))
        again.write(row for point, row in rows.items() if point not in again.rows)
        again.close()
        assert path.read_bytes() == whole
        path.unlink()


@pytest.mark.parametrize(
    "damage",
    [
        lambda line: line[: len(line) // 2],
        lambda line: line.replace(b",", b";"),
        lambda line: b"\0\xff" + line,
        lambda line: line.replace(b"0", b"7", 3),
        lambda line: b'"' + line,
        lambda line: b"",
    ],
)
def test_damaged_lines_are_computed_again(damage, rows, tmp_path):
    path = tmp_path / "table.csv"
    whole = written(path, rows)
    lines = whole.split(b"\n")
    lines[12] = damage(lines[12])
    path.write_bytes(b"\n".join(lines))
    file = SweepFile(path, SWEEP)
    assert (len(file.rows), file.damaged) == (SWEEP.points - 1, 1)
    file.write([rows[point] for point in rows if point not in file.rows])
    file.close()
    assert path.read_bytes() == whole


def test_the_later_row_of_a_point_counts(rows, tmp_path):
    path = tmp_path / "table.csv"
    whole = written(path, rows)
    path.unlink()
    file = SweepFile(path, SWEEP)
    file.write([Row(1, (), "was lost")])
    file.write(rows.values())
    file._file.close()  # killed before the end
    file = SweepFile(path, SWEEP)
    assert file.rows == rows
    file.close()
    assert path.read_bytes() == whole


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("other", "words"),
    [
        (sweep("dimension=1,2", "q.correlation=0,0.5"), "holds a sweep over 2 of dimension"),
        (sweep(*SWEEP_TEXTS, keys=("k1.mean",)), "holds other quantities: k1.mean, k3.std"),
        (sweep("seed=1,2", page="densities", keys=("kl.p_q",)), "not of densities"),
    ]
    if (SWEEP_TEXTS := ("dimension=1,2", "q.correlation=0,0.5", "p.std=1,2", "seed=1,2"))
    else [],
)
def test_a_file_of_another_sweep_is_left_alone(ending, other, words, rows, tmp_path):
    path = tmp_path / f"table{ending}"
    whole = written(path, rows)
    with pytest.raises(SweepFileError, match=words):
        SweepFile(path, other)
    assert path.read_bytes() == whole


def test_a_file_from_another_session_or_version_is_left_alone(rows, tmp_path, monkeypatch):
    path = tmp_path / "table.csv"
    written(path, rows)
    session = SWEEP.session.replace(scene=SWEEP.session.scene.replace(samples=2_000))
    with pytest.raises(SweepFileError, match="starts from another session: samples differs"):
        SweepFile(path, type(SWEEP)(session, SWEEP.axes, SWEEP.keys))
    others = tuple((name, "1.0" if name == "numpy" else v) for name, v in headings.versions())
    monkeypatch.setattr(headings, "versions", lambda: others)
    with pytest.raises(SweepFileError, match=r"was begun with numpy .*, and this is 1\.0"):
        SweepFile(path, SWEEP)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    "content", [b"a,b\n1,2\n", b"# gaussian-explorer: {}\n# sweep: {}\n", b"\0"]
)
def test_foreign_files_are_left_alone(ending, content, tmp_path):
    path = tmp_path / f"table{ending}"
    path.write_bytes(content)
    with pytest.raises(SweepFileError, match="holds no sweep of this program: name another file"):
        SweepFile(path, SWEEP)
    assert path.read_bytes() == content


def test_names_that_cannot_be_files(tmp_path):
    with pytest.raises(SweepFileError, match=r"must end in \.csv or \.parquet"):
        SweepFile(tmp_path / "table.txt", SWEEP)
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(SweepFileError, match="is no file"):
        SweepFile(tmp_path / "folder.csv", SWEEP)
    (tmp_path / "file").touch()
    with pytest.raises(ExportError, match="cannot write"):
        SweepFile(tmp_path / "file" / "table.csv", SWEEP)


def test_folders_are_made_and_nothing_is_left_of_a_sweep_that_never_began(tmp_path):
    SweepFile(tmp_path / "new" / "table.csv", SWEEP).close()
    assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="locks of files")
def test_two_sweeps_do_not_write_one_file(rows, tmp_path):
    path = tmp_path / "table.csv"
    first = SweepFile(path, SWEEP)
    with pytest.raises(SweepFileError, match="another sweep is writing it"):
        SweepFile(path, SWEEP)
    first.write(rows.values())
    first.close()
    SweepFile(path, SWEEP).close()


def test_without_pyarrow_a_parquet_file_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(NoParquet, match=r"gaussian-explorer\[parquet\]"):
        SweepFile(tmp_path / "table.parquet", SWEEP)


def test_every_double_survives(tmp_path):
    found = sweep("seed=1,2", keys=("k1.mean",))
    values = (5e-324, -0.0, 1e308, -math.inf, 0.1 + 0.2)
    for ending in ENDINGS:
        for value in values:
            path = tmp_path / f"{ENDINGS.index(ending)}{values.index(value)}{ending}"
            row = Row(1, (Cell(value, math.inf, 'a "note", with commas'),))
            file = SweepFile(path, found)
            file.write([row, Row(2, (Cell(None, None, "unknown"),))])
            file.close()
            again = SweepFile(path, found)
            assert repr(again.rows[1]) == repr(row)
            again.close()
