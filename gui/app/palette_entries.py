"""Everything that the palette finds: pages, commands, examples, parameters and numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.core.words import tr
from engine.page.page import Page, all_pages, page_named
from engine.session.address import TASK, Address, all_addresses
from engine.session.examples import all_examples
from engine.session.reader import SWEEP
from engine.session.session import Session
from gui.app.navigation import Navigation
from gui.app.start import Start
from gui.app.window_panels import WindowPanels
from gui.shell.action_list import ActionList
from gui.shell.palette import Entry
from gui.shell.rail import START
from gui.shell.store import Store

# Where a name fits equally well.
PAGE, COMMAND, EXAMPLE, PARAMETER, CURRENT, NUMBER = 1.3, 1.1, 0.95, 1.0, 1.05, 0.8


class PaletteEntries:
    """Made when the palette opens, as things are then."""

    def __init__(
        self,
        store: Store,
        navigation: Navigation,
        panels: WindowPanels,
        start: Start,
        actions: ActionList,
    ) -> None:
        self._store, self._navigation, self._panels = store, navigation, panels
        self._start, self._actions = start, actions

    def all(self) -> Iterator[Entry]:
        """Pages first: what there is before anything is typed. Parameters and numbers are imported
        as far as they are asked for."""
        yield from self._pages()
        yield from self._commands()
        yield from self._examples()
        yield from self._parameters()
        yield from self._quantities()

    def go_to_parameter(self, where: Address) -> None:
        """Turn to a page that it acts on, and give its field the focus."""
        session = self._store.session
        name = self._page_of(where, session)
        self._turn_to(name, lambda: self._panels.inputs.focus_on(where))

    def go_to_quantity(self, page: str, key: str) -> None:
        """Turn to its page, and open the drawer at its row."""
        self._turn_to(page, lambda: self._panels.area.drawer.reveal(key))

    def _turn_to(self, page: str, then: Callable[[], object]) -> None:
        """To a page, unless it is the session's and not below the start page."""
        if page != self._store.session.page or self._start.shown:
            self._navigation.turn_to(page, then)
        else:
            then()

    def _pages(self) -> Iterator[Entry]:
        turn = self._navigation.turn_to
        yield Entry(tr("page"), START, tr("Start"), "", lambda: turn(START), PAGE)
        words = tr("Quantities of a page over one parameter or two.")
        yield Entry(tr("page"), SWEEP, tr("Sweep"), words, lambda: turn(SWEEP), PAGE)
        for page in all_pages():
            words = f"{tr(page.summary)} {page.name}"
            yield Entry(tr("page"), page.name, tr(page.title), words, _call(turn, page.name), PAGE)

    def _commands(self) -> Iterator[Entry]:
        for each in self._actions.listed():
            does = each.action
            if does.enabled and not does.name.startswith(("page.", "view.find", "examples.")):
                tip = f"{tr(does.tip)} {each.title}"  # its English name finds it as well
                yield Entry(each.menu_words, "chevron-right", each.words, tip, does.run, COMMAND)

    def _examples(self) -> Iterator[Entry]:
        for example in all_examples():
            page = example.page
            yield Entry(
                tr("example"), page, tr(example.title), tr(example.text),
                _call(self._start.open, example), EXAMPLE,
            )  # fmt: skip

    def _parameters(self) -> Iterator[Entry]:
        current = self._store.session.page
        for where in all_addresses():
            owner = where.owner
            parameter = where.description.parameter
            page = next((page for page in all_pages() if page.name == owner), None)
            name = f"{tr(parameter.label)} {parameter.symbol}".strip()
            of = tr(page.title) if page else tr("task") if owner == TASK else owner
            title = f"{name} · {of}" if of else name
            yield Entry(
                tr("parameter"), page.name if page else "dot", title,
                f"{where} {tr(parameter.help)}", _call(self.go_to_parameter, where),
                CURRENT if owner == current else PARAMETER,
            )  # fmt: skip

    def _quantities(self) -> Iterator[Entry]:
        current = self._store.session.page
        for page in sorted(all_pages(), key=lambda page: page.name != current):
            for quantity in page.quantities:
                title = f"{tr(quantity.name)} · {tr(page.title)}".replace("||", "∥")
                yield Entry(
                    tr("number"), page.name, title, f"{quantity.key} {tr(quantity.help)}",
                    _call(self.go_to_quantity, page.name, quantity.key),
                    NUMBER * (1.1 if page.name == current else 1.0),
                )  # fmt: skip

    def _page_of(self, where: Address, session: Session) -> str:
        """The page that is shown where it acts on that, else the first one that it acts on."""
        pages = [page_named(session.page), *all_pages()]
        return next((page.name for page in pages if _acts(where, page, session)), session.page)


def _acts(where: Address, page: Page, session: Session) -> bool:
    if where.owner not in ("", "p", "q", TASK):
        return page.name == where.owner
    if page.replaces_samples(session.scene):
        return False
    if where.owner == TASK:
        return "task" in page.inputs
    if where.owner or where.field == "dimension":
        return "gaussians" in page.inputs
    return "sampling" in page.inputs


def _call(act: Callable[..., object], *arguments: object) -> Callable[[], object]:
    return lambda: act(*arguments)
