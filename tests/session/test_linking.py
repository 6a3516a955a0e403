"""Numbers that move together: what follows what, where it stops, and what a file holds."""

import json
import math
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from engine.session.address import address
from engine.session.bookmarks import added, opened
from engine.session.file import SessionFileError, session_dict, session_from_text, session_text
from engine.session.link import Link
from engine.session.linking import (
    following,
    link_of,
    linked,
    may_link,
    settled,
    stopped,
    unlinked,
    value_at,
)
from engine.session.session import Session
from engine.session.text import session_from_shared, shared_text

MEANS, STDS = ("p.mean[1]", "q.mean[1]"), ("p.std[1]", "q.std[1]")


def with_link(first, second, session=None):
    return linked(session or Session(page="kl-divergence"), address(first), address(second))


def moved(session, place, value):
    """As a slider does it."""
    return following(session, address(place).set(session, value))


def values(session, places):
    return tuple(address(place).get(session) for place in places)


def test_a_difference_is_kept_from_either_side_to_the_last_digit():
    session = with_link(*MEANS)  # 0 and 1
    session = moved(session, "p.mean[1]", 0.1)
    assert values(session, MEANS) == (0.1, 1.1)
    session = moved(session, "q.mean[1]", 0.3)
    assert values(session, MEANS) == (-0.7, 0.3), "not 0.30000000000000004 - 1"
    for step in range(1, 2000):
        session = moved(session, MEANS[step % 2], round(-3 + 0.003 * step, 3))
    assert values(moved(session, "p.mean[1]", 0.0), MEANS) == (0.0, 1.0), "nothing drifts"


def test_positive_numbers_with_logarithmic_sliders_keep_their_ratio():
    session = address("q.std[1]").set(Session(page="kl-divergence"), 3.0)
    session = with_link(*STDS, session)
    assert session.links == (Link(*STDS, 3.0, True),)
    assert values(moved(session, "p.std[1]", 0.1), STDS) == (0.1, 0.3)
    assert values(moved(session, "q.std[1]", 1.0), STDS) == (pytest.approx(1 / 3, rel=1e-14), 1.0)


@given(
    first=st.floats(-1e3, 1e3), second=st.floats(-1e3, 1e3), to=st.floats(-1e3, 1e3),
)  # fmt: skip
def test_differences_hold_for_all_numbers(first, second, to):
    start = Session(page="kl-divergence")
    for place, value in zip(MEANS, (first, second), strict=True):
        start = address(place).set(start, value)
    session = with_link(*MEANS, start)
    one, other = values(moved(session, MEANS[0], to), MEANS)
    assert one == to
    assert other - one == pytest.approx(second - first, abs=1e-12)
    one, other = values(moved(session, MEANS[1], to), MEANS)
    assert other == to
    assert other - one == pytest.approx(second - first, abs=1e-12)


@given(first=st.floats(1e-3, 1e3), second=st.floats(1e-3, 1e3), to=st.floats(1e-3, 1e3))
def test_ratios_hold_for_all_positive_numbers(first, second, to):
    start = Session(page="kl-divergence")
    for place, value in zip(STDS, (first, second), strict=True):
        start = address(place).set(start, value)
    session = with_link(*STDS, start)
    for place in STDS:
        one, other = values(moved(session, place, to), STDS)
        assert other / one == pytest.approx(second / first, rel=1e-13)


def test_whole_numbers_are_rounded_and_do_not_drift():
    session = with_link("samples", "kl.batch")
    ratio = session.links[0].kept
    start = values(session, ("samples", "kl.batch"))
    for samples in range(100_000, 50_000, -777):
        session = moved(session, "samples", samples)
        assert address("kl.batch").get(session) == round(samples * ratio)
    assert values(moved(session, "samples", start[0]), ("samples", "kl.batch")) == start


def test_both_stop_where_the_follower_ends():
    session = with_link("p.mean[1]", "p.correlation", Session(page="kl-divergence", scene=plane()))
    asked = address("p.mean[1]").set(session, 5.0)
    made = following(session, asked)
    end = address("p.correlation").description.parameter.maximum
    assert values(made, ("p.mean[1]", "p.correlation")) == (pytest.approx(end), end)
    assert stopped(session, asked, made) == made.links[0]
    again = moved(made, "p.mean[1]", 0.2)
    assert values(again, ("p.mean[1]", "p.correlation")) == (0.2, pytest.approx(0.2))
    assert stopped(made, address("p.mean[1]").set(made, 0.2), again) is None
    asked = address("p.mean[1]").set(made, 5.0)
    assert following(made, asked) == made
    assert stopped(made, asked, made) == made.links[0]


def plane(dimension=2):
    return Session().scene.resized(dimension)


def test_what_moves_both_is_kept_as_it_is_then():
    session = with_link(*MEANS)
    both = session
    for place, value in zip(MEANS, (2.0, -3.0), strict=True):
        both = address(place).set(both, value)
    made = following(session, both)
    assert values(made, MEANS) == (2.0, -3.0)
    assert values(moved(made, "p.mean[1]", 0.0), MEANS) == (0.0, -5.0)
    assert settled(both).links == made.links
    assert settled(session) is session


def test_a_number_that_is_not_there_rests():
    session = Session(page="kl-divergence", scene=plane())
    session = with_link("p.mean[2]", "q.mean[1]", session)
    line = following(session, session.replace(scene=session.scene.resized(1)))
    assert value_at("p.mean[2]", line) is None
    line = moved(line, "q.mean[1]", 3.0)
    back = following(line, line.replace(scene=line.scene.resized(2)))
    assert address("q.mean[1]").get(back) == 3.0
    kept = address("q.mean[1]").get(back) - address("p.mean[2]").get(back)
    assert back.links[0].kept == kept, "what it has when it comes back"


def test_a_number_is_in_one_link():
    session = with_link("q.mean[1]", "q.std[1]", with_link(*MEANS))
    assert [link.places for link in session.links] == [("q.mean[1]", "q.std[1]")]
    assert link_of(session, "q.std[1]").other("q.std[1]") == "q.mean[1]"
    assert unlinked(session, "q.std[1]").links == ()
    assert unlinked(session, "p.std[1]") == session


def test_all_means_shift_and_all_stds_scale():
    scene = plane(3)
    p = Gaussian([0.0, 1.0, 4.0], np.diag([1.0, 4.0, 9.0]))
    session = Session(page="kl-divergence", scene=scene.replace(p=p))
    session = with_link("p.std", "q.std[1]", with_link("p.mean", "q.mean[1]", session))
    shifted = moved(session, "q.mean[1]", address("q.mean[1]").get(session) + 0.5)
    np.testing.assert_allclose(shifted.scene.p.mean, [0.5, 1.5, 4.5], rtol=1e-15)
    scaled = moved(session, "q.std[1]", 2 * address("q.std[1]").get(session))
    np.testing.assert_allclose(scaled.scene.p.std, [2.0, 4.0, 6.0], rtol=1e-15)


def test_links_that_share_a_vector_all_hold():
    session = Session(page="kl-divergence", scene=plane(3))
    session = with_link("p.mean[1]", "task.A", with_link("p.mean", "q.mean[2]", session))
    before = address("task.A").get(session), address("p.mean[1]").get(session)
    made = moved(session, "q.mean[2]", address("q.mean[2]").get(session) + 0.25)
    assert address("p.mean[1]").get(made) == before[1] + 0.25
    assert address("task.A").get(made) == before[0] + 0.25


@pytest.mark.parametrize(
    ("first", "second"),
    [("p.mean[1]", "p.mean[1]"), ("p.mean", "p.mean[2]"), ("p.mean[2]", "p.mean")],
)
def test_a_number_does_not_follow_itself(first, second):
    assert not may_link(address(first), address(second))
    with pytest.raises(ParameterError, match="another number"):
        with_link(first, second, Session(scene=plane(3)))


def test_what_cannot_go_there_is_refused_whole():
    session = with_link("p.mean[1]", "q.correlation", Session(scene=plane(5)))
    with pytest.raises(ParameterError, match=r"q\.correlation"):
        moved(session, "p.mean[1]", address("p.mean[1]").get(session) - 0.9)


def test_files_texts_and_bookmarks_hold_them():
    session = with_link(*STDS, with_link(*MEANS))
    marked = added(session, "linked")
    for each in (session, marked):
        assert session_from_text(session_text(each)) == each
        assert session_from_shared(shared_text(each)) == each
        assert pickle.loads(pickle.dumps(each)) == each
    assert opened(unlinked(marked, STDS[0]), 0) == marked
    assert session.replace(pinned=session).pinned.links == ()
    assert session.replace(pinned=Session()).with_states_swapped().links == session.links
    assert not session.holds_as_much_as(unlinked(session, STDS[0]))
    assert "links" not in session_dict(Session())


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"first": "p.mean[1]", "second": "q.mean[1]"}, "kept is missing"),
        ({"first": "p.mean[1]", "second": "p.mean[1]", "kept": 0}, "another number"),
        ({"first": "p.mean[1]", "second": "p.mean", "kept": 0}, "cannot move with"),
        ({"first": "p.mean[1]", "second": "q.median", "kept": 0}, "must be one of"),
        ({"first": "p.mean[1]", "second": "kl-divergence.batch", "kept": 0}, "cannot move with"),
        ({"first": 1, "second": "q.mean[1]", "kept": 0}, "must be the address"),
        ({"first": "p.std[1]", "second": "q.std[1]", "kept": -1, "ratio": True}, "above 0"),
        ({"first": "p.std[1]", "second": "q.std[1]", "kept": 1, "ratio": 1}, "true or false"),
        ({"first": "p.std[1]", "second": "q.std[1]", "kept": 10**400}, "finite"),
        ({"first": "p.std[1]", "second": "q.std[1]", "kept": "1"}, "must be a number"),
        ({"first": "p.std[1]", "second": "q.std[1]", "kept": 1, "more": 1}, "unknown"),
        ([], "must be an object"),
    ],
)
def test_a_file_says_what_is_wrong_with_a_link(entry, problem):
    data = {**session_dict(Session()), "links": [entry]}
    with pytest.raises(SessionFileError, match=problem):
        session_from_text(json.dumps(data))


def test_a_file_links_no_number_twice_and_not_too_many():
    entry = {"first": "p.mean[1]", "second": "q.mean[1]", "kept": 1.0}
    for links, problem in (
        ([entry, {**entry, "second": "q.std[1]"}], "linked twice"),
        ({}, "must be a list"),
        ([entry] * 101, "at most 100"),
    ):
        data = {**session_dict(Session()), "links": links}
        with pytest.raises(SessionFileError, match=problem):
            session_from_text(json.dumps(data))


def test_a_file_whose_link_is_not_what_its_numbers_have_keeps_the_numbers():
    data = {
        **session_dict(Session()),
        "links": [{"first": "p.mean[1]", "second": "q.mean[1]", "kept": 7}],
    }
    session = session_from_text(json.dumps(data))
    assert values(session, MEANS) == (0.0, 1.0)
    assert session.links[0].kept == 1.0


@given(to=st.floats(-1e12, 1e12) | st.floats(1e-12, 1e12))
def test_whatever_is_typed_is_followed_to_the_ends(to):
    session = with_link(*STDS, with_link(*MEANS))
    for places in (MEANS, STDS):
        try:
            asked = address(places[0]).set(session, to)
        except ParameterError:
            continue
        one, other = values(following(session, asked), places)
        assert math.isfinite(one)
        assert math.isfinite(other)
