"""The parts of the window: top bar, rails, chips, tiles, drawer, explanation."""

SHEET = """
QWidget#top_bar { background: %(window)s; border-bottom: 1px! solid %(line)s;
    min-height: 35px; max-height: 35px; }
QWidget#top_bar QMenuBar { background: transparent; }
QPushButton#search { padding: 0px; min-height: 0px; text-align: left; }
QPushButton#search QLabel { background: transparent; }
QWidget#bottom_bar { background: %(window)s; border-top: 1px! solid %(line)s;
    min-height: 31px; max-height: 31px; }
QWidget#bottom_bar QLabel { color: %(muted)s; font-size: %(type12)s; }

QToolButton#flat { background: transparent; border: 1px! solid transparent; border-radius: 4px;
    padding: 3px 6px; }
QToolButton#flat:hover { background: %(selection)s; color: %(accent)s; }
QToolButton#flat:pressed { background: %(grid)s; }
QToolButton#flat:focus { border: 2px! solid %(accent)s; padding: 3px-1 6px-1; }
QToolButton#flat:checked { background: %(selection)s; border-color: %(accent)s;
    color: %(accent)s; font-weight: 600; }
QToolButton#flat:checked:focus { border: 2px! solid %(accent)s; }
QToolButton#flat:disabled { color: %(disabled)s; }
QLineEdit#number { padding: 1px 2px; min-height: 18px; }
QLineEdit#number:focus { padding: 1px-1 2px-1; min-height: 18px; }
QToolButton#mini { background: transparent; border: 1px! solid transparent; border-radius: 3px;
    padding: 0px; min-height: 0px; }
QToolButton#mini:hover { background: %(selection)s; }
QToolButton#mini:focus { border: 1px! solid %(accent)s; padding: 0px; }
QToolButton#mini:checked { background: %(selection)s; border-color: %(accent)s; }
QToolButton#mini:checked:focus { border: 2px! solid %(accent)s; }

QWidget#rail { background: %(rail)s; border-right: 1px! solid %(line)s; }
QLabel#rail_group { background: transparent; color: %(muted)s; font-size: %(type11)s;
    font-weight: 600; padding-left: 8px; }
QToolButton#rail { background: transparent; border: none; border-left: 3px! solid transparent;
    border-radius: 4px; padding: 0px 1px 0px 5px; min-height: 28px; max-height: 28px; }
QToolButton#rail:hover { background: %(grid)s; color: %(text)s; }
QToolButton#rail:checked { background: %(selection)s; color: %(accent)s;
    font-weight: 600;
    border-left: 3px! solid %(accent)s; }
QToolButton#rail:focus { border: 2px! solid %(accent)s; padding: 0px 0px 0px 6px; }
QToolButton#rail:checked:focus { border: 2px! solid %(accent)s; }
QToolButton#rail[folded="true"] { padding: 0px; }

QWidget#explanation_rail { background: %(panel)s; border-left: 1px! solid %(line)s; }
QWidget#explanation_head { background: transparent; border: none; }
QWidget#explanation_head[opened="true"] { background: %(rail)s;
    border-bottom: 1px! solid %(line)s; }
QToolButton#explanation { background: transparent; border: 1px! solid transparent;
    border-radius: 4px; padding: 4px 6px; }
QToolButton#explanation:hover { background: %(selection)s; color: %(accent)s; }
QToolButton#explanation:checked { background: %(selection)s; color: %(accent)s; font-weight: 600; }
QToolButton#explanation:focus, QToolButton#explanation:checked:focus {
    border: 2px! solid %(accent)s; padding: 4px-1 6px-1; }

QFrame#chip { background: %(panel)s; border: 1px! solid %(line)s; border-radius: 6px; }
QFrame#chip[pressable="true"]:hover, QFrame#chip:focus { border: 1px! solid %(accent)s; }
QFrame#chip[infinite="true"] { background: %(warning_background)s;
    border: 1px! solid %(warning_line)s; }
QFrame#chip[infinite="true"]:focus { border: 2px! solid %(warning)s; }
QFrame#chip QLabel { background: transparent; font-size: %(type12)s; }
QFrame#chip QLabel#value { font-size: %(type17)s; font-weight: 600; }
QFrame#chip[long="true"] QLabel#value { font-size: %(type14)s; }
QFrame#chip QLabel#name, QFrame#chip QLabel#error { color: %(muted)s; }
QFrame#chip QLabel#reference { color: %(muted)s; font-size: %(type11)s; }
QFrame#chip QLabel#badge { color: %(warning)s; font-size: %(type11)s; font-weight: 600; }
QFrame#chip[infinite="true"] QLabel { color: %(warning)s; }
QFrame#chip[hushed="true"] QLabel#value { color: %(muted)s; }

QDialog#palette { background: %(panel)s; border: 1px! solid %(control)s; }
QDialog#palette QTreeView { border: none; }
QFrame#sentence { background: %(panel)s; border: 1px! solid %(warning_line)s; }

QFrame#segments { background: %(panel)s; border: 1px! solid %(control)s; border-radius: 4px; }
QToolButton#segment { background: transparent; border: none; border-radius: 0px; padding: 0px 4px;
    min-height: 20px; }
QToolButton#segment:hover { background: %(selection)s; color: %(accent)s; }
QToolButton#segment:checked { background: %(accent)s; color: %(panel)s; font-weight: 600;
    border-radius: 3px; }
QToolButton#segment:focus { border: 2px! solid %(accent)s; border-radius: 3px; padding: 0px; }
QToolButton#segment:checked:focus { border: 2px! dotted %(panel)s; }
QToolButton#segment:disabled { color: %(disabled)s; }
QToolButton#segment:checked:disabled { background: %(line)s; color: %(text)s; }

QPushButton#tile { background: %(panel)s; border: 1px! solid %(line)s; border-radius: 6px;
    padding: 0px; text-align: left; }
QPushButton#tile:hover { border: 1px! solid %(accent)s; }
QPushButton#tile:pressed { background: %(selection)s; }
QPushButton#tile:focus { border: 2px! solid %(accent)s; padding: 0px; }
QPushButton#tile QLabel { background: transparent; }
QPushButton#tile QLabel#tile_title { font-size: %(type14)s; font-weight: 600; }
QPushButton#tile[hovered="true"] QLabel#tile_title { color: %(accent)s; }
QPushButton#tile QLabel#tile_text { font-size: %(type12)s; color: %(muted)s; }
QPushButton#tile QLabel#tile_icon { background: %(selection)s; border-radius: 6px; }

QPushButton#primary { background: %(accent)s; border-color: %(accent)s; color: %(panel)s;
    font-weight: 600; }
QPushButton#primary:hover { background: %(text)s; border-color: %(text)s; color: %(panel)s; }
QPushButton#primary:disabled { background: %(line)s; border-color: %(line)s; color: %(muted)s; }
QPushButton#primary:focus { border: 2px! solid %(text)s; }

QFrame#drop { background: %(panel)s; border: 1px! dashed %(control)s; border-radius: 6px; }
QFrame#play_bar { background: %(panel)s; border: 1px! solid %(line)s; border-radius: 6px; }
QFrame#drawer { background: %(panel)s; border: none; border-top: 1px! solid %(line)s; }
QFrame#drawer QTableView { border: none; border-radius: 0px;
    alternate-background-color: %(window)s; }
QFrame#drawer QHeaderView::section { background: %(window)s; }
QFrame#verdict { background: %(panel)s; border: 1px! solid %(line)s; border-radius: 6px; }
QFrame#verdict[state="good"] { border: 1px! solid %(good)s; }
QFrame#verdict[state="good"] QLabel#value { color: %(good)s; }
QFrame#verdict[state="warning"] { background: %(warning_background)s;
    border: 1px! solid %(warning_line)s; }
QFrame#verdict[state="warning"] QLabel { color: %(warning)s; }
QFrame#verdict[state="error"] { border: 1px! solid %(error)s; }
QFrame#verdict[state="error"] QLabel#value { color: %(error)s; }
"""
