"""Whatever is typed: exit 2 and one line that names the field, or an answer without NaN."""

import contextlib
import io
import json

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.cli import main as cli
from engine.cli.parser import option_flags
from engine.cli.scene_flags import scene_flags

RUN = ("run", "densities")


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(arguments)
    return code, out.getvalue(), err.getvalue()


def refused(*arguments: str) -> str:
    """The one line that a command is refused with."""
    code, out, err = run(*arguments)
    assert (code, out) == (2, ""), (arguments, err)
    assert err.startswith("gaussian-explorer: ")
    assert err.count("\n") == 1
    assert err.endswith("\n")
    assert len(err) < 900
    return err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("--p-std 0", "p-std = 0: must be a number from 1e-12 to 1e+12"),
        ("--p-std -1", "p-std = -1: must be"),
        ("--q-std nan", "q-std = nan: must be"),
        ("--q-std 1,inf", "q-std = inf: must be"),
        ("--p-mean -inf", "p-mean = -inf: must be"),
        ("--p-mean 1e13", "p-mean = 1e+13: must be"),
        ("--p-mean 1,,2", "p-mean = '': must be a number"),
        ("--p-mean one", "p-mean = 'one': must be a number"),
        ("--p-mean", "--p-mean needs a value"),
        ("--p-correlation 1 --dimension 2", "p-correlation = 1: must be a number from -0.999999"),
        ("--p-correlation .5", "p-correlation = 0.5: needs dimension 2 or more"),
        ("--q-correlation -.6 --dimension 3", "q-correlation = -0.6: must be greater than -0.5"),
        ("--p-structure ar1 --dimension 2", "p-structure = ar1: needs --p-correlation as well"),
        ("--p-structure odd", "p-structure = 'odd': must be one of equal, ar1"),
        ("--p-mean 0,1 --p-std 1,2,3", "p-mean = 2 entries: must be 1 or 3 in dimension 3"),
        ("--p-mean 0,1 --q-std 1,2,3", "p-mean = 2 entries: must be 1 or 3 in dimension 3"),
        ("--dimension 2 --p-mean 1,2,3", "p-mean = 3 entries: must be 1 or 2 in dimension 2"),
        ("--dimension 0", "dimension = 0: must be a whole number from 1 to 100"),
        ("--dimension 101", "dimension = 101: must be a whole number from 1 to 100"),
        ("--p-mean " + ",".join(["0"] * 101), "dimension = 101: must be"),
        ("--samples 0", "samples = 0: must be a whole number from 100 to 1e+09"),
        ("--samples 1e12", "samples = 1e+12: must be"),
        ("--samples 1000.5", "samples = 1000.5: must be a whole number"),
        ("--samples many", "samples = 'many': must be"),
        ("--seed -1", "seed = -1: must be a whole number from 0"),
        ("--threads 0", "threads = 0: must be a whole number from 1 to 256"),
        ("--alpha 0", "alpha = 0: must be"),
        ("--coefficient 3", "--coefficient is an option of kl-divergence, not of densities"),
        ("--speed 3", "unknown flag --speed; known are --alpha, --columns, "),
        ("--p-mea 3", "unknown flag --p-mea; known are"),
        ("--scale 2", "unknown flag --scale; known are"),
        ("more", "unknown word more; known are"),
        ("--p-covariance none.csv", "p-covariance = 'none.csv': cannot be read: no such file"),
        ("--p-covariance .", "p-covariance = '.': cannot be read: it is not a file"),
        ("--p-covariance /dev/zero", "cannot be read: it is not a file"),
        ("--session none.json", "none.json: cannot be read: no such file"),
    ],
)
def test_run_refuses(arguments, words):
    assert words in refused(*RUN, *arguments.split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run"], "run needs a page; known are densities, kl-divergence"),
        (["run", "cooking"], "page = 'cooking': must be one of densities, kl-divergence"),
        (
            ["cook"],
            "'cook' is no file and no known word; known are list, run, export, sweep, check",
        ),
        (
            ["--cook"],
            "unknown flag --cook; known are --help, --version, check, export, list, run, sweep",
        ),
        (["list", "--cook"], "unknown flag --cook; known are --help"),
        (["export"], "export needs a page or --all; known are densities"),
        (["export", "densities", "--all"], "give either densities or --all"),
        (["export", "--all", "--format", "png,gif"], "'gif'; known are png, svg, pdf, csv, npz"),
        (["export", "--all", "--format", ""], "unknown format ''; known are"),
        (["export", "densities", "--scale", "5"], "scale = 5: must be a number from 1 to 4"),
        (["export", "densities", "--size", "big"], "size = 'big': must be WIDTHxHEIGHT"),
        (["export", "densities", "--size", "9x9"], "size = 9: must be a whole number from 300"),
        (["export", "densities", "--size", "8000x8000"], "must be smaller at scale 2"),
        (["export", "densities", "--format", "png"], "png cannot be drawn here; csv and npz"),
        (["export", "densities", "--format", "csv", "--out", "/dev/null/x"], "not a directory"),
        (["export", "densities", "--format", "csv", "--out", "a\0b"], "cannot write"),
    ],
)
def test_words_and_formats_are_refused(arguments, words):
    assert words in refused(*arguments)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("1,0.5\n0.4,1", "p-covariance[0][1] = 0.5: must equal covariance[1][0] = 0.4: symmetric"),
        ("1,2\n2,1", "must be positive definite, but its smallest eigenvalue is -1, along"),
        ("1,1\n1,1", "must be positive definite"),
        ("-1", "1 x 1 table: must be 2 x 2 in dimension 2"),
        ("-1,0\n0,-1", "must be positive definite"),
        ("0,0\n0,0", "must be positive definite"),
        ("1,nan\nnan,1", "p-covariance[0][1] = nan: must be finite"),
        ("1,inf\ninf,1", "p-covariance[0][1] = inf: must be finite"),
        ("1,0\n0,1e-30", "p-std[1] = 1"),
        ("1,2,3\n4,5,6", "2 rows with 3 cells in row 1: must be a square table"),
        ("1,0\n0", "must be a square table"),
        ("", "an empty table"),
        ("a,b\nc,d", "p-covariance, line 1 = 'a': must be a number"),
        ("1,0,0\n0,1,0\n0,0,1", "p-mean = 2 entries: must be 1 or 3"),
        ("1\n" * 2000, "must be a smaller table"),
        ("\udcff", "save it as UTF-8"),
    ],
)
def test_tables_are_refused(tmp_path, table, words):
    path = tmp_path / "table.csv"
    path.write_bytes(table.encode("utf-8", "surrogateescape"))
    assert words in refused(*RUN, "--p-mean", "0,1", "--p-covariance", str(path))


@pytest.mark.parametrize(
    "array",
    [
        np.zeros(3),
        np.zeros((2, 3)),
        np.eye(2, dtype=complex),
        np.array([[print]], dtype=object),
        np.array([["a"]]),
        np.zeros((1, 0)),
    ],
)
def test_arrays_are_refused(tmp_path, array):
    np.save(tmp_path / "table.npy", array, allow_pickle=True)
    refused(*RUN, "--p-covariance", str(tmp_path / "table.npy"))


@pytest.mark.parametrize("header", ["(100000, 100000)", "(2, 2)", "(-2, 2)", "x"])
def test_an_array_that_promises_too_much_is_refused(tmp_path, header):
    text = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {header}, }}".ljust(117) + "\n"
    content = b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode() + b"\0" * 8
    (tmp_path / "table.npy").write_bytes(content)
    refused(*RUN, "--p-covariance", str(tmp_path / "table.npy"))


def test_both_ways_to_a_covariance_are_too_many(tmp_path):
    (tmp_path / "t.csv").write_text("1,0\n0,1")
    arguments = ("--p-covariance", str(tmp_path / "t.csv"), "--p-std", "2")
    assert "cannot be given with --p-std" in refused(*RUN, *arguments)


flags = st.sampled_from([f.name for f in scene_flags()] + [*option_flags(), "threads", "session"])
numbers = st.one_of(
    st.sampled_from(["nan", "inf", "-inf", "0", "-0", "-1", "1e12", "1e-320", "1e400", "9" * 400]),
    st.floats(allow_nan=True).map(repr),
    st.integers().map(str),
    st.lists(st.floats(-10, 10).map(repr), max_size=4).map(",".join),
    st.text(max_size=6),
)


@settings(max_examples=150)
@given(st.lists(st.tuples(flags, numbers), min_size=1, max_size=4), st.booleans())
@example([("p-mean", "1e12"), ("q-mean", "-1e12")], True)
@example([("p-std", "1e-12"), ("q-std", "1e12")], True)
def test_any_flags_give_an_answer_or_one_line(given_flags, separate):
    arguments = []
    for name, text in given_flags:
        arguments += [f"--{name}", text] if separate else [f"--{name}={text}"]
    code, out, err = run(*RUN, *arguments, "--json")
    if code == 0 and "readouts" in out:
        json.loads(out, parse_constant=lambda name: pytest.fail(f"{name} in {arguments}"))
        assert err == ""
    elif code != 0:
        assert code == 2
        assert err.count("\n") == 1
        assert out == ""


@settings(max_examples=100)
@given(st.lists(st.text(max_size=8), max_size=4))
def test_any_words_give_one_line(words):
    code, _, err = run("run", *words)
    assert code in (0, 2)
    assert err.count("\n") <= 1


@pytest.mark.parametrize("page", ["densities", "kl-divergence"])
@pytest.mark.parametrize(
    "arguments",
    [
        "--p-mean 0 --q-mean 1e6",
        "--p-std 1e-6 --q-std 1e3",
        "--p-std 1e3 --q-std 1e-6",
        "--p-mean -1e12 --q-mean 1e12 --p-std 1e-12 --q-std 1e-12",
        "--p-mean 0,1e6 --p-std 1e-6,1e3 --p-correlation .999999",
        "--p-mean 1 --q-mean 1",
    ],
)
def test_the_far_ends_hold_no_nan(page, arguments):
    code, out, err = run("run", page, "--samples", "1000", "--json", *arguments.split())
    assert (code, err) == (0, "")
    data = json.loads(out, parse_constant=lambda name: pytest.fail(name))
    assert "nan" not in {readout["value"] for readout in data["readouts"]}
    assert "nan" not in {readout["standard_error"] for readout in data["readouts"]}
