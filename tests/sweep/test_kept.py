"""Files of the program's own for sweeps that have none of the user's."""

import os

import pytest

from engine.core.atomic_file import ExportError
from engine.sweep.kept import KeptSweeps
from engine.sweep.saved import read_saved
from tests.helpers.sweeps import serial_rows, sweep

SWEEP = sweep("q.mean=-1:1:5", keys=("k3.std",))
OTHER = sweep("q.mean=-1:1:6", keys=("k3.std",))


@pytest.fixture
def kept(tmp_path):
    return KeptSweeps(tmp_path / "sweeps")


@pytest.fixture
def rows():
    return serial_rows(SWEEP)


def written(kept, made, rows):
    file = kept.file(made)
    file.write(rows)
    file.close()


def test_rows_are_there_again(kept, rows):
    assert kept.all() == []
    written(kept, SWEEP, [rows[1], rows[4]])
    (found,) = kept.all()
    assert (found.sweep, found.rows) == (SWEEP, 2)
    assert read_saved(found.path) == (SWEEP, {i: rows[i] for i in (1, 4)})
    again = kept.file(SWEEP)
    again.close()
    assert again.rows.keys() == {1, 4}


def test_each_sweep_has_a_file_the_newest_first(kept, rows):
    written(kept, SWEEP, [rows[1]])
    written(kept, OTHER, [rows[2]])
    for found in kept.all():
        os.utime(found.path, (1e9, 1e9 if found.sweep == SWEEP else 1e8))
    assert [found.sweep for found in kept.all()] == [SWEEP, OTHER]


def test_two_programs_keep_the_same_sweep_apart(kept, rows):
    first, second = kept.file(SWEEP), kept.file(SWEEP)
    first.write([rows[1]])
    second.write([rows[2]])
    first.close()
    second.close()
    assert first.path != second.path
    assert len(kept.all()) == 2
    kept.discard(SWEEP)
    assert kept.all() == []


def test_what_holds_no_row_or_no_sweep_is_not_offered(kept, rows):
    kept.file(SWEEP).close()
    written(kept, OTHER, [rows[2]])
    (kept.folder / "other.csv").write_text("a,b\n1,2\n")
    (kept.folder / "bytes.csv").write_bytes(b"\xff\xfe\x00")
    assert [found.sweep for found in kept.all()] == [OTHER]


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "sweeps").write_text("in the way")
    with pytest.raises(ExportError, match="sweeps"):
        KeptSweeps(tmp_path / "sweeps").file(SWEEP)
