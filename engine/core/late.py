"""Functions of libraries that are imported when they are first called."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any


def late(module: str, name: str) -> Callable[..., Any]:
    """A function of a module. To import SciPy takes as long as to show the first page, which needs
    nothing of it."""

    @cache
    def function() -> Callable[..., Any]:
        found: Callable[..., Any] = getattr(import_module(module), name)
        return found

    def called(*arguments: Any, **options: Any) -> Any:
        return function()(*arguments, **options)

    return called
