"""What the tests of documents do as a user would: keys, menus, boxes, dialogs, drops."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QWidget,
)

Ctrl = Qt.KeyboardModifier.ControlModifier
Shift = Qt.KeyboardModifier.ShiftModifier


def press(window: QWidget, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """A key combination, where the focus is."""
    combined = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        combined |= modifier
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    QTest.keyClick(window.focusWidget() or window, key, combined)


def seed(window) -> int:
    return window.store.session.scene.seed


def change(window) -> None:
    """The next seed, by its shortcut."""
    press(window, Qt.Key.Key_R, Ctrl)


def boxes(window: QWidget) -> list[QMessageBox]:
    return [box for box in window.findChildren(QMessageBox) if box.isVisible()]


def box(qtbot, window: QWidget) -> QMessageBox:
    """The one message that is shown."""
    qtbot.waitUntil(lambda: len(boxes(window)) == 1)
    return boxes(window)[0]


def answer(qtbot, window: QWidget, name: str) -> None:
    """Click a button of the message that is shown."""
    shown = box(qtbot, window)
    names = {button.text().replace("&", ""): button for button in shown.buttons()}
    QTest.mouseClick(names[name], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown not in boxes(window))


def words(shown: QMessageBox) -> str:
    """All that a message says."""
    return " ".join((shown.text(), shown.informativeText(), shown.detailedText()))


def file_dialogs(window: QWidget) -> list[QFileDialog]:
    return [found for found in window.findChildren(QFileDialog) if found.isVisible()]


def file_dialog(qtbot, window: QWidget) -> QFileDialog:
    """The one file dialog that is shown."""
    qtbot.waitUntil(lambda: len(file_dialogs(window)) == 1)
    dialog = file_dialogs(window)[0]
    assert QTest.qWaitForWindowExposed(dialog)
    return dialog


def choose(qtbot, window: QWidget, path: Path | str) -> None:
    """Type a path into the file dialog that is shown, and click Open or Save."""
    dialog = file_dialog(qtbot, window)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    name.setFocus()
    name.selectAll()
    QTest.keyClicks(name, str(path))
    name.completer().popup().hide()
    QTest.mouseClick(accepting(dialog), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not file_dialogs(window))


def accepting(dialog: QFileDialog) -> QAbstractButton:
    buttons = dialog.findChild(QDialogButtonBox)
    role = QDialogButtonBox.ButtonRole.AcceptRole
    return next(button for button in buttons.buttons() if buttons.buttonRole(button) == role)


def menu(window, title: str) -> QMenu:
    """The menu of the bar, or one inside, with this title."""
    found = [m for m in window.findChildren(QMenu) if m.title().replace("&", "") == title]
    assert len(found) == 1, [m.title() for m in window.findChildren(QMenu)]
    return found[0]


def drag(window, paths, leave: bool = False, over=None):
    """Files, or text, carried over a widget of the window, by default one that takes text as well;
    the event."""
    data = carried(paths)
    place = (over or window.inputs.sampling.seed).mapTo(window, QPoint(3, 3))
    enter = QDragEnterEvent(place, every_action(), data, LEFT, NO_KEY)
    QCoreApplication.sendEvent(window.windowHandle(), enter)
    if leave:
        QCoreApplication.sendEvent(window.windowHandle(), QDragLeaveEvent())
    return enter


def drop(window, paths) -> QDropEvent:
    """Files let go over the window; the event."""
    data = carried(paths)
    place = QPointF(window.inputs.sampling.seed.mapTo(window, QPoint(3, 3)))
    event = QDropEvent(place, every_action(), data, LEFT, NO_KEY)
    QCoreApplication.sendEvent(window.windowHandle(), event)
    return event


LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier


def every_action() -> Qt.DropAction:
    """As file managers offer: move first."""
    return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction


def carried(paths) -> QMimeData:
    """Files as a file manager offers them, or text."""
    data = QMimeData()
    if isinstance(paths, str):
        data.setText(paths)
    else:
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        data.setText("\n".join(map(str, paths)))
    return data
