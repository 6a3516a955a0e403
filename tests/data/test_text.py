"""Tables as people and programs write them: delimiters, headers, quotes, decimal signs."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.data.file import groups, log_ratios
from engine.data.inspection import inspect
from engine.data.source import DataSource
from tests.helpers.data_files import ratios, refused, samples, written

PLAIN = [["-1.5", "-2.25"], ["0.25", "1e-3"], ["-inf", "-7"]]
LOG_W = np.array([0.75, 0.249, -np.inf])


def table(rows, delimiter, end="\n", header="new,old"):
    lines = [delimiter.join(header.split(","))] if header else []
    return end.join([*lines, *(delimiter.join(row) for row in rows)]) + end


@pytest.mark.parametrize("header", ["new,old", ""])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", " "])
def test_every_delimiter_header_and_line_end(tmp_path, delimiter, end, header):
    path = written(tmp_path / "t.csv", table(PLAIN, delimiter, end, header))
    found = inspect(path)
    names = ("new", "old") if header else ("1", "2")
    assert (found.names, found.delimiter, found.header) == (names, delimiter, bool(header))
    assert (found.format, found.rows, found.numeric) == ("csv", None, (True, True))
    assert found.first_rows == tuple(map(tuple, PLAIN))
    read = ratios(path, *names)
    assert np.array_equal(read.log_weights, LOG_W)
    assert (read.rows, read.skipped, read.bad_rows) == (3, 0, ())
    assert not read.log_weights.flags.writeable


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffnew,old\n-1.5,-2.25\n0.25,1e-3\n-inf,-7",  # byte-order mark, no last line end
        "\ufeff-1.5,-2.25\n0.25,1e-3\n-inf,-7\n",
        '"new","old"\n"-1.5","-2.25"\n"0.25","1e-3"\n"-inf","-7"\n',
        "new, old\n-1.5, -2.25\n 0.25 ,+1e-3 \n-INF,-7\n",
        "\n\nnew,old\n\n-1.5,-2.25\n  \n0.25,1e-3\n-inf,-7\n\n\n",
        "# a comment\n# and more, of it\nnew,old\n-1.5,-2.25\n0.25,1e-3\n-inf,-7\n",
        "new old\n-1,5 -2,25\n0,25 1e-3\n-inf -7\n",  # R with decimal commas
        "# new old\n-1.5 -2.25\n 0.25   1e-3\n-inf\t-7\n",  # NumPy's savetxt
        "sep=;\nnew;old\n-1.5;-2.25\n0.25;1e-3\n-inf;-7\n",  # Excel
        "new;old\n-1,5;-2,25\n0,25;1e-3\n-inf;-7\n",
        "new\told\n-1,5\t-2,25\n,25\t1,0e-3\n-inf\t-7\n",
        'prompt,old,new\n"a ""b"", c",-2.25,-1.5\n"two\nlines, #",1e-3,.25\n5" pipe,-7,-inf\n',
        "new,old,\n-1.5,-2.25,\n0.25,1e-3,\n-inf,-7,\n",
        '"new","old"\n"1",-1.5,-2.25\n"2",0.25,1e-3\n"3",-inf,-7\n',  # R, with names of rows
    ],
)
def test_what_other_programs_write(tmp_path, content):
    path = written(tmp_path / "t.csv", content)
    names = inspect(path).names
    if "new" not in names:
        assert names == ("1", "2")
    read = ratios(path, *(("new", "old") if "new" in names else ("1", "2")))
    assert np.array_equal(read.log_weights, LOG_W)
    assert read.rows == 3


def test_savetxt_comes_back(tmp_path):
    table = np.random.default_rng(3).normal(size=(500, 3))
    path = tmp_path / "t.txt"
    np.savetxt(path, table, header="a new old")
    read = ratios(str(path))
    assert np.array_equal(read.log_weights, np.loadtxt(path) @ [0.0, 1.0, -1.0])


def test_chinese_names_and_groups(tmp_path):
    path = written(tmp_path / "数据.csv", "策略,动作 一,b\n旧,1,2\n新,3,4\n旧,5,6\n新,7,9\n")
    found = inspect(path)
    assert found.names == ("策略", "动作 一", "b")
    assert found.numeric_names == ("动作 一", "b")
    read = samples(path, "动作 一", "b", group="策略")
    assert read.names == ("新", "旧")
    assert read.p.tolist() == [[3.0, 4.0], [7.0, 9.0]]


def test_names_are_made_different_and_missing_ones_are_numbers(tmp_path):
    path = written(tmp_path / "t.csv", "x,x,,x\n1,2,3,4\n5,6,7,8\n")
    assert inspect(path).names == ("x", "x (2)", "3", "x (3)")


def test_commas_that_may_be_thousands_are_no_decimals(tmp_path):
    path = written(tmp_path / "t.csv", "new;old\n1,234;-2,500\n1,500;2,525\n")
    assert not inspect(path).decimal_comma
    message = refused(ratios, path)
    assert "commas that may part decimals or thousands, in column new, as '1,234'" in message


def test_a_point_among_decimal_commas_is_named(tmp_path):
    rows = ["1,5;2,25"] * 400 + ["1.500;2"]
    path = written(tmp_path / "t.csv", "new;old\n" + "\n".join(rows))
    assert "1 of 401 rows cannot be used" in (message := refused(ratios, path))
    assert "line 402: text '1.500' in column new" in message


@pytest.mark.parametrize(
    ("names", "kind", "columns", "group"),
    [
        ("logp_old,logp_new", "log-ratios", ("logp_new", "logp_old"), ""),
        ("step,old_log_prob,log_prob", "log-ratios", ("log_prob", "old_log_prob"), ""),
        ("logprobs,ref_logprobs,reward", "log-ratios", ("logprobs", "ref_logprobs"), ""),
        ("log_q,log_p", "log-ratios", ("log_p", "log_q"), ""),
        ("behaviour_logp,target_logp", "log-ratios", ("target_logp", "behaviour_logp"), ""),
        ("x,log_ratio", "log-ratios", ("log_ratio",), ""),
        ("logw", "log-ratios", ("logw",), ""),
        ("x,y,group", "groups", ("x", "y"), "group"),
    ],
)
def test_columns_are_suggested_by_their_names(tmp_path, names, kind, columns, group):
    width = names.count(",") + 1
    rows = [",".join(str(i % 2 + (j + 1) / 10) for j in range(width)) for i in range(3)]
    path = written(tmp_path / "t.csv", names + "\n" + "\n".join(rows))
    found = inspect(path).suggestion
    assert (found.kind, found.columns, found.group, found.by_name) == (kind, columns, group, True)


def test_a_guess_is_called_one(tmp_path):
    path = written(tmp_path / "t.csv", "1,2,3\n4,5,6\n")
    assert inspect(path).suggestion.columns == ("1", "2")
    assert not inspect(path).suggestion.by_name
    assert inspect(written(tmp_path / "u.csv", "a,b\nc,d\ne,f\n")).suggestion is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n# nothing\n", "holds no rows"),
        (b"\x1f\x8b\x08\x00", "unpack it first"),
        (b"\x00\x01\x02", "is binary; it must be a CSV, NPY or NPZ file"),
        (b"new,old\n", "has 0 usable rows; at least 2"),
        (b"new,old\n1,2\n", "has 1 usable rows; at least 2"),
        (b"new,old\n1,2\nx,3\n", "has 1 usable rows (of 2; line 3: text 'x' in column new)"),
        (b"new,old\n-inf,1\n-inf,2\n", "every log-ratio is -inf"),
        (b"a,old\n1,2\n3,4\n", "has no column new; known are a, old"),
        (b'a,b\n"never closed, 1\n2,3\n', "has no column new"),
    ],
)
def test_what_holds_no_table_is_refused(tmp_path, content, words):
    assert words in refused(ratios, written(tmp_path / "t.csv", content))


ENCODINGS = ("gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_in_other_encodings_is_read_and_told(tmp_path, encoding, end):
    head = end.join(["# 策略的对数概率", "组别,新策略对数概率,旧策略对数概率", ""])
    rows = [f"第{i}组,{-1.5 - i / 8},{-2.25 - i / 4}" for i in range(400)]
    path = written(tmp_path / "t.csv", (head + end.join(rows) + end).encode(encoding))
    found = inspect(path)
    assert found.names == ("组别", "新策略对数概率", "旧策略对数概率")
    assert found.suggestion.columns == found.names[1:]
    assert any(note.endswith(" text") and note.startswith("read as ") for note in found.notes)
    read = ratios(path, *found.names[1:])
    assert np.array_equal(read.log_weights, 0.75 + np.arange(400) / 8)


def test_groups_with_chinese_names(tmp_path):
    text = "组别,x\n" + "新,1\n旧,2\n" * 5
    source = DataSource(written(tmp_path / "t.csv", text.encode("gbk")), "groups", ("x",), "组别")
    assert groups(source, Run()).names == ("新", "旧")


def test_what_is_no_file_is_refused(tmp_path):
    for path, words in [
        (tmp_path / "none.csv", "no such file"),
        (tmp_path, "it is not a file"),
        ("/dev/zero", "it is not a file"),
    ]:
        assert words in refused(ratios, str(path))
        assert words in refused(inspect, str(path))


pieces = st.one_of(
    st.binary(max_size=4),
    st.sampled_from(
        [b"1.5", b"-2", b"nan", b"1,5", b"x", b"#", b'"', b",", b";", b"\t", b" ", b"\n", b"\r\n"]
    ),
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(pieces, max_size=40).map(b"".join), st.booleans())
def test_any_bytes_give_numbers_or_an_error_in_words(tmp_path, content, skip):
    path = written(tmp_path / "t.csv", b"a,b\n1,2\n" * skip + content)
    try:
        found = inspect(path).suggestion
        if found is not None:
            source = DataSource(path, found.kind, found.columns, found.group, "", skip)
            read = (log_ratios if found.kind == "log-ratios" else groups)(source, Run())
            assert read.rows > read.skipped
    except ParameterError as error:
        if "\n" in str(error):
            pytest.fail(repr(str(error)))
