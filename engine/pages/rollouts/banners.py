"""What must be known first: the verdict, what was taken for what, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator

from engine.data.rollouts.found import Found, Sentinel
from engine.page.calm import Calm
from engine.pages.rollouts.gather import Gathered

NAMES = {
    "zero": "exactly 0",
    "one": "exactly 1",
    "mark": "{value:g}, a mark",
    "clamp": "{value:g}, where values are often cut off",
}
SIDES = {
    "new": "by the trainer",
    "old": "by the sampler",
    "both": "on both sides",
    "log-ratio": "in the log-ratio",
    "mask": "in the mask",
    "version": "as version",
}


def banners(gathered: Gathered) -> Iterator[str]:
    """The verdict first."""
    verdict = gathered.studied.verdict
    line = verdict.line if gathered.step is None else f"Step {gathered.step}: {verdict.line}"
    yield Calm(line) if verdict.healthy else line
    if gathered.source is None:
        yield Calm(
            "No rollouts are open: these are drawn, with the fault that the option names. Open a "
            "file or a folder of your training run to have it judged."
        )
        return
    found = gathered.whole.found
    if gathered.changed:
        yield f"{gathered.source.name} has changed since it was opened: these are its present data."
    if not found.certain:
        yield f"Which policy is which is not certain: {found.which}."
    yield from _marks(found)


def _marks(found: Found) -> Iterator[str]:
    """Values that stand for something, among the tokens that count."""
    left_out = ("unknown", "missing", "infinite")
    inside = [each for each in found.sentinels if each.counted and each.kind not in left_out]
    if inside:
        told = "; ".join(map(_words, inside[:4]))
        yield f"Values that look like marks count as numbers, inside the mask: {told}."


def _words(mark: Sentinel) -> str:
    what = NAMES[mark.kind].format(value=mark.value)
    return f"{mark.tokens:,} tokens are {what} {SIDES[mark.side]}"
