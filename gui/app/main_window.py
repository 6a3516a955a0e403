"""The window: store, worker, panels and pages put together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QMenuBar

from engine.page.page import all_pages
from engine.session.address import Address
from engine.session.session import Session
from gui.app.comparison import Comparison
from gui.app.drop import FileDrop
from gui.app.film_export import FilmExport
from gui.app.linker import Linker
from gui.app.navigation import Navigation
from gui.app.palette_entries import PaletteEntries
from gui.app.player import Player
from gui.app.presenter import Presenter
from gui.app.responses import Responses
from gui.app.retheme import Retheming
from gui.app.services import Services
from gui.app.start import Start
from gui.app.sweeps import Sweeps
from gui.app.turning import Turning
from gui.app.window_menus import window_menus
from gui.app.window_panels import WindowPanels
from gui.base.qt_application import qt_application
from gui.look.style import apply_theme
from gui.menus import menu_bar
from gui.shell.action_list import ActionList
from gui.shell.chip_row import ChipRow
from gui.shell.drawer import Drawer
from gui.shell.explanation_rail import ExplanationRail
from gui.shell.exported import Exported
from gui.shell.freed_memory import FreedMemory
from gui.shell.input_panel import InputPanel
from gui.shell.page_stack import PageStack
from gui.shell.palette import Palette
from gui.shell.rail import Rail
from gui.shell.top_bar import TopBar

if TYPE_CHECKING:
    from gui.shell.page_frame import PageFrame

SIZE = (1360, 860)
LEAST = (800, 560)


class MainWindow(QMainWindow):
    """Puts store, worker, panel and pages together; only the visible page is computed."""

    drawn = Signal(object)  # Response, when its picture has been handed to Qt

    def __init__(
        self, session: Session | None = None, start: bool = False, wait: bool = False
    ) -> None:
        """On a session, or on the start page over it, or empty until `open` is called."""
        super().__init__()
        self._waits = wait
        self.pages = all_pages()
        services = Services(session or Session(), self.pages, self._exported, self)
        self.settings, self.appearance = services.settings, services.appearance
        self.store, self.worker, self.status = services.store, services.worker, services.status
        self.document, self.opener = services.document, services.opener
        self.data_opener, self.exporter = services.data_opener, services.exporter
        self.services = services
        self.freed_memory = FreedMemory(self.worker, self)
        apply_theme(qt_application(), self.appearance.theme)
        self._arrange()
        self._make_actions()
        self.drop = FileDrop(self, self.appearance, self.opener.open_first)
        self._connect()
        self.installEventFilter(self.status)
        self._restore()
        self.show_title()
        if start:
            self.start.show()
        else:
            self._show_all()

    def open(self, given: str | Path) -> None:
        """Open what the program was given, a file or a session's text; where that asks or fails,
        the start page stands behind the question. No page is made that would not be seen."""
        before = self.store.session
        self.services.open(given)
        self._waits = False
        if self.store.session is before:
            self.start.show()
        else:
            self._show_all()

    @property
    def frame(self) -> PageFrame:
        """The page that is shown."""
        return self.stack.frame()

    @property
    def rail(self) -> Rail:
        """The pages at the left."""
        return self.panels.rail

    @property
    def inputs(self) -> InputPanel:
        """What the page reads."""
        return self.panels.inputs

    @property
    def chips(self) -> ChipRow:
        """The numbers that matter most."""
        return self.panels.area.chips

    @property
    def drawer(self) -> Drawer:
        """All numbers."""
        return self.panels.area.drawer

    @property
    def explanation(self) -> ExplanationRail:
        """Words and formulas."""
        return self.panels.explanation

    def menuBar(self) -> QMenuBar:
        """The menus, in the bar on top."""
        return self.top_bar.menus

    def show_page(self, name: str) -> None:
        """Show another page."""
        self.navigation.show_page(name)

    def want_explanation(self, wanted: bool) -> None:
        """Open or close the explanation, now and next time."""
        self.navigation.want_explanation(wanted)

    def open_palette(self) -> None:
        """Ask for a page, a command, an example, a parameter or a number by its name."""
        Palette(self.palette_entries.all(), self).open_below(self.top_bar.search)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask if changes would be lost; save the places, end the threads."""
        if not self.document.may_close():
            event.ignore()
            return
        self.presenter.leave()
        self.settings.save_place("geometry", self.saveGeometry())
        self._end_threads()
        super().closeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """From now on files may be dropped, and the Tab key has an order."""
        super().showEvent(event)
        self.drop.watch(self.windowHandle())
        self.navigation.tab_order.renew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Parts that nobody has opened or closed follow the width."""
        super().resizeEvent(event)
        self.panels.fit()

    def changeEvent(self, event: QEvent) -> None:
        """On a screen of other pixels lines need another width."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.appearance.set_pixel_ratio(self.devicePixelRatioF())

    def _arrange(self) -> None:
        self.top_bar = TopBar()
        self.stack = PageStack(self.pages, self.store, self.appearance)
        self.panels = WindowPanels(self.pages, self.stack, self.status, self.settings)
        self.hint = self.panels.area.hint
        self.setCentralWidget(self.panels)
        self.panels.setFocus()  # no control has it until it is asked for
        self.setMenuWidget(self.top_bar)
        self.setMinimumSize(*LEAST)

    def _make_actions(self) -> None:
        services, panels = self.services, self.panels
        self.sweeps = Sweeps(services, panels.centre, panels.beside)
        self.turning = Turning(self.store, self.stack, panels, self.sweeps)
        self.start = Start(panels.centre, panels.beside, services, self.turning)
        self.navigation = Navigation(
            self.pages, self.store, panels, self.start, self.sweeps, self.turning
        )
        self.responses = Responses(self.store, self.worker, self.status, self.stack, panels)
        self.comparison = Comparison(self.store, self.stack, panels, self.status)
        self.player = Player(self.store, self.responses, panels)
        self.linker = Linker(self.store, self.stack, panels, self.status)
        self.film_export = FilmExport(services, self.player, self.stack)
        self.retheming = Retheming(self)
        self.presenter = Presenter(
            self, services, panels, self.top_bar, self.start, self.sweeps, self.player,
            self.responses.toggle,
        )  # fmt: skip
        menus = window_menus(
            services, self.navigation, self.start, self.open_palette, self.player.toggle,
            self.responses.toggle, self.presenter.toggle, self.linker.ask_here,
        )  # fmt: skip
        self.action_list = ActionList(menus, self)
        self.menus = menu_bar.fill_menu_bar(self.top_bar.menus, self.action_list)
        menu_bar.add_tools(self.top_bar, self.action_list, self.menus)
        self.palette_entries = PaletteEntries(
            self.store, self.navigation, panels, self.start, self.action_list
        )

    def _connect(self) -> None:
        self.store.changed.connect(self._show)
        self.start.left.connect(self._show_all)
        self.store.changed.connect(self.player.follow)
        self.document.changed.connect(self.show_title)
        self.document.replaced.connect(self.hint.hide)
        self.document.replaced.connect(self.player.end)
        self.player.told.connect(self.status.notify)
        self.document.left.connect(self.close)
        self.store.changed.connect(self.action_list.refresh)
        self.store.undo_stack.changed.connect(self.action_list.refresh)
        self.panels.proposed.connect(self.store.propose)
        self.panels.columns_wanted.connect(self.data_opener.open)
        self.panels.fit_wanted.connect(self.data_opener.read)
        self.panels.asked.connect(self._do_with_number)
        self.panels.moved.connect(self.top_bar.show_figure_at)
        self.panels.changed.connect(self.action_list.refresh)
        self.top_bar.searched.connect(self.open_palette)
        self.stack.hinted.connect(self.status.show_tip)
        self.stack.told.connect(self.status.notify)
        self.panels.told.connect(self.status.notify)
        self.responses.drawn.connect(self.drawn)
        self.exporter.notified.connect(self.status.notify)
        self.appearance.changed.connect(self.retheming.show)
        qt_application().aboutToQuit.connect(self._end_threads)

    def _do_with_number(self, what: str, where: Address) -> None:
        if what == "play":
            self.player.begin(where)
        elif what == "sweep":
            self.sweeps.add(where)

    def _exported(self) -> Exported:
        return self.sweeps.exported(self.stack.frame)

    def _restore(self) -> None:
        self.resize(*SIZE)
        geometry = self.settings.place("geometry")
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)

    def show_title(self) -> None:
        """What is open, and whether it has changed."""
        self.setWindowTitle(f"{self.document.name}[*] – Gaussian Explorer")
        self.setWindowModified(self.document.modified)

    def _show_all(self) -> None:
        self._show(None, self.store.session)

    def _show(self, old: Session | None, session: Session) -> None:
        """A session, on every widget that shows a part of it; then ask for its response. Below the
        start page nothing is shown, or made, before it is left."""
        if self._waits or self.start.shown:
            return
        name = self.navigation.name
        self.rail.show_page(name)
        if self.isVisible() and self.turning.follow_to(name, self._show_all):
            self.inputs.follow(session)
            return
        self.sweeps.follow(session)
        if session.shows_sweep:
            return
        frame = self.frame
        self.stack.setCurrentWidget(frame)
        frame.show_session(session)
        turned = old is None or old.page != session.page or old.shows_sweep
        if turned:
            self.inputs.show_session(session)
            self.navigation.tab_order.renew()
            self.hint.hide()
            self.responses.tell_again()
        self.responses.ask()
        if not turned:
            self.inputs.show_session(session)  # while the response is computed
        self.comparison.ask()

    def _end_threads(self) -> None:
        self.turning.cancel()
        self.exporter.writing.finish()
        self.sweeps.close()
        self.worker.close()
        self.comparison.close()
        self.film_export.cancel()
        self.panels.formulas.close()
