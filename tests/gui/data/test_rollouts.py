"""Rollouts in the window: dropped, chosen by the menu, asked about, judged, shown as rows."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from gui.data.pair_dialog import PairDialog
from tests.gui.app.test_data_opening import opened, rest, wait_for_data
from tests.helpers.documents import answer, box, boxes, drop, words

FOLDER = Path(__file__).parents[2] / "data"
FILES = FOLDER / "rollouts" / "files"


def value(window, key):
    return window.frame.response.result[key].value


@pytest.mark.parametrize(
    ("path", "verdict"),
    [
        (FILES / "verl_hook_healthy.npz", "Healthy"),
        (FILES / "nemo" / "train_data_step4.jsonl", "Constant offset"),
        (FILES / "unipo.json", "Temperature"),
        (FILES / "flat_long_table.csv", "First token"),
        (FILES / "prime", "Missing values"),
        (FOLDER / "cases" / "05b_rollout.jsonl", ""),
        (FOLDER / "cases" / "05a_lists_in_cells.csv", ""),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_what_is_dropped_is_judged(dressed, qtbot, path, verdict):
    window = opened(qtbot)
    drop(window, [path])
    wait_for_data(qtbot, window, "rollouts")
    assert window.frame.response.result.banners[0].startswith(verdict)
    assert window.inputs.data.name.text() == path.name
    assert " tokens" in window.inputs.data.rows.text()
    assert not window.inputs.data.level.isVisible()
    window.inputs.data.close_data.click()
    qtbot.waitUntil(lambda: window.store.session.scene.data is None)
    rest(qtbot, window)


def test_other_pages_show_them_as_rows_of_tokens_or_of_sequences(dressed, qtbot):
    window = opened(qtbot)
    drop(window, [FILES / "verl_hook_left_padded.npz"])
    wait_for_data(qtbot, window, "rollouts")
    share = value(window, "sequence.effective_share")
    window.store.propose(window.store.session.replace(page="importance-weights"), text="page")
    wait_for_data(qtbot, window, "importance-weights")
    assert "607 " in window.inputs.data.rows.text()
    level = window.inputs.data.level
    assert level.isVisible()
    QTest.mouseClick(level.buttons["sequence"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.store.session.scene.data.level == "sequence")
    rest(qtbot, window)
    qtbot.waitUntil(lambda: value(window, "ess.fraction") == pytest.approx(share, rel=1e-9))
    assert "24 sequences" in window.inputs.data.rows.text()


def test_of_three_policies_two_are_asked_for(dressed, qtbot, tmp_path):
    rng = np.random.default_rng(0)
    old = -2.0 * rng.random((20, 30)) ** 2
    names = ("rollout_log_probs", "old_log_probs", "log_probs")
    path = tmp_path / "three.npz"
    np.savez(path, **{name: old + 0.02 * i * rng.standard_normal(old.shape)
                      for i, name in enumerate(names)})  # fmt: skip
    window = opened(qtbot)
    drop(window, [path])
    qtbot.waitUntil(lambda: len(boxes(window)) == 1, timeout=10_000)
    assert "three.npz” holds log-probabilities of 3 policies" in words(box(qtbot, window))
    assert "s ratio, the update of the policy" in words(box(qtbot, window))
    answer(qtbot, window, "old_log_probs over rollout_log_probs")
    wait_for_data(qtbot, window, "rollouts")
    assert window.store.session.scene.data.columns == ("old_log_probs", "rollout_log_probs")


@pytest.mark.parametrize("names", [[f"array_{i}" for i in range(8)], [
    f"{who}_log_probs_{i}" for who in ("rollout", "old") for i in range(60)
]], ids=["names that tell nothing", "thousands of pairs"])  # fmt: skip
def test_of_many_policies_two_are_chosen_in_lists(dressed, qtbot, tmp_path, names):
    rng = np.random.default_rng(0)
    old = -2.0 * rng.random((6, 8)) ** 2
    path = tmp_path / "many.npz"
    np.savez(path, **{name: old + 0.02 * i * rng.standard_normal(old.shape)
                      for i, name in enumerate(names)})  # fmt: skip
    window = opened(qtbot)
    drop(window, [path])
    qtbot.waitUntil(lambda: window.findChild(PairDialog) is not None, timeout=10_000)
    dialog = window.findChild(PairDialog)
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    dialog.new.setCurrentText(names[-1])
    dialog.old.setCurrentText(names[-1])
    assert not ok.isEnabled()
    assert dialog.meaning.text() == "Choose two that differ."
    dialog.old.setCurrentText(names[0])
    ok.click()
    wait_for_data(qtbot, window, "rollouts")
    assert window.store.session.scene.data.columns == (names[-1], names[0])


def test_what_cannot_be_used_is_told(dressed, qtbot, tmp_path):
    path = tmp_path / "sampler.jsonl"
    path.write_text('{"rollout_log_probs": [-1.0, -2.0], "response_length": 2}\n', encoding="utf-8")
    window = opened(qtbot)
    drop(window, [path])
    qtbot.waitUntil(lambda: len(boxes(window)) == 1, timeout=10_000)
    assert "of the sampler alone" in words(box(qtbot, window))
    assert window.store.session.scene.data is None
    box(qtbot, window).close()
