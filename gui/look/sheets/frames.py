"""Grounds, cards, words and messages."""

SHEET = """
QMainWindow, QScrollArea#scene, QWidget#scene_body, QScrollArea#page, QWidget#page_body,
QWidget#figure {
    background: %(window)s; }
QScrollArea { border: none; }
QToolTip { background: %(panel)s; color: %(text)s; border: 1px! solid %(control)s; padding: 4px; }

QScrollArea#inputs, QWidget#inputs_body { background: %(panel)s; }
QScrollArea#inputs { border: none; border-right: 1px! solid %(line)s; }
QFrame#separator { background: %(line)s; border: none; max-height: 1px!; min-height: 1px!;
    margin-bottom: 4px; }

QFrame#card { background: %(panel)s; border: 1px! solid %(line)s; border-radius: 6px; }
QFrame#card[accent="p"] { border-left: 3px solid %(p)s; }
QFrame#card[accent="q"] { border-left: 3px solid %(q)s; }
QFrame#plot_card { background: %(plot)s; border: 1px! solid %(line)s; border-radius: 6px; }
QFrame#plot_card:focus, QFrame#plot_card[hovered="true"] { border: 1px! solid %(accent)s; }
QFrame#plot_card QLabel { background: transparent; }
QLabel#plot_title { font-size: %(type14)s; font-weight: 600; }
QLabel#small_title { font-size: %(type12)s; font-weight: 600; }
QLabel#reading { font-size: %(type12)s; }
QLabel#value { font-size: %(type17)s; font-weight: 600; }
QLabel#heading { font-size: %(type17)s; font-weight: 600; }
QLabel#name { font-size: %(type12)s; color: %(muted)s; }
QLabel#section { font-size: %(type12)s; font-weight: 600; color: %(muted)s; }
QLabel#card_title { font-weight: 600; }
QLabel#card_title[accent="p"], QLabel#role[accent="p"] { color: %(p_ink)s; }
QLabel#card_title[accent="q"], QLabel#role[accent="q"] { color: %(q_ink)s; }
QLabel#role { font-weight: 600; border: none; padding-left: 4px; }
QLabel#role[accent="p"] { border-left: 3px! solid %(p)s; }
QLabel#role[accent="q"] { border-left: 3px! solid %(q)s; }
QLabel#muted { color: %(muted)s; }
QLabel#problem { color: %(error)s; }
QLabel#good { color: %(good)s; }

QLabel#lecture_title { font-size: %(type17)s; font-weight: 600; }
QLabel#lecture_place { font-weight: 600; }

QLabel#start_title { font-size: %(type24)s; font-weight: 600; }
QLabel#start_heading { font-weight: 600; color: %(accent)s; }
QLabel#example_title { font-weight: 600; }
QPushButton#example { text-align: left; padding: 0px; border: 1px! solid %(line)s;
    border-radius: 6px; }
QPushButton#example:hover { border: 1px! solid %(accent)s; }
QPushButton#example:focus { border: 2px! solid %(accent)s; padding: 0px; }
QPushButton#row { background: transparent; border: 1px! solid transparent; border-radius: 4px;
    padding: 0px; text-align: left; }
QPushButton#row:hover { background: %(selection)s; }
QPushButton#row:focus { border: 2px! solid %(accent)s; padding: 0px; }
QPushButton#row QLabel { background: transparent; }
QFrame#drop QLabel#tile_icon { background: %(selection)s; border-radius: 6px; }
QScrollArea#start, QWidget#start_body { background: %(window)s; }
QPushButton#example QLabel { background: transparent; }
QFrame#hint { background: %(panel)s; border: 1px! solid %(accent)s; border-radius: 6px; }

QFrame#banner { background: %(warning_background)s; border: 1px! solid %(warning_line)s;
    border-radius: 6px; }
QFrame#banner:focus { border: 2px! solid %(warning)s; }
QFrame#banner[calm="true"] { background: %(panel)s; border: 1px! solid %(good)s; }
QFrame#banner[calm="true"]:focus { border: 2px! solid %(good)s; }
QFrame#banner QLabel { color: %(warning)s; background: transparent; }
QFrame#failure { background: %(panel)s; border: 1px! solid %(error)s; border-radius: 6px; }
QLabel#failure_title { color: %(error)s; font-weight: 600; }
"""
