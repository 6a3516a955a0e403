"""What a process loads or compiles once, done before its memory is looked at."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import engine
import gui
from engine.core.compiled import numba_version
from engine.page.page import page_named
from gui.app.warming import NEEDED
from gui.plotkit import pieces, quick_spots
from tests.helpers.compiled_ways import NEAR, OPTIONS, PAGES, SAMPLES, export


def warm(folder: Path) -> None:
    """Compute every page with so many samples that its loops are compiled, in all their ways:
    numba keeps what it compiles, some megabytes each time, and a user who acts at random comes to
    the last of them after an hour. Before that, import what the program may at some time.
    """
    for name in (*NEEDED, *modules()):
        import_module(name)
    if numba_version() == "none":
        return
    pieces._first()
    quick_spots._first()
    with contextlib.redirect_stdout(io.StringIO()):
        for page, flags in ways():
            # Of a kept block of more samples the loops are given a copy, which is another type.
            for samples in (SAMPLES + 10_000, SAMPLES):
                export(page, flags, folder / "warm", samples)


def compile_apart(folder: Path) -> None:
    """The same in a process of its own, which leaves what it has compiled on disk: what compiling
    itself keeps, some 300 MB, is none of a window's."""
    subprocess.run([sys.executable, "-m", "tests.soak.window.warm", str(folder)], check=True)


def modules() -> Iterator[str]:
    """All of the program that need no compiler, and what they import when they are used."""
    for package in (engine, gui):
        for found in walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith(("__main__", "loops")):
                yield found.name
    yield from ("PIL.Image", "ziamath")


def ways() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Pages and flags."""
    for page in PAGES:
        yield page, ()
        if "gaussians" in page_named(page).inputs:
            yield page, ("--dimension", "2", *NEAR)
    for page, options in OPTIONS:
        yield page, tuple(options.split())


if __name__ == "__main__":
    warm(Path(sys.argv[1]))
