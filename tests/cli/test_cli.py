"""The command line, run in this process and as a program of its own."""

import json
import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from engine import __version__
from engine.cli import main as cli
from engine.cli.parser import option_flags
from engine.cli.scene_flags import scene_flags
from engine.export.provenance import read_provenance
from engine.page.page import all_pages
from engine.session.file import save_session

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(capsys):
    """Runs a command that must succeed; what it prints."""

    def run(*arguments: str) -> str:
        code = cli.main(arguments)
        out, err = capsys.readouterr()
        assert (code, err) == (0, "")
        return out

    return run


@pytest.fixture
def run_json(run):
    return lambda *arguments: json.loads(run("run", *arguments, "--json"))


def value(data, name):
    return next(r["value"] for r in data["readouts"] if r["name"] == name)


def program(*arguments, **settings):
    return subprocess.Popen(
        [sys.executable, "main.py", *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **settings,
    )


def test_list_names_pages_flags_and_readouts(run):
    text = run("list")
    for page in all_pages():
        assert f"{page.name}: {page.summary}" in text
    for flag in [*option_flags(), *(flag.name for flag in scene_flags())]:
        assert f"--{flag}" in text
    assert "KL(q||p)" in text
    assert "from 1 to 1000000; default 64" in text


def test_no_option_hides_a_flag_of_every_page():
    taken = {flag.name for flag in scene_flags()}
    taken |= {"json", "all", "format", "out", "scale", "size", "session", "threads", "nearest"}
    assert not taken & option_flags().keys()


def test_the_shape_of_the_json(run_json):
    data = run_json("kl-divergence", "--samples", "1000")
    assert list(data) == ["study", "parameters", "readouts", "banners"]
    assert data["study"] == "kl-divergence"
    assert data["parameters"] == {
        "dimension": 1,
        "p_mean": 0.0,
        "p_std": 1.0,
        "q_mean": 1.0,
        "q_std": 1.0,
        "samples": 1000,
        "seed": 7,
        "batch": 64,
        "coefficient": 1.0,
    }
    for readout in data["readouts"]:
        assert {"name", "value", "standard_error", "kind", "note"} <= readout.keys()
        assert (readout["standard_error"] is None) == (readout["kind"] == "exact")


@pytest.mark.parametrize(
    ("shift", "ratios", "biases"),
    [("0.1", (20.0, 1.42, 1.42), (0, 0.002, 0)), ("1", (2.0, 1.73, 1.7), (0, 0.25, 0))],
)
def test_the_published_table(run_json, shift, ratios, biases):
    """Schulman 2020, joschu.net/blog/kl-approx.html: bias/true and std/true."""
    data = run_json("kl-divergence", "--p-mean", shift, "--q-mean", "0", "--samples", "1e4")
    for k, ratio, bias in zip((1, 2, 3), ratios, biases, strict=True):
        assert round(value(data, f"k{k} std/true"), 2) == ratio
        assert math.isclose(value(data, f"k{k} bias/true"), bias, abs_tol=0.0006)


def test_kl_of_two_means(run_json):
    data = run_json("kl-divergence", "--p-mean", "2", "--q-mean", "5", "--samples", "1000")
    assert value(data, "KL(q||p)") == 4.5


def test_infinities_are_strings(run_json):
    data = run_json("densities", "--p-std", "2", "--q-std", "1")
    assert value(data, "chi-square(p||q)") == "inf"


def test_flags_reach_the_scene(run_json):
    shared = ("--samples", "1_000", "--seed", "3", "--batch", "2e3")
    two = run_json(
        "kl-divergence", "--p-mean", "-1,2", "--p-std=.5", "--p-correlation", "-.3", *shared
    )["parameters"]
    assert two["dimension"] == 2
    assert (two["p_mean"], two["p_std"]) == ([-1.0, 2.0], [0.5, 0.5])
    assert math.isclose(two["p_correlation"], -0.3, rel_tol=1e-14)
    assert (two["q_mean"], two["q_std"], two["q_correlation"]) == ([0.0, 0.0], [1.0, 1.0], 0.0)
    assert (two["samples"], two["seed"], two["batch"]) == (1000, 3, 2000)
    three = run_json(
        "densities", "--dimension", "3", "--q-correlation", ".5", "--q-structure", "ar1"
    )["parameters"]
    assert three["q_covariance"] == [[1.0, 0.5, 0.25], [0.5, 1.0, 0.5], [0.25, 0.5, 1.0]]
    assert three["q_mean"] == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("kind", ["comma", "space", "npy", "big-endian npy"])
def test_a_covariance_from_a_file(run_json, tmp_path, kind):
    matrix = np.array([[2.0, 0.1, 0.0], [0.1, 1.0, 1 / 3], [0.0, 1 / 3, 3.0]])
    path = tmp_path / "table"
    if "npy" in kind:
        order = ">f8" if "big" in kind else "<f8"
        with path.open("wb") as file:
            np.save(file, matrix.astype(order))
    else:
        mark = ", " if kind == "comma" else "  "
        rows = [mark.join(map(repr, row)) for row in matrix.tolist()]
        path.write_text("# a table\n" + "\r\n".join(rows) + "\n\n")
    data = run_json("densities", "--p-covariance", str(path), "--p-mean", "-1")
    assert data["parameters"]["p_covariance"] == matrix.tolist()
    assert data["parameters"]["p_mean"] == [-1.0, -1.0, -1.0]


def test_the_nearest_covariance_is_taken_on_demand(tmp_path, capsys):
    path = tmp_path / "table.csv"
    path.write_text("1,2\n2,1\n")
    assert cli.main(["run", "densities", "--p-covariance", str(path), "--json"]) == 2
    message = capsys.readouterr().err
    assert "smallest eigenvalue is -1, along (0.707, -0.707)" in message
    assert "--nearest" in message
    assert cli.main(["run", "densities", "--p-covariance", str(path), "--json", "--nearest"]) == 0
    out, err = capsys.readouterr()
    std = json.loads(out)["parameters"]["p_std"]
    assert std == pytest.approx([math.sqrt(1.5)] * 2, rel=1e-3)
    assert "the nearest valid covariance is used" in err


def test_a_session_file_and_flags_on_top(run, run_json, tmp_path):
    run("export", "kl-divergence", "--p-mean", "0,1", "--p-correlation", ".5", "--samples", "2000",
        "--batch", "9", "--format", "csv,npz", "--out", str(tmp_path))  # fmt: skip
    session = read_provenance(tmp_path / "kl-divergence.npz")
    save_session(session, tmp_path / "session.json")
    for name in ("kl-divergence-running.csv", "kl-divergence.npz", "session.json"):
        data = run_json("--session", str(tmp_path / name), "--seed", "8")
        assert data["study"] == "kl-divergence"
        parameters = data["parameters"]
        assert parameters["p_mean"] == [0.0, 1.0]
        assert parameters["p_correlation"] == 0.5
        assert (parameters["samples"], parameters["seed"], parameters["batch"]) == (2000, 8, 9)
    wider = run_json("--session", str(tmp_path / "session.json"), "--q-mean", "3,4")["parameters"]
    assert (wider["q_mean"], wider["p_correlation"]) == ([3.0, 4.0], 0.5)


def test_the_table_for_people(run):
    text = run("run", "kl-divergence", "--samples", "2000", "--p-std", "2")
    lines = text.splitlines()
    assert lines[0].startswith("kl-divergence: p = N(0, 2²), q = N(0, 1²), 2,000 samples")
    estimate = next(line for line in lines if line.startswith("k1 estimate"))
    assert " ± " in estimate
    assert "∞" in text
    assert "nan" not in text.lower()


def test_export_hands_over_what_is_to_be_drawn(tmp_path, capsys):
    calls = []

    def draw(session, result, paths, *, scale, size):
        calls.append((session.page, [path.name for path in paths], scale, size))

    code = cli.main(
        ["export", "--all", "--out", str(tmp_path), "--format", "svg,PNG,csv,svg", "--scale", "3",
         "--size", "900x600", "--samples", "1000", "--batch", "3"], draw)  # fmt: skip
    assert code == 0
    names = [page.name for page in all_pages()]
    assert calls == [(n, [f"{n}.svg", f"{n}.png"], 3.0, (900, 600)) for n in names]
    printed = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert set(tmp_path.iterdir()) == {path for path in printed if path.suffix == ".csv"}
    assert tmp_path / "densities.svg" in printed


def test_figures_that_cannot_be_drawn_are_said_after_the_numbers(tmp_path, capsys):
    def draw(*_, **__):
        raise cli.NoFigures("libEGL is missing")

    arguments = ["export", "densities", "--out", str(tmp_path), "--format", "png,npz"]
    assert cli.main(arguments, draw) == 1
    assert capsys.readouterr().err == "gaussian-explorer: libEGL is missing\n"
    assert [path.name for path in tmp_path.iterdir()] == ["densities.npz"]


def test_without_qt_the_numbers_are_written_and_the_rest_is_said(tmp_path):
    code = "import sys; sys.modules['PySide6'] = None; import main; sys.exit(main.main())"
    arguments = ["export", "densities", "--format", "png,csv", "--out", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.startswith("gaussian-explorer: Qt cannot be loaded")
    assert done.stderr.count("\n") == 1
    assert {path.suffix for path in tmp_path.iterdir()} == {".csv"}


def test_progress_is_shown_in_place(capsys):
    report = cli.progress_line(True)
    for done in (0.0, 0.101, 0.104, 0.5, 1.0):
        report(done)
    assert capsys.readouterr().err == "\r 10 %\r 50 %\r     \r"
    cli.progress_line(False)(0.5)
    assert capsys.readouterr().err == ""


def test_one_and_two_threads_agree(run):
    one, two = (
        run("run", "kl-divergence", "--samples", "300000", "--threads", n, "--json") for n in "12"
    )
    assert one == two


def test_help_and_version(run):
    assert run("--version") == f"gaussian-explorer {__version__}\n"
    for arguments in (["--help"], ["run", "-h"], ["export", "--help"], ["list", "-h"]):
        assert "usage: gaussian-explorer" in run(*arguments)


def test_a_reader_that_leaves_early_ends_it_quietly():
    with program("list") as done:
        done.stdout.close()
        assert done.stderr.read() == ""
    assert done.returncode == 141


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_stops_a_long_run_in_one_line():
    done = program("run", "kl-divergence", "--samples", "1e9", "--threads", "1")
    time.sleep(3.0)
    done.send_signal(signal.SIGINT)
    out, err = done.communicate(timeout=60)
    assert (done.returncode, out, err) == (130, "", "gaussian-explorer: stopped\n")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays of Linux")
@pytest.mark.parametrize("display", [None, ":4242"])
def test_without_a_display_one_sentence_says_what_works(display):
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {key: text for key, text in os.environ.items() if key not in names}
    if display:
        environment["DISPLAY"] = display
    done = program(env=environment)
    out, err = done.communicate(timeout=60)
    assert (done.returncode, out) == (2, "")
    assert err.count("\n") == 1
    assert "`export`" in err
    assert "`run`" in err


def test_what_is_not_said_of_p_and_q_is_standard_normal(run_json):
    assert run_json("densities")["parameters"]["q_mean"] == 1.0
    told = run_json("densities", "--p-std", "1.5")["parameters"]
    assert (told["p_mean"], told["q_mean"], told["q_std"]) == (0.0, 0.0, 1.0)
