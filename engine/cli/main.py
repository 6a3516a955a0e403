"""The command line: `list`, `run`, `export` and `sweep`, the same for every page, and `check`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from engine.cli.data import data_used, data_words, taken_dict
from engine.cli.parser import DATA_FLAGS, CommandError, CommandFailed, flag_name, parse
from engine.cli.request import (
    FIGURES,
    THREADS,
    FileRequest,
    aligned,
    complain,
    parameters_dict,
    progress_line,
    requested_files,
    requested_pages,
    requested_session,
)
from engine.cli.scene_flags import field_help, scene_flags
from engine.cli.stoppable import stoppable
from engine.core.number_format import estimate_text, value_text
from engine.core.parameter import ParameterError, described
from engine.core.quantity import Readout
from engine.core.run import Cancelled, Run
from engine.export.result_file import ExportError, save_csv, save_npz
from engine.page.page import Page, all_pages, page_named
from engine.page.result import Result
from engine.page.scene import Scene
from engine.session.file import SessionFileError
from engine.session.session import Session

BAD_INPUT = 2
FAILED = 1
INTERRUPTED = 130
BROKEN_PIPE = 141


class FigureWriter(Protocol):
    """Draws a result and writes it to every one of the paths; their endings say the format."""

    def __call__(
        self,
        session: Session,
        result: Any,
        paths: Sequence[Path],
        *,
        scale: float,
        size: tuple[int, int],
    ) -> None: ...


class NoFigures(Exception):
    """Figures cannot be drawn on this machine; the message says what to do."""


def main(arguments: Sequence[str], save_figures: FigureWriter | None = None) -> int:
    """Run one command; 0, or 2 with one line on stderr for bad input. `check` has 1 as well.

    ``save_figures`` draws the figures of `export`; without it only csv and npz are written.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal's encoding may lack a sign
            stream.reconfigure(errors="replace")
    try:
        code = _command(arguments, save_figures)
        sys.stdout.flush()
        return code
    except (CommandError, ParameterError, SessionFileError, ExportError) as error:
        complain(str(error))
        return BAD_INPUT
    except (NoFigures, CommandFailed) as error:
        complain(str(error))
        return FAILED
    except MemoryError:
        complain("there is not enough memory for this many samples or dimensions")
        return FAILED
    except (Cancelled, KeyboardInterrupt) as error:
        complain(str(error) or "stopped")
        return INTERRUPTED
    except BrokenPipeError:
        # Python would complain once more when it flushes stdout at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE


def _command(arguments: Sequence[str], save_figures: FigureWriter | None) -> int:
    try:
        names = parse(arguments)
    except SystemExit:  # --help and --version have printed
        return 0
    if names.command is None:
        parse(["--help"])
    commands: dict[str, Callable[[], int | None]] = {
        "list": _list,
        "run": lambda: _run(names),
        "export": lambda: _export(names, save_figures),
        "sweep": lambda: _sweep(names),
        "check": lambda: _check(names),
    }
    return commands[names.command]() or 0


def _check(names: argparse.Namespace) -> int:
    from engine.cli.check import check  # here: what the other commands need no part of

    return check(names)


def _list() -> None:
    for page in all_pages():
        print(f"{page.name}: {page.summary}")
        rows = [(f"  --{flag_name(field)}", field_help(field)) for field in described(page.options)]
        print(aligned(rows))
        print("  quantities:")
        print(aligned((f"    {each.key}", each.name) for each in page.quantities) + "\n")
    print("every page:")
    flags = (*scene_flags(), *DATA_FLAGS)
    print(aligned((f"  --{flag.name} {flag.value}", flag.help) for flag in flags))


def _run(names: argparse.Namespace) -> None:
    pages = requested_pages(names)
    session = requested_session(names, pages)
    page, scene = page_named(session.page), session.scene
    result = _computed(page, session, names)
    source = data_used(session, asked=names.data is not None)
    if names.json:
        data = {
            "study": session.page,
            "parameters": parameters_dict(session),
            "readouts": [readout.as_dict() for readout in result.readouts],
            "banners": list(result.banners),
        }
        data |= result.report
        if source is not None:
            data["data"] = taken_dict(source)
        print(json.dumps(data, indent=2, allow_nan=False))
        return
    words = [] if page.shows_data(scene) else [scene_words(scene, page)]
    words += [data_words(source)] if source is not None else []
    print(f"{session.page}: " + "\n".join(words) + "\n")
    print(aligned([("name", "value", "", "note"), *map(_row, result.readouts)]))
    for banner in result.banners:
        print(f"\n{banner}")


def _export(names: argparse.Namespace, save_figures: FigureWriter | None) -> None:
    files = requested_files(names)
    figures = [name for name in files.formats if name in FIGURES]
    pages = requested_pages(names)
    if figures and save_figures is None:
        raise CommandError(f"{', '.join(figures)} cannot be drawn here; csv and npz can be written")
    shared = requested_session(names, pages)
    if (source := data_used(shared, asked=names.data is not None)) is not None:
        print(data_words(source), flush=True)
    for name in pages:
        session = shared.replace(page=name)
        result = _computed(page_named(name), session, names)
        written = _write_numbers(result, session, files)
        if save_figures is not None and figures:
            paths = [files.folder / f"{name}.{ending}" for ending in figures]
            save_figures(session, result, paths, scale=files.scale, size=files.size)
            written += paths
        for path in written:
            print(path, flush=True)


def _sweep(names: argparse.Namespace) -> None:
    from engine.cli.sweep import run_sweep  # processes take time to import, and few need them

    run_sweep(names)


def _write_numbers(result: Result, session: Session, files: FileRequest) -> list[Path]:
    written: list[Path] = []
    if "csv" in files.formats:
        written += save_csv(result, session, files.folder)
    if "npz" in files.formats:
        path = files.folder / f"{session.page}.npz"
        save_npz(result, session, path)
        written.append(path)
    return written


def _computed(page: Page, session: Session, names: argparse.Namespace) -> Result:
    report = progress_line(sys.stderr.isatty())
    settings: dict[str, Any] = {"report": report}
    if names.threads is not None:
        settings["threads"] = THREADS.parse(names.threads)
    try:
        with stoppable() as stopped:
            run = Run(cancelled=stopped.is_set, **settings)
            return page.compute(session.scene, session.options[page.name], run)
    finally:
        report(1.0)


def scene_words(scene: Scene, page: Page) -> str:
    """What a page reads of the scene, in one line."""
    words = []
    if "gaussians" in page.inputs and scene.dimension == 1:
        words += [
            f"{n} = N({g.mean[0]:g}, {g.std[0]:g}²)" for n, g in (("p", scene.p), ("q", scene.q))
        ]
    elif "gaussians" in page.inputs:
        words.append(f"p and q in {scene.dimension} dimensions")
    if "task" in page.inputs:
        words.append(f"a task of {scene.task.T} steps")
    if "sampling" in page.inputs:
        words += [f"{scene.samples:,} samples", f"seed {scene.seed}"]
    return ", ".join(words)


def _row(readout: Readout) -> tuple[str, str, str, str]:
    if readout.kind == "unknown":
        return readout.name, "", readout.kind, readout.note
    if readout.standard_error is None:
        value = value_text(readout.value, 10)
    else:
        value = estimate_text(readout.value, readout.standard_error)
    unit = f" {readout.unit}" if readout.unit else ""
    return readout.name, value + unit, readout.kind, readout.note
