"""Which plot is the main one of a page, in a session's file."""

import json
import pickle

import pytest

from engine.session.file import SessionFileError, session_from_text, session_text
from engine.session.session import Session


def test_the_main_plot_is_saved_and_read_back():
    session = Session().with_view("kl-divergence", "batches")
    assert session_from_text(session_text(session)) == session
    assert pickle.loads(pickle.dumps(session)) == session


def test_a_file_without_it_is_as_before():
    data = json.loads(session_text(Session()))
    assert "views" not in data
    assert dict(session_from_text(json.dumps(data)).views) == {}


@pytest.mark.parametrize(
    ("views", "problem"),
    [
        ({"kl-divergence": 3}, "views.kl-divergence = 3: must be the name of a plot"),
        ({"nothing": "x"}, "views.nothing is unknown"),
        ("x", "views must be an object"),
    ],
)
def test_what_names_no_plot_is_a_problem(views, problem):
    data = json.loads(session_text(Session())) | {"views": views}
    with pytest.raises(SessionFileError, match=problem):
        session_from_text(json.dumps(data))
