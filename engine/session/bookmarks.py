"""What is done to the bookmarks of a session; each makes another session. Places count from 0."""

from __future__ import annotations

from dataclasses import replace

from engine.session.session import Bookmark, Session


def added(session: Session, title: str, after: int | None = None) -> Session:
    """What is shown becomes a bookmark, behind the one at a place, or the last one; raises
    ParameterError where the title is none or there are too many."""
    place = len(session.bookmarks) if after is None else after + 1
    marks = list(session.bookmarks)
    marks.insert(place, Bookmark(title, session))
    return session.replace(bookmarks=tuple(marks))


def renamed(session: Session, place: int, title: str) -> Session:
    """One with another title; raises ParameterError."""
    marks = list(session.bookmarks)
    marks[place] = replace(marks[place], title=title)
    return session.replace(bookmarks=tuple(marks))


def moved(session: Session, place: int, to: int) -> Session:
    """One at another place; the others keep their order."""
    marks = list(session.bookmarks)
    marks.insert(to, marks.pop(place))
    return session.replace(bookmarks=tuple(marks))


def removed(session: Session, place: int) -> Session:
    """Without one of them; what is shown stays."""
    marks = list(session.bookmarks)
    del marks[place]
    return session.replace(bookmarks=tuple(marks))


def opened(session: Session, place: int) -> Session:
    """What one holds, with all bookmarks; a planned sweep stays, unseen, where it holds none."""
    found = session.bookmarks[place].session
    sweep = found.sweep or session.with_sweep_shown(False).sweep
    return found.replace(sweep=sweep, bookmarks=session.bookmarks)


def place_of(session: Session) -> int | None:
    """The place of the first bookmark that is what is shown; None where none is."""
    places = range(len(session.bookmarks))
    return next((place for place in places if opened(session, place) == session), None)
