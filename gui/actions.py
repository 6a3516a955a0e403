"""Menus and shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from gui import commands

if TYPE_CHECKING:
    from gui.main_window import MainWindow

Standard = QKeySequence.StandardKey


def export_menu(window: MainWindow) -> QMenu:
    """The one menu of everything that leaves the program; pages show it as well."""
    menu = QMenu("&Export", window)
    exporter = window.exporter
    for kind, text, shortcut in (
        ("png", "Figure as &PNG…", "Ctrl+E"),
        ("svg", "Figure as &SVG…", None),
        ("pdf", "Figure as P&DF…", None),
    ):
        _add(menu, text, lambda kind=kind: exporter.save(kind), shortcut)
    menu.addMenu(_scale_menu(window, menu))
    menu.addSeparator()
    _add(menu, "Numbers as &CSV…", lambda: exporter.save("csv"), "Ctrl+Shift+E")
    _add(menu, "Arrays as &NPZ…", lambda: exporter.save("npz"))
    menu.addSeparator()
    _add(menu, "Copy &image", exporter.copy_image, "Ctrl+Shift+C")
    _add(menu, "Copy n&umbers", exporter.copy_numbers, "Ctrl+Alt+C")
    return menu


def fill_menus(window: MainWindow, export: QMenu) -> None:
    """The menu bar."""
    bar = window.menuBar()
    file = bar.addMenu("&File")
    file.addMenu(export)
    file.addSeparator()
    quit_action = _add(file, "&Quit", window.close, Standard.Quit)
    quit_action.setMenuRole(QAction.MenuRole.QuitRole)
    _fill_edit(bar.addMenu("&Edit"), window)
    _fill_view(bar.addMenu("&View"), window)
    about = _add(bar.addMenu("&Help"), "&About Gaussian Explorer", window.show_about)
    about.setMenuRole(QAction.MenuRole.AboutRole)


def _fill_edit(menu: QMenu, window: MainWindow) -> None:
    stack = window.store.undo_stack
    undo = stack.createUndoAction(window, "&Undo")
    undo.setShortcuts(QKeySequence.keyBindings(Standard.Undo))
    redo = stack.createRedoAction(window, "&Redo")
    redo.setShortcuts([*QKeySequence.keyBindings(Standard.Redo), QKeySequence("Ctrl+Y")])
    menu.addActions([undo, redo])
    menu.addSeparator()
    for text, command, shortcut in (
        ("&Swap p and q", commands.swapped, "Ctrl+Shift+S"),
        ("&Match q to p", commands.matched, "Ctrl+M"),
        ("Resam&ple", commands.resampled, "Ctrl+R"),
        ("R&eset", commands.reset, "Ctrl+Shift+R"),
    ):
        name = text.replace("&", "")
        _add(menu, text, lambda c=command, n=name: window.apply(c, n), shortcut)


def _fill_view(menu: QMenu, window: MainWindow) -> None:
    for index, study in enumerate(window.studies):
        shortcut = f"Ctrl+{index + 1}" if index < 9 else None
        _add(menu, study.title, lambda name=study.name: window.show_page(name), shortcut)
    menu.addSeparator()
    explain = _add(menu, "&Explanation", None, "F1")
    explain.setCheckable(True)
    explain.triggered.connect(window.want_explanation)
    window.explain_action = explain


def _scale_menu(window: MainWindow, parent: QMenu) -> QMenu:
    menu = QMenu("Image si&ze", parent)
    group = QActionGroup(menu)
    for scale in (1, 2, 3, 4):
        action = QAction(f"{scale} ×", menu, checkable=True)
        action.setChecked(scale == window.settings.image_scale)
        action.triggered.connect(
            lambda _, scale=scale: setattr(window.settings, "image_scale", scale)
        )
        group.addAction(action)
        menu.addAction(action)
    return menu


def _add(
    menu: QMenu,
    text: str,
    do: Callable[[], object] | None,
    shortcut: QKeySequence.StandardKey | str | None = None,
) -> QAction:
    action = QAction(text, menu)
    if shortcut is not None:
        action.setShortcut(QKeySequence(shortcut))
    if do is not None:
        action.triggered.connect(lambda: do())
    menu.addAction(action)
    return action
