"""Tables, lists, menus, bars of progress and scroll bars."""

SHEET = """
QTableView, QTreeView, QListWidget, QPlainTextEdit {
    background: %(panel)s; border: 1px! solid %(line)s; border-radius: 6px;
    gridline-color: %(grid)s;
    selection-background-color: %(selection)s; selection-color: %(text)s; }
QTreeView::item { padding: 1px 10px 1px 0px; }
QTableView QTableCornerButton::section { background: %(panel)s; border: none; }
QHeaderView { background: %(panel)s; border: none; }
QHeaderView::section { background: %(panel)s; color: %(muted)s; border: none; padding: 3px 8px; }
QHeaderView::section:horizontal { border-bottom: 1px! solid %(line)s; }
QHeaderView::section:vertical { color: %(text)s; }
QTableView::item { padding: 0px 5px; }
QListWidget { outline: 0; }
QListWidget::item { padding: 4px 6px; }

QTextBrowser#explain { background: %(panel)s; border: 2px! solid transparent; }
QTextBrowser#explain:focus, QTableView:focus, QTreeView:focus,
QListWidget:focus, QPlainTextEdit:focus {
    border: 2px! solid %(accent)s; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: %(grid)s; }
QStatusBar { background: %(window)s; color: %(muted)s; border-top: 1px! solid %(line)s; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: %(muted)s; padding: 0px 8px; }
QProgressBar { background: %(line)s; border: none; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: %(accent)s; border-radius: 3px; }

QMenuBar { background: %(window)s; padding: 2px 4px; }
QMenuBar::item { padding: 4px 9px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: %(grid)s; }
QMenu { background: %(panel)s; border: 1px! solid %(control)s; padding: 4px; }
QMenu::item { padding: 5px 26px 5px 22px; border-radius: 4px; }
QMenu::item:selected { background: %(accent)s; color: %(panel)s; }
QMenu::item:disabled { color: %(disabled)s; }
QMenu::item:disabled:selected { background: %(grid)s; }
QMenu::separator { height: 1px; background: %(line)s; margin: 4px 6px; }

QScrollBar:vertical { width: 8px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 8px; background: transparent; margin: 0; }
QScrollBar::handle { background: %(control)s; border-radius: 2px; margin: 2px;
    min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: %(muted)s; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
