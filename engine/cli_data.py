"""Own data on the command line: its flags, the source that they mean, what was read of it."""

from __future__ import annotations

import argparse
import csv
import os
from typing import Any

from engine.cli_parser import CommandError
from engine.data_error import DataError
from engine.data_file import groups, inspect, log_ratios
from engine.data_scene import scene_with_data
from engine.data_source import DataSource
from engine.data_table import FileColumns, Groups, LogRatios
from engine.run import Run
from engine.scene import Scene
from engine.study import all_studies, study_named

PARTS = ("columns", "group", "groups", "data-q")


def scene_on_data(
    base: Scene, names: argparse.Namespace, studies: tuple[str, ...], run: Run
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
    source = _source(flags)
    if source.kind == "log-ratios":
        _check_use(flags, studies)
    return scene_with_data(base, source, run)


def data_words(source: DataSource, found: LogRatios | Groups) -> str:
    """The data in a line, and one more for what was left out."""
    if isinstance(found, LogRatios):
        what = f"log w = {' - '.join(source.columns)} of {source.name}"
    else:
        p, q = (
            f"{len(samples):,} samples of {name}"
            for samples, name in zip((found.p, found.q), found.names, strict=True)
        )
        what = f"p = {p}, q = {q}, in {', '.join(source.columns)} of {source.name}"
    text = f"{what}, {found.rows - found.skipped:,} rows"
    if found.skipped:
        first = "; ".join(f"{bad.place}: {bad.reason}" for bad in found.bad_rows)
        more = "; ..." if found.skipped > len(found.bad_rows) else ""
        text += f"\n{found.skipped:,} of {found.rows:,} rows are left out: {first}{more}"
    return "\n".join((text, *found.notes))


def data_read(source: DataSource) -> LogRatios | Groups:
    """What a study has just read of the source."""
    return log_ratios(source, Run()) if source.kind == "log-ratios" else groups(source, Run())


def rows_dict(found: LogRatios | Groups) -> dict[str, Any]:
    """What was read and what left out, as JSON can hold it."""
    return {
        "rows": found.rows,
        "used": found.rows - found.skipped,
        "skipped": found.skipped,
        "bad_rows": [{"place": bad.place, "reason": bad.reason} for bad in found.bad_rows],
        "changed": found.changed,
        "notes": list(found.notes),
    }


def _source(flags: dict[str, Any]) -> DataSource:
    """The source that the flags mean; what they leave open is taken from the file's names."""
    path = os.path.abspath(flags["data"])
    columns = _list(flags["columns"])
    skip = bool(flags["skip-bad-rows"])
    group, second = flags["group"] or "", flags["data-q"] or ""
    if not group and not second:
        if flags["groups"] is not None:
            raise CommandError("--groups needs --group as well")
        columns = columns or _log_ratio_columns(inspect(path))
        return DataSource(path, "log-ratios", columns, skip_bad_rows=skip)
    if not columns:
        columns = tuple(name for name in inspect(path).numeric_names if name != group)
    second = os.path.abspath(second) if second else ""
    chosen = _list(flags["groups"])
    return DataSource(path, "groups", columns, group, second, skip, chosen)


def _log_ratio_columns(found: FileColumns) -> tuple[str, ...]:
    guess = found.suggestion
    if guess is not None and guess.kind == "log-ratios" and guess.by_name:
        return guess.columns
    known = ", ".join(found.names[:20])
    raise DataError(
        found.path,
        "name the columns with --columns NEW,OLD (log-probabilities) or --columns LOG_RATIO, or "
        f"two groups with --group COLUMN; columns are {known}",
        "columns",
    )


def _check_use(flags: dict[str, Any], studies: tuple[str, ...]) -> None:
    """Log-ratios need a study that works on them, and leave nothing to say of p and q."""
    able = [study.name for study in all_studies() if study.data == "log-ratios"]
    for name in studies:
        if study_named(name).data != "log-ratios":
            raise CommandError(
                f"--data with log-ratios works with {', '.join(able)}, not with {name}; "
                "samples of two groups (--group or --data-q) work with every study"
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
