"""The question that log-probabilities of three policies leave open."""

from __future__ import annotations

from engine.data.error import DataError

SHOWN = 8


class WhichPolicies(DataError):
    """Log-probabilities of three policies or more: a person has to say which two.

    ``candidates`` are their names, ``pairs`` are (new, old, what their ratio tells) by rank.
    """

    def __init__(
        self, path: str, candidates: tuple[str, ...], pairs: tuple[tuple[str, str, str], ...]
    ) -> None:
        self.candidates = candidates
        self.pairs = pairs
        ways = "; ".join(f"new={new} old={old}: {what}" for new, old, what in pairs[:SHOWN])
        asked = f"say which two are meant: {ways}" if ways else "say which two are new and old"
        names = ", ".join(candidates[:SHOWN]) + (", ..." if len(candidates) > SHOWN else "")
        super().__init__(
            path,
            f"holds log-probabilities of {len(candidates)} policies ({names}); {asked}",
            "new, old",
        )
