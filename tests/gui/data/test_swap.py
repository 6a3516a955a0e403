"""Two groups turned round: every sample stays with its Gaussian, however p and q change places."""

import shlex

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.cli import main as cli
from engine.core.run import Run
from engine.data.source import DataSource
from engine.export.command_line import command_line
from engine.page.data_scene import scene_with_data
from engine.page.page import page_named
from engine.page.scene import Scene
from engine.pages.densities.page import PAGE
from engine.session.file import load_session, save_session
from engine.session.session import Session
from tests.gui.app.test_data_opening import open_file, opened, rest, two_groups, wait_for_data

LEFT = Qt.MouseButton.LeftButton


def names_and_gaussians(scene):
    """p's group and q's; p and q are those fitted to them."""
    plots = PAGE.compute(scene, PAGE.options(), Run()).groups
    for gaussian, fitted in ((scene.p, plots.p_fit), (scene.q, plots.q_fit)):
        assert gaussian.mean == pytest.approx(fitted.mean)
        assert gaussian.covariance == pytest.approx(fitted.covariance)
    assert plots.points.p.mean(axis=0) == pytest.approx(scene.p.mean)
    return plots.p_fit.name, plots.q_fit.name


def test_swap_in_the_window_turns_samples_and_gaussians_alike(dressed, qtbot, tmp_path):
    window = opened(qtbot)
    path, groups = two_groups(tmp_path / "groups.csv")
    open_file(qtbot, window, path)
    wait_for_data(qtbot, window, "densities")
    before = window.store.session.scene
    assert names_and_gaussians(before) == ("new", "old")
    for _ in range(2):
        QTest.mouseClick(window.inputs.gaussians.buttons["Swap"], LEFT)
        rest(qtbot, window)
    assert window.store.session.scene == before
    QTest.mouseClick(window.inputs.gaussians.buttons["Swap"], LEFT)
    rest(qtbot, window)
    turned = window.store.session
    assert names_and_gaussians(turned.scene) == ("old", "new")
    assert "p = old, q = new" in window.inputs.data.columns.text()
    shown = window.frame.response.result
    assert shown.groups.p_fit.samples == len(groups["old"])
    assert not any("no longer fitted" in text for text in shown.banners)
    window.store.undo_stack.undo()
    assert names_and_gaussians(window.store.session.scene) == ("new", "old")
    window.store.undo_stack.redo()
    assert names_and_gaussians(window.store.session.scene) == ("old", "new")
    # As a file, and as a command.
    save_session(turned, tmp_path / "turned.json")
    assert names_and_gaussians(load_session(tmp_path / "turned.json").scene) == ("old", "new")
    assert "--groups=old,new" in command_line(turned)


def test_a_source_that_names_no_groups_is_turned_too(tmp_path, capsys):
    path, _ = two_groups(tmp_path / "groups.csv")
    source = DataSource(str(path), "groups", ("a1", "a2"), "policy")
    named = scene_with_data(Scene(), source, Run())
    scene = named.replace(data=source)
    assert scene.swapped().swapped() == scene
    turned = scene.swapped()
    assert names_and_gaussians(turned) == ("old", "new")
    assert scene_with_data(Scene(), turned.data, Run()) == named.swapped()
    session = Session(scene=turned, page="densities")
    save_session(session, tmp_path / "s.json")
    assert load_session(tmp_path / "s.json") == session
    assert "--groups=old,new" in command_line(session)
    assert cli.main(shlex.split(command_line(session))[2:]) == 0
    assert "p = 500 samples of old" in capsys.readouterr().out


def test_moved_gaussians_are_said_to_be_moved(tmp_path):
    path, _ = two_groups(tmp_path / "groups.csv")
    source = DataSource(str(path), "groups", ("a1", "a2"), "policy")
    scene = scene_with_data(Scene(), source, Run())
    page = page_named("densities")

    def said(scene):
        banners = page.compute(scene, page.options(), Run()).banners
        return [text for text in banners if "no longer fitted" in text]

    assert not said(scene)
    assert not said(scene.swapped())
    (text,) = said(scene.matched())
    assert text.startswith("q is")
    moved = scene.p.mean + np.array([0.1, 0.0])
    (text,) = said(scene.matched().replace(p=type(scene.p)(moved, scene.p.covariance)))
    assert text.startswith("p and q are")
