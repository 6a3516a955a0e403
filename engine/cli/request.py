"""What a command line asks for: the session, the pages, the run, and the files."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.cli.data import scene_on_data
from engine.cli.parser import CommandError, earlier_flags, option_flags
from engine.cli.scene_flags import scene_dict, scene_flags, scene_from_flags
from engine.core.parameter import Described, Parameter, ParameterError, ParameterSet
from engine.core.run import Run
from engine.export.provenance import read_provenance
from engine.page.page import all_pages, page_named
from engine.page.scene import Scene
from engine.session.data_reference import data_dict
from engine.session.session import Session
from engine.session.text import data_names, is_shared_text, session_from_shared

SIDES = ("p-", "q-")
FIGURES = ("png", "svg", "pdf")
FORMATS = (*FIGURES, "csv", "npz")
LARGEST_PICTURE = 100e6  # pixels of a PNG

THREADS = Described(
    "threads", int, 1, (), Parameter("threads", "How many to use.", minimum=1, maximum=256)
)
SCALE = Described("scale", float, 2.0, (), Parameter("scale", "Of PNG.", minimum=1, maximum=4))
SIDE = Described("size", int, 1100, (), Parameter("size", "In pixels.", minimum=300, maximum=8000))


@dataclass(frozen=True, slots=True)
class FileRequest:
    """Which files an export writes, and where."""

    formats: tuple[str, ...]
    folder: Path
    scale: float
    size: tuple[int, int]


def requested_session(names: argparse.Namespace, pages: tuple[str, ...]) -> Session:
    """The session's file or text, or the defaults, with what the flags change."""
    flags = vars(names)
    base = _given(names.session) if names.session is not None else _start(flags, pages)
    if names.data is None:
        _check_data(names.session, base)
    scene_names = {flag.name for flag in scene_flags()}
    run = Run(report=progress_line(sys.stderr.isatty()))
    start = scene_on_data(base.scene, names, pages, run)
    run.report(1.0)
    scene = scene_from_flags(
        start, {n: flags[n] for n in scene_names}, names.nearest, lambda text: complain(text)
    )
    if names.data is not None and scene.data is None:
        raise CommandError(f"the samples have dimension {start.dimension}, not {scene.dimension}")
    session = base.replace(scene=scene, page=pages[0])
    session = _with_earlier(session, flags, pages)
    changes: dict[str, dict[str, Any]] = {}
    for name, fields in option_flags().items():
        if flags[name] is None:
            continue
        _check_owners(name, [page for page, _ in fields], pages)
        for page, field in fields:
            if page in pages:
                changes.setdefault(page, {})[field.name] = field.parse(flags[name], name)
    for page, values in changes.items():
        options: ParameterSet = session.options[page].replace(**values)
        session = session.with_options(page, options)
    return session


def _given(session: str) -> Session:
    """That of a file, or of a text."""
    return session_from_shared(session) if is_shared_text(session) else read_provenance(session)


def _check_data(given: str | None, session: Session) -> None:
    """A text comes from anybody: no file of this machine is read because it says so."""
    if given is not None and is_shared_text(given) and (paths := data_names(session)):
        raise CommandError(
            f"the text names data, {paths[0]}, that are not read unless --data names them"
        )


def _check_owners(name: str, owners: list[str], pages: tuple[str, ...]) -> None:
    if not set(owners) & set(pages):
        raise CommandError(
            f"--{name} is an option of {', '.join(owners)}, not of {', '.join(pages)}"
        )


def _with_earlier(session: Session, flags: dict[str, Any], pages: tuple[str, ...]) -> Session:
    """The session with what flags of earlier names say."""
    for name, owners in earlier_flags().items():
        if flags[name] is None:
            continue
        _check_owners(name, owners, pages)
        for page in set(owners) & set(pages):
            change = page_named(page).earlier_flags()[name]
            session = session.with_options(page, change(session.options[page], flags[name]))
    return session


def _start(flags: dict[str, Any], pages: tuple[str, ...]) -> Session:
    """The session that flags change: the page's start, or two standard normals as soon as a
    flag describes p or q, so that what is not said of them is mean 0, std 1, correlation 0."""
    scene = page_named(pages[0]).start if len(pages) == 1 else Scene()
    start = Session(scene=scene)
    told = any(flags[flag.name] is not None for flag in scene_flags() if flag.name[:2] in SIDES)
    return start.replace(scene=start.scene.matched()) if told else start


def requested_pages(names: argparse.Namespace) -> tuple[str, ...]:
    """The names of the pages; without one, that of the session's file."""
    known = [page.name for page in all_pages()]
    everything = getattr(names, "all", False)
    if everything and names.page is not None:
        raise CommandError(f"give either {names.page} or --all")
    if everything:
        return tuple(known)
    if names.page is not None:
        return (page_named(names.page).name,)
    if names.session is not None:
        return (_given(names.session).page,)
    also = " or --all" if names.command == "export" else ""
    raise CommandError(f"{names.command} needs a page{also}; known are {', '.join(known)}")


def requested_files(names: argparse.Namespace) -> FileRequest:
    """The files of an export; raises CommandError and ParameterError."""
    formats = tuple(dict.fromkeys(_or_default(names.format, "png,csv").lower().split(",")))
    for name in formats:
        if name not in FORMATS:
            raise CommandError(f"unknown format {name!r}; known are {', '.join(FORMATS)}")
    scale = SCALE.parse(names.scale) if names.scale is not None else 2.0
    found = re.fullmatch(r"(\d{1,9})[xX×](\d{1,9})", _or_default(names.size, "1100x680"), re.ASCII)
    if found is None:
        raise ParameterError("size", names.size, "must be WIDTHxHEIGHT in pixels, as 1100x680")
    width, height = (SIDE.check(int(side)) for side in found.groups())
    if "png" in formats and width * height * scale**2 > LARGEST_PICTURE:
        raise ParameterError(
            "size", names.size, f"must be smaller at scale {scale:g}: 100 million pixels at most"
        )
    return FileRequest(formats, Path(_or_default(names.out, "exports")), scale, (width, height))


def _or_default(text: str | None, default: str) -> str:
    return default if text is None else text


def parameters_dict(session: Session) -> dict[str, Any]:
    """What a result follows from: the scene and the page's options, by name."""
    scene, options = session.scene, session.options[session.page].values()
    if scene.data is None:
        return scene_dict(scene) | options
    data = {"data": data_dict(scene.data)}
    if page_named(session.page).replaces_samples(scene):
        return data | options
    return scene_dict(scene) | data | options


def complain(text: str) -> None:
    """One line on stderr."""
    print(f"gaussian-explorer: {' '.join(text.split())}", file=sys.stderr)


def progress_line(enabled: bool) -> Callable[[float], None]:
    """Shows the share done in place on stderr, where that is a terminal."""
    shown = 0

    def report(done: float) -> None:
        nonlocal shown
        percent = int(100.0 * done)
        if enabled and percent != shown:
            text = f"\r{percent:3d} %" if percent < 100 else "\r     \r"
            print(text, end="", file=sys.stderr, flush=True)
            shown = percent

    return report


def aligned(rows: Iterable[tuple[str, ...]]) -> str:
    """Rows as lines with their columns below each other."""
    table = [tuple(cell.rstrip() for cell in row) for row in rows]
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))] if table else []
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    )
