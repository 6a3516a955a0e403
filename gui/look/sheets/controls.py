"""Fields, boxes, buttons and tabs: what can be used has a border of 3 to 1."""

SHEET = """
QLineEdit, QSpinBox, QComboBox {
    background: %(panel)s; border: 1px! solid %(control)s; border-radius: 4px;
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
QComboBox QAbstractItemView { background: %(panel)s; border: 1px! solid %(control)s;
    selection-background-color: %(accent)s; selection-color: %(panel)s; outline: none; }
QSpinBox { padding-right: 18px; }
QSpinBox::up-button, QSpinBox::down-button { border: none; width: 18px; background: transparent; }
QSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; height: 11px; }
QSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right;
    height: 11px; }
QSpinBox::up-arrow { image: url(%(icons)s/up-%(name)s.svg); width: 9px; height: 9px; }
QSpinBox::down-arrow { image: url(%(icons)s/down-%(name)s.svg); width: 9px; height: 9px; }
QSlider { min-height: 18px; background: transparent; }
QSlider::groove:horizontal { height: 4px; background: transparent; border-radius: 2px; }
QSlider::add-page:horizontal { background: %(control)s; margin: 1px 0px; border-radius: 0px; }

QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton, QToolButton {
    background: %(panel)s; border: 1px! solid %(control)s; border-radius: 4px;
    padding: 3px 10px; min-height: 18px; }
QPushButton:hover, QToolButton:hover { border-color: %(accent)s; color: %(accent)s; }
QPushButton:pressed, QToolButton:pressed { background: %(grid)s; }
QPushButton:focus, QToolButton:focus { border: 2px! solid %(accent)s; padding: 3px-1 10px-1; }
QPushButton:checked, QToolButton:checked {
    background: %(accent)s; border-color: %(accent)s; color: %(panel)s; }
QPushButton:disabled, QToolButton:disabled { color: %(disabled)s; border-color: %(line)s; }
QPushButton:checked:focus, QToolButton:checked:focus { border: 2px! dotted %(panel)s; }
QPushButton { icon-size: 16px; }
QPushButton#narrow { padding: 3px 0px; }
QToolButton#narrow, QToolButton#narrow:focus { padding: 0px; min-height: 0px; }
QToolButton#command { padding: 3px 0px 3px 8px; }
QToolButton#command:focus { padding: 3px-1 0px 3px-1 8px-1; }
QPushButton#narrow:focus { padding: 3px-1 0px; }
QToolButton#small, QPushButton#small { padding: 0px 6px; min-height: 16px; color: %(muted)s; }
QToolButton#small:focus, QPushButton#small:focus { padding: 0px 6px-1; min-height: 16px-1; }
QToolButton::menu-indicator { width: 0px; }

QCheckBox { border: 2px! solid transparent; border-radius: 4px; padding: 0px 2px;
    spacing: 6px; }
QCheckBox::indicator, QListWidget::indicator, QMenu::indicator { width: 13px; height: 13px;
    border-radius: 3px; border: 1px! solid %(control)s; background: %(panel)s; }
QMenu::indicator { margin-left: 5px; }
QMenu::indicator:exclusive { border-radius: 7px; }
QCheckBox::indicator:hover { border-color: %(accent)s; }
QCheckBox::indicator:checked, QListWidget::indicator:checked, QMenu::indicator:checked {
    background: %(accent)s; border-color: %(accent)s; image: url(%(icons)s/check-%(name)s.svg); }
QCheckBox::indicator:disabled { border-color: %(disabled)s; }
QCheckBox:focus { border-color: %(accent)s; }

QTabBar { background: transparent; border: 2px! solid transparent; }
QTabBar::tab { background: transparent; color: %(muted)s; padding: 7px 14px 6px 14px;
    border: none; border-bottom: 2px! solid transparent; }
QTabBar::tab:hover { color: %(text)s; }
QTabBar::tab:selected { color: %(accent)s; border-bottom: 2px! solid %(accent)s; font-weight: 600; }
QFileDialog QToolButton, QFileDialog QToolButton:focus { padding: 0px; min-height: 0px; }
QTabBar QToolButton { padding: 0px; border-radius: 0px; background: %(window)s; }
QTabBar:focus { border-color: %(accent)s; border-radius: 4px; }

"""
