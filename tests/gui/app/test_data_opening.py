"""Own data in the window: dropped, asked about, read, shown, closed, as a user does it."""

import contextlib
import io
import time

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from gui.app.main_window import MainWindow
from gui.base.background import running
from gui.data import reading as data_reading
from gui.data.dialog import DataDialog
from gui.widgets.progress_dialog import ProgressDialog
from tests.helpers.documents import answer, box, boxes, drop, words

LEFT = Qt.MouseButton.LeftButton
WEIGHTS = "importance-weights"


def opened(qtbot):
    # No fixture's value: pytest would hold it, and so every plot, beyond the test's end.
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(1024, 700)
    window.show()
    qtbot.waitExposed(window)
    rest(qtbot, window)
    return window


def rest(qtbot, window):
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=30_000)


def dialog_of(qtbot, window, kind=DataDialog):
    def shown():
        return [dialog for dialog in window.findChildren(kind) if dialog.isVisible()]

    qtbot.waitUntil(lambda: len(shown()) == 1)
    return shown()[0]


def press_ok(dialog):
    button = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)


def open_file(qtbot, window, path):
    """Drop it and take what is proposed."""
    drop(window, [path])
    press_ok(dialog_of(qtbot, window))


def wait_for_data(qtbot, window, page):
    def there():
        session = window.store.session
        return session.scene.data is not None and session.page == page

    qtbot.waitUntil(there, timeout=10_000)
    rest(qtbot, window)
    qtbot.waitUntil(lambda: window.frame.response is not None, timeout=10_000)


def two_policies(path, n=3_000, bad=False):
    rng = np.random.default_rng(41)
    old = rng.normal(-1.5, 0.5, n)
    new = old + 0.3 * rng.standard_normal(n) - 0.045
    rows = [f"{a!r},{b!r}" for a, b in zip(old.tolist(), new.tolist(), strict=True)]
    if bad:
        rows[5], rows[90] = "nan,-1", "-1,oops"
    path.write_text("logp_old,logp_new\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path, new - old


def two_groups(path, d=2):
    rng = np.random.default_rng(43)
    names = [f"a{i + 1}" for i in range(d)]
    lines = [",".join(["policy", *names])]
    groups = {"new": rng.normal(1.0, 1.0, (300, d)), "old": rng.normal(0.0, 2.0, (500, d))}
    for name, x in groups.items():
        lines += [",".join([name, *map(repr, row)]) for row in x.tolist()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path, groups


def test_log_probabilities_open_on_the_weights_page(dressed, qtbot, tmp_path):
    window = opened(qtbot)
    before = window.store.session
    path, logs = two_policies(tmp_path / "策略 ppo.csv")
    drop(window, [path])
    dialog = dialog_of(qtbot, window)
    assert dialog.table.rows.rowCount() == 8
    assert dialog.form.roles() == {"logp_new": "new", "logp_old": "old"}
    press_ok(dialog)
    wait_for_data(qtbot, window, WEIGHTS)
    card = window.inputs.data
    assert card.isVisible()
    assert card.name.text() == "策略 ppo.csv"
    assert card.columns.text() == "log w = logp_new − logp_old"
    assert card.rows.text() == "3,000 rows"
    assert window.status.label.text().startswith("策略 ppo.csv: 3,000 rows")
    w = np.exp(logs)
    ess = next(r for r in window.frame.response.result.readouts if r.name == "ESS")
    assert ess.value == pytest.approx(w.sum() ** 2 / (w * w).sum(), rel=1e-9)
    assert window.drawer.table.text_at("ESS/n", "exact") == "unknown for data"
    for section in (window.inputs.gaussians, window.inputs.sampling):
        assert not section.isVisible(), "p, q and samples do nothing here"
    assert not window.inputs.options.controls["function"].isVisible()

    window.show_page("densities")
    rest(qtbot, window)
    assert window.inputs.gaussians.isVisible()
    assert "not the data" in card.note.text()
    window.store.undo_stack.undo()
    assert window.store.session == before
    assert not card.isVisible()


def test_data_are_closed_by_their_button(dressed, qtbot, tmp_path):
    window = opened(qtbot)
    path, _ = two_policies(tmp_path / "ppo.csv")
    open_file(qtbot, window, path)
    wait_for_data(qtbot, window, WEIGHTS)
    QTest.mouseClick(window.inputs.data.close_data, LEFT)
    rest(qtbot, window)
    assert window.store.session.scene.data is None
    assert window.frame.response.result.readouts[2].kind == "exact"
    assert "100,000 samples" in window.status.label.text()
    assert window.inputs.options.controls["function"].isVisible()


def test_bad_rows_are_left_out_only_when_asked_to(dressed, qtbot, tmp_path):
    window = opened(qtbot)
    before = window.store.session
    path, logs = two_policies(tmp_path / "bad.csv", bad=True)
    open_file(qtbot, window, path)
    said = words(box(qtbot, window))
    assert "2 rows of 3,000 in “bad.csv” cannot be used" in said
    assert "line 7" in said
    assert "line 92" in said
    answer(qtbot, window, "Cancel")
    rest(qtbot, window)
    assert window.store.session == before

    open_file(qtbot, window, path)
    answer(qtbot, window, "Leave them out")
    wait_for_data(qtbot, window, WEIGHTS)
    assert window.inputs.data.rows.text() == "2,998 of 3,000 rows, 2 left out"
    assert window.inputs.data.skip.isChecked()
    used = np.delete(logs, [5, 90])
    kl = next(r for r in window.frame.response.result.readouts if r.name == "KL(q||p) estimate")
    assert kl.value == pytest.approx(np.mean(-used), rel=1e-9)


@pytest.mark.parametrize("d", [1, 2, 3])
def test_groups_become_p_and_q(dressed, qtbot, tmp_path, d):
    window = opened(qtbot)
    path, groups = two_groups(tmp_path / "groups.csv", d)
    open_file(qtbot, window, path)
    wait_for_data(qtbot, window, "densities")
    scene = window.store.session.scene
    for side, x in zip("pq", groups.values(), strict=True):
        assert getattr(scene, side).mean == pytest.approx(x.mean(axis=0))
    assert window.inputs.gaussians.editors["p"].isEnabled()
    # Moved away, and fitted again.
    window.store.propose(window.store.session.replace(scene=scene.replace(p=scene.q)))
    rest(qtbot, window)
    QTest.mouseClick(window.inputs.data.fit, LEFT)
    qtbot.waitUntil(lambda: window.store.session.scene.p == scene.p)
    rest(qtbot, window)


def test_two_files_are_two_groups(dressed, qtbot, tmp_path):
    window = opened(qtbot)
    rng = np.random.default_rng(47)
    p, q = rng.normal(1.0, 1.0, (200, 2)), rng.normal(0.0, 2.0, (300, 2))
    np.save(tmp_path / "p.npy", p)
    np.save(tmp_path / "q.npy", q)
    drop(window, [tmp_path / "p.npy"])
    dialog = dialog_of(qtbot, window)
    dialog.kind.setCurrentIndex(2)
    form = dialog.form
    form.group.setCurrentIndex(form.group.count() - 1)
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()
    assert "choose the file" in dialog.message.text()
    form.choose_second(str(tmp_path / "q.npy"))
    press_ok(dialog)
    wait_for_data(qtbot, window, "densities")
    assert window.store.session.scene.q.mean == pytest.approx(q.mean(axis=0))


def test_choices_that_mean_nothing_are_refused_in_the_dialog(dressed, qtbot, tmp_path):
    window = opened(qtbot)
    path, _ = two_policies(tmp_path / "ppo.csv")
    drop(window, [path])
    dialog = dialog_of(qtbot, window)
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    dialog.form.old.setCurrentText("logp_new")
    assert not ok.isEnabled()
    assert "different" in dialog.message.text()
    dialog.kind.setCurrentIndex(1)
    assert not ok.isEnabled()
    assert "choose the column" in dialog.message.text()
    dialog.form.ratio.setCurrentText("logp_new")
    assert ok.isEnabled()
    assert dialog.source.columns == ("logp_new",)
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(DataDialog))
    assert window.store.session.scene.data is None


def test_files_that_hold_no_data_are_told(dressed, qtbot, tmp_path):
    window = opened(qtbot)
    before = window.store.session
    path = tmp_path / "constant.csv"
    path.write_text("policy,a\nnew,1\nnew,1\nold,2\nold,2\n", encoding="utf-8")
    open_file(qtbot, window, path)
    assert "could not be opened" in words(box(qtbot, window))
    answer(qtbot, window, "OK")
    assert window.store.session == before


def test_reading_is_cancelled(dressed, qtbot, tmp_path, monkeypatch):
    ended = []

    def slow(scene, source, run):
        try:
            for step in range(2_000):
                run.step(step / 2_000)
                time.sleep(0.005)
        finally:
            ended.append(True)
        raise AssertionError("never cancelled")

    monkeypatch.setattr(data_reading, "scene_with_data", slow)
    window = opened(qtbot)
    before = window.store.session
    path, _ = two_policies(tmp_path / "ppo.csv")
    open_file(qtbot, window, path)
    progress = dialog_of(qtbot, window, ProgressDialog)
    qtbot.waitUntil(lambda: progress.bar.value() > 0)
    QTest.mouseClick(progress.cancel, LEFT)
    qtbot.waitUntil(lambda: bool(ended) and not running())
    assert window.store.session == before
    assert not boxes(window)
    assert "Cancelled" in window.status.notice.text()


def test_columns_far_to_the_right_come_into_view(dressed, qtbot, tmp_path):
    window = opened(qtbot)
    names = [*(f"observation_{i}" for i in range(18)), "logp_old", "logp_new"]
    rows = np.random.default_rng(47).normal(size=(50, 20))
    path = tmp_path / "wide.csv"
    np.savetxt(path, rows, delimiter=",", header=",".join(names), comments="")
    drop(window, [path])
    table = dialog_of(qtbot, window).table
    assert table.horizontalScrollBar().value() > 0
    shown = table.viewport().rect()
    for column in (18, 19):
        assert shown.contains(table.visualRect(table.model().index(0, column)))


def test_the_explanation_and_the_copied_program_are_those_of_the_data(dressed, qtbot, tmp_path):
    window = opened(qtbot)
    window.want_explanation(True)
    path, logs = two_policies(tmp_path / "ppo.csv")
    open_file(qtbot, window, path)
    wait_for_data(qtbot, window, WEIGHTS)
    window.show_page("kl-divergence")
    rest(qtbot, window)
    qtbot.waitUntil(
        lambda: "KL(q∥p) of your data" in window.explanation.text.toPlainText(), timeout=20_000
    )
    qtbot.waitUntil(lambda: "…" not in window.explanation.text.toPlainText())
    assert "–" not in window.explanation.text.toPlainText()
    action = next(a for a in window.findChildren(QAction) if "in NumP&y" in a.text())
    action.trigger()
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(QGuiApplication.clipboard().text(), "program", "exec"), {})
    name, value = output.getvalue().splitlines()[0].split(" +-")[0].split(": ")
    assert name == "k1 estimate"
    assert float(value) == pytest.approx(np.mean(-logs), rel=1e-8)
    path.unlink()
    action.trigger()
    assert "ppo.csv" in window.exporter.box.text()
    window.exporter.box.close()
    window.store.undo_stack.undo()
    window.store.undo_stack.undo()
    rest(qtbot, window)
    qtbot.waitUntil(
        lambda: "of your data" not in window.explanation.text.toPlainText(), timeout=20_000
    )
