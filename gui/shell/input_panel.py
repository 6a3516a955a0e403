"""The left panel: what the page that is shown reads, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from engine.data.source import DataSource, Level
from engine.page.page import Input, Page, page_named
from engine.session.address import GAUSSIANS, Address, address
from engine.session.linking import link_of, value_at
from engine.session.session import Session
from gui.base.discard import discard_now
from gui.base.focus_order import order_tabs
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.data.card import BESIDE, UNUSED, USED, DataCard
from gui.inputs.control_focus import give_focus
from gui.inputs.gaussian_section import GaussianSection
from gui.inputs.option_column import OptionColumn
from gui.inputs.sampling_section import SamplingSection
from gui.inputs.section import Section
from gui.inputs.task_section import TaskSection
from gui.widgets.input_row import InputRow

if TYPE_CHECKING:
    from engine.data.facts import DataFacts

WIDTH, MOST = 272, 1 / 3  # pixels; of a window's width, for larger type
MARGIN, GAP = 12, 8
MADE: dict[Input, type[Section]] = {
    "gaussians": GaussianSection,
    "task": TaskSection,
    "sampling": SamplingSection,
}
OPTIONS, SAMPLES = "options", "samples"
OFFERED = ("play", "link", "sweep")


class InputPanel(QScrollArea):
    """Shows the inputs and the options of a session's page, and proposes other sessions."""

    proposed = Signal(object, object, str)  # (Session, gesture or None, what changed)
    columns_wanted = Signal(str)  # the path of a data file, to be asked about once more
    fit_wanted = Signal(object)  # the DataSource to read once more
    asked = Signal(str, object)  # what to do with a number, see InputRow, and its Address

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inputs")
        # The controls in it take the focus, and are scrolled to.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fit(WIDTH)
        self._session = Session()
        self._make_data_card()
        # Each is made when a page first needs it.
        self._sections: dict[Input, Section] = {}
        self._options: dict[str, OptionColumn] = {}
        self._more: set[str] = set()  # pages whose seldom options were shown
        self._holders: dict[str, QWidget] = {}
        self._places: dict[str, QVBoxLayout] = {}
        self._offered: set[InputRow] = set()
        self._marked: tuple[object, ...] = ()  # of what marks and links of the rows are
        self._lines: list[tuple[QWidget, QFrame]] = []
        self._ordered = True  # what was made has its place in the order of the Tab key
        self._arrange()

    @property
    def gaussians(self) -> GaussianSection:
        """p and q."""
        section = self._section("gaussians")
        assert isinstance(section, GaussianSection)
        return section

    @property
    def sampling(self) -> SamplingSection:
        """Seed, samples and dimension."""
        section = self._section("sampling")
        assert isinstance(section, SamplingSection)
        return section

    @property
    def options(self) -> OptionColumn:
        """Those of the page that is shown."""
        return self._options_of(page_named(self._session.page))

    def show_session(self, session: Session) -> None:
        """Show what the session's page reads."""
        self._session = session
        page = page_named(session.page)
        shown = self._used(page, session)
        if "gaussians" in shown:
            self.gaussians.show_only(page.gaussians)
        for name in MADE:
            if name in shown:
                self._section(name).show_session(session)
            if name in self._sections:
                self._sections[name].setVisible(name in shown)
            self._holders[name].setVisible(name in shown)
        self.sampling.dimensions.setVisible("gaussians" in shown)
        self._show_options(page, session)
        self._show_data(page, session)
        self._show_lines()
        self._show_rows(session)
        if not self._ordered:
            order_tabs([part for part, _ in self._lines])
            self._ordered = True

    def follow(self, session: Session) -> None:
        """A session whose page is shown later: what is proposed meanwhile is of this one."""
        self._session = session
        for part in self._shown():
            part.show_session(session)

    def missing(self, page: Page) -> Iterator[Callable[[], QWidget]]:
        """What makes the parts that a page shows here and are not there yet."""
        for name in self._used(page, self._session):
            if name in MADE and name not in self._sections:
                yield partial(self._section, name)
        if page.name not in self._options:
            yield partial(self._options_of, page)

    def addressed(self) -> dict[str, InputRow]:
        """The rows of numbers that are shown now, by their addresses."""
        return {place: row for part in self._shown() for place, row in part.addressed().items()}

    def name_of(self, where: Address) -> str:
        """What people call a number: its label, and whose it is; else its address."""
        row = self.addressed().get(str(where))
        if row is None:
            return str(where)
        label = row.label.text()
        return f"{where.owner} {label}" if where.owner in GAUSSIANS else label

    def first(self) -> Address | None:
        """The address of the first number that is shown, how many samples are drawn the last."""
        order = sorted(self.addressed(), key=lambda place: place == SAMPLES)
        return next((address(place) for place in order), None)

    def focused(self) -> Address | None:
        """That of the number which has the focus."""
        focus = self.focusWidget()
        rows = self.addressed().items()
        found = (place for place, row in rows if focus is not None and row.isAncestorOf(focus))
        return next((address(place) for place in found), None)

    def focus_on(self, where: Address) -> bool:
        """Give the focus to what sets the value of an address; whether that is here."""
        for part in self._shown():
            control = part.control(where)
            if control is not None:
                give_focus(control)
                self.ensureWidgetVisible(control)
                return True
        return False

    def fit(self, window: int) -> None:
        """As wide as the type asks for, in a window of this width."""
        self.setFixedWidth(min(scaled(WIDTH), max(WIDTH, round(MOST * window))))

    def discard_hidden(self, shown: bool = False) -> None:
        """Before the theme changes: what other pages show is made again with them, and would only
        be styled once more now; or what is ``shown`` too."""
        hidden = [name for name, part in self._options.items() if shown or part.isHidden()]
        self._more -= set(hidden)
        self._more |= {name for name in hidden if self._options[name].more.isChecked()}
        for name in hidden:
            self._discard(self._options.pop(name))
        for each in [name for name, part in self._sections.items() if shown or part.isHidden()]:
            self._discard(self._sections.pop(each))

    def show_summary(self, summary: DataFacts | None) -> None:
        """How many rows of own data the page was computed from."""
        self.data.show_summary(summary)

    def _shown(self) -> list[Section | OptionColumn]:
        """The parts that are; none before a session is."""
        parts = (*self._sections.values(), *self._options.values())
        return [each for each in parts if not each.isHidden()]

    def _discard(self, part: Section) -> None:
        self._offered -= set(part.findChildren(InputRow))
        discard_now(part)

    def _used(self, page: Page, session: Session) -> Sequence[Input]:
        """The inputs that do something: own data take the place of p, q and samples."""
        return () if page.replaces_samples(session.scene) else page.inputs

    def _show_options(self, page: Page, session: Session) -> None:
        shown = self._options_of(page)
        for name, options in self._options.items():
            options.setVisible(name == page.name and options.used)
        shown.show_session(session)
        self._holders[OPTIONS].setVisible(shown.used)

    def _options_of(self, page: Page) -> OptionColumn:
        if page.name not in self._options:
            made = self._options[page.name] = OptionColumn(page)
            made.proposed.connect(self.proposed)
            made.more.setChecked(page.name in self._more)
            self._places[OPTIONS].addWidget(made)
            self._ordered = False
        return self._options[page.name]

    def _show_data(self, page: Page, session: Session) -> None:
        scene = session.scene
        shows, instead = page.shows_data(scene), page.replaces_samples(scene)
        note = UNUSED if not shows else USED if instead else BESIDE
        self.data.show_source(scene.data, note, "log-ratios" in page.sources)

    def _show_rows(self, session: Session) -> None:
        """Offer what can be done with each number; mark where the state A has it. Asked anew for
        other numbers and another state alone."""
        rows = self.addressed()
        shown = session.pinned, session.links, tuple(rows)
        if shown == self._marked and self._offered.issuperset(rows.values()):
            return
        self._marked = shown
        for place, row in rows.items():
            if row not in self._offered:
                self._offered.add(row)
                row.offer(*OFFERED)
                row.wanted.connect(partial(self._ask, row))
            row.set_mark(None if session.pinned is None else value_at(place, session.pinned))
            link = link_of(session, place)
            row.show_linked("" if link is None else self.name_of(address(link.other(place))))

    def _ask(self, row: InputRow, what: str) -> None:
        """What is wanted of a row, unless it has gone while its menu was open."""
        place = next((place for place, each in self.addressed().items() if each is row), None)
        if place is not None:
            self.asked.emit(what, address(place))

    def _show_lines(self) -> None:
        """A line above each part but the first that is shown."""
        first = True
        for part, line in self._lines:
            shown = not part.isHidden()
            line.setVisible(shown and not first)
            first = first and not shown

    def _arrange(self) -> None:
        body = with_properties(QWidget(), objectName="inputs_body")
        column = QVBoxLayout(body)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN - 4, GAP)
        column.setSpacing(GAP)
        for name in ("gaussians", "task", OPTIONS, "sampling"):
            self._holders[name] = holder = QWidget()
            self._places[name] = place = QVBoxLayout(holder)
            place.setContentsMargins(0, 0, 0, 0)
        for part in (self.data, *self._holders.values()):
            line = with_properties(QFrame(), objectName="separator", visible=False)
            self._lines.append((part, line))
            column.addWidget(line)
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(body)

    def _section(self, name: Input) -> Section:
        if name not in self._sections:
            section = self._sections[name] = MADE[name]()
            section.proposed.connect(self.proposed)
            self._places[name].addWidget(section)
            section.show_session(self._session)
            self._ordered = False
        return self._sections[name]

    def _make_data_card(self) -> None:
        self.data = DataCard()
        self.data.closed.connect(lambda: self._propose_data(None, "close data"))
        for signal, act in (
            (self.data.skip_changed, self._skip_rows),
            (self.data.level_changed, self._choose_level),
            (self.data.columns_wanted, lambda source: self.columns_wanted.emit(source.path)),
            (self.data.fit_wanted, self.fit_wanted.emit),
        ):
            signal.connect(lambda *args, act=act: self._with_data(act, *args))

    def _with_data(self, act: Callable[..., object], *args: object) -> None:
        """Do something with the data, if they are still there."""
        source = self._session.scene.data
        if source is not None:
            act(source, *args)

    def _skip_rows(self, source: DataSource, on: bool) -> None:
        self._propose_data(source.skipping(on), "leave out rows")

    def _choose_level(self, source: DataSource, level: Level) -> None:
        self._propose_data(replace(source, level=level), "tokens or sequences")

    def _propose_data(self, source: DataSource | None, text: str) -> None:
        scene = self._session.scene.replace(data=source)
        self.proposed.emit(self._session.replace(scene=scene), None, text)
