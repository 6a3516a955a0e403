"""Setting p and q: sliders, structures, tables."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.structure import shape_of, with_std
from engine.page.scene import structured_gaussian
from gui.inputs.covariance_dialog import CovarianceDialog
from gui.inputs.gaussian_editor import GaussianEditor
from gui.look.theme import LIGHT
from gui.widgets.table_text import read_table, split_table

OK = QDialogButtonBox.StandardButton.Ok


@pytest.fixture
def editor(qtbot):
    """An editor whose proposals come back, as the window gives them."""
    made = GaussianEditor("p", "p")
    qtbot.addWidget(made)
    made.told = []
    made.proposed.connect(lambda gaussian, *_: made.told.append(gaussian))
    made.proposed.connect(lambda gaussian, *_: made.show_gaussian(gaussian))
    made.show()
    return made


@pytest.fixture
def dialog(qtbot):
    def make(gaussian):
        made = CovarianceDialog("p", gaussian, LIGHT)
        qtbot.addWidget(made)
        return made

    return make


def enter(row, text):
    row.field.setFocus()
    row.field.selectAll()
    QTest.keyClicks(row.field, text)
    QTest.keyClick(row.field, Qt.Key.Key_Return)


def type_into(table, i, j, text):
    assert table.setData(table.index(i, j), text)


def test_one_dimension(editor):
    editor.show_gaussian(Gaussian(0.0, 1.0))
    assert not editor.small.correlation.isVisible()
    enter(editor.small.stds[0], "2")
    assert editor.told[-1] == Gaussian(0.0, 4.0)


def test_two_dimensions(editor):
    editor.show_gaussian(Gaussian(np.zeros(2), np.eye(2)))
    for row, text in (
        (editor.small.means[1], "3"),
        (editor.small.stds[0], "2"),
        (editor.small.correlation, "-0.5"),
    ):
        enter(row, text)
    assert np.allclose(editor.told[-1].mean, [0, 3])
    assert np.allclose(editor.told[-1].covariance, [[4, -1], [-1, 1]])


def test_a_correlation_typed_digit_by_digit_keeps_its_text(editor):
    editor.show_gaussian(Gaussian(np.zeros(2), np.diag([0.01, 9.0])))
    field = editor.small.correlation.field
    field.setFocus()
    field.selectAll()
    for digit in "0.305":
        QTest.keyClick(field, digit)
    assert field.text() == "0.305"
    assert editor.told[-1].correlation[0, 1] == pytest.approx(0.305, rel=1e-12)


def test_a_correlation_that_the_dimension_forbids_is_told_beside_it(editor):
    start = Gaussian(np.zeros(5), np.eye(5))
    editor.show_gaussian(start)
    row = editor.structured.correlation
    enter(row, "-0.5")
    assert row.message.text().startswith("corr. ρ must be greater than −0.25")
    assert row.field.text() == "-0.5"
    assert row.message.isVisible()
    assert not editor.told or editor.told[-1] == start
    enter(row, "-0.2")
    assert not row.message.isVisible()
    assert editor.told[-1].covariance[0, 4] == pytest.approx(-0.2)


def test_structures_are_recognised_and_chosen(editor):
    first = structured_gaussian("p", 4, 0.0, 2.0, 0.5, "ar1")
    editor.show_gaussian(first)
    structure = editor.structured.structure
    assert structure.currentText() == "AR(1)"
    structure.activated.emit(0)
    assert editor.told[-1] == structured_gaussian("p", 4, 0.0, 2.0, 0.5, "equal")
    assert structure.currentText() == "equal"
    own = Gaussian(np.zeros(3), [[1, 0.5, 0], [0.5, 1, 0.1], [0, 0.1, 1]])
    editor.show_gaussian(own)
    assert structure.currentText() == "own table"
    assert not editor.structured.correlation.isEnabled()


def test_a_structure_chosen_at_zero_correlation_stays_chosen(editor):
    editor.show_gaussian(Gaussian(np.zeros(3), np.eye(3)))
    editor.structured.structure.activated.emit(1)
    assert editor.structured.structure.currentText() == "AR(1)"
    enter(editor.structured.correlation, "0.5")
    assert editor.told[-1].covariance[0, 2] == pytest.approx(0.25)


def test_another_correlation_keeps_the_structure(editor):
    editor.show_gaussian(structured_gaussian("p", 4, 0.0, 1.0, 0.5, "ar1"))
    enter(editor.structured.correlation, "0.3")
    assert editor.told[-1] == structured_gaussian("p", 4, 0.0, 1.0, 0.3, "ar1")


def test_all_means_shift_together_and_one_alone(editor):
    editor.show_gaussian(Gaussian([0.0, 1.0, 2.0], np.eye(3)))
    enter(editor.structured.shift, "3")
    assert editor.told[-1].mean.tolist() == [2.0, 3.0, 4.0]
    editor.structured.coordinate.setValue(2)
    assert editor.structured.mean.field.text() == "3"
    enter(editor.structured.mean, "-7")
    assert editor.told[-1].mean.tolist() == [2.0, -7.0, 4.0]


def test_a_common_std_keeps_correlations_and_ratios():
    gaussian = Gaussian.from_std([0, 0, 0], [1, 2, 4], 0.3)
    scaled = with_std(gaussian, 20.0)
    assert np.allclose(scaled.std, [10, 20, 40])
    assert np.allclose(scaled.correlation, gaussian.correlation)
    assert shape_of(scaled).std == pytest.approx(20.0)


def test_a_slider_that_runs_into_the_impossible_goes_back(editor):
    start = Gaussian(np.zeros(5), np.eye(5))
    editor.show_gaussian(start)
    row = editor.structured.correlation
    editor.setFocus()
    row.slider.moved.emit(-0.9, 1)
    assert editor.told == []
    assert row.slider.value() == row.slider.scale.position(0.0)
    assert "must be greater than −0.25" in row.message.text()


def test_the_table_checks_while_it_is_typed(dialog):
    made = dialog(Gaussian(np.zeros(3), np.eye(3)))
    type_into(made.covariance, 0, 1, "abc")
    assert made.message.text() == "covariance[0][1] = 'abc': must be a number"
    assert not made.buttons.button(OK).isEnabled()
    type_into(made.covariance, 0, 1, "0.5")
    assert made.message.text() == ""
    assert made.buttons.button(OK).isEnabled()
    assert made.gaussian.covariance[1, 0] == 0.5, "the other half follows"
    type_into(made.mean, 0, 2, "nan")
    assert "mean[2]" in made.message.text()


def test_an_indefinite_table_offers_the_nearest_valid_one(dialog):
    made = dialog(Gaussian(np.zeros(2), np.eye(2)))
    type_into(made.covariance, 0, 1, "3")
    assert "smallest eigenvalue is -2" in made.message.text()
    assert "along (0.707, -0.707)" in made.message.text()
    assert not made.repair.isHidden()
    made.repair.click()
    assert made.message.text() == ""
    assert np.linalg.eigvalsh(made.gaussian.covariance)[0] > 0
    assert made.repair.isHidden()


@pytest.mark.parametrize("mark", ["\t", ",", ";", " ; "])
def test_tables_are_pasted_from_a_spreadsheet(dialog, mark):
    made = dialog(Gaussian(np.zeros(2), np.eye(2)))
    QGuiApplication.clipboard().setText(f"2{mark}0.5\r\n0.5{mark}1\r\n")
    made.covariance_table.paste()
    assert made.gaussian.covariance.tolist() == [[2.0, 0.5], [0.5, 1.0]]
    made.covariance_table.copy()
    assert QGuiApplication.clipboard().text() == "2\t0.5\n0.5\t1"


def test_a_pasted_table_of_another_size_is_refused(dialog):
    made = dialog(Gaussian(np.zeros(2), np.eye(2)))
    QGuiApplication.clipboard().setText("1\t2\t3\n4\t5\t6\n7\t8\t9")
    made.covariance_table.paste()
    assert made.message.text() == "covariance = '3 x 3 table': must fit into 2 x 2"
    assert made.gaussian == Gaussian(np.zeros(2), np.eye(2))


def test_an_asymmetric_paste_names_the_entry(dialog):
    made = dialog(Gaussian(np.zeros(2), np.eye(2)))
    QGuiApplication.clipboard().setText("1\t0.5\n0.4\t1")
    made.covariance_table.paste()
    assert "covariance[" in made.message.text()
    assert "symmetric" in made.message.text()


def test_tables_are_loaded_from_files(dialog, tmp_path):
    made = dialog(Gaussian(np.zeros(2), np.eye(2)))
    matrix = np.array([[2.0, 0.1 + 0.2], [0.1 + 0.2, 3.0]])
    np.save(tmp_path / "a.npy", matrix)
    made.load(tmp_path / "a.npy")
    assert np.array_equal(made.gaussian.covariance, matrix)
    (tmp_path / "m.csv").write_text("# mean\n4,5\n")
    made.load(tmp_path / "m.csv")
    assert made.gaussian.mean.tolist() == [4.0, 5.0]
    made.load(tmp_path / "none.csv")
    assert "No such file" in made.message.text()
    (tmp_path / "bad.npy").write_bytes(b"no")
    made.load(tmp_path / "bad.npy")
    assert "bad.npy" in made.message.text()
    np.save(tmp_path / "o.npy", np.array([object()]), allow_pickle=True)
    with pytest.raises(ParameterError):
        read_table(tmp_path / "o.npy")


@pytest.mark.parametrize("name", ["a.npz", "a.csv", "wide.txt"])
def test_a_file_that_was_cut_anywhere_is_read_or_refused(dialog, tmp_path, name):
    made = dialog(Gaussian(np.zeros(2), np.eye(2)))
    np.savez(tmp_path / "a.npz", matrix=np.eye(2))
    (tmp_path / "a.csv").write_text("Größe,μ\n1,0.5\n0.5,2\n", "utf-8")
    (tmp_path / "wide.txt").write_text("1,0.5\n0.5,2\n", "utf-16")
    content = (tmp_path / name).read_bytes()
    for end in range(1, len(content)):
        path = tmp_path / f"cut-{name}"
        path.write_bytes(content[:end])
        made.message.clear()
        made.load(path)
        if name != "a.csv":  # nothing that is left of these is a table
            assert made.message.text(), end


def test_ragged_rows_are_refused():
    with pytest.raises(ParameterError, match="must have 2 entries"):
        split_table("1,2\n3\n")


def test_the_dialog_proposes_when_it_is_accepted(editor, qtbot):
    editor.show_gaussian(Gaussian(np.zeros(2), np.eye(2)))
    editor.open_table()
    type_into(editor.dialog.covariance, 0, 0, "4")
    editor.dialog.accept()
    assert editor.told[-1].covariance[0, 0] == 4.0
    editor.open_table()
    type_into(editor.dialog.covariance, 0, 0, "9")
    editor.dialog.reject()
    assert editor.told[-1].covariance[0, 0] == 4.0
