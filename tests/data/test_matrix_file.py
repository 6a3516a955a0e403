"""Covariance tables as programs write them: names around the numbers, rounding across them."""

import contextlib

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.data.matrix_file import matrix_from_text, read_matrix
from engine.divergence.closed_forms import kl
from engine.gaussian.covariance import symmetrised
from engine.gaussian.gaussian import Gaussian

THREE = [[4.0, 1.0, 0.5], [1.0, 3.0, 0.2], [0.5, 0.2, 2.0]]
ROWS = ["4.0,1.0,0.5", "1.0,3.0,0.2", "0.5,0.2,2.0"]


def table(header="", index=("", "", ""), sign=","):
    rows = [f"{name}{row}".replace(",", sign) for name, row in zip(index, ROWS, strict=True)]
    return "\n".join([header.replace(",", sign), *rows] if header else rows) + "\n"


NAMED = ("a,", "b,", "c,")
QUOTED = ('"a",', '"b",', '"c",')


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("header", "index"),
    [
        ("", ("", "", "")),
        (",a,b,c", NAMED),  # pandas, to_csv
        ("a,b,c", ("", "", "")),  # pandas, index=False
        ("", NAMED),  # pandas, header=False
        (",0,1,2", ("0,", "1,", "2,")),  # pandas without names
        ("0,1,2", ("", "", "")),
        ("", ("0,", "1,", "2,")),
        ("name,a,b,c", NAMED),  # an index with a name
        ('"","a","b","c"', QUOTED),  # R, write.csv
        ('"a","b","c"', QUOTED),  # R, write.table
        ('"V1","V2","V3"', ('"1",', '"2",', '"3",')),
        ('"","log p, new","log q","r"', ('"log p, new",', '"log q",', '"r",')),
        ("log p,log q,r", ("", "", "")),
        ("# a b c", ("", "", "")),
        ("# made by hand\n\na,b,c", ("", "", "")),
    ],
)
def test_names_are_left_out(header, index, sign):
    assert matrix_from_text(table(header, index, sign), "c").tolist() == THREE


@pytest.mark.parametrize(
    "text",
    [
        '"a" "b" "c"\n"a" 4 1 0.5\n"b" 1 3 0.2\n"c" 0.5 0.2 2\n',  # R, write.table as it is
        "  a b c\na 4 1 0.5\nb 1 3 0.2\nc 0.5 0.2 2\n",  # pandas, printed
        "[[4.  1.  0.5]\n [1.  3.  0.2]\n [0.5 0.2 2. ]]\n",  # NumPy, printed
        "[[4, 1, 0.5],\n [1, 3, 0.2],\n [0.5, 0.2, 2]]\n",
        "4, 1, 0.5,\n1, 3, 0.2,\n\n0.5, 0.2, 2,\n",
    ],
)
def test_other_forms(text):
    assert matrix_from_text(text, "c").tolist() == THREE


def test_files_with_a_mark_and_windows_line_ends(tmp_path):
    path = tmp_path / "c.csv"
    path.write_bytes(b"\xef\xbb\xbf" + table(",a,b,c", NAMED).replace("\n", "\r\n").encode())
    assert read_matrix(path, "c").tolist() == THREE
    assert read_matrix("4,1,0.5;1,3,0.2;0.5,0.2,2", "c").tolist() == THREE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (",b,a,c\n" + table("", NAMED), "must name the rows as the columns: b, a, c"),
        ("a,b\nc,d\n", "line 1 = 'a': must be a number"),
        ("a,b\n1,x\nx,1\n", "line 2 = 'x': must be a number"),
        ("1,0.5\n#N/A,1\n", "line 2 = '#N/A': must be a number"),
        ("1,0.5\n# and so on\n0.5,1\n", "line 2 = '#': must be a number"),
        ("1,0.5 # x\n0.5,1\n", "line 1 = '0.5 # x': must be a number"),
        (",0.5\n0.5,1\n", "line 1 = '': must be a number"),
        ("4,0;1,0\n1,0;3,0\n", "line 1 = '4,0': must be a number with a decimal point"),
        (table(",a,b,c", NAMED) + "d,1,1,1\n", "must be a square table"),
        ("a,b,c\n", "line 1 = 'a': must be a number"),
    ],
)
def test_what_is_no_table_of_numbers_is_named(text, words):
    with pytest.raises(ParameterError, match=r"^c") as caught:
        matrix_from_text(text, "c")
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("dtype", "words"), [("V2", "probably bfloat16"), (complex, "complex"), (object, "objects")]
)
def test_arrays_of_other_types_are_told(tmp_path, dtype, words):
    np.save(tmp_path / "c.npy", np.zeros((2, 2), dtype), allow_pickle=True)
    with pytest.raises(ParameterError, match=words):
        read_matrix(tmp_path / "c.npy", "c")


def test_an_archive_of_arrays_is_no_table(tmp_path):
    np.savez(tmp_path / "c.npz", np.eye(2))
    with pytest.raises(ParameterError, match="save the one table as NPY"):
        read_matrix(tmp_path / "c.npz", "c")


def test_rounding_across_the_diagonal_is_taken_out():
    rng = np.random.default_rng(3)
    for d in (2, 6, 60):
        scale = 10.0 ** rng.uniform(-4, 4, d)
        x = rng.normal(size=(500, d)) @ rng.normal(size=(d, d)) * scale
        exact = np.cov(x.T)
        rounded = (exact * (1 + 1e-6 * rng.uniform(-1, 1, (d, d)))).astype(np.float32)
        assert np.any(rounded != rounded.T)
        made, words = symmetrised(rounded.astype(float))
        assert np.array_equal(made, made.T)
        assert np.allclose(made, exact, rtol=2e-6, atol=0)
        assert "symmetrised" in words
        assert np.array_equal(Gaussian(np.zeros(d), rounded).covariance, made)
        with pytest.raises(ParameterError, match="symmetric"):
            Gaussian(np.zeros(d), rounded.astype(float))


def test_what_is_symmetric_or_really_is_not_stays():
    for matrix in (THREE, [[1, 0.5], [0.4, 1]], [[1, 0.5], [0.5001, 1]], [[1, 2, 3]], [[np.nan]]):
        made, words = symmetrised(np.array(matrix, float))
        assert np.array_equal(made, np.array(matrix, float), equal_nan=True)
        assert words == ""
    with pytest.raises(ParameterError, match="symmetric"):
        Gaussian([0, 0], np.array([[1, 0.5], [0.5001, 1]], np.float32))


def test_half_of_what_differs_is_used():
    rounded = np.array([[1.0, 0.5], [0.5 + 1e-6, 1.0]])
    made, _ = symmetrised(rounded)
    expected = Gaussian([0, 0], [[1, 0.5 + 5e-7], [0.5 + 5e-7, 1]])
    unit = Gaussian([0, 0], np.eye(2))
    assert kl(Gaussian([0, 0], made), unit) == pytest.approx(kl(expected, unit), rel=1e-12)


@pytest.mark.parametrize("name", ["c.npz", "c.csv"])
def test_a_file_that_was_cut_anywhere_is_read_or_refused(tmp_path, name):
    np.savez(tmp_path / "c.npz", matrix=np.eye(2))
    (tmp_path / "c.csv").write_text("Größe,μ\n1,0.5\n0.5,2\n", "utf-8")
    content = (tmp_path / name).read_bytes()
    for end in range(1, len(content)):
        path = tmp_path / f"cut-{name}"
        path.write_bytes(content[:end])
        with contextlib.suppress(ParameterError):
            read_matrix(path, "c")
