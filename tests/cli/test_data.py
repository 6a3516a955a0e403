"""Own data on the command line."""

import json
import shlex
from pathlib import Path

import numpy as np
import pytest

from engine.cli import main as cli
from engine.cli.parser import DATA_FLAGS, option_flags
from engine.cli.scene_flags import scene_flags
from engine.export.command_line import command_line
from engine.export.provenance import read_provenance
from tests.helpers.data_files import saved, written

ROLLOUT = str(Path(__file__).parent.parent / "data" / "torch_rollout.csv")
RUN = ("run", "importance-weights", "--data", ROLLOUT)


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
def refused(capsys):
    """Runs a command that must be refused; its one line."""

    def refused(*arguments: str) -> str:
        code = cli.main(arguments)
        out, err = capsys.readouterr()
        assert (code, out, err.count("\n")) == (2, "", 1)
        return err

    return refused


@pytest.fixture
def group_file(tmp_path):
    rng = np.random.default_rng(1)
    rows = [(name, *rng.normal(i, 1 + i, 3)) for name, i in (("old", 0), ("new", 1), ("odd", 2))
            for _ in range(40)]  # fmt: skip
    lines = [",".join(map(str, row)) for row in rows]
    return written(tmp_path / "groups.csv", "policy,x,y,z\n" + "\n".join(lines))


def test_flags_of_data_are_no_options():
    taken = {flag.name for flag in DATA_FLAGS} | {"skip-bad-rows"}
    assert not taken & (option_flags().keys() | {flag.name for flag in scene_flags()})


@pytest.mark.parametrize("columns", [(), ("--columns", "logp_new,logp_old")])
def test_log_ratios_of_another_program(run, columns):
    data = json.loads(run(*RUN, *columns, "--json"))
    source = data["parameters"]["data"]
    assert source["path"] == ROLLOUT
    assert source["columns"] == ["logp_new", "logp_old"]
    assert "p_mean" not in data["parameters"]
    assert data["data"] == {
        "file": "torch_rollout.csv", "kind": "log-ratios", "p": "logp_new", "q": "logp_old",
        "columns": ["logp_new", "logp_old"], "group": None, "mask": None, "left_out": [],
        "rows": 1000, "used": 1000, "masked": 0, "skipped": 0, "bad_rows": [], "changed": False,
        "notes": [],
    }  # fmt: skip
    table = np.loadtxt(ROLLOUT, delimiter=",", skiprows=1)
    w = np.exp(table[:, 2] - table[:, 1])
    values = {readout["name"]: readout["value"] for readout in data["readouts"]}
    assert values["ESS"] == pytest.approx(w.sum() ** 2 / (w @ w), rel=1e-12)


def test_the_kl_page_works_on_them_too(run):
    text = run("run", "kl-divergence", "--data", ROLLOUT)
    assert "log w = logp_new - logp_old of torch_rollout.csv, 1,000 rows" in text
    assert "unknown for data" in text


def test_bad_rows_are_refused_or_left_out(run, refused, tmp_path):
    path = written(tmp_path / "t.csv", "log_w\n" + "0.1\n0.2\n" * 50 + "x\n")
    words = ("run", "kl-divergence", "--data", path)
    assert "1 of 101 rows cannot be used" in (message := refused(*words))
    assert "line 102: text 'x' in column log_w" in message
    assert "1 of 101 rows are left out: line 102: text 'x'" in run(*words, "--skip-bad-rows")
    data = json.loads(run(*words, "--skip-bad-rows", "--json"))
    assert data["data"]["skipped"] == 1
    assert data["data"]["bad_rows"] == [{"place": "line 102", "reason": "text 'x' in column log_w"}]


def test_groups_are_fitted_and_flags_come_on_top(run, group_file):
    words = ("run", "densities", "--data", group_file, "--group", "policy", "--groups", "new,old")
    data = json.loads(run(*words, "--columns", "x,z", "--q-mean", "3", "--json"))
    table = np.genfromtxt(group_file, delimiter=",", skip_header=41, max_rows=40)[:, [1, 3]]
    assert np.allclose(data["parameters"]["p_mean"], table.mean(axis=0), rtol=1e-12)
    assert np.allclose(data["parameters"]["p_std"], table.std(axis=0, ddof=1), rtol=1e-12)
    assert data["parameters"]["q_mean"] == [3.0, 3.0]
    assert data["parameters"]["data"]["groups"] == ["new", "old"]
    every = json.loads(run("run", "tanh-squashing", *words[2:], "--json"))["parameters"]
    assert every["dimension"] == 3


def test_groups_in_two_files(run, tmp_path):
    p = saved(tmp_path / "p.npy", np.random.default_rng(1).normal(size=300))
    q = saved(tmp_path / "q.npy", np.random.default_rng(2).normal(size=200))
    text = run("run", "densities", "--data", p, "--data-q", q)
    assert "p = 300 samples of p.npy, q = 200 samples of q.npy, in 1 of" in text


def test_exports_carry_the_reference(run, tmp_path):
    words = ("export", "kl-divergence", "--data", ROLLOUT, "--format", "csv,npz")
    run(*words, "--out", str(tmp_path))
    session = read_provenance(tmp_path / "kl-divergence.npz")
    assert session.scene.data.columns == ("logp_new", "logp_old")
    again = json.loads(run("run", "--session", str(tmp_path / "kl-divergence.npz"), "--json"))
    assert again["parameters"]["data"]["path"] == ROLLOUT
    assert again["data"]["rows"] == 1000


def test_the_command_line_of_a_session_with_data(run, group_file, tmp_path):
    name = written(tmp_path / "a name.csv", '"a,b",c d\n1,2\n2,3\nx,3\n')
    columns = ("--columns", '"a,b",c d', "--skip-bad-rows")
    groups = ("--group", "policy", "--groups", "old,odd")
    for words in (
        ("kl-divergence", "--data", name, *columns),
        ("densities", "--data", group_file, *groups),
        ("tanh-squashing", "--data", group_file, *groups),
    ):
        run("export", *words, "--format", "npz", "--out", str(tmp_path))
        session = read_provenance(tmp_path / f"{words[0]}.npz")
        told = shlex.split(command_line(session))[2:]
        assert f"--data={words[2]}" in told
        printed = json.loads(run(*told, "--json"))
        expected = json.loads(run("run", *words, "--json"))
        assert printed["parameters"]["data"] == expected["parameters"]["data"]
        assert [r["name"] for r in printed["readouts"]] == [r["name"] for r in expected["readouts"]]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("run tanh-squashing --data {}", "works with kl-divergence, importance-weights, not with"),
        ("export --all --data {} --format csv", "with log-ratios works with"),
        ("run densities --data {}", "samples of two groups (--group or --data-q) work with"),
        ("run kl-divergence --data {} --p-mean 1", "--p-mean says nothing where log-ratios"),
        ("run kl-divergence --data {} --dimension 2", "--dimension says nothing"),
        ("run kl-divergence --data {} --columns a,b", "has no column a; known are step, logp_old"),
        ("run kl-divergence --data {} --columns step,step", "must be different names"),
        ("run kl-divergence --data {} --columns step,logp_old,logp_new", "must be two of log-prob"),
        ("run kl-divergence --data {} --groups a,b", "--groups needs --group as well"),
        ("run kl-divergence --data none.csv", "data = 'none.csv': cannot be read: no such file"),
        ("run kl-divergence --data .", "it is not a file"),
        ("run kl-divergence --columns a", "--columns needs --data as well"),
        ("run kl-divergence --group a", "--group needs --data as well"),
        ("run kl-divergence --data-q {}", "--data-q needs --data as well"),
        ("run kl-divergence --skip-bad-rows", "--skip-bad-rows needs --data or a session"),
        ("run densities --data {} --group who", "has no column who"),
        ("run densities --data {} --group step", "has 1000 groups in step (0, 1, 2, 3,"),
        ("run densities --data {} --group step --data-q {}", "must be a column, or there must be"),
        ("run densities --data {} --data-q none.csv", "'none.csv': cannot be read"),
        ("run densities --data {} --data-q {} --dimension 2", "the samples have dimension 1"),
        ("run kl-divergence --mask a", "--mask needs --data as well"),
        ("run kl-divergence --data {} --mask who", "has no column who; known are step, logp_old"),
        ("run kl-divergence --data {} --mask step", "line 4: '2' in mask step, which must hold 0"),
        ("run kl-divergence --data {} --mask logp_old", "must not be another column as well"),
        ("run kl-divergence --data", "--data needs a value"),
    ],
)
def test_what_does_not_fit_is_refused(refused, arguments, words):
    assert words in refused(*arguments.replace("{}", ROLLOUT).split())


def test_columns_must_be_told_where_the_names_do_not(refused, tmp_path):
    path = written(tmp_path / "t.csv", "1,2\n3,4\n")
    assert "name the columns with --columns NEW,OLD" in refused(
        "run", "kl-divergence", "--data", path
    )
