"""What a page declares of each of its plots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.page.page import page_named
from engine.session.session import Session

if TYPE_CHECKING:
    from gui.plotkit.frame import Frame
    from gui.plotkit.panel import Panel


def always(_session: Session) -> bool:
    """In every session."""
    return True


def on_one_dimension(session: Session) -> bool:
    """Where p and q are of one number."""
    return session.scene.dimension == 1


def on_gaussians(session: Session) -> bool:
    """Where no own data take the place of samples."""
    return not on_data(session)


def on_data(session: Session) -> bool:
    """Where the session's page shows own data."""
    return page_named(session.page).shows_data(session.scene)


@dataclass(frozen=True, slots=True)
class Card:
    """One plot of a page: its ``name`` in a session's file, its ``title``, what makes its
    panel, the page's ``figures`` that the panel is handed, and the sessions in which there is
    such a plot. The first card of a page that applies is its main plot until another is chosen."""

    name: str
    title: str
    make: Callable[[Frame], Panel]
    figures: tuple[str, ...]
    applies: Callable[[Session], bool] = always
