"""A document in the place of another one, as a step of undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.session.session import Session
from gui.shell.undo import Step


@dataclass(frozen=True, slots=True)
class DocumentState:
    """What is open: a session, its file or what it came from, and as it was when last saved."""

    session: Session
    path: Path | None
    origin: Path | None
    saved: Session | None


class Beginning(Step):
    """Takes one state in the place of another."""

    def __init__(
        self,
        old: DocumentState,
        new: DocumentState,
        take: Callable[[DocumentState], object],
        text: str,
    ) -> None:
        super().__init__(text)
        self._old, self._new, self._take = old, new, take

    def redo(self) -> None:
        """The new one."""
        self._take(self._new)

    def undo(self) -> None:
        """The old one, with all that was not saved of it."""
        self._take(self._old)
