"""Rows that a mask leaves out never count, whatever they hold, and their number is said."""

import json
import shlex
from pathlib import Path

import numpy as np
import pytest

from engine.cli import main as cli
from engine.core.run import Run
from engine.data.error import BadRows
from engine.data.file import log_ratios
from engine.data.formats import csv as data_csv
from engine.data.inspection import inspect
from engine.data.source import DataSource
from engine.export.command_line import command_line
from engine.export.provenance import read_provenance
from tests.helpers.data_files import ratios, refused, samples, written

FOLDER = Path(__file__).parent
PADDED, SENTINEL, SEQUENCES = (
    str(FOLDER / name)
    for name in ("padded_with_mask.csv", "sentinel_with_mask.csv", "sequences_with_mask.npz")
)
PANDAS = str(FOLDER / "groups_with_pandas_index.csv")
KL, WEIGHTS, DENSITIES = "kl-divergence", "importance-weights", "densities"


@pytest.fixture
def run(capsys):
    """Runs a command that must succeed with --json; what it prints."""

    def run(*arguments: str) -> dict:
        code = cli.main(("run", *arguments, "--json"))
        out, err = capsys.readouterr()
        assert (code, err) == (0, "")
        return json.loads(out)

    return run


def value(printed: dict, name: str) -> float:
    return next(r["value"] for r in printed["readouts"] if r["name"] == name)


def masked(path: str, mask: str = "mask", columns=("new", "old"), **settings):
    return log_ratios(DataSource(path, "log-ratios", columns, mask=mask, **settings), Run())


@pytest.mark.parametrize("path", [PADDED, SENTINEL, SEQUENCES])
def test_padding_beside_a_mask_does_not_count(run, path):
    printed = run(KL, "--data", path)
    expected = {
        "file": Path(path).name, "kind": "log-ratios", "p": "logp_new", "q": "logp_old",
        "mask": "mask", "left_out": [], "rows": 640, "used": 323, "masked": 317, "skipped": 0,
    }  # fmt: skip
    assert expected.items() <= printed["data"].items()
    assert value(printed, "k1 estimate") == pytest.approx(-0.0042689, abs=5e-8)
    assert value(printed, "k3 estimate") == pytest.approx(0.0113922, abs=5e-8)
    assert not any("hold" in banner for banner in printed["banners"])
    assert value(run(WEIGHTS, "--data", path), "ESS") == pytest.approx(315.75, abs=0.005)
    assert run(KL, "--data", path, "--mask", "mask")["data"] == printed["data"]


@pytest.mark.parametrize("page", [KL, WEIGHTS])
@pytest.mark.parametrize(
    ("path", "words"),
    [
        (PADDED, "317 of 640 rows of padded_with_mask.csv hold (0, 0) in logp_new and logp_old"),
        (SENTINEL, "317 of 640 rows of sentinel_with_mask.csv hold -1e10 in logp_new"),
        (SEQUENCES, "317 of 640 rows of sequences_with_mask.npz hold (0, 0) in"),
    ],
)
def test_without_the_mask_padding_is_named(run, page, path, words):
    for arguments in (("--mask", ""), ("--columns", "logp_new,logp_old")):
        printed = run(page, "--data", path, *arguments)
        assert printed["data"]["mask"] is None
        assert (printed["data"]["used"], printed["data"]["masked"]) == (640, 0)
        assert any(banner.startswith(words) for banner in printed["banners"])
        assert any("Column mask is named like a mask" in banner for banner in printed["banners"])


def test_the_words_say_what_was_taken(capsys):
    assert cli.main(("run", KL, "--data", PADDED)) == 0
    text = capsys.readouterr().out
    assert "log w = logp_new - logp_old of padded_with_mask.csv, 323 rows" in text
    assert "317 of 640 rows are masked by mask" in text


@pytest.mark.parametrize("step", [40, 2**20])
@pytest.mark.parametrize("truth", [("1", "0"), ("True", "False"), ("true", "0.0"), ("1.0", "0")])
def test_masked_rows_may_hold_anything(tmp_path, monkeypatch, truth, step):
    monkeypatch.setattr(data_csv, "STEP", step)
    yes, no = truth
    rows = [f"{-i}.5,{-i},{yes}" for i in range(1, 31)]
    for place, cells in ((3, "nan,-1"), (9, ","), (15, "pad,-inf"), (20, "0,0"), (29, "inf,x")):
        rows.insert(place, f"{cells},{no}")
    path = written(tmp_path / "t.csv", "new,old,mask\n" + "\n".join(rows))
    read = masked(path)
    assert read.log_weights.tolist() == [-0.5] * 30
    assert (read.rows, read.masked, read.skipped, read.used) == (35, 5, 0, 30)
    with pytest.raises(BadRows, match="4 of 35 rows cannot be used"):
        ratios(path)


def test_a_masked_row_with_a_cell_too_few_is_still_a_bad_row(tmp_path):
    path = written(tmp_path / "t.csv", "new,old,mask\n1,2,1\n1,0\n2,2,1\n3,3,0\n")
    with pytest.raises(BadRows, match="line 3: 2 cells instead of 3"):
        masked(path)
    read = masked(path, skip_bad_rows=True)
    assert (read.rows, read.masked, read.skipped, read.used) == (4, 1, 1, 2)


@pytest.mark.parametrize("cell", ["2", "0.5", "-1", "yes", "nan", "mask"])
@pytest.mark.parametrize("skip", [False, True])
def test_a_cell_that_is_none_of_a_mask_is_named_with_its_line(tmp_path, cell, skip):
    path = written(tmp_path / "t.csv", f"new,old,mask\n1,2,1\n2,2,0\n3,2,{cell}\n1,1,7\n")
    message = refused(masked, path, skip_bad_rows=skip)
    assert (
        f"mask = 't.csv': line 4: {cell!r} in mask mask, which must hold 0, 1, true or" in message
    )


def test_a_mask_must_leave_rows(tmp_path):
    path = written(tmp_path / "t.csv", "new,old,mask\n1,2,0\n2,2,0\n3,2,1\n")
    assert "has 1 usable rows (2 are masked); at least 2" in refused(masked, path)
    assert "has no column m; known are new, old, mask" in refused(masked, path, mask="m")


def test_groups_are_masked_as_well(tmp_path):
    path = written(
        tmp_path / "t.csv",
        "g,x,m\n" + "a,1,1\nb,2,1\na,3,true\nb,5,1\nc,?,0\na,99,0\nb,nan,false\nc,7,2\n",
    )
    read = samples(path, "x", group="g", mask="m", groups=("a", "b"))
    assert (read.p.tolist(), read.q.tolist()) == ([[1.0], [3.0]], [[2.0], [5.0]])
    assert (read.rows, read.masked, read.used) == (6, 2, 4)
    q = written(tmp_path / "q.csv", "x,m\n1,0\n2,1\n3,1\n4,1\n")
    p = written(tmp_path / "p.csv", "x,m\n5,1\n6,1\n,0\n")
    both = samples(p, "x", second_path=q, mask="m")
    assert (both.p.tolist(), both.q.tolist()) == ([[5.0], [6.0]], [[2.0], [3.0], [4.0]])
    assert (both.rows, both.masked) == (7, 2)
    other = written(tmp_path / "r.csv", "x\n1\n2\n")
    assert "'r.csv': has no column m" in refused(samples, p, "x", second_path=other, mask="m")


RNG = np.random.default_rng(3)
NEW, OLD = RNG.normal(size=(2, 12, 7))
COUNTS = RNG.random((12, 7)) < 0.7


@pytest.mark.parametrize("kind", ["?", "i4", "f4", "U1"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_sequences_of_tokens_with_a_mask_of_their_shape(tmp_path, kind, order):
    logs = {"log_probs": np.asarray(NEW, order=order), "rollout_log_probs": OLD}
    path = str(tmp_path / "t.npz")
    np.savez(path, **logs, response_mask=COUNTS.astype(int).astype(kind), reward=np.zeros(12))
    found = inspect(path)
    guess = found.suggestion
    assert (guess.columns, guess.by_name) == (tuple(logs), True)
    assert guess.mask == ("response_mask" if kind != "U1" else "")
    if kind == "U1":
        return
    read = masked(path, "response_mask", tuple(logs))
    assert np.array_equal(read.log_weights, (NEW - OLD)[COUNTS])
    assert (read.rows, read.masked) == (84, 84 - int(COUNTS.sum()))


def test_a_mask_of_whole_sequences(tmp_path):
    path = str(tmp_path / "t.npz")
    keep = np.arange(12) % 3 > 0
    np.savez(path, logp_new=NEW, logp_old=OLD, sample_mask=keep, wrong_mask=np.ones(7))
    read = masked(path, "sample_mask", ("logp_new", "logp_old"))
    assert np.array_equal(read.log_weights, (NEW - OLD)[keep].ravel())
    message = refused(masked, path, "wrong_mask", ("logp_new", "logp_old"))
    assert "column wrong_mask has 7 rows and logp_new 84" in message


def test_a_mask_of_another_shape_is_refused_and_not_suggested(tmp_path):
    path = str(tmp_path / "t.npz")
    longer = np.ones((12, 11), dtype=bool)
    np.savez(path, logp_new=NEW, logp_old=OLD, attention_mask=longer, turned_mask=COUNTS.T)
    assert inspect(path).suggestion.mask == ""
    pair = ("logp_new", "logp_old")
    assert "attention_mask has 132 rows and logp_new 84" in refused(
        masked, path, "attention_mask", pair
    )
    message = refused(masked, path, "turned_mask", pair)
    assert "sequences of turned_mask have 12 tokens and those of logp_new 7" in message
    np.savez(path, logp_new=NEW, logp_old=OLD, attention_mask=longer)
    assert inspect(path).suggestion.mask == ""
    assert masked(path, "", pair).other_masks == ("attention_mask",)


def test_log_ratios_of_sequences_are_one_column_and_other_planes_are_not(tmp_path):
    path = str(tmp_path / "t.npz")
    np.savez(path, log_ratio=NEW - OLD, mask=COUNTS, x=NEW[:, :2], logps=OLD[:, :2])
    names = ("log_ratio", "mask", "x_1", "x_2", "logps_1", "logps_2")
    assert inspect(path).names == names
    read = masked(path, "mask", ("log_ratio",))
    assert np.array_equal(read.log_weights, (NEW - OLD)[COUNTS])
    # Parts of a plane can still be asked for by their numbers.
    assert np.array_equal(ratios(path, "log_ratio_2").log_weights, (NEW - OLD)[:, 1])


def test_one_axis_and_fields_have_masks(tmp_path):
    path = str(tmp_path / "t.npz")
    np.savez(path, new=NEW[0], old=OLD[0], mask=COUNTS[0])
    assert np.array_equal(masked(path).log_weights, (NEW - OLD)[0][COUNTS[0]])
    table = np.zeros(7, [("new", "f8"), ("old", "f8"), ("mask", "?")])
    table["new"], table["old"], table["mask"] = NEW[0], OLD[0], COUNTS[0]
    np.save(tmp_path / "t.npy", table)
    assert np.array_equal(masked(str(tmp_path / "t.npy")).log_weights, (NEW - OLD)[0][COUNTS[0]])


def test_the_mask_is_part_of_the_session(run, capsys, tmp_path):
    words = ("--data", PADDED, "--mask", "mask")
    assert cli.main(("export", KL, *words, "--format", "npz", "--out", str(tmp_path))) == 0
    capsys.readouterr()
    session = read_provenance(tmp_path / f"{KL}.npz")
    assert session.scene.data.mask == "mask"
    again = run("--session", str(tmp_path / f"{KL}.npz"))
    told = run(*shlex.split(command_line(session))[3:])
    for printed in (again, told):
        assert printed["data"] == run(KL, *words)["data"]


def test_the_index_of_pandas_is_no_coordinate(run, capsys, tmp_path):
    printed = run(DENSITIES, "--data", PANDAS, "--group", "policy")
    expected = {
        "kind": "groups", "p": "new", "q": "old", "columns": ["x", "y"], "group": "policy",
        "left_out": ["1"], "rows": 110,
    }  # fmt: skip
    assert expected.items() <= printed["data"].items()
    for name, right in (
        ("KL(p||q)", 0.3189301988), ("KL(q||p)", 0.4093654462), ("Wasserstein-2", 0.8139985),
    ):  # fmt: skip
        assert value(printed, name) == pytest.approx(right, abs=6e-8)
    assert inspect(PANDAS).suggestion.columns == ("x", "y")
    # Whoever wants it as one names it.
    assert run(DENSITIES, "--data", PANDAS, "--group", "policy", "--columns", "1,x,y")["data"][
        "columns"
    ] == ["1", "x", "y"]
    for page in (DENSITIES, "tanh-squashing", "export"):
        start = ("export", DENSITIES, "--format", "csv", "--out", str(tmp_path))
        words = ("run", page) if page != "export" else start
        cli.main((*words, "--data", PANDAS, "--group", "policy"))
        assert "columns left out: 1 (it has no name)" in capsys.readouterr().out


def test_where_nothing_is_a_coordinate_the_columns_must_be_told(tmp_path, capsys):
    path = written(tmp_path / "t.csv", "id,step,g\n1,5,a\n2,6,a\n3,6,b\n4,8,b\n")
    assert cli.main(("run", DENSITIES, "--data", path, "--group", "g")) == 2
    message = capsys.readouterr().err
    assert "name them with --columns X[,Y...]" in message
    assert "id (it is named like an index), step (it is named like an index)" in message
