"""A session's text stands wherever the command line takes a session's file."""

import json

from engine.data.source import DataSource
from engine.session.session import Session
from engine.session.text import shared_text
from tests.cli.test_bad_input import refused, run


def small() -> Session:
    session = Session(page="kl-divergence")
    return session.replace(scene=session.scene.replace(samples=500, seed=31))


def test_it_runs_as_a_file_does(tmp_path) -> None:
    text = shared_text(small())
    code, out, err = run("run", "--session", text, "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["study"] == "kl-divergence"
    assert (found["parameters"]["samples"], found["parameters"]["seed"]) == (500, 31)
    code, out, _ = run("run", "--session", text, "--seed", "32", "--json")
    assert json.loads(out)["parameters"]["seed"] == 32


def test_it_is_exported_and_swept(tmp_path) -> None:
    text = shared_text(small())
    folder = tmp_path / "exports"
    code, _, err = run("export", "--session", text, "--format", "csv", "--out", str(folder))
    assert (code, err) == (0, "")
    assert any(folder.iterdir())
    table = tmp_path / "table.csv"
    words = ("--over", "q.mean=0,1", "--read", "k1.mean", "--workers", "1", "--out", str(table))
    code, _, err = run("sweep", "--session", text, *words)
    assert code == 0, err
    assert table.is_file()


def test_a_bad_one_is_one_line() -> None:
    text = shared_text(small())
    assert "is not whole" in refused("run", "--session", text[:-40])


def test_no_file_is_read_because_a_text_names_it(tmp_path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("new,old\n1,2\n")
    source = DataSource(str(secret), "log-ratios", ("new", "old"))
    session = small()
    text = shared_text(session.replace(scene=session.scene.replace(data=source)))
    line = refused("run", "--session", text)
    assert f"the text names data, {secret}, that are not read unless --data names them" in line
