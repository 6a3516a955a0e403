"""The session's one place, and undo."""

import gc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.session.session import Session
from gui.base.gesture import new_gesture
from gui.shell.store import Store
from gui.shell.undo import MOST


@pytest.fixture(autouse=True)
def _small(small_pages, qapp):
    pass


def with_seed(seed: int) -> Session:
    session = Session()
    return session.replace(scene=session.scene.replace(seed=seed))


def seeds_held(first: int) -> set[int]:
    """Those from this one on, of all sessions that there are."""
    gc.collect()
    seeds = {each.scene.seed for each in gc.get_objects() if isinstance(each, Session)}
    return {seed for seed in seeds if seed >= first}


def test_a_proposal_is_taken_and_told():
    store = Store(with_seed(1))
    told = []
    store.changed.connect(lambda old, new: told.append((old.scene.seed, new.scene.seed)))
    store.propose(with_seed(2), text="seed")
    assert store.session == with_seed(2)
    assert told == [(1, 2)]
    assert store.undo_stack.undo_text == "seed"


def test_what_is_already_so_leaves_no_step():
    store = Store(with_seed(1))
    store.changed.connect(lambda *_: pytest.fail("nothing changed"))
    store.propose(with_seed(1))
    assert store.undo_stack.count() == 0


def test_one_gesture_is_one_step_and_two_are_two():
    store = Store(with_seed(0))
    first, second = new_gesture(), new_gesture()
    for seed in (1, 2, 3):
        store.propose(with_seed(seed), first)
    for seed in (4, 5):
        store.propose(with_seed(seed), second)
    assert store.undo_stack.count() == 2
    store.undo_stack.undo()
    assert store.session == with_seed(3)
    store.undo_stack.undo()
    assert store.session == with_seed(0)
    store.undo_stack.redo()
    assert store.session == with_seed(3)


def test_the_states_of_a_drag_are_let_go():
    store, gesture, first = Store(with_seed(1)), new_gesture(), 7001
    for seed in range(first, first + 10):
        store.propose(with_seed(seed), gesture)
    assert seeds_held(first) == {first + 9}
    store.undo_stack.undo()
    assert store.session == with_seed(1)


def test_what_is_taken_back_and_done_otherwise_is_let_go():
    store, first = Store(with_seed(1)), 8001
    for seed in range(first, first + 10):
        store.propose(with_seed(seed))
        store.undo_stack.undo()
    assert seeds_held(first) == {first + 9}, "what can be redone"
    store.propose(with_seed(2))
    assert seeds_held(first) == set()


def test_the_oldest_of_very_many_steps_are_forgotten():
    store, first = Store(with_seed(1)), 9_000
    for seed in range(first, first + MOST + 50):
        store.propose(with_seed(seed))
    stack = store.undo_stack
    assert stack.count() == stack.index() == MOST
    assert len(seeds_held(first)) == MOST + 1
    while stack.can_undo:
        stack.undo()
    assert store.session == with_seed(first + 49)


def test_a_step_that_was_saved_takes_in_no_more():
    store, gesture = Store(with_seed(0)), new_gesture()
    store.propose(with_seed(1), gesture)
    store.undo_stack.close_step()
    store.propose(with_seed(2), gesture)
    store.propose(with_seed(3), gesture)
    assert store.undo_stack.count() == 2
    store.undo_stack.undo()
    assert store.session == with_seed(1)


def test_it_is_told_what_can_be_undone_and_not_at_every_step_of_a_drag():
    store, gesture, told = Store(with_seed(0)), new_gesture(), []
    stack = store.undo_stack
    stack.changed.connect(lambda: told.append((stack.undo_text, stack.redo_text)))
    for seed in range(1, 9):
        store.propose(with_seed(seed), gesture, "drag")
    stack.undo()
    stack.redo()
    stack.clear()
    assert told == [("drag", ""), ("", "drag"), ("drag", ""), ("", "")]
    assert not stack.can_undo
    assert not stack.can_redo
    stack.undo()
    stack.redo()
    assert store.session == with_seed(8), "there was nothing to do"


def test_without_a_gesture_nothing_merges():
    store = Store(with_seed(0))
    for seed in (1, 2, 3):
        store.propose(with_seed(seed))
    assert store.undo_stack.count() == 3


def test_a_gesture_that_ends_where_it_began_leaves_no_step():
    store = Store(with_seed(0))
    store.propose(with_seed(9))
    gesture = new_gesture()
    for seed in (1, 2, 9):
        store.propose(with_seed(seed), gesture)
    assert store.undo_stack.count() == 1
    store.undo_stack.undo()
    assert store.session == with_seed(0)


def test_page_options_samples_and_seed_come_back():
    start = Session()
    store = Store(start)
    options = start.options["dummy"].replace(shift=1.0)
    steps = [
        start.with_options("dummy", options),
        start.replace(scene=start.scene.replace(samples=1234)),
        start.replace(scene=start.scene.replace(seed=99)),
        start.replace(scene=start.scene.resized(5)),
    ]
    for session in steps:
        store.propose(session)
    for session in reversed([start, *steps[:-1]]):
        store.undo_stack.undo()
        assert store.session == session
    for session in steps:
        store.undo_stack.redo()
        assert store.session == session


def test_turning_a_page_is_no_step_and_undo_stays_on_the_page_that_is_looked_at():
    store = Store(with_seed(0))
    store.propose(with_seed(1))
    store.propose(store.session.replace(page="other"))
    assert store.session.page == "other"
    assert store.undo_stack.count() == 1
    store.undo_stack.undo()
    assert store.session == with_seed(0).replace(page="other")
    store.undo_stack.redo()
    assert store.session == with_seed(1).replace(page="other")


def test_undoing_an_option_shows_the_page_that_it_belongs_to():
    store = Store(Session())
    options = Session().options["dummy"].replace(shift=1.0)
    store.propose(Session().with_options("dummy", options))
    store.propose(store.session.replace(page="other"))
    store.undo_stack.undo()
    assert store.session == Session()


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from([None, 1, 2, 3])), max_size=20))
def test_undoing_everything_is_the_start_and_redoing_it_the_end(moves):
    store = Store(with_seed(0))
    for seed, gesture in moves:
        store.propose(with_seed(seed), gesture)
    stack = store.undo_stack
    end = store.session
    seen = [end]
    while stack.can_undo:
        stack.undo()
        assert store.session != seen[-1], "every step changes something"
        seen.append(store.session)
    assert store.session == with_seed(0)
    while stack.can_redo:
        stack.redo()
    assert store.session == end


def test_the_main_plot_of_a_page_is_set_without_a_step_and_stays_when_others_are_undone():
    store = Store(Session())
    store.propose(store.session.replace(scene=store.session.scene.replace(seed=8)))
    store.look("kl-divergence", "batches")
    assert store.undo_stack.count() == 1
    store.undo_stack.undo()
    assert store.session.scene.seed == Session().scene.seed
    assert dict(store.session.views) == {"kl-divergence": "batches"}
    store.undo_stack.redo()
    assert dict(store.session.views) == {"kl-divergence": "batches"}


def test_a_plot_or_a_page_alone_is_no_step_however_it_is_proposed():
    store = Store(with_seed(0))
    store.propose(store.session.replace(page="other", views={"dummy": "one"}))
    assert (store.session.page, dict(store.session.views)) == ("other", {"dummy": "one"})
    assert store.undo_stack.count() == 0


def test_where_plots_are_a_part_of_the_change_they_come_back_with_it():
    store = Store(with_seed(0).replace(views={"dummy": "one"}))
    store.propose(with_seed(1).replace(views={"dummy": "two"}))
    store.undo_stack.undo()
    assert dict(store.session.views) == {"dummy": "one"}
    store.look("dummy", "three")
    store.undo_stack.redo()
    assert store.session == with_seed(1).replace(views={"dummy": "two"})
