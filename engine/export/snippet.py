"""A session as a short program of its own, to run without this one.

The programs are the files of `resources/pages/NAME`. Their block of assignments below the line
"# Parameters" takes the values of the session by name; the rest is copied as it stands.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Literal

from engine.core.parameter import ParameterError
from engine.export.snippet_data import reading
from engine.page.page import page_named
from engine.session.session import Session

Flavour = Literal["numpy", "torch"]
FLAVOURS: tuple[Flavour, ...] = ("numpy", "torch")
FLAVOUR_NAMES: dict[Flavour, str] = {"numpy": "NumPy and SciPy", "torch": "PyTorch"}
HEADING = "# Parameters\n"


def snippet(session: Session, flavour: Flavour) -> str:
    """The program that computes what the session's page shows, in NumPy and SciPy or PyTorch.

    It prints a line "name: value" or "name: value +- standard error" for each readout. Where the
    page shows log-ratios of a file, the program reads the file; raises DataError if it is gone,
    and ParameterError where there is no such program (`why_none`).
    """
    if why := why_none(session, flavour):
        raise ParameterError("page", session.page, why)
    text = _place(session, flavour).read_text(encoding="utf-8")
    source = session.scene.data
    known = reading(source) if source is not None and _reads_data(session) else {}
    return with_parameters(
        text, lambda name: known[name] if name in known else _value(session, name)
    )


def why_none(session: Session, flavour: Flavour) -> str:
    """Why there is no program for what a session shows, in words; "" if there is one."""
    if _exists(_place_name(session, flavour)):
        return ""
    source = session.scene.data
    own = "rollouts" if source is not None and source.kind == "rollouts" else "own data"
    data = f" for {own}" if _reads_data(session) else ""
    return f"this page has no program in {FLAVOUR_NAMES[flavour]}{data} to copy"


def _reads_data(session: Session) -> bool:
    """Whether the program reads a file: log-ratios or rollouts in the place of samples."""
    source = session.scene.data
    return source is not None and page_named(session.page).replaces_samples(session.scene)


def _place(session: Session, flavour: Flavour) -> Traversable:
    return resources.files("resources").joinpath(_place_name(session, flavour))


@cache
def _exists(name: str) -> bool:
    """Whether there is such a file of the program; asked at every step of a slider."""
    return resources.files("resources").joinpath(name).is_file()


def _place_name(session: Session, flavour: Flavour) -> str:
    source = session.scene.data
    kind = ""
    if source is not None and _reads_data(session):
        kind = "_rollouts" if source.kind == "rollouts" else "_data"
    return f"pages/{session.page.replace('-', '_')}/snippet{kind}_{flavour}.py"


def _value(session: Session, name: str) -> Any:
    """What a program may take from a session: parts of the scene, the page's options, the task."""
    scene = session.scene
    shared = {
        "p_mean": scene.p.mean.tolist(),
        "p_covariance": scene.p.covariance.tolist(),
        "q_mean": scene.q.mean.tolist(),
        "q_covariance": scene.q.covariance.tolist(),
        "samples": scene.samples,
        "seed": scene.seed,
    }
    if name in shared:
        return shared[name]
    options = session.options[session.page]
    value = getattr(options if hasattr(options, name) else scene.task, name)
    return list(value) if isinstance(value, tuple) else value


def with_parameters(text: str, value_of: Callable[[str], Any]) -> str:
    """The program with the current values of its parameters."""
    before, heading, rest = text.partition(HEADING)
    block, gap, after = rest.partition("\n\n")
    lines = []
    for statement in ast.parse(block).body:
        if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
            raise ValueError("below # Parameters stand assignments only")
        name = statement.targets[0].id
        lines.append(f"{name} = {_literal(value_of(name))}")
    return before + heading + "\n".join(lines) + gap + after


def _literal(value: Any) -> str:
    """The value as source: a matrix has a line a row."""
    if isinstance(value, list) and len(value) > 1 and isinstance(value[0], list):
        return "[\n" + "".join(f"    {_literal(row)},\n" for row in value) + "]"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    # The escapes of JSON are Python's too.
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
