"""Every line below the header is a row: read, or named with what is wrong; none vanishes."""

import csv
import io

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.data.error import BadRows
from engine.data.formats import csv as data_csv
from engine.data.inspection import inspect
from tests.helpers.data_files import ratios, refused, samples, written

HEADER = "token,new,old\n"
GOOD = "a,-1.5,-2.25\nb,0.25,0.5\n"

# A line among others, and why it is no row of numbers.
BAD = {
    "# a comment": "a comment, 1 cell instead of 3",
    "# x,-1,-2,-3": "a comment, 4 cells instead of 3",
    "x,#NUM!,-2": "spreadsheet error '#NUM!' in column new",
    "x,-1,#N/A": "spreadsheet error '#N/A' in column old",
    "x,-1,#DIV/0!": "spreadsheet error '#DIV/0!' in column old",
    "x,#VALUE!,-2": "spreadsheet error '#VALUE!' in column new",
    "x,#REF!,-2": "spreadsheet error '#REF!' in column new",
    "x,#NAME?,-2": "spreadsheet error '#NAME?' in column new",
    "x,#NULL!,-2": "spreadsheet error '#NULL!' in column new",
    "x,#ZAHL!,-2": "spreadsheet error '#ZAHL!' in column new",
    "x,Err:502,-2": "spreadsheet error 'Err:502' in column new",
    "x,-1,-2 # late": "comment behind a number: '-2 # late' in column old",
    'x,-1,"[-2, -3]"': "list '[-2, -3]' in column old",
    "x,-1,[-2]": "list '[-2]' in column old",
    "x,np.float32(-1),-2": "value with its type 'np.float32(-1)' in column new",
    "x,tensor(-1.),-2": "value with its type 'tensor(-1.)' in column new",
    'x,-1,"-2,5"': "comma in a number: '-2,5' in column old",
    'x,"1,234.5",-2': "comma in a number: '1,234.5' in column new",
    "x,\u22121,-2": "no plain minus sign: '\u22121' in column new",
    "token,new,old": "the names of the columns again",
    "\ufefftoken,new,old": "the names of the columns again",
    "x,-1": "2 cells instead of 3",
    "x,-1,-2,-3": "4 cells instead of 3",
    ",,": "no number in column new",
    '",-1,-2': "a quote that is never closed",
    "x,-1,-2\r,-3": "a carriage return within the row",
}


@pytest.mark.parametrize("line", BAD)
def test_a_bad_line_is_named(tmp_path, line):
    path = written(tmp_path / "t.csv", HEADER + GOOD + line + "\n" + GOOD)
    with pytest.raises(BadRows) as caught:
        ratios(path)
    assert [(bad.line, bad.reason) for bad in caught.value.first] == [(4, BAD[line])]
    read = ratios(path, skip=True)
    assert (read.rows, read.skipped) == (5, 1)
    assert read.log_weights.tolist() == [0.75, -0.25] * 2


tokens = st.sampled_from(
    [
        "#",
        "##",
        "# Step",
        "#!",
        "#N/A",
        "//",
        '"',
        '""',
        "'",
        "a",
        "",
        " ",
        "\t",
        "[",
        "{",
        "-1",
        "1,5",
    ]
)
rows = st.lists(st.tuples(tokens, st.integers(-99, 99), st.integers(-99, 99)), min_size=2)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows, header=st.booleans(), comments=st.integers(0, 3), step=st.integers(1, 64))
def test_rows_of_any_tokens_all_arrive(tmp_path, monkeypatch, rows, header, comments, step):
    monkeypatch.setattr(data_csv, "STEP", step)
    file = io.StringIO()
    file.write("# made by a test\n" * comments)
    writer = csv.writer(file, lineterminator="\n")
    if header:
        writer.writerow(["token", "new", "old"])
    writer.writerows(rows)
    path = written(tmp_path / "t.csv", file.getvalue())
    found = inspect(path)
    if found.names != (("token", "new", "old") if header else ("1", "2", "3")):
        pytest.fail(str(found))
    read = ratios(path, *found.names[1:])
    (tmp_path / "t.csv").unlink()
    assert (read.rows, read.skipped) == (len(rows), 0)
    assert read.log_weights.tolist() == [float(new - old) for _, new, old in rows]
    lines = "line" if comments == 1 else "lines"
    said = (f"{comments} comment {lines} above the rows ignored",) if comments else ()
    assert read.notes == said


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*BAD, "x,-1,-2", "#,-1,-2", "", " "]), max_size=30))
def test_the_count_of_rows_is_that_of_lines(tmp_path, lines):
    """Whatever stands between good rows, only empty lines do not count."""
    text = HEADER + GOOD + "".join(line + "\n" for line in lines) + GOOD
    read = ratios(written(tmp_path / "t.csv", text), skip=True)
    (tmp_path / "t.csv").unlink()
    assert read.rows == 4 + sum(bool(line.strip()) for line in lines)
    assert read.skipped == sum(line in BAD for line in lines)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", " "])
@pytest.mark.parametrize(
    ("top", "names", "comments"),
    [
        ("# token new old\n", ("token", "new", "old"), 0),
        ("#token new old\n", ("token", "new", "old"), 0),
        ("# new old\n", ("1", "2", "3"), 1),
        ("# seed 7\n# made on Monday by us\ntoken new old\n", ("token", "new", "old"), 2),
        ("# made on Monday by us\n# token new old\n", ("token", "new", "old"), 1),
        ("\n# \n\ntoken new old\n", ("token", "new", "old"), 1),
        ("", ("1", "2", "3"), 0),
    ],
)
def test_comments_above_the_rows_are_counted(tmp_path, delimiter, top, names, comments):
    lines = [line[:1] + line[1:].replace(" ", delimiter) for line in top.splitlines(True)]
    if delimiter != " ":
        lines = [line.replace("# ", "#").replace("#" + delimiter, "# ") for line in lines]
    text = "".join(lines) + (GOOD * 3).replace(",", delimiter)
    path = written(tmp_path / "t.csv", text)
    found = inspect(path)
    assert found.names == names
    read = ratios(path, *names[1:])
    assert (read.rows, read.log_weights.tolist()) == (6, [0.75, -0.25] * 3)
    assert read.notes == found.notes
    assert (str(comments) in " ".join(read.notes)) == bool(comments)


def test_names_in_a_comment_stand_beside_a_comment_at_the_end(tmp_path):
    for sign in (",", " "):
        text = (f"# new{sign}old\n" + f"-1.5{sign}-2.25\n" * 3 + "#end\n").replace(",", sign)
        read = ratios(written(tmp_path / f"{ord(sign)}.txt", text), skip=True)
        assert [(bad.line, bad.reason) for bad in read.bad_rows] == [
            (5, "a comment, 1 cell instead of 2")
        ]
        assert read.log_weights.tolist() == [0.75] * 3


def test_rows_above_all_others_are_no_comments(tmp_path):
    """A file without names, whose first cells start with a number sign."""
    for first in ("#,-1.5,-2.25\n# x,-1,-1\n", "#N/A,-1.5,-2.25\n#b,-1,-1\n"):
        path = written(tmp_path / "t.csv", first + GOOD)
        read = ratios(path, "2", "3")
        assert (read.rows, read.log_weights.tolist()) == (4, [0.75, 0.0, 0.75, -0.25])
        (tmp_path / "t.csv").unlink()
    path = written(tmp_path / "u.csv", "# a note\n# token,new,old\n#,-1.5,-2.25\n##,-1,-1\n")
    assert inspect(path).names == ("token", "new", "old")
    assert ratios(path).log_weights.tolist() == [0.75, 0.0]
    path = written(tmp_path / "u.csv", "#NUM!,-2\n-1,-2\n-2,-3\n")
    assert "line 1: spreadsheet error '#NUM!'" in refused(ratios, path, "1", "2")


def test_a_missing_cell_of_one_column_is_no_empty_line(tmp_path):
    path = written(tmp_path / "t.csv", 'log_w\n0.1\n\n0.2\n""\n0.3\n\n\n')
    with pytest.raises(BadRows) as caught:
        ratios(path, "log_w")
    found = [(bad.line, bad.reason) for bad in caught.value.first]
    assert found == [(3, "an empty line"), (5, "no number in column log_w")]
    assert caught.value.rows == 5


def test_empty_lines_of_one_column_are_named_over_batches(tmp_path, monkeypatch):
    text = "log_w\n" + "0.5\n" * 30 + "\n" * 40 + "0.5\n" * 30 + "\n" * 50
    expected = ratios(written(tmp_path / "t.csv", text), "log_w", skip=True)
    assert (expected.rows, expected.skipped) == (100, 40)
    for step in (1, 7, 64):
        monkeypatch.setattr(data_csv, "STEP", step)
        read = ratios(written(tmp_path / f"{step}.csv", text), "log_w", skip=True)
        assert (read.rows, read.skipped, read.bad_rows) == (100, 40, expected.bad_rows)


def test_joined_files_must_name_their_columns_alike(tmp_path):
    path = written(tmp_path / "t.csv", "new,old\n-1,-2\n-2,-3\nold,new\n-1,-2\n")
    assert "names its columns anew in line 4, in another order: old, new" in refused(ratios, path)


def test_rows_with_a_cell_too_many_are_no_row_names(tmp_path):
    path = written(tmp_path / "t.csv", "new,old\n-1,-2,ok\n-2,-3,ok\n-1.5,-1,ok\n")
    assert inspect(path).names == ("new", "old")
    assert "line 2: 3 cells instead of 2" in refused(ratios, path)


def test_pandas_names_that_are_numbers(tmp_path):
    for text in ("0,1\n-1.5,-2.25\n0.25,0.5\n", ",0,1\n0,-1.5,-2.25\n1,0.25,0.5\n"):
        path = written(tmp_path / "t.csv", text)
        assert inspect(path).names[-2:] == ("0", "1")
        read = ratios(path, "0", "1")
        assert (read.rows, read.log_weights.tolist()) == (2, [0.75, -0.25])
        (tmp_path / "t.csv").unlink()
    path = written(tmp_path / "u.csv", "0,1\n-1.5,-2.25\n0,1\n0.25,0.5\n")
    assert "line 3: the names of the columns again" in refused(ratios, path, "0", "1")
    assert ratios(written(tmp_path / "v.csv", "0,1\n1,0\n2,3\n"), "1", "2").rows == 3


def test_an_open_quote_hides_no_rows(tmp_path, monkeypatch):
    text = HEADER + GOOD * 20 + '",-1,-2\n' + GOOD * 20 + 'x",-1,-2\n",-1,-2\n' + GOOD
    for step in (10, 300, 2**20):
        monkeypatch.setattr(data_csv, "STEP", step)
        path = written(tmp_path / f"{step}.csv", text)
        read = ratios(path, skip=True)
        assert (read.rows, read.skipped) == (85, 2)
        assert [bad.line for bad in read.bad_rows] == [42, 84]
        assert [bad.reason for bad in read.bad_rows] == ["a quote that is never closed"] * 2


def test_names_of_groups_that_are_no_utf8_are_named(tmp_path):
    rows = b"".join(b"%d.5,%d,new\n%d,1,old\n" % (i, i % 3, i) for i in range(200_000))
    path = written(tmp_path / "t.csv", b"x,y,policy\n" + rows + b"1,2,mod\xe8le\n3,4,new\n")
    message = refused(samples, path, "x", "y", group="policy")
    assert "line 400002: no UTF-8 text in column policy" in message
    assert ratios(path, "x", "y").rows == 400_002


def test_a_column_of_errors_is_one_of_numbers(tmp_path):
    path = written(tmp_path / "t.csv", "new,old\n" + "#N/A,#NUM!\n" * 30)
    assert inspect(path).numeric == (True, True)
    assert "of 30; line 2: spreadsheet error '#N/A' in column new" in refused(ratios, path)
    path = written(tmp_path / "u.csv", "new,old\n" + "#N/A,-1\n" * 300 + "-1,-2\n" * 2)
    assert "300 of 302 rows cannot be used" in refused(ratios, path)


def test_an_error_is_no_name_of_a_group(tmp_path):
    for quote in ("", '"'):
        rows = [
            f"{i % 5}.5,{quote}{name}{quote}" for i in range(9) for name in ("old", "new", "#N/A")
        ]
        path = written(tmp_path / f"t{quote and 1}.csv", "\n".join(["x,policy", *rows]))
        read = samples(path, "x", group="policy", skip_bad_rows=True)
        assert (read.names, read.rows, read.skipped) == (("new", "old"), 27, 9)
        assert (read.bad_rows[0].line, read.bad_rows[0].reason) == (4, "no name of a group")


def test_columns_of_other_things_are_told_before_they_are_read(tmp_path):
    cells = {
        "np.float64(-1.5)": "numbers with their type around them",
        "tensor(-1.5)": "numbers with their type around them",
        '"tensor([-1.5, -2.0])"': "numbers with their type around them",
        '"array([-1.5, -2.0])"': "numbers with their type around them",
        '"[-1.5, -2.0]"': "lists of numbers",
        '"(-1.5, -2.0)"': "lists of numbers",
        "[-1.5 -2.0]": "lists of numbers",
        "-1.5 # x": "comments behind its numbers",
        '"-1,5"': "numbers with commas",
        "\u22121.5": "minus signs that are not the plain '-'",
    }
    for i, (cell, words) in enumerate(cells.items()):
        path = written(tmp_path / f"{i}.csv", "step,new,old\n" + f"0,{cell},-1\n" * 5)
        found = inspect(path)
        assert words in found.problems[0]
        assert not found.numeric[1]
        assert words in refused(ratios, path)
        assert np.isfinite(ratios(path, "step").log_weights).all()
