"""The texts in a program's source: strings that people read, f-strings with their places.

`f"{rows:,} rows"` is the text ``{rows} rows``: it is translated by its pattern, see
`engine.core.translator`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MARKS = ("tr", "tr_noop")
# Arguments that people read, though they be one word: by keyword, and by place (from, to).
READ = (
    *("label", "help", "title", "summary", "group"),
    *("name", "short", "brief", "row", "column", "unit"),
)
DECLARED = {"Quantity": (1, 4), "Card": (1, 2), "Run": (0, 1), "Action": (1, 2), "Menu": (0, 1)}
# Exceptions that tell a programmer something.
PROGRAMMING = (
    "ValueError",
    "TypeError",
    "AssertionError",
    "RuntimeError",
    "KeyError",
    "AttributeError",
)
KEY = re.compile(r"^[a-z0-9]+[-_./][a-z0-9]")
NO_TEXTS = ("vocabulary", "_words", "written")  # take lists of what files call their fields
PLACE = re.compile(r"\{[^{}]*\}")
WORD = re.compile(r"[A-Za-z]{2,}")
# Markup, style, patterns, keys of the keyboard.
CODE = re.compile(r"\\|</?[a-z!?]|\d+p[xt]\b|;$|^[A-Z][a-z]*(\+\S+)+$|^\W*$|=\"")


@dataclass
class Text:
    """Where a string stands, whether it is a text for certain, and whether all that has places is
    given to `tr` before they are filled in."""

    files: list[str] = field(default_factory=list)
    sure: bool = False
    whole: bool = True

    def add(self, file: str, sure: bool, whole: bool) -> None:
        """It stands in this file as well."""
        self.files += [file] if file not in self.files else []
        self.sure, self.whole = self.sure or sure, self.whole and whole


def is_text(words: str) -> bool:
    """Whether a string looks as if people read it: words, or words and places, side by side."""
    without = PLACE.sub("0", words)
    return " " in words.strip() and bool(WORD.search(without)) and not CODE.search(without)


def texts_in(tree: ast.Module) -> list[tuple[str, bool, bool]]:
    """Every string but docstrings and what tells programmers something; whether it is marked as a
    text, and whether `tr` is given it whole."""
    finder = _Finder()
    finder.visit(tree)
    return finder.found


class _Finder(ast.NodeVisitor):
    def __init__(self) -> None:
        self.found: list[tuple[str, bool, bool]] = []
        self._marked = False

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and WORD.search(node.value):
            self.found.append((node.value, self._marked, self._marked))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self.found.append((with_places(node), self._marked, False))
        for each in node.values:  # an expression in a place may hold texts
            if isinstance(each, ast.FormattedValue):
                self.visit(each.value)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name != "__repr__":
            self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        if not (isinstance(raised, ast.Name) and raised.id in PROGRAMMING):
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and node.func.id in NO_TEXTS:
            return
        for each in _declared(node):
            if WORD.search(each) and not KEY.search(each) and not CODE.search(each):
                self.found.append((each, True, False))
        before = self._marked
        self._marked = isinstance(node.func, ast.Name) and node.func.id in MARKS
        self.generic_visit(node)
        self._marked = before

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if _annotated(node.annotation):
            self.visit(node.annotation)
        if node.value is not None:
            self.visit(node.value)

    def visit_arg(self, node: ast.arg) -> None:
        """Annotations of arguments hold no texts."""


def _declared(node: ast.Call) -> Iterator[str]:
    """What a call declares for people."""
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    start, end = DECLARED.get(name, (0, 0))
    arguments = [each.value for each in node.keywords if each.arg in READ]
    for each in (*node.args[start:end], *arguments):
        if isinstance(each, ast.JoinedStr):
            yield with_places(each)
        elif isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def _annotated(node: ast.AST) -> bool:
    """Whether an annotation describes a parameter."""
    return any(isinstance(each, ast.Name) and each.id == "Annotated" for each in ast.walk(node))


def with_places(node: ast.JoinedStr) -> str:
    """An f-string as a text with named places."""
    parts, names = [], dict[str, str]()
    for each in node.values:
        if isinstance(each, ast.FormattedValue):
            expression = ast.unparse(each.value)
            name = next(_free_names(_name(each.value), expression, names))
            names[name] = expression
            parts.append(f"{{{name}}}")
        elif isinstance(each, ast.Constant):
            parts.append(str(each.value))  # "{side}" in it is filled in by a `format` later
    return "".join(parts)


def _free_names(name: str, expression: str, taken: dict[str, str]) -> Iterator[str]:
    """The name, or the first with a number behind that stands for nothing else."""
    for number in range(1, 20):
        candidate = name if number == 1 else f"{name}_{number}"
        if taken.get(candidate, expression) == expression:
            yield candidate


def _name(node: ast.expr) -> str:
    """What an expression is of, in one word: of `value_text(look.low, 4)` low."""
    while isinstance(node, ast.Call) and node.args:
        node = node.args[0]
    if isinstance(node, ast.Subscript):
        return _name(node.value)
    if isinstance(node, ast.Call):
        return _name(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr.strip("_")
    if isinstance(node, ast.Name):
        return node.id.strip("_")
    inner = (each for each in ast.walk(node) if isinstance(each, ast.Name | ast.Attribute))
    first = next(inner, None)
    return _name(first) if first is not None else "value"
