"""The window: left the scene, in the middle the pages, right the explanation."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from engine.core.parameter import ParameterError
from engine.page.page import all_pages
from engine.session.session import Session
from gui.app import panels
from gui.app.data_opening import open_data, read_data
from gui.app.document import Document
from gui.app.drop import FileDrop
from gui.app.export import Exporter
from gui.app.opening import Opener
from gui.app.retheme import discard, redress
from gui.app.start import Start
from gui.base.question import Answer, Failure, Question
from gui.base.scaling import scaled
from gui.look.appearance import Appearance
from gui.look.settings import Settings
from gui.look.style import dress
from gui.menus.export_menu import export_menu
from gui.menus.menu_bar import fill_menu_bar
from gui.shell.explain_panel import ExplainPanel
from gui.shell.page_frame import PageFrame
from gui.shell.scene_panel import WIDTH, ScenePanel
from gui.shell.status import Status
from gui.shell.store import Store
from gui.shell.worker import Worker
from gui.widgets.hint import Hint

# Narrower than this the explanation makes room for the page, until it is asked for.
ROOM_TO_EXPLAIN = 1200
EXPLAIN_WIDTH = 310


class MainWindow(QMainWindow):
    """Puts store, worker, panel and pages together; only the visible page is computed."""

    drawn = Signal(object)  # Answer, when its picture has been handed to Qt

    def __init__(self, session: Session | None = None) -> None:
        super().__init__()
        self.settings = Settings()
        self.appearance = Appearance(self.settings, self)
        dress(QApplication.instance(), self.appearance.theme)
        self.studies = all_pages()
        self.store = Store(session or Session(), self)
        self.worker = Worker(self)
        self.exporter = Exporter(self, lambda: self.page, lambda: self.store.session, self.settings)
        self.pages: dict[str, PageFrame] = {}
        self._wide: bool | None = None
        self._export_menu = export_menu(self)
        self._arrange()
        self.document = Document(self)
        self.opener = Opener(self)
        self.start = Start(self)
        self.drop = FileDrop(self)
        fill_menu_bar(self, self._export_menu)
        self._connect()
        self._restore()
        self._show(None, self.store.session)

    @property
    def page(self) -> PageFrame:
        """The page that is shown, made when it is first looked at, or looked at in a new theme."""
        name = self.store.session.study
        page = self.pages.get(name)
        if page is None or page.theme != self.appearance.theme:
            self._make_page(name, page)
        return self.pages[name]

    def replace_panels(self) -> None:
        """New panels in the place of those in another theme, with the same session and answers."""
        old, self.scene = self.scene, ScenePanel(self.appearance.theme)
        self._connect_scene()
        self.splitter.replaceWidget(self.splitter.indexOf(old), self.scene)
        discard(old)
        self.scene.show_session(self.store.session)
        self.stack.setCurrentWidget(self.page)
        if self.start.shown:
            self.start.show()

    def _make_page(self, name: str, former: PageFrame | None) -> None:
        study = next(study for study in self.studies if study.name == name)
        page = PageFrame(study, self.appearance.theme, self._export_menu)
        page.proposed.connect(self.store.propose)
        self.pages[name] = page
        self.stack.addWidget(page)
        if former is not None:
            page.show_session(self.store.session)
            page.take_over(former)
            self.stack.removeWidget(former)
            discard(former)

    def apply(self, command: Callable[[Session], Session], text: str) -> None:
        """Propose what a command makes of the session."""
        try:
            self.store.propose(command(self.store.session), text=text)
        except ParameterError as error:
            self.status.tell(str(error))

    def show_page(self, name: str) -> None:
        """Look at another study."""
        self.start.leave()
        self.apply(lambda session: session.replace(study=name), f"page {name}")

    def step_page(self, step: int) -> None:
        """Look at the next study, or the one before."""
        names = [study.name for study in self.studies]
        self.show_page(names[(names.index(self.store.session.study) + step) % len(names)])

    def step_panel(self, step: int) -> None:
        """Give the focus to the next panel, or the one before."""
        panels.step(self, step)

    def want_explanation(self, wanted: bool) -> None:
        """Show or hide the explanation, now and next time."""
        self.settings.explain = wanted
        self._show_explanation(wanted)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask if changes would be lost; keep the places, end the threads."""
        if not self.document.may_close():
            event.ignore()
            return
        self.settings.keep_place("geometry", self.saveGeometry())
        self.settings.keep_place("splitter", self.splitter.saveState())
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
        """Show it where there is room for it, in today's size of type."""
        wide = self.width() >= scaled(ROOM_TO_EXPLAIN)
        if wide != self._wide:
            self._wide = wide
            self._show_explanation(wide and self.settings.explain)

    def _arrange(self) -> None:
        self.scene = ScenePanel(self.appearance.theme)
        self.tabs = QTabBar(drawBase=False, expanding=False)
        self.tabs.setAccessibleName("pages")
        for study in self.studies:
            index = self.tabs.addTab(study.title)
            self.tabs.setTabToolTip(index, study.summary)
        self.stack = QStackedWidget()
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        self.hint = Hint()
        for widget, stretch in ((self.hint, 0), (self.stack, 1)):
            column.addWidget(widget, stretch)
        self.explain = ExplainPanel(self.appearance.theme)
        right = QWidget()
        line = QHBoxLayout(right)
        line.setContentsMargins(0, 8, 8, 8)
        line.addWidget(self.explain)
        self._right = right
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(4)
        for place, (widget, stretch) in enumerate(((self.scene, 0), (middle, 1), (right, 0))):
            self.splitter.addWidget(widget)
            self.splitter.setStretchFactor(place, stretch)
        self.splitter.setCollapsible(1, False)
        self.centre = QStackedWidget()
        self.centre.addWidget(self.splitter)
        self.setCentralWidget(self.centre)
        self.status = Status()
        self.setStatusBar(self.status)
        self.setMinimumSize(800, 560)

    def _connect(self) -> None:
        self.store.changed.connect(self._show)
        self._connect_scene()
        self.tabs.currentChanged.connect(lambda i: self.show_page(self.studies[i].name))
        self.worker.answered.connect(self._show_answer)
        self.worker.failed.connect(self._show_failure)
        self.worker.progressed.connect(self.status.show_share)
        self.worker.busy_changed.connect(self.status.show_busy)
        self.status.cancelled.connect(self._cancel)
        self.exporter.said.connect(self.status.tell)
        self.appearance.changed.connect(lambda theme: redress(self, theme))
        QApplication.instance().aboutToQuit.connect(self._end_threads)

    def _connect_scene(self) -> None:
        self.scene.proposed.connect(self.store.propose)
        self.scene.columns_wanted.connect(lambda path: open_data(self, path))
        self.scene.fit_wanted.connect(lambda source: read_data(self, source))

    def _restore(self) -> None:
        self.resize(1360, 860)
        left, right = scaled(WIDTH), scaled(EXPLAIN_WIDTH)
        self.splitter.setSizes([left, 1360 - left - right, right])
        geometry = self.settings.place("geometry")
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
            self.splitter.restoreState(self.settings.place("splitter"))

    def _show(self, old: Session | None, session: Session) -> None:
        """A session, on every widget that shows a part of it; then ask for its answer."""
        page = self.page
        self.start.leave()
        index = [study.name for study in self.studies].index(session.study)
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(index)
        self.tabs.blockSignals(False)
        self.stack.setCurrentWidget(page)
        if old is None or old.study != session.study:
            panels.order_tabs(self)
            self.hint.hide()
        self.scene.show_session(session)
        page.show_session(session)
        self._ask(session)

    def _ask(self, session: Session) -> None:
        shown = self.page.view.shown_figures(session)
        question = Question(self.page.study, session, shown)
        if self.page.has_answer_to(question):
            self.worker.cancel()
            self._tell_of(self.page.answer)
        else:
            self.worker.ask(question)

    def _show_answer(self, answer: Answer) -> None:
        page = self.page
        page.show_answer(answer)
        if page.answer is answer:
            self._tell_of(answer)
            self.drawn.emit(answer)

    def _tell_of(self, answer: Answer) -> None:
        self._explain()
        self.explain.show_readouts(answer.result.readouts)
        self.status.show_answer(answer)
        self.scene.show_facts(answer.result.facts)

    def _show_failure(self, failure: Failure) -> None:
        self.page.show_failure(failure)
        self._explain()

    def _explain(self) -> None:
        # After the answer: formulas are slower than pictures.
        study = self.page.study
        on_data = study.shows_data(self.store.session.scene)
        self.explain.show_study(study.name, study.summary, on_data)

    def _end_threads(self) -> None:
        self.worker.close()
        self.explain.formulas.close()

    def _cancel(self) -> None:
        self.worker.cancel()
        self.status.tell("Cancelled: the page shows its last answer.")

    def _show_explanation(self, shown: bool) -> None:
        self._right.setVisible(shown)
        self.explain_action.setChecked(shown)
