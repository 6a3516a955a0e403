"""Gaussian Explorer: no arguments, a file or a shared text open the window, words go to the
command line."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

# Small matrices gain nothing from BLAS threads of NumPy and SciPy that wait for each other;
# the libraries read this when they are loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from engine.core.words import LANGUAGES, Language
from gui.base import display

if TYPE_CHECKING:
    from engine.session.session import Session


def main(arguments: Sequence[str] | None = None) -> int:
    """The program; returns its exit code. Also the command ``gaussian-explorer``."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    language, rest = language_of(given)
    if not rest or (len(rest) == 1 and opens(rest[0])):
        known = next((each for each in LANGUAGES if each == language), None)
        if language is not None and known is None:
            return refused(f"--language = {language!r}: must be one of {', '.join(LANGUAGES)}")
        return open_window(rest[0] if rest else None, known)
    with starting():
        from engine.cli import main as cli

    return cli.main(given, save_figures)


def opens(given: str) -> bool:
    """Whether it is a file, a folder or a shared text, and no word of the command line."""
    if os.path.exists(given):
        return True
    with starting():
        from engine.session.text import is_shared_text

    return is_shared_text(given)


@contextmanager
def starting() -> Iterator[None]:
    """While the program imports its parts. They stay: to look for garbage among them takes a tenth
    of the start; and what NumPy has for builders and testers is left out."""
    gc.disable()
    try:
        from engine.core.postponed import postpone

        postpone()
        yield
    finally:
        gc.freeze()
        gc.enable()


def refused(problem: str) -> int:
    """Say why no window opens; the exit code."""
    from engine.cli.request import complain

    complain(problem)
    return 2


def language_of(given: list[str]) -> tuple[str | None, list[str]]:
    """What --language asks of the window, and the other words; the command line knows no such."""
    if "--language" not in given[:-1]:
        return None, given
    place = given.index("--language")
    return given[place + 1], given[:place] + given[place + 2 :]


def open_window(given: str | None, language: Language | None = None) -> int:
    """The window, on a session, a figure or data if a file is given, or on a shared text; in the
    language that was chosen last, unless one is given."""
    problem = display.obstacle()
    if not problem:
        with starting():  # until the window's own collector is there
            try:
                from gui.app import application
            except ImportError as error:
                problem = display.libraries_missing(error)
            else:
                return application.run(given, language)
    return refused(problem)


def save_figures(
    session: Session,
    result: Any,
    paths: Sequence[Path],
    *,
    scale: float,
    size: tuple[int, int],
) -> None:
    """Draw a result without a display and write it; Qt is loaded only here."""
    if not os.environ.get("QT_QPA_PLATFORM"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        from gui.figure import file as figure_file
    except ImportError as error:
        from engine.cli.main import NoFigures

        raise NoFigures(display.libraries_missing(error)) from error
    figure_file.save_figures(session, result, paths, scale=scale, size=size)


if __name__ == "__main__":
    if getattr(sys, "frozen", False):  # a bundled program starts itself for a sweep's processes
        import multiprocessing

        multiprocessing.freeze_support()
    sys.exit(main())
