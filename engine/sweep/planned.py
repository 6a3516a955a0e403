"""Between a plan, which is texts in a session, and the sweep that it means."""

from __future__ import annotations

from dataclasses import replace

from engine.core.parameter import ParameterError
from engine.page.page import Page, page_named
from engine.session.address import GAUSSIANS, Address, all_addresses
from engine.session.plan import SweepPlan
from engine.session.session import Session
from engine.sweep.axis import axis, usual
from engine.sweep.grid import SEED
from engine.sweep.sweep import Sweep, seeds

USUAL_COUNT = {1: 41, 2: 21}  # values of an axis, by how many axes there are
MOST_ENTRIES = 10  # of a vector, that are named one by one


def planned(session: Session) -> Sweep:
    """The sweep that the session plans, from its own scene and options; raises ParameterError."""
    plan = session.sweep
    if plan is None:
        raise ParameterError("sweep", "", "must be planned first")
    base = session.state().replace(page=plan.page)
    axes = [axis(text, page_named(plan.page)) for text in plan.axes]
    if plan.seeds > 1:
        axes.append(seeds(base, plan.seeds))
    return Sweep(base, tuple(axes), plan.keys)


def plan_of(sweep: Sweep, shown: bool = True) -> SweepPlan:
    """The plan from which `planned` makes this sweep again, in a session like the sweep's own."""
    axes, count = list(sweep.axes), 1
    last = axes[-1]
    if last.name == SEED and len(last.values) > 1:
        count = len(last.values)
        if last == seeds(sweep.session, count):
            axes.pop()
        else:
            count = 1
    texts = tuple(each.text for each in axes)
    return SweepPlan(sweep.page.name, texts, sweep.keys, count, shown)


def first_plan(page: Page) -> SweepPlan:
    """A plan with nothing but what matters most on a page."""
    return SweepPlan(page.name, (), page.by_importance()[:1], shown=True)


def suggested(page: Page) -> SweepPlan:
    """The plan that the page suggests: it can be run as it is."""
    first = page.first_sweep
    return SweepPlan(page.name, (first.over,), first.read or page.by_importance()[:1], shown=True)


def with_axis(plan: SweepPlan, place: Address, keep: int) -> SweepPlan:
    """One axis more, over what the slider of this place reaches; of those that are there the last
    ``keep`` stay. Itself where the place is an axis already."""
    names = [text.partition("=")[0] for text in plan.axes]
    if str(place) in names:
        return plan
    kept = plan.axes[max(len(plan.axes) - keep, 0) :] if keep else ()
    new = usual(place, USUAL_COUNT[min(len(kept) + 1, 2)])
    return replace(plan, axes=(*kept, new.text))


def on_page(plan: SweepPlan, page: Page) -> SweepPlan:
    """The plan for another page: the axes that matter there stay, and the quantities that it has;
    where it has none of them, what matters most there."""
    known = {quantity.key for quantity in page.quantities}
    keys = tuple(key for key in plan.keys if key in known) or page.by_importance()[:1]
    axes = tuple(text for text in plan.axes if _matters(text, page))
    return replace(plan, page=page.name, axes=axes, keys=keys)


def places(session: Session) -> tuple[Address, ...]:
    """Over what the quantities of the session's page can be swept, entries of vectors apart."""
    page, d = page_named(session.page), session.scene.dimension
    found: list[Address] = []
    for place in all_addresses():
        found.append(place)
        if place.owner in GAUSSIANS:
            count = d if place.indexed and d > 1 else 0
        else:
            count = len(place.get(session)) if place.description.vector else 0
        found += [place.at(i) for i in range(1, min(count, MOST_ENTRIES) + 1)]
    keys, base = page.by_importance()[:1], session.state()
    return tuple(place for place in found if _sweepable(place, base, keys))


def _sweepable(place: Address, session: Session, keys: tuple[str, ...]) -> bool:
    if str(place) == SEED:
        return False  # seeds are asked for by their number
    try:
        Sweep(session, (usual(place, 2),), keys)
    except ParameterError:
        return False
    return True


def _matters(text: str, page: Page) -> bool:
    try:
        axis(text, page)
    except ParameterError:
        return False
    return True


def same_points(first: Sweep, second: Sweep) -> bool:
    """Whether two sweeps have the same points and read the same there: what their sessions say
    of the axes' own places does not matter, nor other pages' options."""
    if first.axes != second.axes or first.keys != second.keys:
        return False
    return first == second or _start(first) == _start(second)


def _start(sweep: Sweep) -> str:
    """Its first point, as a text; its session where that point cannot be."""
    try:
        session = sweep.session_at(1)
    except ParameterError:
        session = sweep.session
    return Sweep(session, sweep.axes, sweep.keys).session_text()
