"""The window: store, worker, panels and pages put together."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QMainWindow,
    QStackedWidget,
)

from engine.page.page import all_pages
from engine.session.session import Session
from gui.app import panels
from gui.app.drop import FileDrop
from gui.app.retheme import in_place
from gui.app.services import Services
from gui.app.start import Start
from gui.app.window_menus import window_menus
from gui.app.window_panels import WindowPanels
from gui.base.qt_application import qt_application
from gui.base.request import Failure, Request, Response
from gui.base.scaling import scaled
from gui.look.style import apply_theme
from gui.look.theme import Theme
from gui.menus.menu_bar import fill_menu_bar
from gui.shell.action_list import ActionList
from gui.shell.page_frame import PageFrame
from gui.shell.page_stack import PageStack
from gui.shell.scene_panel import ScenePanel

# Narrower than this the explanation makes room for the page, until it is asked for.
ROOM_TO_EXPLAIN = 1200


class MainWindow(QMainWindow):
    """Puts store, worker, panel and pages together; only the visible page is computed."""

    drawn = Signal(object)  # Response, when its picture has been handed to Qt

    def __init__(self, session: Session | None = None) -> None:
        super().__init__()
        self.pages = all_pages()
        services = Services(session or Session(), self.pages, lambda: self.frame, self)
        self.settings, self.appearance = services.settings, services.appearance
        self.store, self.worker, self.status = services.store, services.worker, services.status
        self.document, self.opener = services.document, services.opener
        self.data_opener, self.exporter = services.data_opener, services.exporter
        self.services = services
        apply_theme(qt_application(), self.appearance.theme)
        self._wide: bool | None = None
        self._explained = False
        self.action_list = ActionList(window_menus(services, self, lambda: self.start), self)
        self.menus = fill_menu_bar(self.menuBar(), self.action_list)
        self._arrange()
        self.start = Start(self.centre, self.splitter, self.document, self.opener, self.hint)
        self.drop = FileDrop(self, self.appearance, self.opener.open_first)
        self._connect()
        self._restore()
        self._show_title()
        self._show(None, self.store.session)

    @property
    def frame(self) -> PageFrame:
        """The page that is shown."""
        return self.stack.frame()

    @property
    def scene(self) -> ScenePanel:
        """The panel of p and q, another one in each theme."""
        return self.splitter.scene

    def show_page(self, name: str) -> None:
        """Show another page."""
        self.start.leave()
        self.services.apply(lambda session: session.replace(page=name), f"page {name}")

    def step_page(self, step: int) -> None:
        """Show the next page, or the one before."""
        names = [page.name for page in self.pages]
        self.show_page(names[(names.index(self.store.session.page) + step) % len(names)])

    def step_panel(self, step: int) -> None:
        """Give the focus to the next panel, or the one before."""
        panels.step(self.splitter.in_order(), step)

    def explanation_shown(self) -> bool:
        """Whether there is an explanation at the right."""
        return self._explained

    def want_explanation(self, wanted: bool) -> None:
        """Show or hide the explanation, now and next time."""
        self.settings.explain = wanted
        self._show_explanation(wanted)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask if changes would be lost; save the places, end the threads."""
        if not self.document.may_close():
            event.ignore()
            return
        self.settings.save_place("geometry", self.saveGeometry())
        self.settings.save_place("splitter", self.splitter.saveState())
        self._end_threads()
        super().closeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Files may be dropped from now on."""
        super().showEvent(event)
        self.drop.watch(self.windowHandle())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The explanation leaves a narrow window and comes back in a wide one."""
        super().resizeEvent(event)
        self.fit_explanation()

    def changeEvent(self, event: QEvent) -> None:
        """On a screen of other pixels lines need another width."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.appearance.set_pixel_ratio(self.devicePixelRatioF())

    def fit_explanation(self) -> None:
        """Show it where there is room for it, in the current size of type."""
        wide = self.width() >= scaled(ROOM_TO_EXPLAIN)
        if wide != self._wide:
            self._wide = wide
            self._show_explanation(wide and self.settings.explain)

    def _arrange(self) -> None:
        self.stack = PageStack(self.pages, self.store, self.appearance, self.menus["Export"])
        self.splitter = WindowPanels(self.pages, self.stack, self.appearance.theme)
        self.tabs, self.hint = self.splitter.tabs, self.splitter.hint
        self.explain = self.splitter.explain
        self.centre = QStackedWidget()
        self.centre.addWidget(self.splitter)
        self.setCentralWidget(self.centre)
        self.setStatusBar(self.status)
        self.setMinimumSize(800, 560)

    def _connect(self) -> None:
        self.store.changed.connect(self._show)
        self.document.changed.connect(self._show_title)
        self.document.replaced.connect(self.hint.hide)
        self.document.left.connect(self.close)
        self.store.changed.connect(self.action_list.refresh)
        self.store.undo_changed.connect(self.action_list.refresh)
        self._connect_scene()
        self.tabs.currentChanged.connect(lambda i: self.show_page(self.pages[i].name))
        self.stack.figures_wanted.connect(lambda: self._submit(self.store.session))
        self.worker.responded.connect(self._show_response)
        self.worker.failed.connect(self._show_failure)
        self.worker.progressed.connect(self.status.show_share)
        self.worker.busy_changed.connect(self.status.show_busy)
        self.status.cancelled.connect(self._cancel)
        self.exporter.notified.connect(self.status.notify)
        self.appearance.changed.connect(self._retheme)
        qt_application().aboutToQuit.connect(self._end_threads)

    def _connect_scene(self) -> None:
        self.scene.proposed.connect(self.store.propose)
        self.scene.columns_wanted.connect(self.data_opener.open)
        self.scene.fit_wanted.connect(self.data_opener.read)

    def _retheme(self, theme: Theme) -> None:
        """The same session and the same responses in this theme."""
        with in_place(self, self.splitter):
            apply_theme(qt_application(), theme)
            self._replace_panels()
            self.explain.set_theme(theme)
            self.fit_explanation()
            panels.order_tabs(self.splitter.in_order())

    def _replace_panels(self) -> None:
        """New panels of the theme, with the same session and the same responses."""
        self.splitter.replace_scene(self.appearance.theme)
        self._connect_scene()
        self.scene.show_session(self.store.session)
        self.stack.setCurrentWidget(self.frame)
        if self.start.shown:
            self.start.show()

    def _restore(self) -> None:
        self.resize(1360, 860)
        self.splitter.share_width(1360)
        geometry = self.settings.place("geometry")
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
            self.splitter.restoreState(self.settings.place("splitter"))

    def _show_title(self) -> None:
        self.setWindowTitle(f"{self.document.name}[*] – Gaussian Explorer")
        self.setWindowModified(self.document.modified)

    def _show(self, old: Session | None, session: Session) -> None:
        """A session, on every widget that shows a part of it; then ask for its response."""
        frame = self.frame
        self.start.leave()
        index = [page.name for page in self.pages].index(session.page)
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(index)
        self.tabs.blockSignals(False)
        self.stack.setCurrentWidget(frame)
        if old is None or old.page != session.page:
            panels.order_tabs(self.splitter.in_order())
            self.hint.hide()
        self.scene.show_session(session)
        frame.show_session(session)
        self._submit(session)

    def _submit(self, session: Session) -> None:
        shown = self.frame.view.shown_figures(session)
        request = Request(self.frame.page, session, shown)
        response = self.frame.response
        if response is not None and self.frame.has_response_to(request):
            self.worker.cancel()
            self._tell_of(response)
        else:
            self.worker.submit(request)

    def _show_response(self, response: Response) -> None:
        frame = self.frame
        frame.show_response(response)
        if frame.response is response:
            self._tell_of(response)
            self.drawn.emit(response)

    def _tell_of(self, response: Response) -> None:
        self._explain()
        self.explain.show_readouts(response.result.readouts)
        self.status.show_response(response)
        self.scene.show_summary(response.result.facts)

    def _show_failure(self, failure: Failure) -> None:
        self.frame.show_failure(failure)
        self._explain()

    def _explain(self) -> None:
        # After the response: formulas are slower than pictures.
        page = self.frame.page
        on_data = page.shows_data(self.store.session.scene)
        self.explain.show_page(page.name, page.summary, on_data)

    def _end_threads(self) -> None:
        self.worker.close()
        self.explain.formulas.close()

    def _cancel(self) -> None:
        self.worker.cancel()
        self.status.notify("Cancelled: the page shows its last result.")

    def _show_explanation(self, shown: bool) -> None:
        self._explained = shown
        self.splitter.show_explanation(shown)
        self.action_list.refresh()
