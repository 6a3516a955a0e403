"""The explanations of own data speak of numbers that the pages read out of data."""

import re
from importlib import resources

import numpy as np
import pytest

from engine.core.run import Run
from engine.data.source import DataSource
from engine.page.data_scene import scene_with_data
from engine.page.page import all_pages
from engine.page.scene import Scene

ON_DATA = [page for page in all_pages() if len(page.sources) > 1]


def rollout_source(folder, rng):
    path = str(folder / "rollouts.npz")
    old = -2.0 * rng.random((40, 30)) ** 2
    new = old + 0.1 * rng.standard_normal(old.shape)
    np.savez(path, rollout_log_probs=old, old_log_probs=new)
    return DataSource(path, "rollouts", ())


@pytest.mark.parametrize("page", ON_DATA, ids=lambda page: page.name)
def test_every_number_of_an_explanation_is_one_of_the_data(page, tmp_path):
    rng = np.random.default_rng(67)
    paths = [str(tmp_path / name) for name in ("p.npy", "q.npy")]
    for path in paths:
        np.save(path, rng.normal(-0.1, 0.4, 2_000))
    source = DataSource(paths[0], "log-ratios", ("1",))
    if "rollouts" in page.sources:
        source = rollout_source(tmp_path, rng)
    if "groups" in page.sources:
        source = DataSource(paths[0], "groups", ("1",), second_path=paths[1])
    scene = scene_with_data(Scene(), source, Run())
    assert page.shows_data(scene)
    result = page.compute(scene, page.options(), Run())
    readouts = {readout.key: readout for readout in result.readouts}
    folder = resources.files("resources") / "pages" / page.name.replace("-", "_")
    file = folder / "explanation_data.md"
    prose = re.sub(r"```math.*?```", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    names = re.findall(r"\{([^{}\n]+)\}", prose)
    assert len(names) >= 5
    for name in names:
        assert readouts[name].kind != "unknown", name
