"""Masked rows among all that a text file may hold between its good rows."""

import numpy as np
import pytest

from engine.core.run import Run
from engine.data.file import groups, log_ratios
from engine.data.inspection import inspect
from engine.data.source import DataSource
from tests.helpers.data_files import written

HEADER = "token,logp_new,logp_old,mask\n"
CELLS = ("", "pad", "[]", "[-0.1", "#NUM!", "np.float64(1)", "1_0", "-1 # none", "nan")
OLD = np.random.default_rng(11).normal(-2.0, 0.3, 90)
NEW = OLD - 0.05 * np.arange(90.0)


def table(counts) -> list[str]:
    """Rows whose tokens start with number signs; the masked ones hold no numbers."""
    rows = []
    for i, good in enumerate(counts):
        new, old = (NEW[i], OLD[i]) if good else (CELLS[i % 9], CELLS[(i + 4) % 9])
        rows.append(f"{'#' * (i % 3)}t,{new},{old},{int(good)}\n")
    return rows


def read(path: str, skip: bool = False):
    guess = inspect(path).suggestion
    assert (guess.kind, guess.columns, guess.mask) == (
        "log-ratios", ("logp_new", "logp_old"), "mask",
    )  # fmt: skip
    return log_ratios(DataSource(path, guess.kind, guess.columns, "", "", skip, mask="mask"), Run())


@pytest.mark.parametrize("every", [2, 10])
def test_cells_of_every_kind_may_be_masked_even_in_most_rows(tmp_path, every):
    good = np.arange(90) % every == 1
    read_in = read(written(tmp_path / "t.csv", "# a run\n" + HEADER + "".join(table(good))))
    assert (read_in.rows, read_in.masked, read_in.skipped) == (90, 90 - good.sum(), 0)
    assert read_in.notes == ("1 comment line above the rows ignored",)
    np.testing.assert_array_equal(read_in.log_weights, (NEW - OLD)[good])


def test_joined_files_keep_their_mask(tmp_path):
    good = np.arange(90) % 3 > 0
    rows = table(good)
    path = written(tmp_path / "t.csv", HEADER + "".join([*rows[:30], HEADER, *rows[30:]]))
    read_in = read(path, skip=True)
    assert (read_in.rows, read_in.masked, read_in.skipped) == (91, 30, 1)
    assert read_in.bad_rows[0].reason == "the names of the columns again"
    np.testing.assert_array_equal(read_in.log_weights, (NEW - OLD)[good])


def test_a_quote_that_is_never_closed_takes_no_masked_rows_along(tmp_path):
    rows = table([i < 10 or i > 12 for i in range(90)])
    rows[9] = f'"#t,{NEW[9]},{OLD[9]},1\n'
    read_in = read(written(tmp_path / "t.csv", HEADER + "".join(rows)), skip=True)
    assert (read_in.rows, read_in.masked, read_in.skipped) == (90, 3, 1)


def test_masked_rows_name_no_groups(tmp_path):
    rows = [f"{'new' if i % 2 else 'old'},{NEW[i]},1\n" for i in range(90)]
    rows += [f"padding {i},,0\n" for i in range(2_000)]
    path = written(tmp_path / "t.csv", "policy,x,mask\n" + "".join(rows))
    read_in = groups(DataSource(path, "groups", ("x",), "policy", mask="mask"), Run())
    assert (read_in.names, read_in.rows, read_in.masked) == (("new", "old"), 2_090, 2_000)


def test_equal_but_for_rounding_among_the_rows_that_count(tmp_path):
    rows = [f"t,{old - 0.1},{old},1\nt,0,0,0\n" for old in OLD.tolist()]
    read_in = read(written(tmp_path / "t.csv", HEADER + "".join(rows)))
    assert 0.0 < read_in.rounding < 1e-14
    assert np.ptp(read_in.log_weights) == 0.0
    assert (read_in.masked, read_in.repeated) == (90, ())


def test_columns_beside_long_sequences_are_read(tmp_path):
    path = tmp_path / "t.npz"
    with path.open("wb") as file:
        logs = {"logp_new": np.zeros((2, 900)), "logp_old": np.zeros((2, 900))}
        np.savez(file, **logs, x=OLD.reshape(30, 3), policy=np.arange(30) % 2 > 0)
    source = DataSource(str(path), "groups", ("x_1", "x_3"), "policy")
    assert groups(source, Run()).rows == 30
