"""Gaussian Explorer: no arguments or a file open the window, words go to the command line."""

import os
import sys
from collections.abc import Sequence

# Small matrices gain nothing from BLAS threads of NumPy and SciPy that wait for each other;
# the libraries read this when they are loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from engine.cli import main as cli
from gui.base import display


def main(arguments: Sequence[str] | None = None) -> int:
    """The program; returns its exit code. Also the command ``gaussian-explorer``."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (len(given) == 1 and os.path.exists(given[0])):
        return open_window(given[0] if given else None)
    return cli.main(given, save_figures)


def open_window(path: str | None) -> int:
    """The window, on a session, a figure or data if a file is given."""
    problem = display.obstacle()
    if not problem:
        try:
            from gui.app import application
        except ImportError as error:
            problem = display.libraries_missing(error)
        else:
            return application.run(path)
    cli.complain(problem)
    return 2


def save_figures(session, result, paths, *, scale, size) -> None:
    """Draw a result without a display and write it; Qt is loaded only here."""
    if not os.environ.get("QT_QPA_PLATFORM"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        from gui.figure import file as figure_file
    except ImportError as error:
        raise cli.NoFigures(display.libraries_missing(error)) from error
    figure_file.save_figures(session, result, paths, scale=scale, size=size)


if __name__ == "__main__":
    if getattr(sys, "frozen", False):  # a bundled program starts itself for a sweep's processes
        import multiprocessing

        multiprocessing.freeze_support()
    sys.exit(main())
