"""The reference of the engine's public names, from their own docstrings."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from html import escape
from types import ModuleType
from typing import Any

MODULES = (
    *("gaussian", "divergence", "kl_estimators", "importance", "pareto_smoothing", "squash"),
    *("objectives", "gradient_variance", "trajectories", "weights", "policies", "gradients"),
    *("functions", "data"),
)
UNDERLINED = re.compile(r"\w+\n-+\n")
CODE = re.compile(r"``(.+?)``|`(.+?)`")


def reference() -> str:
    """The page in Markdown."""
    parts = ["# Reference", "Of what others may rely on; [examples](library.md) of each."]
    for name in MODULES:
        module = importlib.import_module(f"engine.{name}")
        parts += [f"## engine.{name}", paragraphs(inspect.getdoc(module) or "")]
        for each in module.__all__:
            parts += described(each, getattr(module, each), level=3)
    return "\n\n".join(parts)


def described(name: str, thing: Any, level: int) -> Iterator[str]:
    """A name with its signature and docstring, and what is public in it."""
    yield f"{'#' * level} {name}"
    if callable(thing):
        yield f"```python\n{name}{signature(thing)}\n```"
    yield paragraphs(inspect.getdoc(thing) or "")
    if isinstance(thing, ModuleType):
        for each in thing.__all__:
            yield from described(each, getattr(thing, each), level + 1)
    elif inspect.isclass(thing):
        yield members(thing)


def members(thing: type) -> str:
    """The methods and properties of a class, one a row."""
    rows = []
    for name, member in vars(thing).items():
        function = inspect.unwrap(getattr(member, "__func__", member))
        if name.startswith("_") or not (callable(function) or isinstance(member, property)):
            continue
        call = name if isinstance(member, property) else name + signature(function)
        rows.append(f"<dt><code>{escape(call)}</code></dt><dd>{told(member)}</dd>")
    return "<dl>\n" + "\n".join(rows) + "\n</dl>" if rows else ""


def told(member: Any) -> str:
    """The docstring of a method, on one line of HTML."""
    return "<br>".join(marked(inspect.getdoc(member) or "").split("\n\n")).replace("\n", " ")


def signature(function: Any) -> str:
    """Names and defaults; the docstring has shapes and units."""
    found = inspect.signature(function)
    shown = [
        each.replace(annotation=inspect.Parameter.empty)
        for each in found.parameters.values()
        if each.name not in ("self", "cls")
    ]
    return str(found.replace(parameters=shown, return_annotation=inspect.Signature.empty))


def paragraphs(text: str) -> str:
    """A docstring in HTML: formulas on lines of their own stay as they were laid out."""
    parts = []
    for each in text.split("\n\n"):
        if UNDERLINED.match(each):
            parts.append(section(each))
        else:
            tag = 'pre class="laid-out"' if each.startswith(" ") or "\n " in each else "p"
            parts.append(f"<{tag}>{marked(each)}</{tag.split()[0]}>")
    return "<div>\n" + "\n".join(parts) + "\n</div>"


def section(text: str) -> str:
    """Parameters, Returns or Raises with a line below: entries "name : what", or with what it is
    on indented lines; or sentences."""
    title, _, *lines = text.splitlines()
    if not any(line.startswith(" ") or " : " in line for line in lines):
        return f"<p><b>{title}</b>: {marked(' '.join(lines))}</p>"
    rows = []
    for line in lines:
        name, _, what = line.partition(" : ")
        if line.startswith(" "):
            rows.append(f"<dd>{marked(line.strip())}</dd>")
        elif what or name.isidentifier():
            rows.append(f"<dt><code>{escape(name)}</code></dt><dd>{marked(what)}</dd>")
        else:
            rows.append(f"<dd>{marked(name)}</dd>")
    body = "".join(rows).replace("</dd><dd>", " ").replace("<dd> ", "<dd>")
    return f"<p><b>{title}</b></p><dl>{body}</dl>"


def marked(text: str) -> str:
    """With names in the letters of code."""
    return CODE.sub(lambda found: f"<code>{found[1] or found[2]}</code>", escape(text, quote=False))
