"""The window: left the scene, in the middle the pages, right the explanation."""

from __future__ import annotations

import platform
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from engine.parameter import ParameterError
from engine.session import Session
from engine.study import all_studies
from gui.export import Exporter
from gui.menus.export_menu import export_menu
from gui.menus.menu_bar import fill_menu_bar
from gui.page import Page
from gui.question import Answer, Failure, Question
from gui.settings import Settings
from gui.status import Status
from gui.store import Store
from gui.theme import LIGHT, Theme
from gui.widgets.explain_panel import ExplainPanel
from gui.widgets.scene_panel import WIDTH, ScenePanel
from gui.worker import Worker

# Narrower than this the explanation makes room for the page, until it is asked for.
ROOM_TO_EXPLAIN = 1200
EXPLAIN_WIDTH = 310


class MainWindow(QMainWindow):
    """Puts store, worker, panel and pages together; only the visible page is computed."""

    drawn = Signal(object)  # Answer, when its picture has been handed to Qt

    def __init__(self, session: Session | None = None, theme: Theme = LIGHT) -> None:
        super().__init__()
        self.setWindowTitle("Gaussian Explorer")
        self.theme = theme
        self.settings = Settings()
        self.studies = all_studies()
        self.store = Store(session or Session(), self)
        self.worker = Worker(self)
        self.exporter = Exporter(self, lambda: self.page, self.settings)
        self.pages: dict[str, Page] = {}
        self._wide: bool | None = None
        self._export_menu = export_menu(self)
        self._arrange()
        fill_menu_bar(self, self._export_menu)
        self._connect()
        self._restore()
        self._show(None, self.store.session)

    @property
    def page(self) -> Page:
        """The page that is shown, made when it is first looked at."""
        name = self.store.session.study
        if name not in self.pages:
            study = next(study for study in self.studies if study.name == name)
            page = Page(study, self.theme, self._export_menu)
            page.proposed.connect(self.store.propose)
            self.pages[name] = page
            self.stack.addWidget(page)
        return self.pages[name]

    def apply(self, command: Callable[[Session], Session], text: str) -> None:
        """Propose what a command makes of the session."""
        try:
            self.store.propose(command(self.store.session), text=text)
        except ParameterError as error:
            self.status.tell(str(error))

    def show_page(self, name: str) -> None:
        """Look at another study."""
        self.apply(lambda session: session.replace(study=name), f"page {name}")

    def want_explanation(self, wanted: bool) -> None:
        """Show or hide the explanation, now and next time."""
        self.settings.explain = wanted
        self._show_explanation(wanted)

    def show_about(self) -> None:
        """Versions, in a message that the window does not wait for."""
        import numpy
        import pyqtgraph
        import PySide6

        text = (
            "<b>Gaussian Explorer</b><p>See and check what two Gaussians do in reinforcement "
            "learning and Monte Carlo work.</p>"
            f"<p>Python {platform.python_version()}, PySide6 {PySide6.__version__}, "
            f"pyqtgraph {pyqtgraph.__version__}, NumPy {numpy.__version__}</p>"
        )
        box = QMessageBox(QMessageBox.Icon.NoIcon, "About", text, parent=self)
        box.finished.connect(box.deleteLater)
        box.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the places, end the threads."""
        self.settings.keep_place("geometry", self.saveGeometry())
        self.settings.keep_place("splitter", self.splitter.saveState())
        self._end_threads()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The explanation leaves a narrow window and comes back in a wide one."""
        super().resizeEvent(event)
        wide = self.width() >= ROOM_TO_EXPLAIN
        if wide != self._wide:
            self._wide = wide
            self._show_explanation(wide and self.settings.explain)

    def _arrange(self) -> None:
        self.scene = ScenePanel(self.theme)
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
        column.addWidget(self.stack, 1)
        self.explain = ExplainPanel(self.theme)
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
        self.setCentralWidget(self.splitter)
        self.status = Status()
        self.setStatusBar(self.status)
        self.setMinimumSize(800, 560)

    def _connect(self) -> None:
        self.store.changed.connect(self._show)
        self.scene.proposed.connect(self.store.propose)
        self.tabs.currentChanged.connect(lambda i: self.show_page(self.studies[i].name))
        self.worker.answered.connect(self._show_answer)
        self.worker.failed.connect(self._show_failure)
        self.worker.progressed.connect(self.status.show_share)
        self.worker.busy_changed.connect(self.status.show_busy)
        self.status.cancelled.connect(self._cancel)
        self.exporter.said.connect(self.status.tell)
        QApplication.instance().aboutToQuit.connect(self._end_threads)

    def _restore(self) -> None:
        self.resize(1360, 860)
        self.splitter.setSizes([WIDTH, 1360 - WIDTH - EXPLAIN_WIDTH, EXPLAIN_WIDTH])
        geometry = self.settings.place("geometry")
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
            self.splitter.restoreState(self.settings.place("splitter"))

    def _show(self, old: Session | None, session: Session) -> None:
        """A session, on every widget that shows a part of it; then ask for its answer."""
        page = self.page
        index = [study.name for study in self.studies].index(session.study)
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(index)
        self.tabs.blockSignals(False)
        self.stack.setCurrentWidget(page)
        self.scene.show_session(session)
        page.show_session(session)
        self._ask(session)

    def _ask(self, session: Session) -> None:
        question = Question(self.page.study, session)
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

    def _show_failure(self, failure: Failure) -> None:
        self.page.show_failure(failure)
        self._explain()

    def _explain(self) -> None:
        # After the answer: formulas are slower than pictures.
        study = self.page.study
        self.explain.show_study(study.name, study.summary)

    def _end_threads(self) -> None:
        self.worker.close()
        self.explain.formulas.close()

    def _cancel(self) -> None:
        self.worker.cancel()
        self.status.tell("Cancelled: the page shows its last answer.")

    def _show_explanation(self, shown: bool) -> None:
        self._right.setVisible(shown)
        self.explain_action.setChecked(shown)
