"""Weights that are equal but for rounding are equal weights, and said to be."""

import json
from pathlib import Path

import numpy as np
import pytest

from engine.cli import main as cli
from engine.core.run import Run
from engine.data.file import log_ratios
from engine.data.source import DataSource
from engine.gaussian.gaussian import Gaussian
from engine.page.page import page_named
from engine.page.scene import Scene


@pytest.mark.parametrize("page", ["kl-divergence", "importance-weights"])
def test_log_ratios_that_differ_by_rounding_are_equal_and_said_so(page, capsys):
    path = Path(__file__).parent.parent / "data" / "one_ulp_apart.csv"
    assert cli.main(["run", page, "--data", str(path), "--json"]) == 0
    found = {each["name"]: each for each in json.loads(capsys.readouterr().out)["readouts"]}
    assert cli.main(["run", page, "--data", str(path)]) == 0
    text = capsys.readouterr().out
    assert "differ by rounding only, by 8.9e-16 at most: they are taken as equal" in text
    name = "k1 estimate" if page == "kl-divergence" else "KL(q||p) estimate"
    assert found[name]["value"] == pytest.approx(0.101726176830873, rel=1e-13)
    assert found[name]["standard_error"] == 0.0
    if page == "importance-weights":
        assert found["ESS"]["value"] == 400.0
        assert "all weights are equal up to rounding" in found["k-hat"]["note"]


@pytest.mark.parametrize("size", [1.0, 30.0, 900.0])
def test_the_rounding_of_log_probabilities_is_that_of_their_size(tmp_path, size):
    rng = np.random.default_rng(2)
    old = -size * (1.0 + rng.random(300))
    lines = [f"{a + 0.25!r},{a!r}" for a in old.tolist()]
    path = tmp_path / "t.csv"
    path.write_text("new,old\n" + "\n".join(lines) + "\n", encoding="utf-8")
    source = DataSource(str(path), "log-ratios", ("new", "old"))
    found = log_ratios(source, Run())
    assert np.ptp(found.log_weights) == 0.0
    assert found.log_weights[0] == pytest.approx(0.25, rel=1e-12)
    # The same policy, but for rounding: log w = 0.
    lines = [f"{a * (1.0 + 2e-16)!r},{a!r}" for a in old.tolist()]
    path.write_text("new,old\n" + "\n".join(lines) + "\n", encoding="utf-8")
    assert not np.any(log_ratios(source, Run()).log_weights)
    # Small, and no rounding.
    lines = [f"{a * (1.0 + 1e-12)!r},{a!r}" for a in old.tolist()]
    path.write_text("new,old\n" + "\n".join(lines) + "\n", encoding="utf-8")
    found = log_ratios(source, Run())
    assert np.ptp(found.log_weights) > 0.0
    assert found.rounding == 0.0


@pytest.mark.parametrize("shift", [0.0, 1e-17, 1e-16])
def test_gaussians_that_differ_by_rounding_have_equal_weights(shift):
    page = page_named("importance-weights")
    scene = Scene(Gaussian(shift, 1.0), Gaussian(0.0, 1.0), samples=2_000)
    found = {each.name: each for each in page.compute(scene, page.options(), Run()).readouts}
    assert "all weights are equal up to rounding" in found["k-hat"].note
    assert found["ESS"].value == 2_000
