"""How files are read, through the window: what is told before, beside and instead of numbers."""

import html
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QLabel

from engine.gaussian.gaussian import Gaussian
from gui.inputs.covariance_dialog import CovarianceDialog
from gui.look.theme import LIGHT
from tests.gui.app.test_data_opening import (
    WEIGHTS,
    dialog_of,
    open_file,
    opened,
    rest,
    wait_for_data,
)
from tests.helpers.documents import answer, box, drop, words

CASES = Path(__file__).parents[2] / "data" / "cases"
OK = QDialogButtonBox.StandardButton.Ok


def said(dialog):
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def shown(window, name):
    return next(r.value for r in window.frame.response.result.readouts if r.name == name)


def test_tokens_that_start_with_a_number_sign_are_rows(dressed, qtbot):
    window = opened(qtbot)
    open_file(qtbot, window, CASES / "01_tokens_first_column.csv")
    wait_for_data(qtbot, window, WEIGHTS)
    assert window.inputs.data.rows.text() == "200 rows"
    assert shown(window, "ESS") == pytest.approx(192.65843618873765, rel=1e-12)


def test_spreadsheet_errors_are_left_out_when_agreed(dressed, qtbot):
    window = opened(qtbot)
    open_file(qtbot, window, CASES / "01c_excel_num_error.csv")
    message = html.unescape(words(box(qtbot, window)))
    assert "20 rows of 200" in message
    assert "line 5: spreadsheet error '#NUM!' in column logp_new" in message
    answer(qtbot, window, "Leave them out")
    wait_for_data(qtbot, window, WEIGHTS)
    assert window.inputs.data.rows.text() == "180 of 200 rows, 20 left out"


def test_comments_and_decimal_commas_are_said(dressed, qtbot, tmp_path):
    window = opened(qtbot)
    path = tmp_path / "comments.csv"
    path.write_text("# a\n# b\nlogp_new;logp_old\n" + "-1,5;-2,25\n-0,5;-0,75\n" * 9)
    drop(window, [path])
    dialog = dialog_of(qtbot, window)
    notes = ("2 comment lines above the rows ignored", "commas are read as decimal signs")
    for note in notes:
        assert note in said(dialog)
    dialog.accept()
    wait_for_data(qtbot, window, WEIGHTS)
    assert window.inputs.data.rows.text() == "; ".join(("18 rows", *notes))
    rest(qtbot, window)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("05d_inline_comment.csv", "holds comments behind its numbers, in column logp_old"),
        ("05g_numpy2_repr.csv", "holds numbers with their type around them, in column logp_new"),
        ("08_decimal_comma_three_digits.csv", "may part decimals or thousands"),
    ],
)
def test_columns_of_other_things_are_told_in_the_dialog(dressed, qtbot, file, words):
    window = opened(qtbot)
    drop(window, [CASES / file])
    dialog = dialog_of(qtbot, window)
    assert words in said(dialog)
    dialog.reject()
    rest(qtbot, window)


def test_files_of_other_kinds_are_told(dressed, qtbot, tmp_path):
    window = opened(qtbot)
    before = window.store.session
    made = {
        "page.html": (b"<!doctype html><html></html>", "is an HTML page"),
        "a.pdf": (b"%PDF-1.4\n%%EOF", "is a PDF file without a session"),
        "t.parquet": (b"PAR1\0\0", "is not a readable Parquet file"),
        "t.csv.gz": (b"\x1f\x8b\x08\0", "is compressed with gzip"),
        "m.safetensors": (b"\x02\0\0\0\0\0\0\0{}", "holds no log-probabilities of tokens"),
        "latin.csv": ("modèle,a\nb,1\n".encode("latin-1"), "not in UTF-8 (line 1)"),
    }
    files = {tmp_path / name: words for name, (_, words) in made.items()}
    for name, (content, _) in made.items():
        (tmp_path / name).write_bytes(content)
    files[CASES / "14_bfloat16.npz"] = "probably bfloat16"
    files[CASES / "15_csv_in_zip.zip"] = "is a zip archive of b.csv"
    files[CASES / "15_records.json"] = "is JSON; save it as CSV"
    for path, told in files.items():
        drop(window, [path])
        message = words(box(qtbot, window))
        assert f"“{path.name}” could not be opened" in message
        assert told in message
        answer(qtbot, window, "OK")
    assert window.store.session == before
    rest(qtbot, window)


def test_covariances_of_other_programs_are_loaded(qtbot):
    dialog = CovarianceDialog("p", Gaussian(np.zeros(3), np.eye(3)), LIGHT)
    qtbot.addWidget(dialog)
    dialog.load(CASES / "10_covariance_from_pandas.csv")
    expected = [[4.0, 1.0, 0.5], [1.0, 3.0, 0.2], [0.5, 0.2, 2.0]]
    assert dialog.gaussian.covariance.tolist() == expected
    QGuiApplication.clipboard().setText("\ta\tb\tc\na\t4\t1\t0.5\nb\t1\t3\t0\nc\t0.5\t0\t2")
    dialog.covariance_table.paste()
    expected[1][2] = expected[2][1] = 0.0
    assert dialog.gaussian.covariance.tolist() == expected
    dialog.load(CASES / "15_records.json")
    assert "is JSON" in dialog.message.text()


def test_rounding_across_the_diagonal_is_taken_out_with_a_word(qtbot):
    dialog = CovarianceDialog("p", Gaussian(np.zeros(6), np.eye(6)), LIGHT)
    qtbot.addWidget(dialog)
    path = CASES / "09_float32_asymmetric_covariance.npy"
    dialog.load(path)
    assert "symmetrised" in dialog.message.text()
    assert dialog.buttons.button(OK).isEnabled()
    table = np.load(path).astype(float)
    assert np.array_equal(dialog.gaussian.covariance, 0.5 * table + 0.5 * table.T)
