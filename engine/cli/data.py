"""Own data on the command line: its flags, the source that they mean, what was read of it."""

from __future__ import annotations

import argparse
import csv
import os
from typing import Any

from engine.cli.parser import CommandError
from engine.cli.rollout_data import (
    rollout_source,
    rollout_words,
    rollouts_dict,
    takes_rollouts,
)
from engine.core.run import Run
from engine.data.error import DataError
from engine.data.file import groups, log_ratios
from engine.data.inspection import inspect
from engine.data.mask import named_masks
from engine.data.names import is_log_probability, is_log_ratio
from engine.data.source import DataSource
from engine.data.table import FileColumns, Groups, LogRatios
from engine.page.data_scene import scene_with_data
from engine.page.page import all_pages, page_named
from engine.page.scene import Scene
from engine.session.session import Session

MOST_NAMED = 20
PARTS = ("columns", "group", "groups", "data-q", "mask", "new", "old", "level")


def scene_on_data(
    base: Scene, names: argparse.Namespace, pages: tuple[str, ...], run: Run
) -> Scene:
    """The base scene with the data that the flags name; raises CommandError and ParameterError."""
    flags = vars(names)
    if names.data is None:
        for name in PARTS:
            if flags[name] is not None:
                raise CommandError(f"--{name} needs --data as well")
        if not flags["skip-bad-rows"]:
            return base
        if base.data is None:
            raise CommandError("--skip-bad-rows needs --data or a session with data")
        return base.replace(data=base.data.skipping())
    if takes_rollouts(pages, flags):
        return scene_with_data(base, rollout_source(flags), run)
    source = _source(flags)
    if source.kind == "log-ratios":
        _check_use(flags, pages)
    return scene_with_data(base, source, run)


def data_words(source: DataSource) -> str:
    """The data in a line, and one more for each kind of what was left out."""
    if source.kind == "rollouts":
        return rollout_words(source)
    found = _data_read(source)
    if isinstance(found, LogRatios):
        what = f"log w = {' - '.join(source.columns)} of {source.name}"
    else:
        p, q = (
            f"{len(samples):,} samples of {name}"
            for samples, name in zip((found.p, found.q), found.names, strict=True)
        )
        what = f"p = {p}, q = {q}, in {', '.join(source.columns)} of {source.name}"
    lines = [f"{what}, {found.used:,} rows"]
    if source.mask:
        lines.append(f"{found.masked:,} of {found.rows:,} rows are masked by {source.mask}")
    if found.skipped:
        first = "; ".join(f"{bad.place}: {bad.reason}" for bad in found.bad_rows)
        more = "; ..." if found.skipped > len(found.bad_rows) else ""
        lines.append(f"{found.skipped:,} of {found.rows:,} rows are left out: {first}{more}")
    if others := _left_out(source):
        told = [f"{name} ({why})" if why else name for name, why in others.items()]
        more = f", and {len(told) - MOST_NAMED:,} more" if len(told) > MOST_NAMED else ""
        lines.append(f"columns left out: {', '.join(told[:MOST_NAMED])}{more}")
    return "\n".join((*lines, *found.notes))


def data_used(session: Session, asked: bool) -> DataSource | None:
    """The data that a result follows from: those that the page shows, or groups that p and q have
    just been fitted to, where the flags have ``asked`` for it."""
    scene = session.scene
    if scene.data is None:
        return None
    shown = page_named(session.page).shows_data(scene)
    return scene.data if shown or (asked and scene.data.kind == "groups") else None


def _data_read(source: DataSource) -> LogRatios | Groups:
    """What a page has just read of the source."""
    return log_ratios(source, Run()) if source.kind == "log-ratios" else groups(source, Run())


def taken_dict(source: DataSource) -> dict[str, Any]:
    """What was taken for what, and what was left out, as JSON can hold it.

    ``p`` and ``q`` are columns of log-probabilities or names of groups; where one column holds
    log w they are null.
    """
    if source.kind == "rollouts":
        return rollouts_dict(source)
    found = _data_read(source)
    p, q = None, None
    if isinstance(found, Groups):
        p, q = found.names
    elif len(source.columns) == 2:
        p, q = source.columns
    return {
        "file": source.name,
        "kind": source.kind,
        "p": p,
        "q": q,
        "columns": list(source.columns),
        "group": source.group or None,
        "mask": source.mask or None,
        "left_out": list(_left_out(source)),
        "rows": found.rows,
        "used": found.used,
        "masked": found.masked,
        "skipped": found.skipped,
        "bad_rows": [{"place": bad.place, "reason": bad.reason} for bad in found.bad_rows],
        "changed": found.changed,
        "notes": list(found.notes),
    }


def _left_out(source: DataSource) -> dict[str, str]:
    """The columns of numbers that were not taken, with what spoke against them.

    Of a file of log-ratios, only those that are named like what was looked for.
    """
    file = inspect(source.path)
    used = (*source.columns, source.group, source.mask)
    found = {name: file.left_out.get(name, "") for name in file.numeric_names if name not in used}
    if source.kind == "groups":
        return found
    alike = (name for name in found if is_log_probability(name) or is_log_ratio(name))
    return dict.fromkeys(alike, "") | {n: "" for n in named_masks(file.names) if n not in used}


def _source(flags: dict[str, Any]) -> DataSource:
    """The source that the flags mean; what they leave open is taken from the file's names."""
    path = os.path.abspath(flags["data"])
    columns, mask = _list(flags["columns"]), flags["mask"]
    skip = bool(flags["skip-bad-rows"])
    group, second = flags["group"] or "", flags["data-q"] or ""
    if not group and not second and flags["groups"] is not None:
        raise CommandError("--groups needs --group as well")
    if not columns:
        file = inspect(path)
        columns = _coordinates(file, group, mask) if group or second else _log_ratio_columns(file)
        if mask is None and not second and file.suggestion is not None:
            mask = file.suggestion.mask
    mask = mask or ""
    if not group and not second:
        return DataSource(path, "log-ratios", columns, skip_bad_rows=skip, mask=mask)
    second = os.path.abspath(second) if second else ""
    chosen = _list(flags["groups"])
    return DataSource(path, "groups", columns, group, second, skip, chosen, mask=mask)


def _coordinates(found: FileColumns, group: str, mask: str | None) -> tuple[str, ...]:
    others = {group, mask or ""}
    if columns := found.coordinates(*others):
        return columns
    told = (f"{name} ({why})" for name, why in found.left_out.items() if name not in others)
    raise DataError(
        found.path,
        "has no column that is a coordinate by its name and numbers: name them with "
        f"--columns X[,Y...]; columns are {', '.join(told) or _known(found)}",
        "columns",
    )


def _log_ratio_columns(found: FileColumns) -> tuple[str, ...]:
    guess = found.suggestion
    if guess is not None and guess.kind == "log-ratios" and guess.by_name:
        return guess.columns
    why = f"{guess.why}: " if guess is not None and guess.why else ""
    raise DataError(
        found.path,
        f"{why}name the columns with --columns NEW,OLD (log-probabilities; the samples were drawn "
        "from OLD) or --columns LOG_RATIO, or two groups with --group COLUMN; "
        f"columns are {_known(found)}",
        "columns",
    )


def _known(found: FileColumns) -> str:
    return ", ".join(found.names[:20]) + (", ..." if len(found.names) > 20 else "")


def _check_use(flags: dict[str, Any], pages: tuple[str, ...]) -> None:
    """Log-ratios need a page that works on them, and leave nothing to say of p and q."""
    able = [page.name for page in all_pages() if "log-ratios" in page.sources]
    for name in pages:
        if name not in able:
            raise CommandError(
                f"--data with log-ratios works with {', '.join(able)}, not with {name}; "
                "samples of two groups (--group or --data-q) work with every page"
            )
    for name, text in flags.items():
        if text is not None and (name[:2] in ("p-", "q-") or name == "dimension"):
            raise CommandError(f"--{name} says nothing where log-ratios come from --data")


def _list(text: str | None) -> tuple[str, ...]:
    """Names apart by commas; one that holds a comma stands in quotes."""
    if not text:
        return ()
    try:
        return tuple(cell.strip() for cell in next(csv.reader([text], skipinitialspace=True)))
    except (csv.Error, StopIteration):
        raise CommandError(f"{text!r} is no list of columns") from None
