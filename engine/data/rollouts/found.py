"""What was found beside the numbers: what was left out, and which values stand for something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Side = Literal["new", "old", "both", "log-ratio", "mask", "version"]


@dataclass(frozen=True, slots=True)
class Sentinel:
    """How often a value stands that is a mark of something rather than a number of its own.

    ``kind``: "zero" and "one" (tokens that were not scored), "missing" (NaN or null), "infinite",
    "mark" (-100, -9999, ...), "clamp" (exactly +-10 or +-20), "unknown" (a version of -1).
    """

    kind: Literal["zero", "one", "missing", "infinite", "mark", "clamp", "unknown"]
    value: float  # NaN for "missing"
    side: Side  # where it stands; "both": in both log-probabilities of a token
    counted: bool  # in tokens that count, else in masked ones
    tokens: int


@dataclass(frozen=True, slots=True)
class Found:
    """What reading a file, or several, has decided and left out."""

    certain: bool = True  # the names or the caller say which policy is which
    which: str = ""  # how the two were chosen, in words
    masked: int = 0  # tokens that the mask leaves out
    left_out: int = 0  # tokens that count but hold no finite number, and were skipped
    empty: int = 0  # sequences without a token that counts
    sentinels: tuple[Sentinel, ...] = ()
    notes: tuple[str, ...] = ()  # other decisions, in words
    files: tuple[str, ...] = ()  # the files' names, in the order in which they were read

    @classmethod
    def joined(cls, parts: Iterable[Found]) -> Found:
        """Of several pieces one after the other; certain only if all are."""
        parts = list(parts)
        if not parts:
            return cls()
        return cls(
            certain=all(part.certain for part in parts),
            which=next((part.which for part in parts if part.which), ""),
            masked=sum(part.masked for part in parts),
            left_out=sum(part.left_out for part in parts),
            empty=sum(part.empty for part in parts),
            sentinels=_added(sentinel for part in parts for sentinel in part.sentinels),
            notes=tuple(dict.fromkeys(note for part in parts for note in part.notes)),
            files=tuple(dict.fromkeys(name for part in parts for name in part.files)),
        )


def _added(sentinels: Iterable[Sentinel]) -> tuple[Sentinel, ...]:
    """One for each kind, value and place, most tokens first."""
    counts: Counter[tuple[object, ...]] = Counter()
    first: dict[tuple[object, ...], Sentinel] = {}
    for one in sentinels:
        # NaN is not equal to itself.
        key = (one.kind, str(one.value), one.side, one.counted)
        first.setdefault(key, one)
        counts[key] += one.tokens
    found = [
        Sentinel(one.kind, one.value, one.side, one.counted, counts[key])
        for key, one in first.items()
    ]
    return tuple(sorted(found, key=lambda one: -one.tokens))
