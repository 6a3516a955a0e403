"""Arrays in NPY and NPZ files: every layout that NumPy writes, and files that lie or are broken."""

import tracemalloc
import zipfile

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.core.parameter import ParameterError
from engine.core.run import Cancelled, Run
from engine.data.error import BadRows
from engine.data.file import groups, log_ratios
from engine.data.inspection import inspect
from engine.data.source import DataSource
from tests.helpers.data_files import ratios, refused, samples, saved, written

TABLE = np.random.default_rng(2).normal(size=(50, 3)).round(3)


@pytest.mark.parametrize("kind", ["f8", ">f8", "f4", "f2", "i4", "u1", "g"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_every_number_type_and_order(tmp_path, kind, order):
    table = np.asarray(np.abs(TABLE) * 50, dtype=kind, order=order)
    path = saved(tmp_path / "t.npy", table)
    found = inspect(path)
    assert (found.format, found.rows, found.names) == ("npy", 50, ("1", "2", "3"))
    assert [float(cell) for cell in found.first_rows[0]] == pytest.approx(table[0].tolist())
    expected = table[:, 2].astype(float) - table[:, 0].astype(float)
    assert np.array_equal(ratios(path, "3", "1").log_weights, expected)


def test_one_axis_is_a_column_of_log_ratios(tmp_path):
    path = saved(tmp_path / "t.npy", TABLE[:, 0])
    assert inspect(path).suggestion.columns == ("1",)
    assert np.array_equal(ratios(path, "1").log_weights, TABLE[:, 0])


def test_columns_that_lie_as_rows(tmp_path):
    wide = np.random.default_rng(4).normal(size=(2, 5000))
    path = saved(tmp_path / "t.npy", wide)
    assert inspect(path).rows == 5000
    assert np.array_equal(ratios(path, "1", "2").log_weights, wide[0] - wide[1])
    np.savez_compressed(tmp_path / "t.npz", w=wide)
    found = inspect(str(tmp_path / "t.npz"))
    assert (found.names, len(found.first_rows)) == (("w_1", "w_2"), 20)
    assert float(found.first_rows[3][1]) == wide[1, 3]


def test_structured_arrays(tmp_path):
    kinds = [("new", "f4"), ("old", "f8"), ("who", "U9"), ("tag", "S3"), ("vector", "f8", 2)]
    table = np.zeros(4, kinds)
    table["new"], table["old"], table["who"] = 1.5, [1, 2, 3, 4], ["旧", "新", "旧", "新"]
    table["tag"] = [b"a", b"b", b"a", b"b"]
    path = saved(tmp_path / "t.npy", table)
    assert inspect(path).names == ("new", "old", "who", "tag")
    assert ratios(path).log_weights.tolist() == [0.5, -0.5, -1.5, -2.5]
    read = samples(path, "old", group="who")
    assert (read.names, read.p.tolist()) == (("新", "旧"), [[2.0], [4.0]])
    assert samples(path, "old", group="tag").names == ("a", "b")
    assert "holds no numbers in column who" in refused(ratios, path, "new", "who")


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_named_arrays(tmp_path, save):
    path = str(tmp_path / "t.npz")
    save(path, new=TABLE[:, 0], old=TABLE[:, 1], x=TABLE, label=np.arange(50) % 2, one=np.array(3))
    found = inspect(path)
    assert found.names == ("new", "old", "x_1", "x_2", "x_3", "label")
    assert found.suggestion.kind == "groups" or found.suggestion.columns == ("new", "old")
    assert np.array_equal(ratios(path).log_weights, TABLE[:, 0] - TABLE[:, 1])
    read = samples(path, "x_1", "x_3", group="label")
    assert read.names == ("0", "1")
    assert np.array_equal(read.p, TABLE[::2, [0, 2]])


def test_columns_of_two_lengths_do_not_go_together(tmp_path):
    np.savez(tmp_path / "t.npz", new=np.zeros(3), old=np.zeros(4))
    message = refused(ratios, str(tmp_path / "t.npz"))
    assert "column old has 4 rows and new 3" in message


def test_bad_rows_of_an_array(tmp_path):
    table = TABLE.copy()
    table[[3, 7, 40], [0, 1, 2]] = [np.nan, np.inf, np.nan]
    path = saved(tmp_path / "t.npy", table)
    with pytest.raises(BadRows, match=r"2 of 50 .* row 4: NaN in column 1; row 8: .inf in"):
        ratios(path, "1", "2")
    read = ratios(path, "1", "2", skip=True)
    assert np.array_equal(read.log_weights, np.delete(TABLE[:, 0] - TABLE[:, 1], [3, 7]))
    half = saved(tmp_path / "u.npy", TABLE[:, :2])
    both = samples(path, "1", "2", second_path=half, skip_bad_rows=True)
    assert (len(both.p), len(both.q), both.bad_rows[0].place) == (48, 50, "t.npy, row 4")


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.zeros((0, 2)), "has 0 usable rows"),
        (np.zeros((1, 2)), "has 1 usable rows"),
        (np.zeros((2, 2, 2)), "the array has 3 axes (2 x 2 x 2); save it with one or two"),
        (np.zeros(3, "V2"), "a 2-byte type that NumPy does not know, probably bfloat16"),
        (np.zeros(3, "V1"), "probably float8; save it as float32"),
        (np.zeros(3, complex), "the array holds complex numbers"),
        (np.zeros(3, "M8[s]"), "no numbers"),
        (np.array(3.0), "the array is a single value"),
        (np.array(3.0), "no array of numbers"),
        (np.zeros((3, 2), complex), "no array of numbers"),
        (np.zeros((3, 2), "M8[s]"), "no array of numbers"),
        (np.array([["a", "b"]]), "holds no numbers in column 1"),
        (np.array([[print, 1.0]], dtype=object), "holds Python objects, which are never read"),
    ],
)
def test_arrays_without_rows_of_numbers_are_refused(tmp_path, array, words):
    path = saved(tmp_path / "t.npy", array, allow_pickle=True)
    assert words in refused(ratios, path, "1", "2")


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("code", [0x110000, 0xD800, 2**32 - 1])
def test_texts_of_characters_that_do_not_exist_are_refused(tmp_path, code, order):
    kinds = [("x", "f8"), ("who", f"{order}U1")]
    table = np.zeros(4, kinds)
    table["who"] = ["a", "旧", "a", "旧"]
    path = saved(tmp_path / "t.npy", table)
    assert samples(path, "x", group="who", groups=("a", "旧")).names == ("a", "旧")
    number = "<u4" if order == "<" else ">u4"
    broken = np.array([code], number).tobytes()
    content = (
        (tmp_path / "t.npy")
        .read_bytes()
        .replace("旧".encode("utf-32-le" if order == "<" else "utf-32-be"), broken)
    )
    path = written(tmp_path / "u.npy", content)
    assert "characters that do not exist" in refused(samples, path, "x", group="who")
    assert "characters that do not exist" in refused(inspect, path)


def header(shape: str, descr: str = "'<f8'") -> bytes:
    text = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode()


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (header("(1000000000000000, 2)"), "cut short: it promises 16,000,000,000,000,000 bytes"),
        (header("(" + "9" * 90 + ", 2)"), "cut short"),
        (header("(-2, 2)"), "is not a readable NPY"),
        (header("'x'"), "is not a readable NPY"),
        (header("(2, 2)", "'nonsense'"), "is not a readable NPY"),
        (header("(2, 2)", "print()"), "is not a readable NPY"),
        (header("(2, 2)", "[" * 50), "is not a readable NPY"),
        (header("(3, 2)")[:40], "is not a readable NPY"),
        (b"\x93NUMPY", "is not a readable NPY"),
        (b"\x93NUMPY\x02\x00\xff\xff\xff\xff{}", "is not a readable NPY"),
        (b"PK\x03\x04 and so on", "is not a readable NPZ file"),
    ],
)
def test_files_that_lie_or_are_cut_are_refused_before_memory_is_taken(tmp_path, start, words):
    path = written(tmp_path / "t.npy", start + b"\0" * 32)
    tracemalloc.start()
    try:
        assert words in refused(ratios, path, "1", "2")
        assert words in refused(inspect, path)
        assert tracemalloc.get_traced_memory()[1] < 20e6
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("promise", ["(1000000000000, 2)", "(300000000, 2)"])
def test_an_archive_that_promises_too_much_is_refused(tmp_path, promise):
    with zipfile.ZipFile(tmp_path / "t.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("new.npy", header(promise) + b"\0" * 10**6)
    assert "cut short: it promises" in refused(ratios, str(tmp_path / "t.npz"))


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("engine.data.formats.numpy_arrays.MOST_BYTES", 10**6)
    np.savez_compressed(tmp_path / "t.npz", new=np.zeros(10**5), old=np.zeros(10**5))
    assert "unpacks to 1,600,256 bytes; at most" in refused(ratios, str(tmp_path / "t.npz"))


def test_archives_of_other_things_are_refused(tmp_path):
    for name, words in [
        ("[Content_Types].xml", "office file"),
        ("a/data.pkl", "is a PyTorch file"),
    ]:
        with zipfile.ZipFile(tmp_path / "t.npz", "w") as archive:
            archive.writestr(name, b"x")
        assert words in refused(ratios, str(tmp_path / "t.npz"))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.data(), packed=st.booleans(), changes=st.lists(st.tuples(st.integers(0), st.binary()))
)
def test_damaged_files_give_numbers_or_an_error_in_words(tmp_path, data, packed, changes):
    path = tmp_path / "t"
    with path.open("wb") as file:
        if packed:
            np.savez_compressed(file, new=TABLE[:, 0], old=TABLE[:, 1])
        else:
            np.save(file, TABLE)
    content = bytearray(path.read_bytes())
    for place, piece in changes:
        start = place % len(content)
        content[start : start + len(piece)] = piece
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    columns = ("new", "old") if packed else ("1", "2")
    for read in (
        lambda: inspect(str(path)),
        lambda: log_ratios(DataSource(str(path), "log-ratios", columns), Run()),
        lambda: groups(DataSource(str(path), "groups", ("1",), "2"), Run()),
    ):
        try:
            read()
        except ParameterError as error:
            if len(str(error)) > 600:
                pytest.fail(str(error))


def test_ten_million_rows_are_read_with_progress_and_can_be_cancelled(tmp_path):
    table = np.random.default_rng(6).standard_normal((10**7, 2), dtype=np.float32)
    path = saved(tmp_path / "t.npy", table)
    steps = []
    inspect(path)
    source = DataSource(path, "log-ratios", ("1", "2"))
    read = log_ratios(source, Run(report=steps.append))
    assert len(read.log_weights) == 10**7
    assert len(steps) > 50
    assert np.array_equal(read.log_weights[-9:], table[-9:, 0].astype(float) - table[-9:, 1])
    with pytest.raises(Cancelled):
        log_ratios(DataSource(path, "log-ratios", ("2", "1")), Run(cancelled=lambda: True))
