"""What is offered while no sweep is planned."""

from engine.page.page import page_named
from engine.session.examples import all_examples
from engine.session.plan import SweepPlan
from engine.sweep.planned import suggested
from tests.gui.sweep.conftest import PLAN

EMPTY = SweepPlan("kl-divergence", (), ("k3.std",), 3, True)


def offer_of(window):
    picture = window.sweeps.place.picture
    assert picture.currentWidget() is picture.offer
    return picture.offer


def test_a_click_runs_what_the_page_suggests(qtbot, open_sweep):
    window = open_sweep(EMPTY)
    window.store.propose(window.store.session.replace(sweep=EMPTY), text="")
    offer = offer_of(window)
    assert "q.mean" in offer.suggestion.words.text()
    assert offer.suggestion.points.text() == "183 points"
    offer.suggestion.button.click()
    run = window.sweeps.run
    qtbot.waitUntil(lambda: not run.running, timeout=20_000)
    assert len(run.rows) == 183
    plan = window.store.session.sweep
    assert (plan.axes, plan.seeds) == (suggested(page_named(plan.page)).axes, 3)
    assert window.sweeps.place.picture.response is not None
    window.store.undo_stack.undo()
    assert window.store.session.sweep == EMPTY
    offer_of(window)


def test_examples_of_sweeps_begin_where_they_are_chosen(qtbot, open_sweep):
    window = open_sweep(EMPTY)
    cards = offer_of(window).cards
    assert list(cards) == [each.name for each in all_examples() if each.of_sweeps]
    cards["sweep-bound"].click()
    assert window.sweeps.shown
    assert not window.sweeps.place.hint.isHidden()
    assert window.store.session.sweep.page == "evidence-bound"
    run = window.sweeps.run
    qtbot.waitUntil(lambda: bool(run.rows) and not run.running, timeout=20_000)


def test_it_is_of_the_page_from_which_one_comes(open_sweep):
    window = open_sweep(None)
    for page in ("kl-divergence", "skills"):
        window.show_page(page)
        window.show_page("sweep")
        assert window.store.session.sweep.page == page
        title = page_named(page).title
        assert offer_of(window).suggestion.title.text() == f"A first sweep of {title}"


def test_a_plan_without_a_start_says_so_in_its_place(open_sweep):
    picture = open_sweep(PLAN).sweeps.place.picture
    assert picture.currentWidget() is picture.words
