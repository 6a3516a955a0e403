"""A sweep in files and on the clipboard."""

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from engine.sweep.saved import read_saved
from tests.gui.sweep.conftest import MAP, PLAN
from tests.helpers.exports import write


@pytest.mark.parametrize("kind", ["png", "csv", "npz"])
def test_it_is_exported(computed, tmp_path, kind):
    window = computed(MAP)
    path = tmp_path / f"sweep.{kind}"
    write(window, kind, path)
    assert path.stat().st_size > 0
    if kind == "csv":
        run = window.sweeps.run
        assert read_saved(path) == (run.sweep, run.rows)
    elif kind == "npz":
        figure = window.sweeps.place.picture.response.result.figure("k3.std")
        with np.load(path) as arrays:
            np.testing.assert_array_equal(arrays["k3.std.value"], figure.value)
    else:
        from engine.export.provenance import read_provenance

        assert read_provenance(path).sweep == MAP


def test_code_and_command_and_numbers_are_those_of_the_sweep(computed):
    window = computed()
    clipboard = QGuiApplication.clipboard()
    window.exporter.copy_command()
    assert "main.py sweep kl-divergence" in clipboard.text()
    assert "--over=q.mean=-1:1:5" in clipboard.text()
    window.exporter.copy_code("numpy")
    assert "SweepRunner" in clipboard.text()
    window.exporter.copy_numbers()
    assert len(clipboard.text().splitlines()) == 11
    assert clipboard.text().startswith("point\tq.mean\tseed\tk3.estimate")
    assert not window.action_list["export.code.torch"].isEnabled()


def test_a_table_is_opened_with_its_plan_and_gone_on_with(computed, qtbot, tmp_path):
    window = computed()
    path = tmp_path / "table.csv"
    write(window, "csv", path)
    whole = path.read_bytes()
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:-4]))
    other = computed(MAP)
    other.sweeps.open(str(path))
    assert other.store.session.sweep == PLAN
    place = other.sweeps.place
    assert place.bar.button.text() == "Continue"
    assert place.plan_panel.file.text() == "table.csv"
    place.bar.button.click()
    qtbot.waitUntil(lambda: not other.sweeps.run.running, timeout=20_000)
    assert path.read_bytes() == whole


def test_a_foreign_file_leads_to_a_message(open_sweep, tmp_path, qtbot):
    window = open_sweep()
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    window.sweeps.open(str(tmp_path / "other.csv"))
    from PySide6.QtWidgets import QMessageBox

    box = window.findChildren(QMessageBox)[-1]
    assert "holds no sweep of this program" in box.informativeText()
    box.close()


def test_a_table_of_the_plan_that_is_there_is_shown_at_once(computed, open_sweep, tmp_path):
    path = tmp_path / "table.csv"
    write(computed(), "csv", path)
    other = open_sweep()
    assert other.sweeps.place.picture.response is None
    other.sweeps.open(str(path))
    assert other.sweeps.place.picture.response is not None
    assert other.sweeps.place.bar.button.text() == "Done"


def test_a_file_is_chosen_and_written_as_rows_land(open_sweep, qtbot, tmp_path):
    window = open_sweep()
    place = window.sweeps.place
    place.plan_panel.save_to.click()
    dialog = window.findChild(QFileDialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.selectFile(str(tmp_path / "mine"))
    dialog.accept()
    assert place.plan_panel.file.text() == "mine.csv"
    place.bar.button.click()
    qtbot.waitUntil(lambda: not window.sweeps.run.running, timeout=20_000)
    assert read_saved(tmp_path / "mine.csv") == (window.sweeps.run.sweep, window.sweeps.run.rows)
    place.plan_panel.forget.click()
    assert window.sweeps.run.path is None
