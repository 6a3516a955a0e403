"""Errors that cross Qt, so that they are told and do not end the run."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QPaintEngine
from PySide6.QtWidgets import QGraphicsItem

OURS = ("gui.", "pyqtgraph.")


def make_errors_whole() -> None:
    """What C code raises has no object until something handles it (Python 3.11), and PySide, which
    looks into the object of what a method of ours raises on its way through Qt, crashes: each such
    method that is imported by now handles it, and raises it again."""
    for kind in _kinds(QObject, QGraphicsItem, QPaintEngine):
        for name, method in list(vars(kind).items()):
            if isinstance(method, FunctionType) and _is_called_by_qt(kind, name):
                setattr(kind, name, _whole(method))


def _kinds(*roots: type) -> Iterator[type]:
    left, seen = list(roots), set(roots)
    while left:
        kind = left.pop()
        more = [each for each in type.__subclasses__(kind) if each not in seen]
        left += more
        seen.update(more)
        if kind.__module__.startswith(OURS):
            yield kind


def _is_called_by_qt(kind: type, name: str) -> bool:
    of_qt = (base for base in kind.__mro__ if base.__module__.startswith("PySide6."))
    return not name.startswith("__") and any(name in vars(base) for base in of_qt)


def _whole(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def whole(*arguments: Any, **named: Any) -> Any:
        try:
            return method(*arguments, **named)
        except Exception:
            raise

    return whole
