"""What can be swept and read, by name, for a list in which one searches."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from engine.core.shown_numbers import shown_name
from engine.core.words import tr
from engine.page.page import page_named
from engine.session.address import TASK, Address
from engine.session.plan import SweepPlan
from engine.session.session import Session
from engine.sweep.planned import places
from gui.shell.palette import Entry
from gui.widgets.number_text import label_of


def axis_entries(session: Session, act: Callable[[Address], object]) -> list[Entry]:
    """The places over which the plan's quantities can be swept and are not yet."""
    plan = _plan(session)
    taken = {text.partition("=")[0] for text in plan.axes}
    pages = {name: tr(page_named(name).title) for name in session.options}
    found = []
    for place in places(session.state().replace(page=plan.page)):
        if str(place) in taken:
            continue
        owner = pages.get(place.owner, tr("task") if place.owner == TASK else place.owner)
        title = f"{place} · {label_of(place.description)}"
        words = tr(place.description.parameter.help)
        found.append(Entry(owner, "sweep", title, words, partial(act, place)))
    return found


def quantity_entries(session: Session, act: Callable[[str], object]) -> list[Entry]:
    """The quantities of the plan's page that are not read yet, those that matter most first."""
    plan = _plan(session)
    page = page_named(plan.page)
    declared = {quantity.key: quantity for quantity in page.quantities}
    return [
        Entry(
            key,
            page.name,
            shown_name(tr(declared[key].title)),
            f"{key} {tr(declared[key].help)}",
            partial(act, key),
        )
        for key in page.by_importance()
        if key not in plan.keys
    ]


def _plan(session: Session) -> SweepPlan:
    assert session.sweep is not None
    return session.sweep
