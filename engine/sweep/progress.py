"""How far a sweep is, and when it will end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` points are there, ``failed`` of them without numbers; this run has
    computed ``computed`` in ``elapsed`` seconds."""

    total: int
    done: int
    failed: int
    computed: int
    elapsed: float

    @property
    def left(self) -> float | None:
        """Seconds until the end at the pace of this run; None before its first point."""
        if self.done == self.total:
            return 0.0
        return self.elapsed / self.computed * (self.total - self.done) if self.computed else None

    def words(self) -> str:
        """In a line."""
        parts = [f"{self.done:,} of {self.total:,} points"]
        if self.failed:
            parts.append(f"{self.failed:,} failed")
        if self.left:
            parts.append(f"{time_words(self.left)} left")
        return ", ".join(parts)


def time_words(seconds: float) -> str:
    """As 8 s, 4 min or 2 h 5 min."""
    whole = round(seconds)
    if whole < 100:
        return f"{max(whole, 1)} s"
    minutes = round(seconds / 60.0)
    if minutes < 100:
        return f"{minutes} min"
    return f"{minutes // 60:,} h {minutes % 60} min"
