"""The table of all numbers: places, order, forms of numbers, room."""

import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtTest import QTest

from gui.shell.numbers import measured
from gui.shell.numbers.delegate import split, widths_of
from gui.shell.numbers.grid import cell_text, cell_tip, grid_of
from gui.shell.numbers.measured import measure
from gui.shell.numbers.table import NumbersTable
from tests.helpers.readouts import readout

READOUTS = (
    readout("k1", 0.4448, 0.0019, "estimated", place=("k1", "estimate")),
    readout("k1 exact", 0.5, place=("k1", "exact"), help="The truth."),
    readout("k3 std", math.inf, place=("k3", "exact"), note="infinite: lam = 4"),
    readout("entropy", 1.25),
)
UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@pytest.fixture
def table(qtbot, dressed):
    made = NumbersTable()
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    made.show_readouts(READOUTS, ())
    return made


def rows(table):
    return [table.numbers.index(i, 0).data() for i in range(table.numbers.rowCount())]


def test_numbers_stand_in_their_places(table):
    assert table.text_at("k1", "estimate") == "0.4448 ± 0.0019"
    assert table.text_at("k1", "exact") == "0.5"
    assert table.text_at("entropy", "value") == "1.25"
    assert table.text_at("k3", "exact") == "∞"


def test_other_values_keep_the_table_and_the_place_in_it(table, qtbot):
    table.setCurrentIndex(table.numbers.index(1, 1))
    other = readout("k1", 1.0, 0.1, "estimated", place=("k1", "estimate"))
    with qtbot.assertNotEmitted(table.numbers.modelReset):
        table.show_readouts((other, *READOUTS[1:]), ())
    assert table.text_at("k1", "estimate") == "1.00 ± 0.10"
    assert table.currentIndex().row() == 1


def test_rows_stand_by_importance_and_by_a_click_on_a_header_by_value(table):
    table.show_readouts(READOUTS, ("x_entropy", "x_k3_std"))
    assert rows(table)[0] == "entropy"
    header = table.horizontalHeader()
    exact = 2
    for order, first in (
        ((exact, UP), "k1"),
        ((exact, DOWN), "k3"),
        ((-1, UP), "entropy"),
    ):
        header.sectionClicked.emit(exact)
        assert (header.sortIndicatorSection(), header.sortIndicatorOrder()) == order
        assert rows(table)[0] == first


def test_what_has_no_value_in_a_column_comes_last(table):
    for clicks in (1, 2):
        table.numbers.sort(1, UP if clicks == 1 else DOWN)
        assert rows(table)[0] == "k1"


def test_tooltips_have_help_and_every_digit():
    assert cell_tip(READOUTS[1]) == "The truth.\nk1 exact = 0.5 nats, exact"
    assert "standard error 0.0019" in cell_tip(READOUTS[0])
    assert "∞" in cell_tip(READOUTS[2])


def test_units_stand_where_they_are_shared():
    assert grid_of(READOUTS).labels[0] == "estimate, nats"

    def labels(*readouts):
        return tuple(line.label for line in grid_of(readouts).lines)

    mixed = (
        readout("a", 1.0, unit="x", place=("a", "1")),
        readout("b", 1.0, unit="y", place=("b", "1")),
    )
    assert labels(*mixed) == ("a, x", "b, y")
    assert labels(*mixed, readout("c", 1.0, unit="z", place=("b", "2"))) == ("a, x", "b, y, z")
    ratio = (*mixed, readout("c", 1.0, unit="", place=("b", "2")))
    assert labels(*ratio) == ("a, x", "b, y")
    assert grid_of(ratio).labels == ("1", "2")


def test_a_column_in_which_nothing_is_known_is_left_out():
    known = readout("ess", 0.5, 0.1, "estimated", place=("ess", "estimate"))
    limit = readout("limit", math.nan, kind="unknown", note="for data", place=("ess", "exact"))
    alone = readout("chi", math.nan, kind="unknown", note="for data", place=("chi", "exact"))
    assert grid_of((known, limit)).columns == ("estimate",)
    grid = grid_of((known, limit, alone))
    assert grid.columns == ("estimate", "exact"), "or chi-square would say nothing"
    assert cell_text(grid.lines[1].cells["exact"]) == "for data"


@pytest.mark.parametrize("width", [150, 250, 700])
def test_nothing_is_scrolled_sideways(table, width):
    table.resize(width, 120)
    columns = table.numbers.columnCount()
    assert sum(table.columnWidth(j) for j in range(columns)) <= table.viewport().width() or (
        width == 150
    )
    assert table.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    assert columns == (4 if width == 700 else 2)
    wanted = QFontMetrics(table.font()).horizontalAdvance("0.4448 ± 0.0019")
    assert table.columnWidth(1) >= wanted, "no number is cut"
    assert table.numbers.rowCount() == (3 if width == 700 else 4), "every number is there"


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("0.5377", ("0", ".5377")),
        ("−1,200", ("−1,200", "")),
        ("8.64 × 10⁻⁵", ("8", ".64 × 10⁻⁵")),
        ("2 × 10⁻⁵", ("2", " × 10⁻⁵")),
        ("∞", ("∞", "")),
    ],
)
def test_numbers_stand_below_each_other_by_their_points(text, halves):
    assert split(text) == halves


def test_a_column_has_room_for_its_widest_parts(table):
    metrics = table.fontMetrics()
    wide = readout("a", 1234.5, 0.5, "estimated"), readout("b", 0.00012345)
    widths = widths_of(list(wide), metrics)
    assert widths.before == metrics.horizontalAdvance("1,234")
    assert widths.after == metrics.horizontalAdvance(".00012")
    assert widths.error == metrics.horizontalAdvance("± 0.5")


def test_a_number_is_found_and_copied(table):
    table.resize(700, 90)
    table.reveal("x_entropy")
    assert table.currentIndex().data() == "1.25"
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex()).center())
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "1.25"


def test_an_empty_table_is_emptied_again(table):
    told = []
    table.numbers.dataChanged.connect(lambda *_: told.append(1))
    table.show_readouts((), ())
    table.show_readouts((), ())  # Qt warns of a change of cells that are not there
    assert table.numbers.rowCount() == 0
    assert not told


def test_numbers_are_measured_once_for_all_widths(table, monkeypatch):
    asked = []
    monkeypatch.setattr(measured, "measure", lambda *of: asked.append(of) or measure(*of))
    table.show_readouts(READOUTS, ())
    for width in (700, 120, 700, 500, 130):
        table.resize(width, 300)
        table.fit()
        shown, metrics = table.numbers.grid, table.fontMetrics()
        assert table.drawn.widths == measure(shown, metrics).widths
    assert len(asked) <= 4  # where there is room and where not, with two references each
    font = table.font()
    font.setPixelSize(30)
    table.setFont(font)
    table.fit()
    assert table.drawn.widths == measure(table.numbers.grid, table.fontMetrics()).widths
