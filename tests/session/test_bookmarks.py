"""Bookmarks of a session: kept in order, saved, read back, changed, and never lost."""

import json
import pickle

import pytest

from engine.core.parameter import ParameterError
from engine.export.provenance import provenance_text
from engine.gaussian.gaussian import Gaussian
from engine.session.bookmarks import added, moved, opened, place_of, removed, renamed
from engine.session.change import carried_over, changed_places
from engine.session.file import SessionFileError, session_from_text, session_text
from engine.session.session import MOST_BOOKMARKS, Bookmark, Session
from engine.session.text import session_from_shared, shared_text
from gui.base import commands


def numbered(number: int, page: str = "kl-divergence") -> Session:
    session = Session(page=page)
    return session.replace(scene=session.scene.replace(seed=number))


def lecture() -> Session:
    """Three states, one of them with an A and a main plot of its own."""
    session = numbered(1)
    for number, page in ((1, "kl-divergence"), (2, "importance-weights"), (3, "densities")):
        session = numbered(number, page).replace(bookmarks=session.bookmarks)
        if number == 2:
            session = session.replace(pinned=numbered(9), views={"kl-divergence": "samples"})
        session = added(session, f"State {number}")
    return session.replace(pinned=None)


def titles(session: Session) -> list[str]:
    return [each.title for each in session.bookmarks]


def test_they_come_back_from_file_text_and_pickle() -> None:
    session = lecture()
    assert titles(session) == ["State 1", "State 2", "State 3"]
    second = session.bookmarks[1].session
    assert second.pinned is not None
    assert dict(second.views) == {"kl-divergence": "samples"}
    assert session_from_text(session_text(session)) == session
    assert session_from_shared(shared_text(session)) == session
    assert pickle.loads(pickle.dumps(session)) == session


def test_a_lecture_of_ten_is_a_small_text() -> None:
    session = Session(page="kl-divergence")
    for number in range(10):
        scene = session.scene.replace(q=Gaussian.from_std([0.1 * number], [1.0]))
        session = added(session.replace(scene=scene), f"Step {number}: the mean of q moves away")
    assert len(shared_text(session)) < 2000


def test_no_bookmarks_are_no_key() -> None:
    assert "bookmarks" not in json.loads(session_text(Session()))


def test_the_states_have_none_themselves() -> None:
    session = lecture()
    again = added(session, "State 4")
    assert again.bookmarks[3].session == session.replace(bookmarks=())
    assert session.replace(pinned=session).pinned == session.replace(bookmarks=())


def test_what_is_done_to_them() -> None:
    session = lecture()
    shown = session.replace(bookmarks=())
    for changed, expected in (
        (added(session, " a \n b "), ["State 1", "State 2", "State 3", "a b"]),
        (added(session, "new", 0), ["State 1", "new", "State 2", "State 3"]),
        (renamed(session, 1, "second"), ["State 1", "second", "State 3"]),
        (moved(session, 0, 2), ["State 2", "State 3", "State 1"]),
        (moved(session, 2, 0), ["State 3", "State 1", "State 2"]),
        (removed(session, 0), ["State 2", "State 3"]),
    ):
        assert titles(changed) == expected
        assert changed.replace(bookmarks=()) == shown


def test_opening_one_keeps_them_all_and_says_which_it_is() -> None:
    session = lecture()
    assert place_of(session) == 2
    first = opened(session, 0)
    assert first.bookmarks == session.bookmarks
    assert (first.page, first.scene.seed, place_of(first)) == ("kl-divergence", 1, 0)
    assert place_of(first.replace(scene=first.scene.replace(seed=8))) is None


@pytest.mark.parametrize("title", ["", "  \n ", "a" * 101])
def test_a_title_is_one_line(title: str) -> None:
    with pytest.raises(ParameterError, match="must be a line of 1 to 100 characters"):
        Bookmark(title, Session())


def test_there_are_not_too_many() -> None:
    marks = (Bookmark("one", Session()),) * MOST_BOOKMARKS
    session = Session(bookmarks=marks)
    with pytest.raises(ParameterError, match="bookmarks = 101: must be 100 at most"):
        added(session, "one more")


def test_no_command_and_no_late_proposal_loses_them() -> None:
    session = lecture()
    pinned = session.replace(pinned=numbered(9))
    for command in (
        commands.swapped, commands.matched, commands.resampled, commands.reset, commands.pinned,
        commands.unpinned, commands.states_swapped,
    ):  # fmt: skip
        assert command(pinned).bookmarks == session.bookmarks, command
    base = session.replace(bookmarks=())
    wanted = base.replace(scene=base.scene.replace(seed=77))
    carried = carried_over(wanted, changed_places(base, wanted), session)
    assert carried is not None
    assert (carried.scene.seed, carried.bookmarks) == (77, session.bookmarks)


def test_a_figure_holds_its_own_state_alone() -> None:
    session = lecture()
    back = session_from_text(provenance_text(session))
    assert back == session.replace(bookmarks=())


def test_all_that_is_wrong_with_them_is_named() -> None:
    data = json.loads(session_text(lecture()))
    data["bookmarks"][0]["title"] = 7
    data["bookmarks"][1]["scene"]["seed"] = -1
    data["bookmarks"][1]["pinned"]["study"] = "cooking"
    data["bookmarks"][2]["title"] = ""
    data["bookmarks"][2]["colour"] = "red"
    data["bookmarks"].append(5)
    with pytest.raises(SessionFileError) as caught:
        session_from_text(json.dumps(data))
    starts = [
        "bookmarks[1].title must be text",
        "bookmarks[2].pinned.study = 'cooking': must be one of",
        "bookmarks[2].scene.seed = -1",
        "bookmarks[3].colour is unknown; known are title, study",
        "bookmarks[3].title = '': must be a line of 1 to 100 characters",
        "bookmarks[4] must be an object",
        "bookmarks[4].title must be text",
    ]
    found = sorted(caught.value.problems)
    assert len(found) == len(starts), found
    for start, problem in zip(starts, found, strict=True):
        assert problem.startswith(start), (start, problem)


@pytest.mark.parametrize("given", [5, {}, [{}] * 101])
def test_a_list_of_them_is_meant(given: object) -> None:
    data = {**json.loads(session_text(Session())), "bookmarks": given}
    with pytest.raises(SessionFileError, match="bookmarks must be a list of at most 100"):
        session_from_text(json.dumps(data))
