"""Plans in sessions, and the sweeps that they mean."""

import json
import pickle

import pytest

from engine.core.parameter import ParameterError
from engine.page.page import all_pages, page_named
from engine.session.address import address
from engine.session.file import SessionFileError, session_from_text, session_text
from engine.session.plan import SweepPlan
from engine.session.session import Session
from engine.session.text import session_from_shared, shared_text
from engine.sweep.axis import axis
from engine.sweep.planned import (
    first_plan,
    on_page,
    places,
    plan_of,
    planned,
    same_points,
    with_axis,
)
from engine.sweep.sweep import Sweep, seeds

PLAN = SweepPlan("kl-divergence", ("q.mean=-3:3:5", "q.std=0.5:2:4:log"), ("k3.std",), 3, True)
SESSION = Session(sweep=PLAN)


def test_a_plan_is_the_sweep_of_its_texts_with_the_seeds_last():
    sweep = planned(SESSION)
    page = page_named("kl-divergence")
    base = SESSION.state().replace(page="kl-divergence")
    axes = (*(axis(text, page) for text in PLAN.axes), seeds(base, 3))
    assert sweep == Sweep(base, axes, ("k3.std",))
    assert sweep.shape == (5, 4, 3)
    assert plan_of(sweep) == PLAN


def test_a_sweep_over_named_seeds_keeps_them_as_an_axis():
    sweep = planned(Session(sweep=SweepPlan("kl-divergence", ("seed=3,5,9",), ("k3.estimate",))))
    assert plan_of(sweep).axes == ("seed=3,5,9",)
    assert plan_of(sweep).seeds == 1


@pytest.mark.parametrize("through", ["file", "text", "pickle"])
def test_a_plan_is_part_of_the_session(through):
    if through == "file":
        found = session_from_text(session_text(SESSION))
    elif through == "text":
        found = session_from_shared(shared_text(SESSION))
    else:
        found = pickle.loads(pickle.dumps(SESSION))
    assert found == SESSION
    assert found.shows_sweep


def test_without_a_plan_the_file_is_as_before():
    assert "sweep" not in json.loads(session_text(Session()))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"page": "nothing"}, "page = 'nothing': must be one of"),
        ({"seeds": 0}, "seeds = 0: must be a whole number from 1 to 10,000"),
        ({"seeds": True}, "seeds = True: must be a whole number"),
        ({"axes": "q.mean"}, "axes = 'q.mean': must be at most 100 texts"),
        ({"keys": [1]}, r"keys = \[1\]: must be at most 100 texts"),
        ({"shown": 1}, "shown = 1: must be true or false"),
        ({"other": 1}, "sweep.other is unknown"),
    ],
)
def test_damaged_plans_are_named(change, problem):
    data = json.loads(session_text(SESSION))
    data["sweep"] = {**data["sweep"], **change}
    with pytest.raises(SessionFileError, match=problem):
        session_from_text(json.dumps(data))


def test_a_plan_needs_its_page():
    data = json.loads(session_text(SESSION)) | {"sweep": {"axes": []}}
    with pytest.raises(SessionFileError, match=r"sweep\.page is missing"):
        session_from_text(json.dumps(data))


def test_the_main_plot_of_the_sweep_is_saved():
    session = SESSION.with_view("sweep", "k3.std")
    assert session_from_text(session_text(session)) == session


def test_a_pinned_state_has_no_sweep():
    assert Session(pinned=SESSION).pinned == SESSION.state()


def test_what_is_looked_at():
    assert not SESSION.with_sweep_shown(False).shows_sweep
    assert Session().with_sweep_shown(True) == Session()


@pytest.mark.parametrize("page", [each.name for each in all_pages()])
def test_what_is_offered_makes_a_sweep(page):
    plan = first_plan(page_named(page))
    offered = places(Session(page=page))
    for place in offered:
        with_one = with_axis(plan, place, 0)
        assert len(planned(Session(sweep=with_one)).axes) == 1, place


def test_another_axis_takes_its_place_beside_one():
    plan = with_axis(first_plan(page_named("kl-divergence")), address("q.mean"), 0)
    both = with_axis(plan, address("q.std"), 1)
    assert [text.partition("=")[0] for text in both.axes] == ["q.mean", "q.std"]
    third = with_axis(both, address("p.mean"), 1)
    assert [text.partition("=")[0] for text in third.axes] == ["q.std", "p.mean"]
    assert with_axis(both, address("q.mean"), 1) == both


def test_on_another_page_what_matters_there_stays():
    moved = on_page(
        SweepPlan("kl-divergence", ("q.mean=-1:1:3", "kl.batch=2,4"), ("k3.std",), 2, True),
        page_named("importance-weights"),
    )
    assert moved.axes == ("q.mean=-1:1:3",)
    assert moved.keys == page_named("importance-weights").by_importance()[:1]
    assert (moved.seeds, moved.shown) == (2, True)
    planned(Session(sweep=moved))


def test_without_an_axis_there_is_no_sweep():
    with pytest.raises(ParameterError, match="must name one axis or more"):
        planned(Session(sweep=first_plan(page_named("kl-divergence"))))
    with pytest.raises(ParameterError, match="must be planned first"):
        planned(Session())


def test_a_point_that_was_opened_leaves_the_sweep_as_it_is():
    sweep = planned(SESSION)
    opened = sweep.session_at(8)  # the second seed
    again = planned(opened.replace(sweep=PLAN))
    assert again != sweep
    assert not same_points(again, sweep)  # its seeds begin elsewhere
    opened = sweep.session_at(4)  # the first seed
    assert same_points(planned(opened.replace(sweep=PLAN)), sweep)
    other = opened.replace(scene=opened.scene.replace(samples=1700))
    assert not same_points(planned(other.replace(sweep=PLAN)), sweep)
