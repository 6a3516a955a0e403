"""A session as a short program of its own, to run without this one.

The programs are the files of `resources/snippets`. Their block of assignments below the line
"# Parameters" takes the values of the session by name; the rest is copied as it stands.
"""

from __future__ import annotations

import ast
from importlib import resources
from typing import Any, Literal

from engine.session import Session

Flavour = Literal["numpy", "torch"]
FLAVOURS: tuple[Flavour, ...] = ("numpy", "torch")
HEADING = "# Parameters\n"


def snippet(session: Session, flavour: Flavour) -> str:
    """The program that computes what the session's study shows, in NumPy and SciPy or PyTorch.

    It prints a line "name: value" or "name: value +- standard error" for each readout.
    """
    name = f"{session.study.replace('-', '_')}_{flavour}.py"
    text = (resources.files("resources") / "snippets" / name).read_text(encoding="utf-8")
    return with_parameters(text, snippet_values(session))


def snippet_values(session: Session) -> dict[str, Any]:
    """What a program may take from a session, by name."""
    scene = session.scene
    return {
        "p_mean": scene.p.mean.tolist(),
        "p_covariance": scene.p.covariance.tolist(),
        "q_mean": scene.q.mean.tolist(),
        "q_covariance": scene.q.covariance.tolist(),
        "samples": scene.samples,
        "seed": scene.seed,
        **session.options[session.study].values(),
    }


def with_parameters(text: str, values: dict[str, Any]) -> str:
    """The program with the values of its parameters replaced, each one that ``values`` names."""
    before, heading, rest = text.partition(HEADING)
    block, gap, after = rest.partition("\n\n")
    lines = []
    for statement in ast.parse(block).body:
        if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
            raise ValueError("below # Parameters stand assignments only")
        name = statement.targets[0].id
        value = values.get(name, ast.literal_eval(statement.value))
        lines.append(f"{name} = {_literal(value)}")
    return before + heading + "\n".join(lines) + gap + after


def _literal(value: Any) -> str:
    """The value as source: a matrix has a line a row."""
    if isinstance(value, list) and len(value) > 1 and isinstance(value[0], list):
        return "[\n" + "".join(f"    {row!r},\n" for row in value) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return repr(value)
