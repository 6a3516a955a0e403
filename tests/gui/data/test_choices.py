"""What the data dialog takes by names, asks about, masks and leaves out, as a user meets it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from engine.session.file import session_from_text, session_text
from gui.data.columns import KINDS
from tests.gui.app.test_data_opening import (
    WEIGHTS,
    dialog_of,
    opened,
    press_ok,
    rest,
    wait_for_data,
)
from tests.helpers.documents import drop

FOLDER = Path(__file__).parents[2] / "data"
PADDED = FOLDER / "padded_with_mask.csv"
PANDAS = FOLDER / "groups_with_pandas_index.csv"
OK = QDialogButtonBox.StandardButton.Ok


@pytest.fixture
def ask(dressed, qtbot):
    """Drops a file on a window; the window and its dialog."""

    def ask(path):
        window = opened(qtbot)
        drop(window, [path])
        return window, dialog_of(qtbot, window)

    return ask


def value(window, name):
    return next(r.value for r in window.frame.response.result.readouts if r.name == name)


def table(path, names, rows=60):
    """A file of numbers, each column's its own."""
    width = names.count(",") + 1
    lines = [",".join(f"{-((7 * i + 3 * j) % 11) / 10}" for j in range(width)) for i in range(rows)]
    path.write_text(f"{names}\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_mask_is_offered_by_its_name_and_used(ask, qtbot):
    window, dialog = ask(PADDED)
    assert dialog.form.mask_choice.currentText() == "mask"
    assert dialog.form.roles() == {"logp_new": "new", "logp_old": "old", "mask": "mask"}
    press_ok(dialog)
    wait_for_data(qtbot, window, WEIGHTS)
    assert window.inputs.data.columns.text() == "log w = logp_new − logp_old, masked by mask"
    assert window.inputs.data.rows.text() == "323 of 640 rows, 317 masked"
    assert "323 of 640 rows, 317 masked" in window.status.label.text()
    assert value(window, "ESS") == pytest.approx(315.75, abs=0.005)
    session = window.store.session
    assert session_from_text(session_text(session)) == session
    window.show_page("kl-divergence")
    rest(qtbot, window)
    assert value(window, "k1 estimate") == pytest.approx(-0.0042689, abs=5e-8)
    assert value(window, "k3 estimate") == pytest.approx(0.0113922, abs=5e-8)


def test_without_a_mask_both_pages_name_the_padding(ask, qtbot):
    window, dialog = ask(PADDED)
    dialog.form.mask_choice.setCurrentIndex(0)
    assert dialog.source.mask == ""
    press_ok(dialog)
    wait_for_data(qtbot, window, WEIGHTS)
    for page in (WEIGHTS, "kl-divergence"):
        window.show_page(page)
        rest(qtbot, window)
        said = " ".join(window.frame.response.result.banners)
        assert (
            "317 of 640 rows of padded_with_mask.csv hold (0, 0) in logp_new and logp_old" in said
        )
        assert "Column mask is named like a mask" in said
        assert window.chips.notice.isVisible()


@pytest.mark.parametrize(
    ("names", "why"),
    [
        ("old_log_probs,rollout_log_probs,log_probs,reward", "of 3 policies"),
        ("logp_a,logp_b", "do not say which policy drew the samples"),
        ("prompt,logp_old", "only logp_old is named like log-probabilities"),
        ("x,kl", "no column is named like log-probabilities"),
    ],
)
def test_where_names_do_not_decide_nothing_is_chosen(ask, tmp_path, names, why):
    _, dialog = ask(table(tmp_path / "t.csv", names))
    assert dialog.kind.currentIndex() == -1
    assert dialog.form is None
    assert not dialog.buttons.button(OK).isEnabled()
    assert why in dialog.meaning.text()
    assert not dialog.message.isVisible()
    rows, across = dialog.table.rows, Qt.Orientation.Horizontal
    header = [rows.headerData(place, across) for place in range(rows.columnCount())]
    assert header == names.split(",")


def test_the_user_decides_where_names_do_not(ask, qtbot, tmp_path):
    names = "old_log_probs,rollout_log_probs,log_probs"
    window, dialog = ask(table(tmp_path / "verl.csv", names))
    dialog.kind.setCurrentIndex(0)
    form = dialog.form
    assert (form.new.currentIndex(), form.old.currentIndex()) == (-1, -1)
    assert "choose the column" in dialog.message.text()
    form.new.setCurrentText("log_probs")
    assert not dialog.buttons.button(OK).isEnabled()
    form.old.setCurrentText("rollout_log_probs")
    assert form.mask_choice is None  # no column holds 0 and 1 alone
    press_ok(dialog)
    wait_for_data(qtbot, window, WEIGHTS)
    assert window.store.session.scene.data.columns == ("log_probs", "rollout_log_probs")


def test_the_columns_in_use_are_chosen_when_asked_again(ask, qtbot, tmp_path):
    window, dialog = ask(PADDED)
    dialog.form.new.setCurrentText("logp_old")
    dialog.form.old.setCurrentText("logp_new")
    dialog.form.mask_choice.setCurrentIndex(0)
    press_ok(dialog)
    wait_for_data(qtbot, window, WEIGHTS)
    QTest.mouseClick(window.inputs.data.choose, Qt.MouseButton.LeftButton)
    again = dialog_of(qtbot, window)
    assert again.form.roles() == {"logp_old": "new", "logp_new": "old"}
    assert again.form.mask_choice.currentIndex() == 0


def test_one_lone_column_becomes_log_w_only_when_the_user_says_so(ask, tmp_path):
    _, dialog = ask(table(tmp_path / "t.csv", "reward"))
    assert dialog.source is None
    dialog.kind.setCurrentIndex(1)
    assert dialog.source.columns == ("reward",)


def test_an_index_is_no_coordinate_but_can_be_made_one(ask, qtbot):
    window, dialog = ask(PANDAS)
    form = dialog.form
    assert form.roles() == {"x": "x1", "y": "x2", "policy": "group"}
    texts = [form.coordinates.item(i).text() for i in range(3)]
    assert texts == ["1  (it has no name)", "x", "y"]
    form.coordinates.item(0).setCheckState(Qt.CheckState.Checked)
    assert dialog.source.columns == ("1", "x", "y")
    form.coordinates.item(0).setCheckState(Qt.CheckState.Unchecked)
    press_ok(dialog)
    wait_for_data(qtbot, window, "densities")
    assert window.store.session.scene.dimension == 2
    assert value(window, "KL(p||q)") == pytest.approx(0.3189301988, abs=1e-9)
    assert value(window, "KL(q||p)") == pytest.approx(0.4093654462, abs=1e-9)


def test_a_column_of_zero_and_one_can_mask_groups(ask, qtbot, tmp_path):
    path = tmp_path / "t.csv"
    rows = [f"{'ab'[i % 2]},{(i * 7 % 13) / 10},{int(i % 5 > 0)}" for i in range(60)]
    path.write_text("policy,x,alive\n" + "\n".join(rows) + "\n", encoding="utf-8")
    window, dialog = ask(path)
    form = dialog.form
    assert form.mask_choice.currentIndex() == 0
    form.mask_choice.setCurrentText("alive")
    assert form.roles() == {"x": "x1", "policy": "group", "alive": "mask"}
    press_ok(dialog)
    wait_for_data(qtbot, window, "densities")
    assert window.inputs.data.rows.text() == "48 of 60 rows, 12 masked"
    assert "masked by alive" in window.inputs.data.columns.text()


@pytest.mark.parametrize(
    "names", ["a,b", ",".join(f"observation_of_a_sensor_{i}" for i in range(4))]
)
def test_no_name_in_the_table_is_cut_off(ask, tmp_path, names):
    _, dialog = ask(table(tmp_path / "t.csv", names))
    header = dialog.table.horizontalHeader()
    for place in range(header.count()):
        assert header.sectionSize(place) >= header.sectionSizeHint(place)


def test_no_cell_in_the_table_is_cut_off(ask, tmp_path):
    cells = ["-1.351864629616810420e+00", "8", "WWW mm WW @ WW", "final 动作空间的维度", "-.5", ""]
    path = tmp_path / "t.csv"
    path.write_text("a,b,c,d,e,f\n" + 3 * (",".join(cells) + "\n"), "utf-8")
    _, dialog = ask(path)
    assert dialog.table.rows.columnCount() == len(cells)
    for place in range(len(cells)):
        assert dialog.table.columnWidth(place) >= dialog.table.sizeHintForColumn(place)


def test_the_table_shows_cells_and_what_columns_are_taken_for(ask, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("logp_new,logp_old,step\n-1.5,-1.25,1\n-2,-2.5,2\n", "utf-8")
    _, dialog = ask(path)
    rows, across = dialog.table.rows, Qt.Orientation.Horizontal
    header = [rows.headerData(place, across) for place in range(3)]
    assert header == ["logp_new  (new)", "logp_old  (old)", "step"]
    fonts = [rows.headerData(place, across, Qt.ItemDataRole.FontRole) for place in range(3)]
    assert [font.bold() for font in fonts] == [True, True, False]
    shown = [[rows.index(row, place).data() for place in range(3)] for row in range(2)]
    assert shown == [["-1.5", "-1.25", "1"], ["-2", "-2.5", "2"]]
    dialog.kind.setCurrentIndex(list(KINDS).index("ratio"))
    assert "logp_new  (new)" not in [rows.headerData(place, across) for place in range(3)]
