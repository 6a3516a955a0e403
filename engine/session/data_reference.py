"""A DataSource as a session file holds it, and the file it names, wherever that has gone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.core.parameter import ParameterError
from engine.data.source import DataSource

NAMES = ("path", "kind", "level", "group", "mask", "second_path")
TEXTS = (*NAMES, "fingerprint", "second_fingerprint")
RELATIVE = ("relative_path", "relative_second_path")
LISTS = ("columns", "groups")
SWITCHES = ("skip_bad_rows", "turned", "unmasked")
KEYS = (*TEXTS, *RELATIVE, *LISTS, *SWITCHES)
REQUIRED = ("path", "kind")


def data_dict(source: DataSource, folder: str | Path | None = None) -> dict[str, Any]:
    """The source as JSON can hold it; what is empty is left out.

    With ``folder``, that of the session file, the paths from there are noted as well, so that a
    folder with both can be moved.
    """
    values: dict[str, Any] = {name: getattr(source, name) for name in TEXTS}
    values |= {name: list(getattr(source, name)) for name in LISTS}
    values |= {name: getattr(source, name) for name in SWITCHES}
    if folder is not None:
        for name, path in zip(RELATIVE, source.paths, strict=False):
            values[name] = _relative(path, folder)
    if source.kind != "rollouts":
        values["level"] = ""
    return {name: value for name, value in values.items() if value}


def check_entry(name: str, value: Any) -> None:
    """Whether one entry has the right form; raises ParameterError."""
    if name in (*TEXTS, *RELATIVE) and not isinstance(value, str):
        raise ParameterError(name, value, "must be text")
    if name in LISTS and not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
        raise ParameterError(name, value, "must be a list of texts")
    if name in SWITCHES and not isinstance(value, bool):
        raise ParameterError(name, value, "must be true or false")


def data_source(values: Mapping[str, Any], folder: str | Path | None = None) -> DataSource:
    """The source that `data_dict` wrote, its entries checked; raises ParameterError.

    A file that is gone is looked for in ``folder``: by its path from there, then by its name.
    """
    known: dict[str, Any] = {name: values[name] for name in TEXTS if name in values}
    known |= {name: tuple(values[name]) for name in LISTS if name in values}
    known.setdefault("columns", ())
    known["path"] = _found(known["path"], values.get(RELATIVE[0], ""), folder)
    if known.get("second_path"):
        known["second_path"] = _found(known["second_path"], values.get(RELATIVE[1], ""), folder)
    known |= {name: values[name] for name in SWITCHES if name in values}
    return DataSource(**known)


def _relative(path: str, folder: str | Path) -> str:
    """From the session's folder to the file, as every system writes it; "" on another drive."""
    try:
        return Path(os.path.relpath(path, os.path.abspath(folder))).as_posix()
    except ValueError:
        return ""


def _found(path: str, relative: str, folder: str | Path | None) -> str:
    """The path if a file is there; else the first that is one, seen from the folder."""
    if folder is None or (os.path.isabs(path) and _is_there(path)):
        return path
    start = os.path.abspath(folder)
    name = path.replace("\\", "/").rpartition("/")[2]
    candidates = [relative, name] if os.path.isabs(path) else [path, relative, name]
    for candidate in candidates:
        full = os.path.normpath(os.path.join(start, candidate))
        if candidate and _is_there(full):
            return full
    return path if os.path.isabs(path) else os.path.normpath(os.path.join(start, path))


def _is_there(path: str) -> bool:
    try:
        return os.path.isfile(path) or os.path.isdir(path)
    except ValueError:
        return False
