"""What the window asks of a page, and what comes back: a response or a failure in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.core.parameter import ParameterError, ParameterSet
from engine.core.words import tr
from engine.page.page import Page
from engine.page.scene import Scene
from engine.session.session import Session


@dataclass(frozen=True, slots=True)
class Request:
    """A page to compute for a session, the figures that will be shown, and those of them that
    every picture must have, while it moves too."""

    page: Page
    session: Session
    figures: tuple[str, ...] = ()
    main: tuple[str, ...] = ()

    @property
    def scene(self) -> Scene:
        """The scene of the session."""
        return self.session.scene

    @property
    def options(self) -> ParameterSet:
        """The options of the page."""
        return self.session.options[self.page.name]

    def same(self, other: Request) -> bool:
        """Whether both have the same response."""
        return (
            self.page is other.page and self.scene == other.scene and self.options == other.options
        )


@dataclass(frozen=True, slots=True)
class Response:
    """A result, from how many samples, and how long it took; ``moving`` where it was made for a
    picture that only lives until the next."""

    request: Request
    result: Any
    samples: int
    milliseconds: float
    moving: bool = False

    @property
    def preview(self) -> bool:
        """Whether only a prefix of the samples was used."""
        return self.samples < self.request.scene.samples

    @property
    def session(self) -> Session:
        """The session with the samples that this response used."""
        session = self.request.session
        return session.replace(scene=session.scene.replace(samples=self.samples))


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a request has no response, in words, and the traceback for a report."""

    request: Request
    message: str
    details: str


def failure_text(error: Exception) -> str:
    """What went wrong and what to do, in words."""
    if isinstance(error, ParameterError):
        return str(error)
    if isinstance(error, MemoryError):
        return tr(
            "There is not enough memory for this: lower the number of samples or the dimension."
        )
    reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return tr(
        "This page could not be computed ({reason}). Undo the last change or move a "
        "parameter; the other pages still work."
    ).format(reason=reason)
