"""Bad rows are counted and named by their line; good ones all arrive, however long the file."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.core.run import Cancelled, Run
from engine.data.error import BadRows
from engine.data.file import log_ratios
from engine.data.formats import csv as data_csv
from engine.data.source import DataSource
from tests.helpers.data_files import PAIR, ratios, refused, samples, written

BAD = {
    "x,1": "text 'x' in column new",
    "1,": "no number in column old",
    ",": "no number in column new",
    "1,NA": "text 'NA' in column old",
    "1": "1 cell instead of 2",
    "1,2,3": "3 cells instead of 2",
    "nan,1": "NaN in column new",
    "1,inf": "+inf in column old",
    "inf,1": "+inf in column new",
    "-inf,-inf": "-inf in column old",
    "1,1_000": "text '1_000' in column old",
    "1,٣": "text '٣' in column old",
    "0x1p3,1": "text '0x1p3' in column new",
}


def test_bad_rows_are_counted_and_the_first_ten_are_named(tmp_path):
    lines = ["new,old", *(line for row in BAD for line in ("0.5,0.25", "", row))]
    path = written(tmp_path / "t.csv", "\n".join(lines) + "\n")
    with pytest.raises(BadRows, match="13 of 26 rows cannot be used") as caught:
        ratios(path)
    assert (caught.value.count, caught.value.rows) == (13, 26)
    expected = [(4 + 3 * i, reason) for i, reason in enumerate(list(BAD.values())[:10])]
    found = [(bad.line, bad.reason) for bad in caught.value.first]
    assert [line for line, _ in found] == [line for line, _ in expected]
    for (_, reason), (_, start) in zip(found, expected, strict=True):
        assert reason.startswith(start)
    assert "--skip-bad-rows" in str(caught.value)
    assert "; and 3 more" in str(caught.value)
    read = ratios(path, skip=True)
    assert (read.rows, read.skipped, read.log_weights.tolist()) == (26, 13, [0.25] * 13)
    assert read.bad_rows == caught.value.first


def test_minus_infinity_of_the_new_policy_alone_is_a_weight_of_zero(tmp_path):
    path = written(tmp_path / "t.csv", "new,old\n1,2\n-inf,3\n")
    assert ratios(path).log_weights.tolist() == [-1.0, -np.inf]
    path = written(tmp_path / "u.csv", "log_w\n-inf\n3\n")
    assert ratios(path, "log_w").log_weights.tolist() == [-np.inf, 3.0]


def test_lines_are_counted_over_batches_quotes_and_comments(tmp_path, monkeypatch):
    monkeypatch.setattr(data_csv, "STEP", 64)  # many batches
    lines = ["# made by hand", "name,new,old"]
    bad = []
    for i in range(300):
        lines.append(f'"row\n{i}",1.5,{i}' if i % 7 == 0 else f"row {i},1.5,{i}")
        if i % 50 == 3:
            bad.append(sum(line.count("\n") + 1 for line in lines) + 1)
            lines.append("broken,1.5,?")
    path = written(tmp_path / "t.csv", "\n".join(lines))
    read = ratios(path, skip=True)
    assert [row.line for row in read.bad_rows] == bad
    assert np.array_equal(read.log_weights, 1.5 - np.arange(300))
    assert read.rows == 306


cells = st.one_of(
    st.floats().map(repr),
    st.integers(-99, 99).map(str),
    st.sampled_from(["", "x", " 1", '"2"', '"a,b"', "1e999", "-inf", "#", "1;2"]),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(cells, min_size=1, max_size=4), max_size=12), step=st.integers(1, 40))
def test_batches_of_every_size_agree(tmp_path, monkeypatch, rows, step):
    """Fast and slow reading, cut anywhere, give the very same rows."""
    good = "new,old\n1,2\n3,4.5\n"
    path = Path(written(tmp_path / "t.csv", good + "\n".join(map(",".join, rows)) + "\n"))
    monkeypatch.setattr(data_csv, "STEP", 2**20)
    whole = ratios(str(path), skip=True)
    path = path.rename(tmp_path / "u.csv")  # another name, that nothing is kept for
    monkeypatch.setattr(data_csv, "STEP", step)
    monkeypatch.setattr(data_csv._Reader, "_may_be_clean", lambda *_: False)
    cut = ratios(str(path), skip=True)
    path.unlink()
    assert np.array_equal(whole.log_weights, cut.log_weights)
    assert (whole.rows, whole.skipped, whole.bad_rows) == (cut.rows, cut.skipped, cut.bad_rows)


def test_two_groups_in_a_column(tmp_path):
    text = "x,policy,y\n1,old,2\n3,new,4\n5,old,6\n7,new,8\n,old,1\n9,,1\n"
    path = written(tmp_path / "t.csv", text)
    read = samples(path, "x", "y", group="policy", skip_bad_rows=True)
    assert read.names == ("new", "old")
    assert (read.p.tolist(), read.q.tolist()) == ([[3, 4], [7, 8]], [[1, 2], [5, 6]])
    assert [(bad.line, bad.reason) for bad in read.bad_rows] == [
        (6, "no number in column x"),
        (7, "no name of a group"),
    ]
    chosen = ("old", "new")
    turned = samples(path, "x", "y", group="policy", skip_bad_rows=True, groups=chosen)
    assert turned.names == chosen
    assert np.array_equal(turned.p, read.q)
    assert not read.p.flags.writeable


def test_more_groups_than_two(tmp_path):
    rows = "".join(f"{i},{name}\n" for i in range(4) for name in ("a", "b", "c"))
    path = written(tmp_path / "t.csv", "x,g\n" + rows + "nan,a\n")
    message = refused(samples, path, "x", group="g")
    assert "has 3 groups in g (a, b, c); choose two (--groups P,Q)" in message
    read = samples(path, "x", group="g", groups=("c", "b"))
    assert (read.names, read.rows, read.skipped) == (("c", "b"), 8, 0)
    assert "no usable rows of group d" in refused(samples, path, "x", group="g", groups=("d", "b"))
    with pytest.raises(BadRows):
        samples(path, "x", group="g", groups=("a", "b"))


def test_one_group_is_not_enough(tmp_path):
    path = written(tmp_path / "t.csv", "x,g\n1,a\n2,a\n")
    assert "has 1 groups in g (a); two are needed" in refused(samples, path, "x", group="g")
    path = written(tmp_path / "u.csv", "x,g\n1,a\n2,a\n1,b\n")
    assert "has 1 usable rows of group b" in refused(samples, path, "x", group="g")
    many = written(tmp_path / "v.csv", "x,g\n" + "".join(f"1,{i}\n" for i in range(1100)))
    assert "names more than 1000 groups" in refused(samples, many, "x", group="g")


def test_groups_in_two_files(tmp_path):
    p = written(tmp_path / "p.csv", "x,y\n1,2\n3,4\n")
    q = written(tmp_path / "q.csv", "y;x\n1;2\nz;4\n5;6\n")
    with pytest.raises(BadRows, match=r"q\.csv, line 3: text 'z' in column y"):
        samples(p, "x", "y", second_path=q)
    read = samples(p, "x", "y", second_path=q, skip_bad_rows=True)
    assert (read.p.tolist(), read.q.tolist()) == ([[1, 2], [3, 4]], [[2, 1], [6, 5]])
    assert (read.names, read.rows, read.skipped) == (("p.csv", "q.csv"), 5, 1)


def test_a_long_file_equals_numpy(tmp_path):
    """A million rows as another program may write them."""
    table = np.random.default_rng(5).normal(-3.0, 1.0, size=(10**6, 2)).round(6)
    path = tmp_path / "t.csv"
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["logp_old", "logp_new"])
        rows.writerows(table.tolist())
    steps = []
    source = DataSource(str(path), "log-ratios", ("logp_new", "logp_old"))
    read = log_ratios(source, Run(report=steps.append))
    assert np.array_equal(read.log_weights, table[:, 1] - table[:, 0])
    assert steps == sorted(steps)
    assert len(steps) >= 20
    assert steps[-1] == 1.0


def test_reading_can_be_cancelled(tmp_path):
    path = written(tmp_path / "t.csv", "new,old\n" + "1,2\n" * 10**6)
    asked = iter(range(3))
    with pytest.raises(Cancelled):
        log_ratios(
            DataSource(path, "log-ratios", PAIR),
            Run(cancelled=lambda: next(asked, None) is None),
        )


def test_what_pytorch_wrote(tmp_path):
    path = Path(__file__).parent.parent / "data" / "torch_rollout.csv"
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    expected = [float(row["logp_new"]) - float(row["logp_old"]) for row in rows]
    read = ratios(str(path), "logp_new", "logp_old")
    assert read.log_weights.tolist() == expected
    assert read.rows == 1000
