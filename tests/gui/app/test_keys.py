"""Everything by keys, with names for those who do not see, and help that cannot go stale."""

from collections import Counter
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QMenu,
)

from engine.page.scene import Scene
from engine.session.reader import SWEEP
from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.base.focus_order import stops
from gui.menus.about import AboutDialog
from gui.menus.keyboard_map import KeyboardMap
from tests.helpers.color_vision import contrast
from tests.helpers.controls import controls, spoken
from tests.helpers.menus import entries, entry
from tests.helpers.pictures import pixels_of

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def real_window(qtbot, dressed):
    """A window with the real pages and few samples, in front."""

    def opened(page="densities", dimension=1, size=(1400, 850)):
        scene = Scene(samples=2000).resized(dimension)
        window = MainWindow(Session(scene=scene, page=page))
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        window.activateWindow()
        order = window.navigation.tab_order
        qtbot.waitUntil(lambda: not window.worker.busy and not order.due)
        return window

    return opened


@pytest.mark.parametrize("dimension", [1, 2])
def test_the_tab_key_reaches_every_control_from_left_to_right(real_window, dimension, qtbot):
    window = real_window("kl-divergence", dimension)
    start = stops(window.rail)[0]
    start.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is start)
    visited = [start]
    for _ in range(100):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() is start:
            break
        visited.append(QApplication.focusWidget())
    expected = {widget for widget in controls(window) if widget.isEnabled()}
    assert expected - set(visited) == set()
    places = [
        index
        for widget in visited
        for index, panel in enumerate(window.panels.in_order())
        if panel is widget or panel.isAncestorOf(widget)
    ]
    assert places == sorted(places), "one panel after the other"
    scene = [w.mapTo(window, w.rect().center()) for w in visited if window.inputs.isAncestorOf(w)]
    assert all(b.y() > a.y() - 6 for a, b in pairwise(scene)), "downwards"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_focus_is_seen(real_window, qtbot, mode):
    window = real_window("importance-weights", 5)
    window.appearance.set_mode(mode)
    QApplication.processEvents()
    for widget in [w for panel in window.panels.in_order() for w in stops(panel)]:
        aside = (
            window.inputs.sampling.seed
            if widget is not window.inputs.sampling.seed
            else window.inputs.sampling.samples.field
        )
        aside.setFocus()
        before = pixels_of(widget.grab().toImage())[:60]
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        after = pixels_of(widget.grab().toImage())[:60]
        changed = (before != after).any(axis=-1)
        pairs = zip(before[changed].tolist(), after[changed].tolist(), strict=True)
        clear = 0
        for one, other in pairs:
            clear += contrast(QColor(*one).name(), QColor(*other).name()) >= 2.5
            if clear >= 12:
                break
        assert clear >= 12, f"{mode}: {spoken(widget)} {widget!r}"


def test_f6_goes_from_panel_to_panel(real_window, qtbot):
    window = real_window("kl-divergence")
    window.want_explanation(True)
    visible = [panel for panel in window.panels.in_order() if panel.isVisible()]
    assert len(visible) == 6
    visible = [panel for panel in visible if stops(panel)]
    window.inputs.sampling.seed.setFocus()

    def place():
        focus = QApplication.focusWidget()
        return next(i for i, p in enumerate(visible) if p is focus or p.isAncestorOf(focus))

    forward = []
    for _ in range(6):
        QTest.keyClick(window, Qt.Key.Key_F6)
        forward.append(place())
    count = len(visible)
    assert forward == [(2 + i) % count for i in range(6)]
    while place() != 0:
        QTest.keyClick(window, Qt.Key.Key_F6)
    QTest.keyClick(window, Qt.Key.Key_F6, SHIFT)
    assert place() == count - 1


def test_pages_by_keys(open_window):
    window = open_window()
    QTest.keyClick(window, Qt.Key.Key_Tab, CONTROL)
    assert window.navigation.name == "other"
    QTest.keyClick(window, Qt.Key.Key_Tab, CONTROL)
    assert window.navigation.name == SWEEP
    QTest.keyClick(window, Qt.Key.Key_Tab, CONTROL)
    assert window.navigation.name == "dummy"
    QTest.keyClick(window, Qt.Key.Key_Tab, CONTROL | SHIFT)
    assert window.navigation.name == SWEEP
    QTest.keyClick(window, Qt.Key.Key_1, CONTROL)
    assert window.navigation.name == "dummy"


def test_every_entry_of_the_menus_says_what_it_does(real_window):
    window = real_window()
    rows = [(menu, *row) for menu, inner in entries(window).items() for row in inner]
    assert len(rows) > 30
    silent = [f"{menu}: {name}" for menu, name, action in rows if not action.statusTip().strip()]
    assert silent == []


def test_letters_and_keys_are_used_once(real_window):
    window = real_window()
    menus = {menu.menuAction(): menu for menu in window.findChildren(QMenu)}
    ours = [menus[action] for action in window.menuBar().actions()]
    ours += [menus[action] for menu in ours for action in menu.actions() if action in menus]
    for menu in (window.menuBar(), *ours):
        letters = Counter(
            QKeySequence.mnemonic(action.text()).toString()
            for action in menu.actions()
            if not action.isSeparator()
        )
        letters.pop("", None)
        assert [letter for letter, count in letters.items() if count > 1] == [], menu
    keys = Counter(
        keys.toString()
        for inner in entries(window).values()
        for _, action in inner
        for keys in action.shortcuts()
    )
    assert [key for key, count in keys.items() if count > 1] == []


def test_a_status_tip_is_shown(real_window):
    window = real_window()
    action = entry(window, "Edit", "Resample")
    action.showStatusText(window)  # as its menu does under the mouse and the arrow keys
    assert window.status.notice.text() == action.statusTip()


def test_the_keyboard_map_shows_every_key_of_the_menus(real_window, qtbot):
    window = real_window()
    QTest.keyClick(window, Qt.Key.Key_Slash, CONTROL)
    dialog = window.findChild(KeyboardMap)
    assert dialog.isVisible()
    shown = {}
    for i in range(dialog.tree.topLevelItemCount()):
        group = dialog.tree.topLevelItem(i)
        for j in range(group.childCount()):
            shown[group.text(0), group.child(j).text(0)] = group.child(j).text(1)
    for menu, rows in entries(window).items():
        for name, action in rows:
            if action.shortcuts():
                assert action.shortcuts()[0].toString() in shown[menu, name]
    assert ("Sliders", "Ten steps") in shown
    QTest.keyClicks(dialog.search, "resample")
    group = dialog.tree.topLevelItem(1)
    rows = [group.child(j) for j in range(group.childCount())]
    assert [row.text(0) for row in rows if not row.isHidden()] == ["Resample"]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    # The menus still work after their actions were read.
    entry(window, "Edit", "Resample").trigger()
    assert window.store.session.scene.seed == Session().scene.seed + 1


def test_versions_and_a_report_are_copied(open_window):
    window = open_window()
    entry(window, "Help", "About Gaussian Explorer").trigger()
    dialog = window.findChild(AboutDialog)
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == dialog.versions.text()
    for name in (
        "gaussian-explorer ",
        "PySide6 6.10.3",
        "numpy ",
        "scipy ",
        "Qt 6.10.3",
        "system ",
    ):
        assert name in dialog.versions.text()
    dialog.close()
    entry(window, "Help", "Copy for a bug report").trigger()
    report = QGuiApplication.clipboard().text()
    assert "PySide6 6.10.3" in report
    assert '"study": "dummy"' in report
    assert "clipboard" in window.status.notice.text()
