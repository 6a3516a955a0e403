"""The style sheet and the palette of the window's widgets, made from the colours of a theme."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from gui.base.scaling import handle_width, set_text_scale
from gui.look.fonts import window_font
from gui.look.theme import Theme

SPACE = 8  # the unit of every distance, in pixels
# Below, 8px grows with the type and 8px-1 leaves room for a border that is thicker by one pixel;
# 1px! and 2px! are borders, which stay crisp.
_LENGTH = re.compile(r"(\d+)px(-1|!)?")


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give the application the colours and the size of type of a theme."""
    app.setPalette(palette(theme))
    set_text_scale(app, theme.text_scale)
    font = window_font(app, theme.text_scale)
    if font != app.font():
        app.setFont(font)
    app.setStyleSheet(stylesheet(theme))


def palette(theme: Theme) -> QPalette:
    """The colours of standard widgets."""
    made = QPalette()
    role = QPalette.ColorRole
    for key, name in (
        (role.Window, "window"),
        (role.WindowText, "text"),
        (role.Base, "panel"),
        (role.AlternateBase, "window"),
        (role.Text, "text"),
        (role.Button, "panel"),
        (role.ButtonText, "text"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "panel"),
        (role.ToolTipBase, "panel"),
        (role.ToolTipText, "text"),
        (role.PlaceholderText, "muted"),
        (role.Link, "accent"),
        (role.LinkVisited, "accent"),
        (role.Accent, "accent"),
        (role.Light, "panel"),
        (role.Midlight, "grid"),
        (role.Mid, "line"),
        (role.Dark, "muted"),
        (role.Shadow, "window"),
        (role.BrightText, "error"),
    ):
        made.setColor(key, theme.color(name))
    for key in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, key, QColor(theme.disabled()))
    return made


def stylesheet(theme: Theme) -> str:
    """The style sheet of the whole window."""
    sheet = _GENERAL % _colors(theme) + _slider(theme)
    return _LENGTH.sub(lambda found: _length(int(found[1]), found[2], theme.text_scale), sheet)


def _length(pixels: int, mark: str | None, scale: float) -> str:
    if mark == "!":
        return f"{pixels}px"
    # Downwards, or a corner's radius might become more than half of a bar, which Qt leaves square.
    return f"{int(pixels * scale) - (1 if mark else 0)}px"


def _colors(theme: Theme) -> dict[str, str]:
    names = (
        *("window", "panel", "text", "muted", "grid", "line", "accent", "selection"),
        *("warning", "warning_background", "warning_line", "error", "p", "q"),
    )
    colors = {name: theme.color(name).name() for name in names}
    colors |= {f"{name}_ink": theme.ink(name) for name in ("p", "q")}
    folder = Path(str(resources.files("resources") / "icons"))
    colors["disabled"] = theme.disabled()
    return colors | {"icons": folder.as_posix(), "name": theme.name, "heading": "17px"}


def _slider(theme: Theme) -> str:
    """Thin grooves, filled up to the handle in the colour of what they belong to."""
    parts = []
    handle = handle_width(theme.text_scale)
    overhang = (handle - int(4 * theme.text_scale)) // 2
    round_handle = (
        f"width: {handle - 4}px!; height: {handle - 4}px!; margin: -{overhang}px! 0;"
        f" border-radius: {handle // 2}px!;"
    )
    for accent, role in (("", "accent"), ("[accent='p']", "p"), ("[accent='q']", "q")):
        color = theme.color(role).name()
        parts.append(
            f"QSlider{accent}::sub-page:horizontal {{ background: {color}; border-radius: 2px; }}"
            f"QSlider{accent}::handle:horizontal {{ background: {theme.panel};"
            f" border: 2px! solid {color}; {round_handle} }}"
            f"QSlider{accent}::handle:horizontal:hover {{ background: {color}; }}"
            f"QSlider{accent}::handle:horizontal:focus {{ background: {color};"
            f" border: 2px! solid {theme.text}; }}"
            f"QSlider{accent}::sub-page:horizontal:disabled {{ background: {theme.line}; }}"
            f"QSlider{accent}::handle:horizontal:disabled {{ border-color: {theme.line}; }}"
        )
    return "\n".join(parts)


_GENERAL = """
QMainWindow, QScrollArea#scene, QWidget#scene_body, QScrollArea#page, QWidget#page_body {
    background: %(window)s; }
QScrollArea { border: none; }
QToolTip { background: %(panel)s; color: %(text)s; border: 1px! solid %(line)s; padding: 4px; }

QFrame#card { background: %(panel)s; border: 1px! solid %(grid)s; border-radius: 6px; }
QFrame#card[accent="p"] { border-left: 3px solid %(p)s; }
QFrame#card[accent="q"] { border-left: 3px solid %(q)s; }
QLabel#heading { font-size: %(heading)s; font-weight: 600; }
QLabel#card_title { font-weight: 600; }
QLabel#card_title[accent="p"] { color: %(p_ink)s; }
QLabel#card_title[accent="q"] { color: %(q_ink)s; }
QLabel#muted { color: %(muted)s; }
QLabel#problem { color: %(error)s; }

QLineEdit, QSpinBox, QComboBox {
    background: %(panel)s; border: 1px! solid %(line)s; border-radius: 4px;
    padding: 2px 5px; min-height: 18px;
    selection-background-color: %(accent)s; selection-color: %(panel)s; }
QLineEdit:hover, QSpinBox:hover, QComboBox:hover { border-color: %(muted)s; }
QLineEdit:focus, QSpinBox:focus, QComboBox:focus {
    border: 2px! solid %(accent)s; padding: 2px-1 5px-1; }
QComboBox:focus { padding-right: 20px-1; }
QSpinBox:focus { padding-right: 18px-1; }
QLineEdit[wrong="true"] { border: 1px! solid %(error)s; color: %(error)s; }
QLineEdit[wrong="true"]:focus { border: 2px! solid %(error)s; }
QLineEdit:disabled, QSpinBox:disabled, QComboBox:disabled { background: %(window)s; }

QComboBox { padding-right: 20px; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url(%(icons)s/down-%(name)s.svg); width: 10px; height: 10px; }
QComboBox QAbstractItemView { background: %(panel)s; border: 1px! solid %(line)s;
    selection-background-color: %(accent)s; selection-color: %(panel)s; outline: none; }
QSpinBox { padding-right: 18px; }
QSpinBox::up-button, QSpinBox::down-button { border: none; width: 18px; background: transparent; }
QSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; height: 11px; }
QSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right;
    height: 11px; }
QSpinBox::up-arrow { image: url(%(icons)s/up-%(name)s.svg); width: 9px; height: 9px; }
QSpinBox::down-arrow { image: url(%(icons)s/down-%(name)s.svg); width: 9px; height: 9px; }
QSlider { min-height: 20px; background: transparent; }
QSlider::groove:horizontal { height: 4px; background: %(grid)s; border-radius: 2px; }

QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton, QToolButton {
    background: %(panel)s; border: 1px! solid %(line)s; border-radius: 4px;
    padding: 3px 10px; min-height: 18px; }
QPushButton:hover, QToolButton:hover { border-color: %(accent)s; color: %(accent)s; }
QPushButton:pressed, QToolButton:pressed { background: %(grid)s; }
QPushButton:focus, QToolButton:focus { border: 2px! solid %(accent)s; padding: 3px-1 10px-1; }
QPushButton:checked, QToolButton:checked {
    background: %(accent)s; border-color: %(accent)s; color: %(panel)s; }
QPushButton:disabled, QToolButton:disabled { color: %(disabled)s; border-color: %(grid)s; }
QPushButton:checked:focus, QToolButton:checked:focus { border: 2px! dotted %(panel)s; }
QToolButton#narrow, QPushButton#narrow { padding: 3px 0px; }
QToolButton#narrow:focus, QPushButton#narrow:focus { padding: 3px-1 0px; }
QToolButton#small, QPushButton#small { padding: 0px 6px; min-height: 16px; color: %(muted)s; }
QToolButton#small:focus, QPushButton#small:focus { padding: 0px 6px-1; min-height: 16px-1; }
QToolButton::menu-indicator { width: 0px; }

QCheckBox { border: 2px! solid transparent; border-radius: 4px; padding: 0px 2px;
    spacing: 6px; }
QCheckBox::indicator, QListWidget::indicator, QMenu::indicator { width: 13px; height: 13px;
    border-radius: 3px; border: 1px! solid %(muted)s; background: %(panel)s; }
QMenu::indicator { margin-left: 5px; }
QMenu::indicator:exclusive { border-radius: 7px; }
QCheckBox::indicator:hover { border-color: %(accent)s; }
QCheckBox::indicator:checked, QListWidget::indicator:checked, QMenu::indicator:checked {
    background: %(accent)s; border-color: %(accent)s; image: url(%(icons)s/check-%(name)s.svg); }
QCheckBox::indicator:disabled { border-color: %(line)s; }
QCheckBox:focus { border-color: %(accent)s; }

QTabBar { background: transparent; border: 2px! solid transparent; }
QTabBar::tab { background: transparent; color: %(muted)s; padding: 7px 14px 6px 14px;
    border: none; border-bottom: 2px! solid transparent; }
QTabBar::tab:hover { color: %(text)s; }
QTabBar::tab:selected { color: %(accent)s; border-bottom: 2px! solid %(accent)s; font-weight: 600; }
QTabBar QToolButton { padding: 0px; border-radius: 0px; background: %(window)s; }
QTabBar:focus { border-color: %(accent)s; border-radius: 4px; }

QLabel#start_title { font-size: %(heading)s; font-weight: 600; }
QLabel#start_heading { font-weight: 600; color: %(accent)s; }
QLabel#example_title { font-weight: 600; }
QPushButton#example { text-align: left; padding: 0px; border-radius: 8px; }
QPushButton#example QLabel { background: transparent; }
QFrame#hint { background: %(panel)s; border: 1px! solid %(accent)s; border-radius: 6px; }

QFrame#banner { background: %(warning_background)s; border: 1px! solid %(warning_line)s;
    border-radius: 4px; }
QFrame#banner QLabel { color: %(warning)s; background: transparent; }
QFrame#failure { background: %(panel)s; border: 1px! solid %(error)s; border-radius: 6px; }
QLabel#failure_title { color: %(error)s; font-weight: 600; }

QTableView, QTreeView, QListWidget, QPlainTextEdit {
    background: %(panel)s; border: 1px! solid %(grid)s; border-radius: 6px;
    gridline-color: %(grid)s;
    selection-background-color: %(selection)s; selection-color: %(text)s; }
QTreeView::item { padding: 1px 10px 1px 0px; }
QTableView QTableCornerButton::section { background: %(panel)s; border: none; }
QHeaderView { background: %(panel)s; border: none; }
QHeaderView::section { background: %(panel)s; color: %(muted)s; border: none; padding: 3px 8px; }
QHeaderView::section:horizontal { border-bottom: 1px! solid %(grid)s; }
QHeaderView::section:vertical { color: %(text)s; }
QTableView::item { padding: 0px 5px; }
QTableView#readouts::item { border-bottom: 1px! solid %(window)s; padding: 0px 8px; }
QTableView#readouts QHeaderView::section:vertical { border-bottom: 1px! solid %(window)s; }

QTextBrowser#explain { background: %(panel)s; border: 1px! solid %(grid)s; border-radius: 6px; }
QTextBrowser#explain:focus, QTableView:focus, QTreeView:focus,
QPlainTextEdit:focus {
    border: 2px! solid %(accent)s; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: %(grid)s; }
QStatusBar { background: %(window)s; color: %(muted)s; border-top: 1px! solid %(grid)s; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: %(muted)s; padding: 0px 8px; }
QProgressBar { background: %(grid)s; border: none; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: %(accent)s; border-radius: 3px; }

QMenuBar { background: %(window)s; padding: 2px 4px; }
QMenuBar::item { padding: 4px 9px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: %(grid)s; }
QMenu { background: %(panel)s; border: 1px! solid %(line)s; padding: 4px; }
QMenu::item { padding: 5px 26px 5px 22px; border-radius: 4px; }
QMenu::item:selected { background: %(accent)s; color: %(panel)s; }
QMenu::item:disabled { color: %(disabled)s; }
QMenu::item:disabled:selected { background: %(grid)s; }
QMenu::separator { height: 1px; background: %(grid)s; margin: 4px 6px; }

QScrollBar:vertical { width: 9px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 9px; background: transparent; margin: 0; }
QScrollBar::handle { background: %(line)s; border-radius: 4px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: %(muted)s; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
