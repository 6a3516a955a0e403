"""Own rollouts on the command line: the source that the flags mean, and what was read of it."""

from __future__ import annotations

import os
from typing import Any

from engine.cli.parser import CommandError
from engine.core.run import Run
from engine.data.rollouts.own import own_rollouts
from engine.data.rollouts.recognised import holds_rollouts
from engine.data.rollouts.table import Rollouts
from engine.data.source import DataSource
from engine.page.page import page_named

ROWS = (".npz", ".npy", ".csv", ".tsv", ".txt")
NOT_OURS = ("columns", "group", "groups", "data-q")


def takes_rollouts(pages: tuple[str, ...], flags: dict[str, Any]) -> bool:
    """Whether --data is rollouts: the page shows nothing else, a flag says so, or the file holds
    sequences and no flag is about rows."""
    told = [name for name in ("new", "old", "level") if flags[name] is not None]
    able = all("rollouts" in page_named(name).sources for name in pages)
    if told and not able:
        raise CommandError(f"--{told[0]} says nothing to {', '.join(pages)}")
    only = all("log-ratios" not in page_named(name).sources for name in pages)
    rows = any(flags[name] is not None for name in NOT_OURS)
    return able and (only or bool(told) or (not rows and _holds_rollouts(flags["data"])))


def _holds_rollouts(path: str) -> bool:
    """Arrays are rows on pages of log-ratios, as they always were."""
    return not path.lower().endswith(ROWS) and holds_rollouts(path)


def rollout_source(flags: dict[str, Any]) -> DataSource:
    """The source that the flags mean; raises CommandError and ParameterError."""
    for name in NOT_OURS:
        if flags[name] is not None:
            raise CommandError(f"--{name} says nothing of rollouts: use --new, --old and --mask")
    names = (flags["new"] or "", flags["old"] or "")
    return DataSource(
        os.path.abspath(flags["data"]),
        "rollouts",
        names if any(names) else (),
        mask=flags["mask"] or "",
        unmasked=flags["mask"] == "",
        level=flags["level"] or "token",
    )


def rollout_words(source: DataSource) -> str:
    """The data in a line, and one more for each kind of what was left out."""
    found = own_rollouts(source, Run())
    lines = [
        f"log w = {found.new_name} - {found.old_name} of {source.name}, "
        f"{len(found.new):,} tokens in {len(found.lengths):,} sequences"
    ]
    if found.found.masked:
        lines.append(f"{found.found.masked:,} tokens are masked by {found.mask_name}")
    if found.found.left_out:
        lines.append(f"{found.found.left_out:,} tokens hold no finite number and are left out")
    if not found.found.certain:
        lines.append(f"which policy is which is not certain: {found.found.which}")
    return "\n".join((*lines, *found.found.notes))


def rollouts_dict(source: DataSource) -> dict[str, Any]:
    """What was taken for what, and what was left out, as JSON can hold it."""
    read: Rollouts = own_rollouts(source, Run())
    found = read.found
    return {
        "file": source.name,
        "kind": source.kind,
        "p": read.new_name,
        "q": read.old_name,
        "mask": read.mask_name or None,
        "certain": found.certain,
        "which": found.which,
        "tokens": len(read.new),
        "sequences": len(read.lengths),
        "masked": found.masked,
        "left_out": found.left_out,
        "empty": found.empty,
        "files": list(found.files),
        "sentinels": [
            {
                "kind": each.kind,
                "value": None if each.kind == "missing" else str(each.value),
                "side": each.side,
                "counted": each.counted,
                "tokens": each.tokens,
            }
            for each in found.sentinels
        ],
        "notes": list(found.notes),
    }
