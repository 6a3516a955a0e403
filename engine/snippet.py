"""A session as a short program of its own, to run without this one.

The programs are the files of `resources/snippets`. Their block of assignments below the line
"# Parameters" takes the values of the session by name; the rest is copied as it stands.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from importlib import resources
from typing import Any, Literal

from engine.session import Session
from engine.snippet_data import reading
from engine.study import study_named

Flavour = Literal["numpy", "torch"]
FLAVOURS: tuple[Flavour, ...] = ("numpy", "torch")
HEADING = "# Parameters\n"


def snippet(session: Session, flavour: Flavour) -> str:
    """The program that computes what the session's study shows, in NumPy and SciPy or PyTorch.

    It prints a line "name: value" or "name: value +- standard error" for each readout. Where the
    study shows log-ratios of a file, the program reads the file; raises DataError if it is gone.
    """
    source = session.scene.data
    on_data = source is not None and source.kind == "log-ratios"
    on_data = on_data and study_named(session.study).shows_data(session.scene)
    kind = "_data" if on_data else ""
    name = f"{session.study.replace('-', '_')}{kind}_{flavour}.py"
    text = (resources.files("resources") / "snippets" / name).read_text(encoding="utf-8")
    known = reading(source) if on_data and source is not None else {}
    return with_parameters(
        text, lambda name: known[name] if name in known else _value(session, name)
    )


def _value(session: Session, name: str) -> Any:
    """What a program may take from a session: parts of the scene, and the study's options."""
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
    value = getattr(session.options[session.study], name)
    return list(value) if isinstance(value, tuple) else value


def with_parameters(text: str, value_of: Callable[[str], Any]) -> str:
    """The program with today's values of its parameters."""
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
