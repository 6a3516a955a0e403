"""The word `sweep` on the command line."""

import csv
import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.cli import main as cli
from engine.session.file import save_session
from engine.session.session import Session
from engine.sweep import job as jobs
from engine.sweep import runner as runners
from engine.sweep.progress import Progress

ROOT = Path(__file__).resolve().parents[2]
ROLLOUT = str(ROOT / "tests" / "data" / "torch_rollout.csv")
SMALL = ("sweep", "kl-divergence", "--samples", "1000", "--workers", "1")


@pytest.fixture
def sweep(capsys, tmp_path):
    """Runs a sweep that must succeed; its table's lines as dictionaries."""

    def sweep(*arguments: str) -> list[dict[str, str]]:
        path = tmp_path / "table.csv"
        code = cli.main([*arguments, "--out", str(path)])
        out, err = capsys.readouterr()
        assert (code, err) == (0, "")
        lines = path.read_text().splitlines()
        table = list(csv.DictReader(line for line in lines if not line.startswith("#")))
        *data, last = out.splitlines()
        assert last == f"{path}: {len(table)} points"
        assert bool(data) == ("--data" in arguments)
        return table

    return sweep


@pytest.fixture
def run_json(capsys):
    def run_json(*arguments: str):
        assert cli.main(["run", *arguments, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        return {each["key"]: each for each in found["readouts"]}

    return run_json


def test_a_table_holds_what_run_prints(sweep, run_json):
    table = sweep(
        *SMALL, "--over", "q.mean=0:1:3", "--read", "k3.*,kl.q_p", "--seeds", "2", "--batch", "9"
    )
    assert [(line["q.mean"], line["seed"]) for line in table] == [
        (mean, seed) for mean in ("0.0", "0.5", "1.0") for seed in ("7", "8")
    ]
    for line in table:
        flags = ("--p-mean", "0", "--q-mean", line["q.mean"], "--seed", line["seed"])
        found = run_json("kl-divergence", "--samples", "1000", *flags)
        for key in ("k3.estimate", "k3.std", "kl.q_p"):
            assert float(line[key]) == found[key]["value"]
        assert float(line["k3.estimate:standard_error"]) == found["k3.estimate"]["standard_error"]


def test_a_sweep_starts_from_a_session(sweep, tmp_path):
    session = Session(page="softmax-policy")
    save_session(session, tmp_path / "session.json")
    base = ("sweep", "--session", str(tmp_path / "session.json"), "--workers", "1")
    table = sweep(*base, "--over", "softmax.logits[2]=-1,1", "--read", "gradient.exact[2]")
    exact = [float(line["gradient.exact[2]"]) for line in table]
    assert exact[0] != exact[1]


def test_a_sweep_over_options_of_own_data(sweep, run_json):
    flags = ("importance-weights", "--data", ROLLOUT)
    table = sweep(
        "sweep", *flags, "--over", "weights.clip=0.5,2", "--read", "clip.*,ess", "--workers", "1"
    )
    for line in table:
        found = run_json(*flags, "--clip", line["weights.clip"])
        assert float(line["clip.rows"]) == found["clip.rows"]["value"]
        assert float(line["ess"]) == found["ess"]["value"]


def test_own_data_that_are_gone_are_told_before_any_point(capsys, tmp_path):
    flags = ("importance-weights", "--data", str(tmp_path / "none.csv"), "--columns", "a,b")
    more = ("--over", "weights.clip=1,2", "--read", "ess", "--out", str(tmp_path / "t.csv"))
    assert cli.main(["sweep", *flags, *more]) == 2
    assert "no such file" in capsys.readouterr().err
    assert not (tmp_path / "t.csv").exists()


def test_failures_of_points_are_told_and_the_rest_is_there(capsys, tmp_path):
    path = str(tmp_path / "table.csv")
    flags = ("--over", "dimension=1,2", "--over", "q.correlation=0.5", "--read", "k1.mean")
    for more in ((), ("--retry-failed",)):
        assert cli.main([*SMALL, *flags, "--out", path, *more]) == 0
        out, err = capsys.readouterr()
        assert out == f"{path}: 2 points\n"
        assert err == (
            "gaussian-explorer: 1 points failed, the first at dimension = 1, q.correlation = 0.5: "
            "q.correlation = 0.5: needs dimension 2 or more\n"
        )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("--over q.mean=0,1", "sweep needs --out FILE, a .csv or .parquet file"),
        ("--over q.mean=0,1 --out t.csv", "sweep needs --read KEY"),
        ("--read k1.mean --out t.csv", "sweep needs --over ADDRESS=VALUES"),
        ("--over q.men=0,1 --read k1.mean --out t.csv", "over = 'q.men': must be one of p.mean"),
        ("--over q.mean=0:1 --read k1.mean --out t.csv", "must be a value, or FROM:TO:COUNT"),
        ("--over q.mean=0,1 --read k1.men --out t.csv", "read = 'k1.men': must be a quantity"),
        ("--over q.mean=0,1 --read , --out t.csv", "read = '': must be a quantity"),
        ("--over q.mean=0,1 --read k1.mean --out t.txt", "must end in .csv or .parquet"),
        ("--over q.mean=0,1 --read k1.mean --out t.csv --seeds 0", "seeds = 0: must be a whole"),
        ("--over seed=0,1 --read k1.mean --out t.csv --seeds 2", "'seed': must be given once"),
        ("--over q.mean=0,1 --read k1.mean --out t.csv --workers 0", "workers = 0: must be a"),
        ("--over q.mean=0,1 --read k1.mean --out t.csv --scheduler a:b", "no scheduler answers"),
        (
            "--over q.mean=0,1 --read k1.mean --out t.csv --scheduler a:b --workers 2",
            "give either --workers or --scheduler",
        ),
        (
            "--over q.mean=0,1 --read k1.mean --out t.csv --scheduler-file none",
            "the scheduler file none cannot be read",
        ),
        ("--over q.mean=0,1 --threads 2", "unknown flag --threads; known are"),
        ("--over", "--over needs a value"),
        ("--over q.mean=0,1 --read k1.mean --out t.csv --q-std 0", "q-std = 0: must be"),
    ],
)
def test_what_is_no_sweep_is_refused_in_a_line(arguments, words, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if "scheduler a:b" in arguments and "workers" not in arguments:
        pytest.importorskip("distributed")
    code = cli.main(["sweep", "kl-divergence", *arguments.split()])
    out, err = capsys.readouterr()
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert words in err
    assert len(err) < 900
    assert not (tmp_path / "t.csv").exists()


def test_a_page_must_be_known(capsys):
    assert cli.main(["sweep"]) == 2
    assert "sweep needs --out" in capsys.readouterr().err
    assert cli.main(["sweep", "--out", "t.csv"]) == 2
    assert "sweep needs a page; known are" in capsys.readouterr().err


def test_other_versions_end_it_in_a_line(capsys, tmp_path, monkeypatch):
    def other(*arguments):
        return dataclasses.replace(jobs.job(*arguments), versions=())

    monkeypatch.setattr(runners, "job", other)
    path = str(tmp_path / "t.csv")
    code = cli.main([*SMALL, "--over", "q.mean=0,1", "--read", "k1.mean", "--out", path])
    assert code == 1
    assert (
        "and this program none: install the same versions on every worker"
        in capsys.readouterr().err
    )


@pytest.mark.skipif(os.name != "posix", reason="Ctrl+C")
def test_ctrl_c_leaves_what_is_there(tmp_path):
    path = tmp_path / "table.csv"
    command = [sys.executable, "main.py", "sweep", "kl-divergence", "--seeds", "500"]
    command += ["--samples", "1e6", "--read", "k?.estimate", "--out", str(path), "--workers", "2"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    ) as program:
        end = time.monotonic() + 60.0
        while not path.exists() or path.read_text().count("\n") < 6:
            assert time.monotonic() < end
            time.sleep(0.02)
        os.killpg(program.pid, signal.SIGINT)  # as a terminal does, its workers too
        out, err = program.communicate(timeout=60.0)
    landed = path.read_text().count("\n") - 3
    assert (program.returncode, out) == (130, "")
    assert err == (
        f"gaussian-explorer: stopped: {landed} of 500 points are in {path}; the same command "
        "computes the others\n"
    )


def test_progress_is_shown_in_place_on_a_terminal(monkeypatch, capsys):
    from engine.cli.sweep import _progress_line

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    show = _progress_line()
    show(Progress(1_000, 250, 0, 250, 10.0))
    show(Progress(1_000, 1_000, 0, 1_000, 40.0))
    show(None)
    lines = capsys.readouterr().err.split("\r")
    assert lines[1] == "250 of 1,000 points, 30 s left"
    assert lines[2].rstrip() == "1,000 of 1,000 points"
    assert len(lines[2]) == len(lines[1])
    assert lines[3].strip() == ""
