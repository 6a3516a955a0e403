"""What one press does to a session."""

from __future__ import annotations

from engine.session.session import Session

LARGEST_SEED = 2**31 - 1


def swapped(session: Session) -> Session:
    """p and q exchanged."""
    return session.replace(scene=session.scene.swapped())


def matched(session: Session) -> Session:
    """q made equal to p."""
    return session.replace(scene=session.scene.matched())


def resampled(session: Session) -> Session:
    """The next seed."""
    seed = session.scene.seed
    return session.replace(scene=session.scene.replace(seed=(seed + 1) % (LARGEST_SEED + 1)))


def reset(session: Session) -> Session:
    """Everything as at the start, on the same page; A and the bookmarks stay."""
    return Session(page=session.page, pinned=session.pinned, bookmarks=session.bookmarks)


def pinned(session: Session) -> Session:
    """The state that is shown becomes A, too."""
    return session.replace(pinned=session)


def unpinned(session: Session) -> Session:
    """No A."""
    return session.replace(pinned=None)


def states_swapped(session: Session) -> Session:
    """A is shown, and what was shown is A."""
    return session.with_states_swapped()
