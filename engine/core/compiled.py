"""Loops over samples, compiled by numba where it is installed (the extra `fast`).

NumPy does the same work where it is not, and where the samples are few. The answers of both agree
to rounding; which of them is taken depends on the installation and on n alone, so that one
question has one answer, bit for bit. A preview of many samples may take those of the picture that
follows: the loops are at hand then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

# So many samples from which on the first call, which loads numba, is worth its time.
MANY = 200_000
# Sums in any order, products added in one step; infinite and undefined values stay what they are.
SUMS = {"reassoc", "contract", "nsz"}

NAME = "gaussian-explorer"

Function = TypeVar("Function", bound=Callable[..., Any])


@cache
def numba_version() -> str:
    """The version that compiles loops, or "none"."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("numba")
    except PackageNotFoundError:
        return "none"


def worth_compiling(n: int) -> bool:
    """Whether loops over n samples are compiled; import a module of such loops only then."""
    return n >= MANY and numba_version() != "none"


def at_hand() -> bool:
    """Whether loops have been compiled in this process: those that give the same bits as NumPy may
    then be taken however few the samples are."""
    return _numba.cache_info().currsize > 0


def compiled(function: Function) -> Function:
    """A loop over arrays, compiled when it is first called and then kept on disk."""
    return _compiled(function, SUMS)


def compiled_part(function: Function) -> Function:
    """A function of numbers for such loops, in which no step is moved: it cancels as written."""
    return _compiled(function, {"contract"})


def compiled_as_written(function: Function) -> Function:
    """A loop of which NumPy makes the same bits: no step is moved, none are made in one."""
    return _compiled(function, set())


def _compiled(function: Function, fastmath: set[str]) -> Function:
    options = {"nogil": True, "fastmath": fastmath, "error_model": "numpy"}
    try:
        made: Function = _numba().njit(function, cache=True, **options)
    except RuntimeError:  # nowhere to keep it
        made = _numba().njit(function, **options)
    return made


@cache
def _numba() -> Any:
    import numba

    settings: Any = numba.config
    if not settings.CACHE_DIR:
        settings.CACHE_DIR = str(_cache_folder())
    return numba


def _cache_folder() -> Path:
    """One for each state of all the loops: numba would take one that calls a changed one for
    unchanged."""
    import platformdirs

    files = sorted(Path(__file__).parents[1].rglob("loops.py"))
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    return platformdirs.user_cache_path(NAME, appauthor=False) / f"loops-{digest[:16]}"
